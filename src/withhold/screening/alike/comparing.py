"""Compare every text of a group with every other, exactly, and count the people of those that are alike.

In a small group, a product of matrices counts what each pair of texts shares. In a larger one, an index of the rare
groups of characters finds the candidates: two texts that are alike must share one of the rarest 65 % of either text.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

import numpy as np

from withhold.law.similarity import ALIKE, grams, similarity
from withhold.screening.alike.hashing import hashed

_SMALL = 256
"""Texts up to which a matrix of all of them is made."""
_HINTS = 12
"""Neighbors of a neighbor that are tried before the index is asked."""

_ROUNDING = 1e-9
"""What a product of floating point may be above the whole number that it should be."""


def people_alike(texts: Sequence[str], people: Sequence[Collection[int]], enough: int) -> list[set[int]]:
    """Return for each text the people of all texts that are alike to it, its own included.

    Counting ends at ``enough``: a result with as many people may be incomplete, and one with fewer is complete.
    """
    found = [set(own) for own in people]
    if len(texts) <= _SMALL:
        _compare_pairs(texts, people, found)
    else:
        _compare_by_index([grams(text) for text in texts], people, found, enough)
    return found


def _compare_pairs(texts: Sequence[str], people: Sequence[Collection[int]], found: list[set[int]]) -> None:
    hashes, starts = hashed(texts)
    lengths = np.diff(starts, append=len(hashes))
    owner = np.repeat(np.arange(len(texts)), lengths)
    _, groups, often = np.unique(hashes, return_inverse=True, return_counts=True)
    has = np.zeros((len(texts), len(often)), dtype=np.float32)  # whole numbers below 2**24 are exact in it
    has[owner, groups] = 1
    sizes = has.sum(axis=1, dtype=np.float64)
    several = has[:, often > 1]
    shared = (several @ several.T).astype(np.float64)
    alike = shared / (sizes[:, None] + sizes - shared) >= ALIKE
    np.fill_diagonal(alike, val=False)
    for one, other in zip(*map(np.ndarray.tolist, np.nonzero(alike)), strict=True):
        found[one].update(people[other])


def _compare_by_index(
    texts: Sequence[frozenset[str]], people: Sequence[Collection[int]], found: list[set[int]], enough: int
) -> None:
    index = _Index(texts)
    hints: dict[int, list[int]] = {}
    for one, text in enumerate(texts):
        if one in hints:
            near = hints[one]
            start = near.index(one)
            for other in (near[(start + step) % len(near)] for step in range(1, min(_HINTS, len(near)))):
                if len(found[one]) >= enough:
                    break
                if similarity(text, texts[other]) >= ALIKE:
                    found[one].update(people[other])
        if len(found[one]) >= enough:
            continue
        near = [one]
        for other in index.candidates(one):
            if similarity(text, texts[other]) >= ALIKE:
                found[one].update(people[other])
                near.append(other)
        for other in near:
            hints.setdefault(other, near)


class _Index:
    """Which texts have a group of characters among their rarest."""

    def __init__(self, texts: Sequence[frozenset[str]]) -> None:
        often = Counter(chain.from_iterable(texts))
        rank = {gram: place for place, gram in enumerate(sorted(often, key=lambda gram: (often[gram], gram)))}
        sizes = np.array([len(text) for text in texts])
        self._sizes, self._common = sizes, sizes - _rarest(sizes)
        self._rare = [sorted(map(rank.__getitem__, text))[: _rarest(len(text))] for text in texts]
        containing: dict[int, list[int]] = {}
        for number, rare in enumerate(self._rare):
            for place in rare:
                containing.setdefault(place, []).append(number)
        self._texts = {place: np.array(numbers) for place, numbers in containing.items() if len(numbers) > 1}

    def candidates(self, number: int) -> list[int]:
        """Return the other texts that may be alike to this one."""
        containing = [self._texts[place] for place in self._rare[number] if place in self._texts]
        if not containing:
            return []
        shared = np.bincount(np.concatenate(containing), minlength=len(self._sizes))
        # Of the groups that two alike texts share, those among the most common 35 % of either are not counted here.
        needed = np.ceil(ALIKE / (1 + ALIKE) * (self._sizes[number] + self._sizes) - _ROUNDING)
        least = np.maximum(1, needed - np.maximum(self._common[number], self._common))
        found: list[int] = np.flatnonzero(shared >= least).tolist()
        return [other for other in found if other != number]


def _rarest(size: Any) -> Any:
    """Return how many of a text's groups of characters are indexed. At least one of them is in every alike text."""
    return size - np.ceil(ALIKE * size - _ROUNDING).astype(int) + 1
