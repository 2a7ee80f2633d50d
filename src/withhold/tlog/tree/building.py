"""Tiles and bundles from the entries of a log.

A writer uses this code to make the tiles. A verifier uses it to make them again and compare. It reads and writes no
files. In memory it keeps only the right edge of the log: at most 8 KB a level and one bundle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.subtrees import fold, leaf_hashes, peaks, subtree_root
from withhold.tlog.tree.tiles import WIDTH, Tile, pack, unpack

File = tuple[Tile, bytes]
"""A tile or bundle and its content."""


@dataclass(frozen=True, slots=True)
class RightEdge:
    """The size of a log and its partial tiles, which is what appending to the log requires.

    ``levels[k]`` is the content of the partial tile of level k, and is empty if there is none. ``bundle`` is the
    content of the partial bundle.
    """

    size: int = 0
    levels: tuple[bytes, ...] = ()
    bundle: bytes = b""

    @property
    def root(self) -> bytes:
        """The root of the log."""
        return fold([peak for level in reversed(self.levels) for peak in peaks(level)])

    def files(self) -> Iterator[File]:
        """Yield the partial bundle and the partial tiles."""
        if self.bundle:
            yield Tile(None, self.size // WIDTH, self.size % WIDTH), self.bundle
        for level, hashes in enumerate(self.levels):
            if hashes:
                yield Tile(level, self.size >> (8 * (level + 1)), len(hashes) // HASH_SIZE), hashes


class Builder:
    """Makes tiles and bundles from entries that are added in order."""

    def __init__(self, edge: RightEdge) -> None:
        self._size = edge.size
        self._levels = list(edge.levels)
        self._pending = unpack(edge.bundle, edge.size % WIDTH) if edge.bundle else []

    @property
    def edge(self) -> RightEdge:
        """The right edge after the entries that were added so far."""
        return RightEdge(self._size, tuple(self._levels), pack(self._pending) if self._pending else b"")

    def add(self, entries: Sequence[bytes]) -> Iterator[File]:
        """Append entries, and yield each bundle and tile that becomes full, each tile before those above it.

        The entries are appended while the result is iterated over: iterate to the end.
        """
        at = 0
        while at < len(entries):
            taken = entries[at : at + WIDTH - len(self._pending)]
            at += len(taken)
            self._size += len(taken)
            self._pending = [*self._pending, *taken]
            filled = self._append(0, leaf_hashes(taken))
            if len(self._pending) == WIDTH:
                yield Tile(None, self._size // WIDTH - 1), pack(self._pending)
                self._pending = []
            yield from filled

    def _append(self, level: int, hashes: bytes) -> list[File]:
        """Append to the open tile of a level, and to those above if it becomes full. Return the full tiles."""
        if level == len(self._levels):
            self._levels.append(b"")
        content = self._levels[level] + hashes
        if len(content) < WIDTH * HASH_SIZE:
            self._levels[level] = content
            return []
        self._levels[level] = b""
        tile = Tile(level, (self._size >> (8 * (level + 1))) - 1)
        return [(tile, content), *self._append(level + 1, subtree_root(content))]


@dataclass(frozen=True, slots=True)
class Extension:
    """The result of `extend`: the new right edge, and the files to write before a checkpoint covers it."""

    edge: RightEdge
    files: tuple[File, ...]


def extend(edge: RightEdge, entries: Sequence[bytes]) -> Extension:
    """Append entries to a log, given its right edge.

    ``files`` of the result are the new tiles and bundles, full and partial. It needs about 3 bytes of memory per byte
    of entries. To append a million entries, call it several times. Raises ValueError on an entry longer than 65,535
    bytes.
    """
    builder = Builder(edge)
    full = list(builder.add(entries))
    before = {tile for tile, _ in edge.files()}
    new = builder.edge
    return Extension(new, (*full, *(file for file in new.files() if file[0] not in before)))
