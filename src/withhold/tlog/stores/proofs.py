"""Inclusion and consistency proofs read from tiles: a few reads, however long the log is."""

from collections.abc import Sequence

from withhold.tlog.stores.reading import TileReader, fetch_hashes
from withhold.tlog.tree.consistency import consistency_ranges
from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.inclusion import inclusion_ranges
from withhold.tlog.tree.subtrees import fold, nodes_between, subtree_root
from withhold.tlog.tree.tiles import WIDTH, tile_at

_TILE_HEIGHT = 8


def inclusion_path(reader: TileReader, index: int, size: int) -> list[bytes]:
    """Return the path of entry ``index`` in the log of ``size`` entries, from its sibling upward (RFC 6962 § 2.1.1).

    The tiles are not verified: use `prove` to check the path. Raises ProofFails if the log has no such entry, and the
    errors of `TileReader.read`.
    """
    return _Subtrees(reader, size).roots(inclusion_ranges(index, size))


def consistency_proof(reader: TileReader, old: int, new: int) -> list[bytes]:
    """Return the proof that the log of ``new`` entries extends that of ``old`` entries (RFC 6962 § 2.1.2).

    The tiles are not verified: use `verify_consistency` to check the proof. Raises ProofFails if ``old`` is larger than
    ``new``, and the errors of `TileReader.read`.
    """
    return _Subtrees(reader, new).roots(consistency_ranges(old, new))


class _Subtrees:
    """Roots of ranges of a log's entries. Each tile is read once."""

    def __init__(self, reader: TileReader, size: int) -> None:
        self._reader, self._size = reader, size
        self._read: dict[tuple[int, int], bytes] = {}

    def roots(self, ranges: Sequence[tuple[int, int]]) -> list[bytes]:
        return [fold([self._node(*node) for node in nodes_between(*between)]) for between in ranges]

    def _node(self, level: int, index: int) -> bytes:
        """Return the hash of a node, from a tile that contains 2^(level mod 8) hashes below it."""
        tile_level, height = divmod(level, _TILE_HEIGHT)
        first, count = index << height, 1 << height
        tile, place = divmod(first, WIDTH)
        hashes = self._tile(tile_level, tile)
        return subtree_root(hashes[place * HASH_SIZE : (place + count) * HASH_SIZE])

    def _tile(self, level: int, index: int) -> bytes:
        if (level, index) not in self._read:
            self._read[level, index] = fetch_hashes(self._reader, tile_at(level, index, self._size))
        return self._read[level, index]
