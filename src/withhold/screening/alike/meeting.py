"""Find the pairs of texts of a batch that share a band. The bands wait on disk, and each is sorted alone."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from withhold.screening.alike.bands import BANDS, LEAST_SAME, PROBES, Probes, banded

BUCKET = 64
"""The most texts of one band with which a text is compared."""
_PAIRS_AT_ONCE = 1 << 18

Numbers = NDArray[np.intp]


class Bands:
    """The bands of all texts: in the directory ``scratch``, or in memory if that is None."""

    def __init__(self, scratch: Path | None) -> None:
        self._scratch = scratch
        self._parts: list[list[NDArray[np.uint8] | NDArray[np.uint32]]] = [[] for _ in range(BANDS + 1)]

    def add(self, texts: Sequence[str]) -> None:
        """Add the bands of the next texts."""
        keys, probes = banded(texts)
        for place, column in enumerate((*keys.T, probes)):
            if self._scratch is None:
                self._parts[place].append(np.ascontiguousarray(column))
            else:
                with self._path(place).open("ab") as file:
                    file.write(column.tobytes())

    def pairs(self, band: int, short: NDArray[np.bool_]) -> Iterator[tuple[Numbers, Numbers]]:
        """Yield some pairs after the others: a text for which ``short`` is true, and another that may be alike to it.

        ``short`` may change between two pairs, and what is no longer true then is passed over.
        """
        keys = self._band(band)
        ordered = np.sort(keys.astype(np.uint64) << np.uint64(32) | np.arange(len(keys), dtype=np.uint64))
        numbers = (ordered & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        edges = np.flatnonzero(np.diff(ordered >> np.uint64(32))) + 1
        starts = np.concatenate(([0], edges))
        sizes = np.diff(starts, append=len(ordered))
        starts, sizes = starts[sizes > 1], sizes[sizes > 1]
        probes = self._probes()
        work = np.cumsum(sizes * np.minimum(sizes, BUCKET)) // _PAIRS_AT_ONCE
        for first, after in _runs(work):
            ours, theirs = _pairs(numbers, starts[first:after], sizes[first:after], short)
            same = (probes[ours] == probes[theirs]).sum(axis=1) >= LEAST_SAME
            yield ours[same], theirs[same]

    def remove(self) -> None:
        """Remove what is on disk."""
        if self._scratch is not None:
            for place in range(BANDS + 1):
                self._path(place).unlink(missing_ok=True)

    def _band(self, band: int) -> NDArray[np.uint32]:
        if self._scratch is None:
            return np.concatenate(self._parts[band]).astype(np.uint32)
        return np.fromfile(self._path(band), dtype=np.uint32)

    def _probes(self) -> Probes:
        if self._scratch is None:
            return np.concatenate(self._parts[BANDS]).astype(np.uint8)
        return np.memmap(self._path(BANDS), dtype=np.uint8, mode="r").reshape(-1, PROBES)

    def _path(self, place: int) -> Path:
        assert self._scratch is not None
        return self._scratch / f"alike-{place}.bands"


def _runs(work: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield where each run of equal numbers begins and ends."""
    edges = [0, *(np.flatnonzero(np.diff(work)) + 1).tolist(), len(work)]
    yield from pairwise(edges)


def _pairs(
    numbers: NDArray[np.uint32], starts: NDArray[np.intp], sizes: NDArray[np.intp], short: NDArray[np.bool_]
) -> tuple[Numbers, Numbers]:
    """Return each short text of some buckets with each of the first texts of its bucket, except itself."""
    bucket = np.repeat(np.arange(len(sizes)), sizes)
    place = np.arange(len(bucket)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[bucket]
    ours = numbers[place].astype(np.intp)
    bucket, ours = bucket[short[ours]], ours[short[ours]]
    many = np.minimum(sizes, BUCKET)[bucket]
    theirs = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(starts[bucket], many)
    ours, others = np.repeat(ours, many), numbers[theirs].astype(np.intp)
    return ours[ours != others], others[ours != others]
