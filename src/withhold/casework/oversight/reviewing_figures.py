"""Indicators of review without care: how long reviewers take, how often they approve, how often they agree.

They are indicators, not proof. Every case that reaches review passed screening, so an approval agrees with screening
and a refusal does not. The approval rate is therefore the rate of agreement with screening.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from withhold.model.identifiers import PersonId
from withhold.records.projections.reviews import Reviewed

QUICK = 60
"""Seconds in which nobody can read a dossier. A determination that took less time counts as quick."""


@dataclass(frozen=True, slots=True)
class ReviewerFigures:
    """One reviewer's determinations. Seconds count from the first view of the dossier to the signature."""

    reviewer: PersonId
    role: str
    determinations: int
    approvals: int
    median_seconds: int
    shortest_seconds: int
    quick: int

    @property
    def approval_rate(self) -> float:
        """The share of approvals, from 0 to 1."""
        return self.approvals / self.determinations


@dataclass(frozen=True, slots=True)
class Pair:
    """The number of cases that both reviewers have decided, and in how many they decided the same."""

    cases: int
    alike: int

    @property
    def rate(self) -> float:
        """The share of cases in which they decided the same, from 0 to 1. It is 0 if there is no case."""
        return self.alike / self.cases if self.cases else 0.0


def reviewer_figures(made: Sequence[Reviewed]) -> list[ReviewerFigures]:
    """Return the figures of every reviewer who made one of these determinations."""
    by: dict[PersonId, list[Reviewed]] = {}
    for each in made:
        by.setdefault(each.reviewer, []).append(each)
    return [_figures(reviewer, by[reviewer]) for reviewer in sorted(by)]


def _figures(reviewer: PersonId, theirs: Sequence[Reviewed]) -> ReviewerFigures:
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
    """Return how often the two reviewers of a case agree. A case with one determination does not count."""
    decided: dict[str, list[bool]] = {}
    for each in made:
        decided.setdefault(each.case_id, []).append(each.approved)
    both = [each for each in decided.values() if len(each) == 2]
    return Pair(len(both), sum(first == second for first, second in both))
