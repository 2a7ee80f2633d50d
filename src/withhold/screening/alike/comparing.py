"""Compare every text of a group with every other, exactly, and count the people of those that are alike.

In a small group, a product of matrices counts what each pair of texts shares. In a larger one, a product of smaller
matrices finds for each text all those that may be alike to it, and these are compared.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from withhold.law.similarity import ALIKE, grams, similarity
from withhold.screening.alike.hashing import hashed

SMALL = 256
"""Texts up to which a matrix of all of them is made."""
_LEAST_PLACES, _MOST_PLACES = 11, 13
"""Between 2,048 and 8,192 places count the groups of characters of a text in a large group of texts."""
_PAIRS = 1 << 13
"""Pairs of texts with one group up to which they are counted one by one. A product of matrices would start threads."""
_ROWS_AT_ONCE = 256
_FIRST = 16
"""Candidates that are put in order before the others."""

_ROUNDING = 1e-9
"""What a product of floating point may be above the whole number that it should be."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found for each text of a group."""

    people: list[set[int]]
    """The people of all texts that are alike to it, its own included."""
    nearest: list[float]
    """Its similarity with the nearest alike text of another person that it was compared with. 0 if there is none."""


def compare(texts: Sequence[str], people: Sequence[Collection[int]], enough: int) -> Compared:
    """Return the people of all texts that are alike to each text, and how alike the nearest is.

    Counting ends at ``enough``: a result with as many people may be incomplete, and one with fewer is complete.
    """
    if len(texts) <= SMALL:
        return compare_hashes(*hashed(texts), people, enough)
    found = Compared([set(own) for own in people], [0.0] * len(texts))
    _compare_large(texts, people, found, enough)
    return found


def compare_hashes(
    hashes: NDArray[np.uint64], starts: NDArray[np.intp], people: Sequence[Collection[int]], enough: int
) -> Compared:
    """Return the same for a small group of texts, given the hashes of their groups of characters (see `hashed`)."""
    found = [set(own) for own in people]
    shares = _shares(hashes, starts)
    # A text of the same single person is alike to it, and it is nobody else's.
    single = np.array([next(iter(own)) if len(own) == 1 else 0 for own in people], dtype=np.uint64)
    other = (single[:, None] != single[None, :]) | (single[:, None] == 0)
    np.fill_diagonal(other, val=False)
    alike = (shares >= ALIKE) & other
    nearest: list[float] = np.where(alike, shares, 0).max(axis=1, initial=0).tolist()
    if len(set().union(*people)) == sum(map(len, people)):  # each other text has people that no other has
        alike &= np.cumsum(alike, axis=1) < enough
    for one, two in zip(*map(np.ndarray.tolist, np.nonzero(alike)), strict=True):
        found[one].update(people[two])
    return Compared(found, nearest)


def _shares(hashes: NDArray[np.uint64], starts: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the similarity of each text with each."""
    texts = len(starts)
    owner = np.repeat(np.arange(texts), np.diff(starts, append=len(hashes)))
    order = np.lexsort((owner, hashes))
    hashes, owner = hashes[order], owner[order]
    again = hashes[1:] == hashes[:-1]
    once = np.append(True, ~(again & (owner[1:] == owner[:-1])))  # a text may have a group twice
    hashes, owner = hashes[once], owner[once]
    sizes = np.bincount(owner, minlength=texts).astype(np.float64)
    edges = np.flatnonzero(hashes[1:] != hashes[:-1]) + 1
    starts = np.append(0, edges)
    often = np.diff(starts, append=len(hashes))
    shared = _shared(owner, starts[often > 1], often[often > 1], texts)
    found: NDArray[np.float64] = shared / (sizes[:, None] + sizes - shared)
    return found


def _shared(
    owner: NDArray[np.intp], starts: NDArray[np.intp], often: NDArray[np.intp], texts: int
) -> NDArray[np.float64]:
    """Return how many groups each text shares with each. The owners of a group begin at its start."""
    group = np.repeat(np.arange(len(often)), often)
    ours = owner[np.arange(len(group)) - np.repeat(np.cumsum(often) - often, often) + starts[group]]
    if (often**2).sum() > _PAIRS:
        has = np.zeros((texts, len(often)), dtype=np.float32)  # whole numbers below 2**24 are exact in it
        has[ours, group] = 1
        return (has @ has.T).astype(np.float64)
    many = often[group]
    theirs = owner[np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(starts[group], many)]
    counted = np.bincount(np.repeat(ours, many) * texts + theirs, minlength=texts * texts)
    return counted.reshape(texts, texts).astype(np.float64)


def _compare_large(texts: Sequence[str], people: Sequence[Collection[int]], found: Compared, enough: int) -> None:
    known: dict[int, frozenset[str]] = {}

    def groups(number: int) -> frozenset[str]:
        if number not in known:
            known[number] = grams(texts[number])
        return known[number]

    for one, candidates in enumerate(_candidates(texts)):
        for other in chain.from_iterable(map(np.ndarray.tolist, candidates)):
            if len(found.people[one]) >= enough:
                break
            share = similarity(groups(one), groups(other))
            if share >= ALIKE:
                found.people[one].update(people[other])
                if not set(people[one]).issuperset(people[other]):
                    found.nearest[one] = max(found.nearest[one], share)


def _candidates(texts: Sequence[str]) -> Iterator[Iterator[NDArray[np.intp]]]:
    """Yield for each text the others that may be alike to it, the most likely first.

    Groups of characters are counted in a few thousand places, by their hashes. The product of two texts' counts is at
    least what they share. So no alike text is left out.
    """
    hashes, starts = hashed(texts)
    lengths = np.diff(starts, append=len(hashes))
    places = 1 << min(max(int(4 * lengths.mean()).bit_length(), _LEAST_PLACES), _MOST_PLACES)
    has = np.empty((len(texts), places), dtype=np.float32)
    for number, (start, length) in enumerate(zip(starts.tolist(), lengths.tolist(), strict=True)):
        groups = np.sort(hashes[start : start + length])
        groups = groups[np.append(groups[1:] != groups[:-1], True)]  # a text may have a group twice
        has[number] = np.bincount((groups >> np.uint64(40)).astype(np.intp) & (places - 1), minlength=places)
    sizes = has.sum(axis=1)
    for at in range(0, len(texts), _ROWS_AT_ONCE):
        shared = has[at : at + _ROWS_AT_ONCE] @ has.T
        scores = shared / (sizes[at : at + _ROWS_AT_ONCE, None] + sizes)
        for row, score in enumerate(scores, at):
            score[row] = 0
            yield _ordered(score)


def _ordered(score: NDArray[np.float64]) -> Iterator[NDArray[np.intp]]:
    """Yield the places of those that may be alike, the most likely ones first."""
    may = np.flatnonzero(score >= ALIKE / (1 + ALIKE) - _ROUNDING)
    if len(may) > _FIRST:  # most often these are enough
        may = may[np.argpartition(-score[may], _FIRST)]
        first, may = may[:_FIRST], may[_FIRST:]
        yield first[np.argsort(-score[first], kind="stable")]
    yield may[np.argsort(-score[may], kind="stable")]
