"""The protocols for reading a log, and reading the tiles of a log of known size."""

from collections.abc import Sequence
from typing import Protocol

from withhold.tlog.errors import Malformed, TileMissing
from withhold.tlog.tree.building import RightEdge
from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.tiles import Tile, pack, tiles_of, unpack


class TileReader(Protocol):
    """A place where a log is stored. Nothing that it returns is trusted."""

    def checkpoint(self) -> bytes:
        """Return the latest checkpoint note, at most one byte more than 1 MB. Raises LogUnreachable."""
        ...

    def read(self, tile: Tile) -> bytes:
        """Return the content of a tile.

        Raises TileMissing. Raises Malformed if it is longer than such a tile can be, and LogUnreachable if the place
        itself fails.
        """
        ...

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """Return the widths of the partial forms of this tile that exist. Empty if the place cannot be listed."""
        ...


class LogReader(TileReader, Protocol):
    """A place where a whole log is stored: its tiles, and the files that it publishes under fixed names."""

    def named(self, name: str) -> bytes | None:
        """Return the content of ``checkpoint``, ``vkey`` or ``witnesses``, at most one byte more than 1 MB, or None.

        Raises LogUnreachable.
        """
        ...


def fetch_hashes(reader: TileReader, tile: Tile) -> bytes:
    """Return a tile of hashes, of exactly the right length. Raises Malformed, and the errors of `TileReader.read`."""
    found, content = _fetch(reader, tile)
    if len(content) != found.width * HASH_SIZE:
        raise Malformed(f"{found.path}: is {len(content)} bytes long, not {found.width * HASH_SIZE}")
    return content[: tile.width * HASH_SIZE]


def fetch_entries(reader: TileReader, tile: Tile) -> list[bytes]:
    """Return the entries of a bundle. Raises Malformed, and the errors of `TileReader.read`."""
    found, content = _fetch(reader, tile)
    try:
        return unpack(content, found.width)[: tile.width]
    except Malformed as fault:
        raise Malformed(f"{found.path}: {fault}") from None


def _fetch(reader: TileReader, tile: Tile) -> tuple[Tile, bytes]:
    """Return a tile and its content, or the full tile: a log may delete a partial tile when the full one exists."""
    try:
        return tile, reader.read(tile)
    except TileMissing:
        if tile.is_full:
            raise
        try:
            return tile.full, reader.read(tile.full)
        except TileMissing:
            raise TileMissing(tile.path) from None


def read_edge(reader: TileReader, size: int) -> RightEdge:
    """Return the right edge of a log of ``size`` entries, to append to it. Raises the errors of `TileReader.read`.

    It is not verified. Before you append, compare its root with the root of the latest checkpoint that you signed.
    """
    levels: list[bytes] = []
    bundle = b""
    for tile in tiles_of(size):
        if tile.level is not None:
            levels.append(b"" if tile.is_full else fetch_hashes(reader, tile))
        elif not tile.is_full:
            bundle = pack(fetch_entries(reader, tile))
    return RightEdge(size, tuple(levels), bundle)
