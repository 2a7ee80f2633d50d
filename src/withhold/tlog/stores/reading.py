"""Reading a log: what a reader offers, and the tiles of a log of known size fetched through one."""

from collections.abc import Sequence
from typing import Protocol

from withhold.tlog.errors import Malformed, TileMissing
from withhold.tlog.tree.building import RightEdge
from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.tiles import Tile, pack, tiles_of, unpack


class TileReader(Protocol):
    """A place that holds a log. Nothing that it gives is trusted."""

    def checkpoint(self) -> bytes:
        """The latest checkpoint note, capped a little above 1 MB. Raises LogUnreachable where there is none."""
        ...

    def read(self, tile: Tile) -> bytes:
        """The content of a tile.

        Raises TileMissing, Malformed where it is longer than any such tile can be, LogUnreachable where the
        place itself fails.
        """
        ...

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """The widths of the partial forms of this tile that lie there; none where a place cannot be listed."""
        ...


class LogReader(TileReader, Protocol):
    """A whole log's place: its tiles, and what it publishes under names beside them."""

    def named(self, name: str) -> bytes | None:
        """The content of ``checkpoint``, ``vkey`` or ``witnesses``, capped as above; None where there is none.

        Raises LogUnreachable.
        """
        ...


def fetch_hashes(reader: TileReader, tile: Tile) -> bytes:
    """A tile of hashes, of its exact length. Raises as `TileReader.read` does."""
    found, content = _fetch(reader, tile)
    if len(content) != found.width * HASH_SIZE:
        raise Malformed(f"{found.path}: is {len(content)} bytes long, not {found.width * HASH_SIZE}")
    return content[: tile.width * HASH_SIZE]


def fetch_entries(reader: TileReader, tile: Tile) -> list[bytes]:
    """The entries of a bundle. Raises as `TileReader.read` does."""
    found, content = _fetch(reader, tile)
    try:
        return unpack(content, found.width)[: tile.width]
    except Malformed as fault:
        raise Malformed(f"{found.path}: {fault}") from None


def _fetch(reader: TileReader, tile: Tile) -> tuple[Tile, bytes]:
    """A tile, or the full one that has taken a partial tile's place since: a log may delete the partial then."""
    try:
        return tile, reader.read(tile)
    except TileMissing:
        if tile.is_full:
            raise
        try:
            return tile.full, reader.read(tile.full)
        except TileMissing:
            raise TileMissing(f"{tile.path}: missing") from None


def read_edge(reader: TileReader, size: int) -> RightEdge:
    """The right edge of a log of ``size`` entries, to append to it. Raises as `TileReader.read` does.

    Not verified: compare its root with that of the checkpoint that was signed before appending.
    """
    levels: list[bytes] = []
    bundle = b""
    for tile in tiles_of(size):
        if tile.level is not None:
            levels.append(b"" if tile.is_full else fetch_hashes(reader, tile))
        elif not tile.is_full:
            bundle = pack(fetch_entries(reader, tile))
    return RightEdge(size, tuple(levels), bundle)
