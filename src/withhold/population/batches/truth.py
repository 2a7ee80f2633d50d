"""What must become of each row. It is known because the row was built that way. No program computes it from the row."""

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
"""The elements of a pack, in its order. For example, a row that meets neither `name` nor `tin` names `name` first."""


class Expected(StrEnum):
    """What must become of a row that is filed, screened and compared with the register."""

    RETURNED = "returned"
    REFUSED = "refused"
    NOT_CONFIRMED = "not_confirmed"
    CONFIRMED = "confirmed"


class Shortfall(NamedTuple):
    """One element that a row does not meet. ``needs_records`` is true if the file alone does not show it."""

    element: str
    outcome: Outcome
    needs_records: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """What must become of one row, and the result that screening without records must have."""

    expected: Expected
    why: str
    """For returned and refused, element ids joined by ``;``. Otherwise the identity finding or the share."""
    share: str
    """The label of the share of the batch that the row belongs to."""
    screening: Outcome
    """The outcome from the file alone."""
    screening_why: str
    """The ids of the elements that the file alone shows as not met, joined by ``;``."""


def deficient(share: str, shortfalls: Iterable[Shortfall]) -> Truth:
    """Return the truth of a row that meets none of the given elements, and all others."""
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
    """A row, its truth, and the records that it adds to the register. The confirmed person's record comes first."""

    row: Row
    truth: Truth
    records: tuple[Record, ...] = ()
