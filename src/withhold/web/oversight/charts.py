"""Bar charts as inline SVG, drawn by a template; each stands beside the table that says the same."""

from collections.abc import Iterable
from dataclasses import dataclass

_WIDTH = 320
"""Units of the longest bar."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, what it says, where it stands and how long it is."""

    label: str
    value: int
    top: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart's bars, its title, and its height in units."""

    title: str
    bars: tuple[Bar, ...]
    height: int


def chart(title: str, values: Iterable[tuple[str, int]], most: int = 15) -> Chart:
    """A chart of the first `most` values, the longest bar as wide as the chart."""
    shown = list(values)[:most]
    top = max((value for _, value in shown), default=0) or 1
    bars = tuple(
        Bar(label, value, number * 28, max(1, value * _WIDTH // top) if value else 0)
        for number, (label, value) in enumerate(shown)
    )
    return Chart(title, bars, len(shown) * 28)
