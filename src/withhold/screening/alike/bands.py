"""Sketches of texts, by which alike texts of a large file meet without comparing each with every other.

A MinHash is the least hash of a text's groups of characters. Two texts have the same one with the probability of
their similarity. Five of them make a band. Texts that share a band are compared. With 25 bands, two texts of which
35 % is the same meet with 12 %, of which half is the same with 55 %, and of which 70 % is the same with 99 %.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from withhold.screening.alike.hashing import MIX, hashed

BANDS, ROWS = 25, 5
_AT_ONCE = 2_000
_FACTORS = np.random.Generator(np.random.PCG64(5)).integers(1, 1 << 31, (BANDS, ROWS), dtype=np.uint32) * 2 + 1
_SALTS = np.random.Generator(np.random.PCG64(25)).integers(0, 1 << 32, (BANDS, ROWS), dtype=np.uint32)


def band_keys(texts: Sequence[str], bands: Sequence[int]) -> NDArray[np.uint32]:
    """Return the keys of these bands for each text, one row for a text. Texts that share a key may be alike."""
    parts = [_keys(texts[at : at + _AT_ONCE], bands) for at in range(0, len(texts), _AT_ONCE)]
    return np.concatenate(parts) if parts else np.empty((0, len(bands)), dtype=np.uint32)


def _keys(texts: Sequence[str], bands: Sequence[int]) -> NDArray[np.uint32]:
    groups, starts = hashed(texts)
    hashes = (groups >> np.uint64(32)).astype(np.uint32)
    keys = np.empty((len(texts), len(bands)), dtype=np.uint32)
    mixed = np.empty_like(hashes)
    for place, band in enumerate(bands):
        key = np.zeros(len(texts), dtype=np.uint64)
        for row in range(ROWS):
            np.bitwise_xor(hashes, _SALTS[band, row], out=mixed)
            np.multiply(mixed, _FACTORS[band, row], out=mixed)
            key = (key ^ np.minimum.reduceat(mixed, starts)) * MIX
        keys[:, place] = key >> np.uint64(32)
    return keys
