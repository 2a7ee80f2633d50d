"""The annual report as the public may see it: small counts tell of single people, and are hidden."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from withhold.casework.oversight.reporting import Line

_FEWEST = 10
HIDDEN, ALSO_HIDDEN = "<10", "–"
RULE = (
    f"A count from 1 to {_FEWEST - 1} is shown as {HIDDEN}; where one alone of a column is hidden so, the next "
    f"smallest is hidden with it ({ALSO_HIDDEN}), so that no total gives it away."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the report as the public may see it."""

    agency: str
    purpose: str
    authority: str
    requests: str
    disclosures: str
    people: str


def shown(lines: Sequence[Line]) -> list[Shown]:
    """The lines with small counts hidden, column by column."""
    columns = [
        list(hidden(column))
        for column in zip(*((line.requests, line.disclosures, len(line.people)) for line in lines), strict=True)
    ]
    return [
        Shown(line.agency, line.purpose, line.authority, *counts)
        for line, counts in zip(lines, zip(*columns, strict=True), strict=True)
    ]


def hidden(column: Sequence[int]) -> Iterator[str]:
    """Counts from 1 to 9 as ``<10``; where one alone is hidden, the next smallest is too, lest the total tell it."""
    small = [place for place, count in enumerate(column) if 0 < count < _FEWEST]
    others = sorted((count, place) for place, count in enumerate(column) if count >= _FEWEST)
    also = others[0][1] if len(small) == 1 and others else None
    for place, count in enumerate(column):
        yield HIDDEN if place in small else ALSO_HIDDEN if place == also else f"{count:,}"
