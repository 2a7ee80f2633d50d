"""Which tags of a day are taken by rows that stand in evidence files, not in the database.

Beside each evidence file lies an index of its rows' tags: the first 8 bytes of each, sorted. Tags are public, so the
index tells nothing; it can be rebuilt from the log. A false match, one in 2^64, only skips a number.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from withhold.sealing.files import replace

_SUFFIX = ".tags"
_AT_ONCE = 100_000


class DayTags:
    """The indexes of one home, read as they are needed and kept: once in place, they never change."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._read: dict[Path, array[int]] = {}
        self._drafts: list[array[int]] = []

    def taken(self, day: int, tag: bytes) -> bool:
        """Whether a row of that day carries the tag."""
        prefix = _prefix(tag)
        return any(_holds(index, prefix) for index in (*self._drafts, *map(self._index, self.of(day))))

    @contextmanager
    def reserved(self, draft: "array[int]") -> Iterator[None]:
        """Count the tags of a draft as taken while its batch is being recorded."""
        self._drafts.append(draft)
        try:
            yield
        finally:
            self._drafts.remove(draft)

    def of(self, day: int) -> frozenset[Path]:
        """The indexes of a day: where there is none, nothing need be asked."""
        return frozenset(self._directory.glob(f"{day}-*{_SUFFIX}"))

    def meet(self, paths: Iterable[Path], other: "array[int]") -> bool:
        """Whether any of these indexes shares a tag with another."""
        return any(_holds(other, prefix) for path in paths for prefix in self._index(path))

    def _index(self, path: Path) -> "array[int]":
        if path not in self._read:
            index = array("Q")
            index.frombytes(path.read_bytes())
            self._read[path] = index
        return self._read[path]


def index_of(tags: Iterable[bytes]) -> "array[int]":
    """The index of some tags."""
    return array("Q", sorted(map(_prefix, tags)))


def joined(indexes: Iterable["array[int]"]) -> "array[int]":
    """One index of all their tags. The engine sorts, so that no million of numbers becomes objects at once."""
    together = array("Q")
    for index in indexes:
        together.extend(index)
    ordered = pl.Series(together, dtype=pl.UInt64).sort()
    whole = array("Q")
    for some in ordered.to_frame().iter_slices(_AT_ONCE):
        whole.extend(some.to_series().to_list())
    return whole


def write_index(directory: Path, batch: str, day: int, index: "array[int]") -> None:
    """Write the index of a batch's tags, durably."""
    replace(directory / f"{day}-{batch[:16]}{_SUFFIX}", index.tobytes())


def indexed(index: "array[int]", tag: bytes) -> bool:
    """Whether an index holds the tag."""
    return _holds(index, _prefix(tag))


def _holds(index: "array[int]", prefix: int) -> bool:
    place = bisect_left(index, prefix)
    return place < len(index) and index[place] == prefix


def _prefix(tag: bytes) -> int:
    return int.from_bytes(tag[:8], "big")
