"""The protocol for writing a log, the names that it publishes, and the HTTP headers to serve it with."""

from collections.abc import Iterable
from typing import Protocol

from withhold.tlog.stores.reading import LogReader
from withhold.tlog.tree.building import File

CHECKPOINT = "checkpoint"
VKEY = "vkey"
WITNESSES = "witnesses"
"""The verifier keys of the log's witnesses as the log states them, one per line, including former ones."""

TILE_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Cache-Control": "public, max-age=31536000, immutable",
}
"""The headers of a tile, full or partial. It never changes (C2SP tlog-tiles)."""

_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
NAMED_HEADERS = {
    CHECKPOINT: {**_TEXT, "Cache-Control": "no-cache"},
    VKEY: {**_TEXT, "Cache-Control": "public, max-age=300"},
    WITNESSES: {**_TEXT, "Cache-Control": "public, max-age=300"},
}
"""The headers of the files with fixed names. A checkpoint must not be cached."""


class TileStore(LogReader, Protocol):
    """A place that a log is written to. Only one process may write at a time. Readers need no lock."""

    def write(self, files: Iterable[File], settled: int | None = None) -> None:
        """Make the tiles durable. When this returns, all of them and their names survive a power loss.

        ``settled`` is the size of the log under the latest checkpoint that was signed. Tiles within that size never
        change: if one exists with the same content, it is left as it is. Tiles beyond it are left over from an attempt
        that no checkpoint covers, and a crash may have damaged them: they are replaced. Without ``settled``, no
        existing tile is replaced. Do not call this twice at the same time.

        Raises TileConflict if a tile that never changes has other content, and StoreFailed if a write fails. After
        either error the store refuses every further write.
        """
        ...

    def publish(self, name: str, content: bytes, settled: int = 0) -> None:
        """Replace ``checkpoint``, ``vkey`` or ``witnesses``, durably.

        A reader sees the old or the new content, complete. ``settled`` is the size of the log under a new checkpoint.
        Partial forms of tiles that are full by then may be removed (C2SP tlog-tiles). Raises StoreFailed.
        """
        ...
