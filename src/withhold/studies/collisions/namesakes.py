"""The distribution of the number of namesakes, and its median."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import gammaincc

from withhold.studies.collisions.model import Floats

BANDS: Final = ((0, 0), (1, 1), (2, 9), (10, 99), (100, 999), (1000, None))
"""Ranges of the number of others, including both ends."""
_LEAST, _MOST, _PER_DECADE = -7, 7, 200


class LogBins:
    """Bins of expected numbers, evenly spaced in their logarithm, 200 to a factor of ten."""

    def __init__(self) -> None:
        self.count = (_MOST - _LEAST) * _PER_DECADE
        self.centers = 10 ** ((np.arange(self.count) + 0.5) / _PER_DECADE + _LEAST)

    def count_of(self, expected: Floats) -> Floats:
        """Return how many of the values are in each bin."""
        at = ((np.log10(np.maximum(expected, 1e-300)) - _LEAST) * _PER_DECADE).astype(np.int64)
        return np.bincount(np.clip(at, 0, self.count - 1), minlength=self.count).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """The share of people in each of `BANDS`, and the median number of others with a person's key."""

    bands: tuple[float, ...]
    median: int


def expected_namesakes(weights: Floats) -> Namesakes:
    """Return the distribution for people whose expected numbers of others have these weights in `LogBins`.

    It is a mixture of Poisson counts.
    """
    bins = LogBins()
    used = weights > 0
    share, centers = weights[used] / weights[used].sum(), bins.centers[used]

    def at_most(others: int) -> float:
        return float(share @ gammaincc(others + 1, centers)) if others >= 0 else 0.0

    bands = tuple((1.0 if last is None else at_most(last)) - at_most(first - 1) for first, last in BANDS)
    return Namesakes(bands, _median(at_most))


def counted_namesakes(others: Floats, people: Floats) -> Namesakes:
    """Return the counted distribution: ``people[i]`` people have ``others[i]`` others. All zeros without people."""
    total = people.sum()
    if not total:
        return Namesakes((0.0,) * len(BANDS), 0)
    order = np.argsort(others)
    median = int(others[order][np.searchsorted(np.cumsum(people[order]) / total, 0.5)])
    bands = tuple(
        float(people[(others >= first) & (others <= (np.inf if last is None else last))].sum() / total)
        for first, last in BANDS
    )
    return Namesakes(bands, median)


def _median(at_most: Callable[[int], float]) -> int:
    low, high = -1, 1
    while at_most(high) < 0.5:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if at_most(middle) >= 0.5 else (middle, high)
    return 0 if at_most(0) >= 0.5 else high
