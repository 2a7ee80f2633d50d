"""Sketches of texts, by which alike texts of a large file meet without comparing each with every other.

A MinHash is the least hash of a text's groups of characters. Two texts have the same one with the probability of
their similarity. Five of them make a band. Texts that share a band are compared. With 25 bands, two texts of which
35 % is the same meet with 12 %, of which half is the same with 55 %, and of which 70 % is the same with 99 %.

Texts that meet are compared by a byte of each of the MinHashes before their groups are. Of pairs of which 35 % is the
same, one in a hundred is lost by that. Of a thousand pairs of which 15 % is the same, one is compared further.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from withhold.screening.alike.hashing import MIX, hashed

BANDS, ROWS = 25, 5
PROBES = BANDS * ROWS
"""Bytes of a probe, one of each MinHash."""
LEAST_SAME = 36
"""The least number of equal bytes of two probes whose texts are compared. Five are equal because their band is."""
_AT_ONCE = 2_000
_FACTORS = np.random.Generator(np.random.PCG64(5)).integers(1, 1 << 31, (BANDS, ROWS), dtype=np.uint32) * 2 + 1
_SALTS = np.random.Generator(np.random.PCG64(25)).integers(0, 1 << 32, (BANDS, ROWS), dtype=np.uint32)

Keys = NDArray[np.uint32]
Probes = NDArray[np.uint8]


def banded(texts: Sequence[str]) -> tuple[Keys, Probes]:
    """Return the keys of the bands of each text, and its probe. Each has a row for a text."""
    parts = [_banded(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
    keys, probes = zip(*parts, strict=True)
    return np.concatenate(keys), np.concatenate(probes)


def _banded(texts: Sequence[str]) -> tuple[Keys, Probes]:
    groups, starts = hashed(texts)
    hashes = (groups >> np.uint64(32)).astype(np.uint32)
    keys = np.empty((len(texts), BANDS), dtype=np.uint32)
    probes = np.empty((len(texts), PROBES), dtype=np.uint8)
    mixed = np.empty_like(hashes)
    for band in range(BANDS):
        key = np.zeros(len(texts), dtype=np.uint64)
        for row in range(ROWS):
            np.bitwise_xor(hashes, _SALTS[band, row], out=mixed)
            np.multiply(mixed, _FACTORS[band, row], out=mixed)
            least = np.minimum.reduceat(mixed, starts)
            key = (key ^ least) * MIX
            # The least numbers have many zeros in front, and their low bits are not mixed well.
            probes[:, band * ROWS + row] = (least * MIX) >> np.uint64(56)
        keys[:, band] = key >> np.uint64(32)
    return keys, probes
