"""Figures for an inspector over the last days: counts by agency, official, element, day and reviewer."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from heapq import nsmallest

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
SHOWN_DAYS = (7, 30, 90, 365)


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
    return Figures(
        since,
        tuple(_agencies(cases, batches)),
        tuple(_officials(cases)),
        tuple(_elements(instance, batches)),
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


def _elements(instance: Instance, batches: Sequence[Batch]) -> list[ElementFigures]:
    """Return for each element how many rows did not meet it, from the answers to the agencies.

    One row may count for several elements.
    """
    counted: Counter[str] = Counter()
    for batch in batches:
        path = instance.home / DIRECTORY / batch.digest[:16] / SUMMARY
        if path.is_file():
            counted.update(json.loads(path.read_bytes())["by_element"])
    return [
        ElementFigures(element, instance.pack.element(element).title, rows)
        for element, rows in counted.most_common()
        if rows
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
