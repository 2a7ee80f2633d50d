"""Hashes of the groups of five characters in many texts at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from withhold.law.similarity import GRAM, padded

MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose multiples have well mixed high bits: the fraction of the golden ratio."""


def hashed(texts: Sequence[str]) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """Return a hash for each group of five characters of each text, and where the hashes of each text begin.

    They are the groups of `law.similarity.grams`, but a group that comes twice in a text has two hashes. That two
    different groups of a batch have the same hash is as good as impossible.
    """
    whole = [padded(text) for text in texts]
    letters = np.frombuffer("".join(whole).encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    hashes = np.zeros(len(letters) - GRAM + 1, dtype=np.uint64)
    for place in range(GRAM):
        hashes = (hashes ^ letters[place : len(hashes) + place]) * MIX
        hashes ^= hashes >> np.uint64(32)
    lengths = np.fromiter(map(len, whole), dtype=np.intp, count=len(whole))
    ends = np.cumsum(lengths)
    inside = np.ones(len(letters), dtype=bool)
    for place in range(1, GRAM):  # a group that reaches into the next text belongs to neither
        inside[ends - place] = False
    starts = np.concatenate(([0], np.cumsum(lengths - GRAM + 1)[:-1])).astype(np.intp)
    return hashes[inside[: len(hashes)]], starts
