"""Signs of rubber-stamping: how long reviewers look, how often they approve, how far they agree.

They are signs and no proof. Screening let every case through that reaches review, so an approval agrees with it and a
refusal does not: the approval rate is the rate of agreement with screening.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from withhold.records.projections.reviews import Reviewed

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
        """From 0 to 1; the rate of agreement with screening, which let every one of them through."""
        return self.approvals / self.determinations


@dataclass(frozen=True, slots=True)
class Pair:
    """Cases that both have decided, and in how many they decided alike."""

    cases: int
    alike: int

    @property
    def rate(self) -> float:
        """From 0 to 1; 0 where there is no case."""
        return self.alike / self.cases if self.cases else 0.0


def reviewer_figures(made: Sequence[Reviewed]) -> list[ReviewerFigures]:
    """The figures of every reviewer among the determinations."""
    by: dict[str, list[Reviewed]] = {}
    for each in made:
        by.setdefault(each.reviewer, []).append(each)
    return [_figures(reviewer, by[reviewer]) for reviewer in sorted(by)]


def _figures(reviewer: str, theirs: Sequence[Reviewed]) -> ReviewerFigures:
    seconds = [each.seconds for each in theirs]
    return ReviewerFigures(
        reviewer,
        theirs[0].role,
        len(theirs),
        sum(each.approved for each in theirs),
        int(median(seconds)),
        min(seconds),
        sum(each < QUICK for each in seconds),
    )


def agreement(made: Sequence[Reviewed]) -> Pair:
    """How far the two reviewers of a case agree."""
    decided: dict[str, list[bool]] = {}
    for each in made:
        decided.setdefault(each.case_id, []).append(each.approved)
    both = [each for each in decided.values() if len(each) == 2]
    return Pair(len(both), sum(first == second for first, second in both))
