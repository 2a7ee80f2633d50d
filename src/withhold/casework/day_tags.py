"""Which tags of a day are taken by rows that stand in evidence files, not in the database.

Beside each evidence file lies an index of its rows' tags: the first 8 bytes of each, sorted. Tags are public, so the
index tells nothing; it can be rebuilt from the log. A false match, one in 2^64, only skips a number.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from withhold.sealing.files import replace

_SUFFIX = ".tags"


class DayTags:
    """The indexes of one home, read as they are needed and kept: they never change."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._read: dict[Path, array[int]] = {}

    def add(self, batch: str, day: int, tags: Iterable[bytes]) -> Path:
        """Write the index of a batch's tags, durably; its path."""
        prefixes = array("Q", sorted(_prefix(tag) for tag in tags))
        path = self._directory / f"{day}-{batch[:16]}{_SUFFIX}"
        replace(path, prefixes.tobytes())
        return path

    def taken(self, day: int, tag: bytes) -> bool:
        """Whether a row of that day carries the tag."""
        prefix = _prefix(tag)
        for path in self._directory.glob(f"{day}-*{_SUFFIX}"):
            index = self._index(path)
            place = bisect_left(index, prefix)
            if place < len(index) and index[place] == prefix:
                return True
        return False

    def any_of(self, day: int) -> bool:
        """Whether the day has any index: if not, nothing need be asked."""
        return next(self._directory.glob(f"{day}-*{_SUFFIX}"), None) is not None

    def _index(self, path: Path) -> "array[int]":
        if path not in self._read:
            index = array("Q")
            index.frombytes(path.read_bytes())
            self._read[path] = index
        return self._read[path]


def _prefix(tag: bytes) -> int:
    return int.from_bytes(tag[:8], "big")
