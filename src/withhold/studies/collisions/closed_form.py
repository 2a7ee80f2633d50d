"""Computes the namesakes of a population of N people by a formula. Each person is drawn from the model.

A person whose key has chance p is alone with chance (1 - p)^(N-1), which is e^-L with L = -(N-1) ln(1-p). The average
of 1 - e^-L over people is the share with a namesake. For example, a key of chance 1/N has L close to 1, so 63 % of its
people have a namesake. The same averages give the variance of that share if N people are drawn and counted, and so the
interval for an enumeration.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from withhold.population.people.names import GROUPS
from withhold.studies.collisions.keys import KEYS, Key
from withhold.studies.collisions.model import Floats, Model
from withhold.studies.collisions.namesakes import LogBins
from withhold.studies.collisions.sampling import SCRAMBLES, Drawing, NameDrawing, cube, scrambles

POINTS: Final = 1 << 16
"""Points per group and scramble."""
DECILES: Final = 10
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Averages:
    """``[scramble, group, decile, statistic]``: sums over the points of a group that are in a name decile."""

    sums: Floats
    spread: NDArray[np.float64]
    """``[scramble, group, bin]``: the points' expected number of others, in logarithmic bins."""


STATISTICS: Final = ("points", "alone", "once", "twice", "twice_own", "once_own")
"""1, e^-L, L e^-L, L e^-2L, Lg e^-2L and Lg e^-L. Lg is the expected number of others of the person's own group."""


@dataclass(frozen=True, slots=True)
class ClosedForm:
    """The averages of every key for one number of people."""

    people: int
    weights: Floats
    edges: Floats
    """Nine chances of a full name that divide the people into ten equal parts, rarest names first."""
    by_key: dict[str, Averages]


def closed_form(
    model: Model,
    people: int,
    *,
    seed: int = 1,
    points: int = POINTS,
    keys: Sequence[Key] = KEYS,
    progress: Progress | None = None,
) -> ClosedForm:
    """Compute every key for a population of that many people. It takes seconds for any number of people."""
    names = NameDrawing(model)
    edges = decile_edges(model, points=points)
    drawings = {key.attribute: Drawing(model.attribute(key.attribute)) for key in keys if key.attribute}
    bins = LogBins()
    shape = (SCRAMBLES, len(GROUPS), DECILES, len(STATISTICS))
    sums = {key.id: np.zeros(shape) for key in keys}
    spread = {key.id: np.zeros((SCRAMBLES, len(GROUPS), bins.count)) for key in keys}
    for number, at in enumerate(scrambles(points, seed)):
        for group in range(len(GROUPS)):
            chances = names.of(group, at[:2])
            decile = np.searchsorted(edges, chances.sum(axis=1))
            for key in keys:
                keyed = chances
                if key.attribute:
                    shares = model.attribute(key.attribute).shares
                    keyed = chances * shares[drawings[key.attribute].of(group, at[2])]
                others = _others(keyed.sum(axis=1), people)
                own = _others(keyed[:, group], people)
                sums[key.id][number, group] = _statistics(others, own, decile)
                spread[key.id][number, group] = bins.count_of(others)
        if progress is not None:
            progress("closed form", number + 1, SCRAMBLES)
    return ClosedForm(people, model.weights, edges, {key.id: Averages(sums[key.id], spread[key.id]) for key in keys})


@lru_cache(maxsize=4)
def decile_edges(model: Model, *, points: int = POINTS, seed: int = 7) -> Floats:
    """Return nine chances of a full name that divide the model's people into ten equal parts.

    The seed is fixed, because a population file labels its people by exactly these edges.
    """
    names = NameDrawing(model)
    at = cube(4 * points, np.random.default_rng(seed))
    chances = [names.of(group, at[:2]).sum(axis=1) for group in range(len(GROUPS))]
    values = np.concatenate(chances)
    weights = np.repeat(model.weights / (4 * points), 4 * points)
    order = np.argsort(values)
    rising = np.cumsum(weights[order])
    return np.asarray(values[order][np.searchsorted(rising, np.arange(1, DECILES) / DECILES)])


def numerical_interval(estimates: Floats) -> tuple[float, float, float]:
    """Return the mean, the lower and the upper bound (95 %, Student) of the estimates. NaN if a stratum is empty."""
    mean = float(np.mean(estimates))
    half = float(student.ppf(0.975, len(estimates) - 1) * np.std(estimates, ddof=1) / np.sqrt(len(estimates)))
    return mean, mean - half, mean + half


def _others(chance: Floats, people: int) -> Floats:
    """Return the expected number of others with a key of that chance."""
    return np.asarray(-(people - 1) * np.log1p(-chance))


def _statistics(others: Floats, own: Floats, decile: NDArray[np.intp]) -> Floats:
    alone = np.exp(-others)
    columns = (np.ones_like(alone), alone, others * alone, others * alone**2, own * alone**2, own * alone)
    return np.stack([np.bincount(decile, weights=column, minlength=DECILES) for column in columns], axis=1)
