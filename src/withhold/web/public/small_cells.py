"""Hiding small counts in the annual report. A small count could reveal something about a single person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from withhold.casework.oversight.reporting import Line

_FEWEST = 10
HIDDEN, ALSO_HIDDEN = "<10", "–"
RULE = (
    f"A count from 1 to {_FEWEST - 1} is shown as {HIDDEN}. If only one count in a column is hidden, the next smallest "
    f"is hidden too ({ALSO_HIDDEN}), so that the total does not reveal it."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the report, with small counts hidden."""

    agency: str
    purpose: str
    authority: str
    requests: str
    disclosures: str
    people: str


def shown(lines: Sequence[Line]) -> list[Shown]:
    """Return the lines with small counts hidden, column by column."""
    columns = [
        list(hidden(column))
        for column in zip(*((line.requests, line.disclosures, line.people) for line in lines), strict=True)
    ]
    return [
        Shown(line.agency, line.purpose, line.authority, *counts)
        for line, counts in zip(lines, zip(*columns, strict=True), strict=True)
    ]


def hidden(column: Sequence[int]) -> Iterator[str]:
    """Yield the counts of a column as text, with counts from 1 to 9 as ``<10``.

    If only one count is hidden, the next smallest is hidden too, because the total would reveal it. For example, 3, 12
    and 40 become ``<10``, ``–`` and ``40``.
    """
    small = [place for place, count in enumerate(column) if 0 < count < _FEWEST]
    others = sorted((count, place) for place, count in enumerate(column) if count >= _FEWEST)
    also = others[0][1] if len(small) == 1 and others else None
    for place, count in enumerate(column):
        yield HIDDEN if place in small else ALSO_HIDDEN if place == also else f"{count:,}"
