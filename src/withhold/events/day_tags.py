"""Which tags of a day are taken by rows in evidence files. Those rows are not in the database.

Each evidence file has an index of its rows' tags beside it: the first 8 bytes of each, sorted. Tags are public, so the
index reveals nothing, and it can be rebuilt from the log. Two tags with the same 8 bytes do no harm: a person's entry
gets the next number of the day. For example, their third tag of the day is used in place of the second.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from withhold.model.identifiers import BatchDigest
from withhold.sealing.files import replace

PREFIX = 8
"""The bytes of each tag that are in an index."""
_SUFFIX = ".tags"
_AT_ONCE = 100_000


class DayTags:
    """The indexes of one instance. Each is read when it is first needed, and kept in memory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._read: dict[Path, array[int]] = {}  # an index file never changes once it has its name
        self._drafts: list[array[int]] = []

    def taken_on(self, day: int) -> Callable[[bytes], bool]:
        """Return a function that says whether a row of that day (days since 1970-01-01) has a tag.

        The day's files are listed once, so the function does not see a batch that is recorded after this call.
        """
        indexes = (*self._drafts, *map(self._index, self.of(day)))

        def taken(tag: bytes) -> bool:
            prefix = _prefix(tag)
            return any(_contains(index, prefix) for index in indexes)

        return taken

    @contextmanager
    def reserved(self, draft: "array[int]") -> Iterator[None]:
        """Count the tags of a draft as taken while its batch is being recorded."""
        self._drafts.append(draft)
        try:
            yield
        finally:
            self._drafts.remove(draft)

    def of(self, day: int) -> frozenset[Path]:
        """Return the index files of a day. If there is none, no tag of that day is taken by a row in a file."""
        return frozenset(self._directory.glob(f"{day}-*{_SUFFIX}"))

    def meet(self, paths: Iterable[Path], other: "array[int]") -> bool:
        """Return whether a tag of these index files is also in the index `other`."""
        return any(_contains(other, prefix) for path in paths for prefix in self._index(path))

    def _index(self, path: Path) -> "array[int]":
        if path not in self._read:
            index = array("Q")
            index.frombytes(path.read_bytes())
            self._read[path] = index
        return self._read[path]


def index_of(tags: Iterable[bytes]) -> "array[int]":
    """Return the index of these tags."""
    return array("Q", sorted(map(_prefix, tags)))


def joined(indexes: Iterable["array[int]"]) -> "array[int]":
    """Return one index of the tags of all these indexes."""
    together = array("Q")
    for index in indexes:
        together.extend(index)
    # Polars sorts without making Python objects. Python would make one for each number, a million or more at once.
    ordered = pl.Series(together, dtype=pl.UInt64).sort()
    whole = array("Q")
    for some in ordered.to_frame().iter_slices(_AT_ONCE):
        whole.extend(some.to_series().to_list())
    return whole


def write_index(directory: Path, batch: BatchDigest, day: int, index: "array[int]") -> None:
    """Write the index of a batch's tags, durably. `day` is the number of days since 1970-01-01."""
    replace(directory / f"{day}-{batch[:16]}{_SUFFIX}", index.tobytes())


def indexed(index: "array[int]", tag: bytes) -> bool:
    """Return whether the tag is in the index."""
    return _contains(index, _prefix(tag))


def _contains(index: "array[int]", prefix: int) -> bool:
    place = bisect_left(index, prefix)
    return place < len(index) and index[place] == prefix


def _prefix(tag: bytes) -> int:
    return int.from_bytes(tag[:PREFIX], "big")
