"""Tiles and entry bundles: their paths and their contents (C2SP tlog-tiles)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from struct import iter_unpack

from withhold.tlog.errors import Malformed
from withhold.tlog.tree.hashing import HASH_SIZE

WIDTH = 256
"""Hashes in a full tile, entries in a full bundle."""

MAX_LEVEL = 63
MAX_ENTRY = 0xFFFF
"""The largest entry, in bytes. A bundle stores the length as a uint16."""

_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]{1,2})/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})(?:\.p/(?P<width>[0-9]{1,3}))?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile of hashes, or the bundle of entries under a tile of level 0.

    ``level`` is None for a bundle. ``width`` is 256, or 1 to 255 for a partial tile.
    """

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its path under the log's prefix. For example, tile 1234067 of level 0 is ``tile/0/x001/x234/067``."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        suffix = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{'entries' if self.level is None else self.level}/{number}{suffix}"

    @classmethod
    def parse(cls, path: str) -> "Tile":
        """Read a path. Raises Malformed if it is not the one path of a tile."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise Malformed("not the path of a tile")
        level = None if found["level"] == "entries" else int(found["level"])
        width = WIDTH if found["width"] is None else int(found["width"])
        tile = cls(level, int(found["index"].replace("x", "").replace("/", "")), width)
        if tile.path != path or not 1 <= width <= WIDTH or (level or 0) > MAX_LEVEL:
            raise Malformed("not the path of a tile")
        return tile

    @property
    def full(self) -> "Tile":
        """The full tile at the same place."""
        return replace(self, width=WIDTH)

    @property
    def is_full(self) -> bool:
        """Whether it is full."""
        return self.width == WIDTH

    @property
    def end(self) -> int:
        """The number of entries up to the end of this tile. A log that has this tile has at least so many."""
        return (self.index * WIDTH + self.width) << (8 * (self.level or 0))

    @property
    def max_bytes(self) -> int:
        """The largest number of bytes that its content can have."""
        return self.width * (HASH_SIZE if self.level is not None else 2 + MAX_ENTRY)


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield the last bundle and the last tile of each level, full or partial, in a log of ``size`` entries."""
    for level in (None, *range(MAX_LEVEL + 1)):
        hashes = size >> (8 * (level or 0))
        if not hashes:
            return
        last = hashes - 1
        yield Tile(level, last // WIDTH, last % WIDTH + 1)


def tile_at(level: int | None, index: int, size: int) -> Tile:
    """Return tile ``index`` of a level in a log of ``size`` entries: a full one, or the partial one at the right edge.

    ``level`` is None for a bundle. Raises ValueError if the log has no such tile.
    """
    width = min((size >> (8 * (level or 0))) - index * WIDTH, WIDTH)
    if width <= 0:
        raise ValueError(f"a log of {size} entries has no such tile")
    return Tile(level, index, width)


def pack(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of a bundle: for each entry its length, as uint16 big-endian, and the entry.

    Raises ValueError on an entry longer than 65,535 bytes.
    """
    lengths = set(map(len, entries))
    if len(lengths) == 1:  # as a log of leaves of one size always is: join them in one go
        head = _length(lengths.pop())
        return head + head.join(entries)
    return b"".join([_length(len(entry)) + entry for entry in entries])


def _length(size: int) -> bytes:
    if size > MAX_ENTRY:
        raise ValueError("an entry is longer than 65,535 bytes")
    return size.to_bytes(2, "big")


def unpack(bundle: bytes, width: int) -> list[bytes]:
    """Return the ``width`` entries of a bundle. Raises Malformed if it has more or fewer, or part of one."""
    entries = _unpack_even(bundle, width)
    if entries is None:
        entries = _unpack_each(bundle)
    if len(entries) != width:
        raise Malformed(f"holds {len(entries)} entries, not {width}")
    return entries


def is_complete(tile: Tile, content: bytes) -> bool:
    """Return whether the content is as long as the tile requires. Otherwise the transfer may have ended early."""
    if tile.level is not None:
        return len(content) >= tile.max_bytes
    at = 0
    for _ in range(tile.width):
        at += 2 + int.from_bytes(content[at : at + 2], "big")
        if at > len(content):
            return False
    return True


def _unpack_even(bundle: bytes, width: int) -> list[bytes] | None:
    """Return the entries if all have the same length, and None if they do not."""
    size = int.from_bytes(bundle[:2], "big")
    step = 2 + size
    if len(bundle) != width * step or bundle[0::step] + bundle[1::step] != (bundle[:1] * width + bundle[1:2] * width):
        return None
    return [entry for (entry,) in iter_unpack(f"2x{size}s", bundle)]


def _unpack_each(bundle: bytes) -> list[bytes]:
    entries: list[bytes] = []
    at = 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
        if start > len(bundle) or at > len(bundle):
            raise Malformed(f"entry {len(entries) - 1} is cut short")
    return entries
