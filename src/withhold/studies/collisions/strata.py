"""Shares with a namesake by stratum (everyone, a group, a name decile), and how far a count may stray from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from withhold.population.people.names import GROUPS
from withhold.studies.collisions.closed_form import DECILES, Averages, ClosedForm, numerical_interval
from withhold.studies.collisions.model import Floats
from withhold.studies.collisions.namesakes import Namesakes, expected_namesakes

EVERYONE: Final = "everyone"


@dataclass(frozen=True, slots=True)
class Stratum:
    """Some of the people: ``kind`` is everyone, group or decile."""

    kind: str
    name: str
    weights: Floats
    """``[group, decile]``: 1 where the people belong to it."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the closed form says of one key in one stratum."""

    share: float
    interval: tuple[float, float]
    """Of the numerical average, 95 %; it knows nothing of how true the model is."""
    counting_error: float
    """Standard error of the same share when a population of that size is drawn and counted."""
    people: float
    """Expected number of people in the stratum."""


def strata() -> Iterator[Stratum]:
    """Everyone, the groups, then the deciles from the rarest names to the commonest."""
    yield Stratum(EVERYONE, EVERYONE, np.ones((len(GROUPS), DECILES)))
    for group, name in enumerate(GROUPS):
        chosen = np.zeros((len(GROUPS), DECILES))
        chosen[group] = 1
        yield Stratum("group", name, chosen)
    for decile in range(DECILES):
        chosen = np.zeros((len(GROUPS), DECILES))
        chosen[:, decile] = 1
        yield Stratum("decile", str(decile + 1), chosen)


def expected(form: ClosedForm, key: str, stratum: Stratum) -> Expected:
    """The share of the stratum's people with a namesake under that key, and its two errors."""
    per_scramble = _averages(form, form.by_key[key], stratum)  # [scramble, statistic], per person of the nation
    share = 1 - per_scramble[:, 1] / per_scramble[:, 0]
    mean, low, high = numerical_interval(share)
    return Expected(
        mean,
        (low, high),
        _counting_error(form, per_scramble.mean(axis=0), stratum),
        float(per_scramble[:, 0].mean() * form.people),
    )


def expected_distribution(form: ClosedForm, key: str, stratum: Stratum) -> tuple[Namesakes, tuple[int, int]]:
    """Namesakes of everyone or of a group, and the least and greatest median among the scrambles."""
    weights = form.weights * (stratum.weights[:, 0] > 0)
    spread = np.einsum("sgb,g->sb", form.by_key[key].spread, weights)
    medians = [expected_namesakes(row).median for row in spread]
    return expected_namesakes(spread.sum(axis=0)), (min(medians), max(medians))


def _averages(form: ClosedForm, averages: Averages, stratum: Stratum) -> Floats:
    points = averages.sums[:, :, :, 0].sum(axis=2)[0, 0]
    weighted = averages.sums * (form.weights[:, None, None] / points) * stratum.weights[:, :, None]
    return np.asarray(weighted.sum(axis=(1, 2)))


def _counting_error(form: ClosedForm, per_person: Floats, stratum: Stratum) -> float:
    """Of the ratio (alone / people) when N people fall on keys at random, N being fixed.

    Summed over keys: Var(u - r n) - Cov(u - r n, N)^2 / N, where u is 1 for a person of the stratum who is alone under
    the key, n the stratum's people under it, and r the expected ratio; counts of different keys are Poisson.
    """
    size, alone, once, twice, twice_own, once_own = per_person
    if stratum.kind != "group":  # the whole of a name is in the stratum, or none of it
        twice_own, once_own = twice, once
    ratio = alone / size
    variance = alone - twice_own + ratio**2 * size - 2 * ratio * (alone - once_own) - once**2
    return float(np.sqrt(max(variance, 0.0) * form.people) / (size * form.people))
