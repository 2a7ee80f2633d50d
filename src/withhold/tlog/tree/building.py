"""Building a log from its entries: each tile and bundle as it fills, and the right edge that is left open.

The same code writes a log and verifies one: a verifier builds the tiles anew and compares. Pure: no reading, no
writing. What is kept is the right edge alone, at most 8 KB a level and one bundle, however long the log.
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
    """All that is needed of a log to append to it: its size and the tiles that are not full yet.

    ``levels[k]`` is the content of level k's partial tile, empty where there is none; ``bundle`` that of the
    partial bundle.
    """

    size: int = 0
    levels: tuple[bytes, ...] = ()
    bundle: bytes = b""

    @property
    def root(self) -> bytes:
        """The root of the log as it stands."""
        return fold([peak for level in reversed(self.levels) for peak in peaks(level)])

    def files(self) -> Iterator[File]:
        """The partial tiles and the partial bundle."""
        if self.bundle:
            yield Tile(None, self.size // WIDTH, self.size % WIDTH), self.bundle
        for level, hashes in enumerate(self.levels):
            if hashes:
                yield Tile(level, self.size >> (8 * (level + 1)), len(hashes) // HASH_SIZE), hashes


class Builder:
    """Takes entries in order and gives back every tile and bundle that they fill."""

    def __init__(self, edge: RightEdge) -> None:
        self._size = edge.size
        self._levels = list(edge.levels)
        self._pending = unpack(edge.bundle, edge.size % WIDTH) if edge.bundle else []

    @property
    def edge(self) -> RightEdge:
        """The right edge after the entries so far."""
        return RightEdge(self._size, tuple(self._levels), pack(self._pending) if self._pending else b"")

    def add(self, entries: Sequence[bytes]) -> Iterator[File]:
        """Append entries; yields full bundles and tiles, a tile before those above it. Exhaust the iterator."""
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
        """Append to the open tile of a level, and to those above where it fills; the filled ones."""
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
    """What appending entries makes: the new right edge, and the files to write before it is signed."""

    edge: RightEdge
    files: tuple[File, ...]


def extend(edge: RightEdge, entries: Sequence[bytes]) -> Extension:
    """Append entries to a log.

    The files are those that are new, full and partial; those of the present edge that stay as they are, are not
    repeated. Bulk: about 3 bytes of memory per byte of entries, so append a million entries in several calls.
    Raises ValueError on an entry longer than 65,535 bytes.
    """
    builder = Builder(edge)
    full = list(builder.add(entries))
    before = {tile for tile, _ in edge.files()}
    new = builder.edge
    return Extension(new, (*full, *(file for file in new.files() if file[0] not in before)))
