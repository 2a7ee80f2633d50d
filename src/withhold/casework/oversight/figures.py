"""Figures for an inspector over the last days: by agency, official, element, day and reviewer.

The figures on returned rows show how often screening returns what is sound. A new request counts if it was made from a
returned row in the form, which links the two. A corrected file has no such links, so its rows do not count.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nsmallest
from typing import Any

from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance
from withhold.casework.intake.answer_files import DIRECTORY
from withhold.casework.oversight.reviewing_figures import (
    Pair,
    ReviewerFigures,
    agreement,
    reviewer_figures,
)
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.kinds import Kind
from withhold.records.models import Batch
from withhold.screening.passes.outputs import SUMMARY

_MOST = 50
"""How many officials are listed, those with the most cases first."""
_Counts = tuple[AgencyId, PersonId, int, int, int]
"""Agency, official, cases, approved, released."""
_Summary = tuple[AgencyId, dict[str, Any]]
_NONE = (0, 0, 0, 0)
SHOWN_DAYS = (7, 30, 90, 365)
FEWEST = 10
"""No rate is given of fewer rows."""


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """Rows that an agency filed, by the result of screening, and its cases, by what people decided."""

    agency: AgencyId
    rows: int
    refused: int
    returned: int
    docketed: int
    approved: int
    released: int


@dataclass(frozen=True, slots=True)
class OfficialFigures:
    """The cases that name an official."""

    official: PersonId
    cases: int
    approved: int
    released: int


@dataclass(frozen=True, slots=True)
class ElementFigures:
    """The number of rows that did not meet an element."""

    element: str
    title: str
    rows: int


@dataclass(frozen=True, slots=True)
class ReturnedFigures:
    """The rows of an agency that one element returned, and what became of those that were filed again with a link.

    `only_changed` were admitted after a change of cells that the element is about, and of no cell that all elements
    accepted before. `unchanged` were admitted although no cell changed that the element is about: they were sound in
    this respect when they were returned.
    """

    agency: AgencyId
    element: str
    title: str
    returned: int
    filed_again: int
    admitted: int
    only_changed: int
    unchanged: int

    @property
    def which(self) -> str:
        """The agency and the element."""
        return f"{self.agency} {self.element}"

    @property
    def admitted_rate(self) -> float | None:
        """The share of the returned rows that were admitted with nothing else changed. None of too few rows."""
        return _rate(self.only_changed + self.unchanged, self.returned)

    @property
    def unchanged_rate(self) -> float | None:
        """The share of the returned rows that were sound in this respect, as far as is known. None of too few rows."""
        return _rate(self.unchanged, self.returned)


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole >= FEWEST else None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How many steps of each kind happened on one day (UTC)."""

    day: date
    docketed: int
    determinations: int
    approved: int
    released: int
    stays: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures for the time since `since`."""

    since: datetime
    agencies: tuple[AgencyFigures, ...]
    officials: tuple[OfficialFigures, ...]
    elements: tuple[ElementFigures, ...]
    returned: tuple[ReturnedFigures, ...]
    days: tuple[DayFigures, ...]
    reviewers: tuple[ReviewerFigures, ...]
    agreement: Pair


def figures(instance: Instance, actor: Actor, days: int) -> Figures:
    """Return the figures of the last `days`. Raises Forbidden."""
    authorize(actor, commands.ReadCase)
    require_accredited(instance, actor)
    since = instance.now() - timedelta(days=days)
    batches, made = instance.batches.since(since), instance.reviews.since(since)
    cases = instance.cases.counts_since(since)
    summaries = [(each.agency, summary) for each in batches if (summary := _summary(instance, each))]
    return Figures(
        since,
        tuple(_agencies(cases, batches)),
        tuple(_officials(cases)),
        tuple(_elements(instance, summaries)),
        tuple(_returned(instance, summaries, since)),
        tuple(_days(instance, since)),
        tuple(reviewer_figures(made)),
        agreement(made),
    )


def _agencies(cases: Sequence[_Counts], batches: Sequence[Batch]) -> list[AgencyFigures]:
    approved: Counter[AgencyId] = Counter()
    released: Counter[AgencyId] = Counter()
    for agency, _, _, some_approved, some_released in cases:
        approved[agency] += some_approved
        released[agency] += some_released
    found = []
    for agency in sorted({each.agency for each in batches} | approved.keys()):
        theirs = [each for each in batches if each.agency == agency]
        found.append(
            AgencyFigures(
                agency,
                sum(each.rows for each in theirs),
                sum(each.refused for each in theirs),
                sum(each.returned for each in theirs),
                sum(each.docketed for each in theirs),
                approved[agency],
                released[agency],
            )
        )
    return found


def _officials(cases: Sequence[_Counts]) -> list[OfficialFigures]:
    """Return the figures of the officials with the most cases."""
    # An official belongs to one agency, so each has one line of counts.
    most = nsmallest(_MOST, cases, key=lambda each: (-each[2], each[1]))
    return [OfficialFigures(official, *counts) for _, official, *counts in most]


def _summary(instance: Instance, batch: Batch) -> dict[str, Any] | None:
    """Return the summary in the answer to a batch. None if the answer was erased."""
    path = instance.home / DIRECTORY / batch.digest[:16] / SUMMARY
    return json.loads(path.read_bytes()) if path.is_file() else None


def _elements(instance: Instance, summaries: Sequence[_Summary]) -> list[ElementFigures]:
    """Return for each element how many rows did not meet it, from the answers to the agencies.

    One row may count for several elements.
    """
    counted: Counter[str] = Counter()
    for _, summary in summaries:
        counted.update(summary["by_element"])
    return [
        ElementFigures(element, instance.pack.element(element).title, rows)
        for element, rows in counted.most_common()
        if rows
    ]


def _returned(instance: Instance, summaries: Sequence[_Summary], since: datetime) -> list[ReturnedFigures]:
    """Return for each agency and element how many rows it returned, and how many of them were admitted later."""
    counted: Counter[tuple[AgencyId, str]] = Counter()
    for agency, summary in summaries:
        counted.update(
            {(agency, element): rows for element, rows in summary.get("returned_by_element", {}).items() if rows}
        )
    again = {(agency, element): counts for agency, element, *counts in instance.batches.refilings_since(since)}
    return [
        ReturnedFigures(
            agency, element, instance.pack.element(element).title, rows, *again.get((agency, element), _NONE)
        )
        for (agency, element), rows in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]


def _days(instance: Instance, since: datetime) -> list[DayFigures]:
    counted: dict[date, Counter[int]] = {}
    for day, kind, events in instance.journal.counts_by_day(since):
        counted.setdefault(day, Counter())[kind] += events
    return [
        DayFigures(
            day,
            kinds[Kind.REQUEST_DOCKETED],
            kinds[Kind.DETERMINATION_MADE],
            kinds[Kind.REQUEST_APPROVED],
            kinds[Kind.RETRIEVED],
            kinds[Kind.STAY_PLACED],
        )
        for day, kinds in sorted(counted.items())
    ]
