"""The share of people with a namesake in each stratum (everyone, a group, a name decile), and its errors."""

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
    """A part of the people. ``kind`` is everyone, group or decile."""

    kind: str
    name: str
    weights: Floats
    """``[group, decile]``: 1 if the people belong to the stratum, else 0."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The result of the closed form for one key in one stratum."""

    share: float
    interval: tuple[float, float]
    """95 %, of the numerical average only. It does not include errors of the model."""
    counting_error: float
    """Standard error of the same share if a population of that size is drawn and counted."""
    people: float
    """Expected number of people in the stratum."""


def strata() -> Iterator[Stratum]:
    """Yield everyone, the groups, and the deciles from the rarest names to the commonest."""
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
    """Return the share of the stratum's people with a namesake under that key, and its two errors."""
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
    """Return the namesakes of everyone or of a group, and the least and greatest median of the scrambles."""
    weights = form.weights * (stratum.weights[:, 0] > 0)
    spread = np.einsum("sgb,g->sb", form.by_key[key].spread, weights)
    medians = [expected_namesakes(row).median for row in spread]
    return expected_namesakes(spread.sum(axis=0)), (min(medians), max(medians))


def _averages(form: ClosedForm, averages: Averages, stratum: Stratum) -> Floats:
    points = averages.sums[:, :, :, 0].sum(axis=2)[0, 0]
    weighted = averages.sums * (form.weights[:, None, None] / points) * stratum.weights[:, :, None]
    return np.asarray(weighted.sum(axis=(1, 2)))


def _counting_error(form: ClosedForm, per_person: Floats, stratum: Stratum) -> float:
    """Return the standard error of the ratio (alone / people) if N people get keys at random and N is fixed.

    The variance is the sum over keys of Var(u - r n) - Cov(u - r n, N)^2 / N. Here u is 1 if a person of the stratum is
    alone under the key, n is the number of the stratum's people under it, and r is the expected ratio. The counts of
    different keys are Poisson.
    """
    size, alone, once, twice, twice_own, once_own = per_person
    if stratum.kind != "group":  # then all people of a name are in the stratum, or none
        twice_own, once_own = twice, once
    ratio = alone / size
    variance = alone - twice_own + ratio**2 * size - 2 * ratio * (alone - once_own) - once**2
    return float(np.sqrt(max(variance, 0.0) * form.people) / (size * form.people))
