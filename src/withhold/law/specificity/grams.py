"""The 3- and 4-grams of texts, as numbers.

Each character has five bits, so a gram is one whole number. All texts of a chunk are read at once.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

BITS = 18
"""There are 2 ** BITS weights."""
_FOUR = np.uint32(1 << 20)
"""It sets 4-grams apart from 3-grams: a gram has five bits for each character."""
_EDGE = "  "
"""What stands before and after each text, so that its first and last letters have grams of their own."""

Codes = npt.NDArray[np.uint32]


def _characters() -> Codes:
    table = np.zeros(256, np.uint32)
    for code, letter in enumerate(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ#", start=1):
        table[letter] = code
    return table


_CODES = _characters()


def grams(texts: Sequence[str]) -> tuple[Codes, Codes, npt.NDArray[np.int64]]:
    """Return the 3-grams and the bucket of each 4-gram of all texts, by place, and where each text ends.

    ``texts`` have A-Z, spaces and ``#``. Grams that reach over the end of a text are there too. `sums` leaves them out.
    """
    encoded = [f"{_EDGE}{text}{_EDGE}".encode("ascii", "replace") for text in texts]
    codes = _CODES[np.frombuffer(b"".join(encoded), np.uint8)]
    ends = np.cumsum([len(each) for each in encoded], dtype=np.int64)
    threes = codes[:-2] | codes[1:-1] << np.uint32(5) | codes[2:] << np.uint32(10)
    fours = threes[:-1] | codes[3:] << np.uint32(15) | _FOUR
    return threes, fours, ends


def buckets(codes: Codes) -> Codes:
    """Return the place of each gram among the weights: a multiplicative hash."""
    return (codes * np.uint32(2_654_435_761)) >> np.uint32(32 - BITS)


def sums(values: npt.NDArray[np.integer], ends: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int64]:
    """Return, for each text, the sum of the values of its own grams of this size."""
    whole = np.concatenate([np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)])
    starts = np.concatenate([np.zeros(1, np.int64), ends[:-1]])
    result: npt.NDArray[np.int64] = whole[ends - size + 1] - whole[starts]
    return result
