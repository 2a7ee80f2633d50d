"""What must come of each row: known because the row was built that way, never because something was run."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from withhold.model.vocabulary import Outcome
from withhold.population.people.households import Record

ELEMENTS = (
    "signer",
    "official",
    "engagement",
    "name",
    "address",
    "periods",
    "statute",
    "matter",
    "reason",
    "boilerplate",
    "sole_use",
    "tin",
    "birth_date",
    "duplicate",
)
"""Elements that a file can fall short of, in the order in which a pack names them."""


class Expected(StrEnum):
    """What must come of a row once it is filed, screened and held against the register."""

    RETURNED = "returned"
    REFUSED = "refused"
    NOT_CONFIRMED = "not_confirmed"
    CONFIRMED = "confirmed"


class Shortfall(NamedTuple):
    """One element a row falls short of; ``needs_records`` where the file alone does not show it."""

    element: str
    outcome: Outcome
    needs_records: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """What must come of one row, and what screening without records must say of it."""

    expected: Expected
    why: str
    """Element ids joined by ``;`` for returned and refused; the identity finding, or the share, otherwise."""
    share: str
    """The label of the share of the batch that the row belongs to."""
    screening: Outcome
    """The outcome from the file alone."""
    screening_why: str
    """The element ids behind it, joined by ``;``."""


def falls_short(share: str, shortfalls: Iterable[Shortfall]) -> Truth:
    """Return the truth of a row that falls short of every element given, and of nothing else."""
    whole = sorted(shortfalls, key=lambda shortfall: ELEMENTS.index(shortfall.element))
    shown = [shortfall for shortfall in whole if not shortfall.needs_records]
    return Truth(Expected(_outcome(whole)), _ids(whole), share, _outcome(shown), _ids(shown))


def confirmed(share: str) -> Truth:
    """Return the truth of a row that is sound and whose person the register confirms."""
    return Truth(Expected.CONFIRMED, share, share, Outcome.ELIGIBLE, "")


def not_confirmed(share: str, why: str) -> Truth:
    """Return the truth of a row that is sound but whose person must not be confirmed."""
    return Truth(Expected.NOT_CONFIRMED, why, share, Outcome.ELIGIBLE, "")


def _outcome(shortfalls: list[Shortfall]) -> Outcome:
    if not shortfalls:
        return Outcome.ELIGIBLE
    refused = any(shortfall.outcome is Outcome.REFUSED for shortfall in shortfalls)
    return Outcome.REFUSED if refused else Outcome.RETURNED


def _ids(shortfalls: list[Shortfall]) -> str:
    return ";".join(shortfall.element for shortfall in shortfalls)


Row = dict[str, str]
"""One row of a batch: every column of the contract as text."""


class Case(NamedTuple):
    """A row, its truth, and what the register holds because of it; the confirmed person's record comes first."""

    row: Row
    truth: Truth
    records: tuple[Record, ...] = ()
