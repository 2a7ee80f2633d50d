"""Binding settings: which values each may have, and in which direction it becomes tighter."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Value = int | str | bool


@dataclass(frozen=True, slots=True)
class Binding:
    """The least and the most that a setting may be, both included. It gets tighter toward `tighter`.

    In a demonstration, a `roomy` setting has no upper bound.
    """

    least: int
    most: int
    tighter: str
    roomy: bool = False


LESS: Final = "less"
MORE: Final = "more"

BINDING: Final[Mapping[str, Binding]] = {
    "reviews_per_day": Binding(1, 50, LESS, roomy=True),
    "docket_days": Binding(1, 30, LESS),
    "attempts_per_person": Binding(1, 10, LESS),
    "attempts_per_official": Binding(1, 1_000, LESS, roomy=True),
    "attempts_window_days": Binding(90, 3_650, MORE),
    "disposal_days": Binding(1, 365, LESS),
    "quorum": Binding(1, 1_000, MORE),
}
"""Setting -> its bounds. Any change of a setting that is not here needs as many people as loosening one."""


def within_bounds(name: str, value: Value, now: Value, *, demonstration: bool) -> bool:
    """Return whether a setting may have the value. It has the type of the value that the setting has `now`."""
    binding = BINDING.get(name)
    if type(value) is not type(now):
        return False
    if binding is None or not isinstance(value, int):
        return True
    return binding.least <= value and (value <= binding.most or (binding.roomy and demonstration))


def is_tighter(name: str, value: Value, than: Value) -> bool:
    """Return whether the setting is tighter with the first value than with the second."""
    binding = BINDING.get(name)
    if binding is None or not isinstance(value, int) or not isinstance(than, int):
        return False
    return value < than if binding.tighter == LESS else value > than
