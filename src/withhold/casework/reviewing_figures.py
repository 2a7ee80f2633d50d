"""Signs of rubber-stamping: how long reviewers look, how often they approve, how far they agree.

They are signs and no proof. Screening let every case through that reaches review, so an approval agrees with it and a
refusal does not: the approval rate is the rate of agreement with screening.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from withhold.casework.desk import Desk
from withhold.model.determination import Decision, Determination
from withhold.model.events import DeterminationMade
from withhold.model.kinds import Kind
from withhold.records.journal import Stored

QUICK = 60
"""Seconds within which nobody reads a dossier."""


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One reviewer's determinations: how many, approvals, seconds from first look to signature, and quick ones."""

    reviewer: str
    role: str
    determinations: int
    approvals: int
    median_seconds: int
    shortest_seconds: int
    quick: int

    @property
    def approval_rate(self) -> float:
        """From 0 to 1."""
        return self.approvals / self.determinations


@dataclass(frozen=True, slots=True)
class Pair:
    """Cases that both have decided, and in how many they decided alike."""

    cases: int
    alike: int


Made = tuple[Stored, Determination]


def reviewer_figures(desk: Desk, made: Sequence[Made]) -> list[ReviewerFigures]:
    """The figures of every reviewer among the determinations."""
    looked = _first_looks(desk, {stored.stream for stored, _ in made})
    found = []
    for reviewer in sorted({each.reviewer for _, each in made}):
        theirs = [(stored, each) for stored, each in made if each.reviewer == reviewer]
        seconds = [int((stored.recorded_at - looked[stored.stream, reviewer]).total_seconds()) for stored, _ in theirs]
        found.append(
            ReviewerFigures(
                reviewer,
                theirs[0][1].role.value,
                len(theirs),
                sum(each.decision is Decision.APPROVE for _, each in theirs),
                int(median(seconds)),
                min(seconds),
                sum(each < QUICK for each in seconds),
            )
        )
    return found


def agreement(made: Sequence[Made]) -> Pair:
    """How far the two reviewers of a case agree."""
    decided: dict[str, list[Decision]] = {}
    for stored, each in made:
        decided.setdefault(stored.stream, []).append(each.decision)
    both = [each for each in decided.values() if len(each) == 2]
    return Pair(len(both), sum(first is second for first, second in both))


def made_since(desk: Desk, since: datetime) -> list[Made]:
    """The determinations since then, each with the row that holds it."""
    found = []
    for stored in desk.journal.of_kind(Kind.DETERMINATION_MADE, since):
        event = desk.recorder.happening(stored)
        assert isinstance(event, DeterminationMade)
        found.append((stored, event.determination))
    return found


def _first_looks(desk: Desk, streams: Iterable[str]) -> Mapping[tuple[str, str], datetime]:
    first: dict[tuple[str, str], datetime] = {}
    for stream, actor, at in desk.journal.times_of(Kind.DOSSIER_VIEWED, sorted(streams)):
        first.setdefault((stream, actor), at)
    return first
