"""What the sequencer needs of the place that a log is written to."""

from collections.abc import Iterable
from typing import Protocol

from withhold.tlog.stores.reading import LogReader
from withhold.tlog.tree.building import File

CHECKPOINT = "checkpoint"
VKEY = "vkey"
WITNESSES = "witnesses"
"""The verifier keys of the log's witnesses as the log states them, one a line, those of former ones included."""

TILE_HEADERS = {
    "Content-Type": "application/octet-stream",
    "Cache-Control": "public, max-age=31536000, immutable",
}
"""How a tile is served over HTTP, full or partial: it never changes (C2SP tlog-tiles.md)."""

_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
NAMED_HEADERS = {
    CHECKPOINT: {**_TEXT, "Cache-Control": "no-cache"},
    VKEY: {**_TEXT, "Cache-Control": "public, max-age=300"},
    WITNESSES: {**_TEXT, "Cache-Control": "public, max-age=300"},
}
"""How what is published under a name is served: a checkpoint is asked for anew each time."""


class TileStore(LogReader, Protocol):
    """Where the sequencer puts a log. One writer at a time; readers need no lock."""

    def write(self, files: Iterable[File], settled: int | None = None) -> None:
        """Make the tiles durable, in one go: when this returns, all outlive a loss of power, names included.

        ``settled`` is the size of the log under the latest checkpoint that was signed for good: a tile of those
        entries never changes, and is left where it lies there with the same content. One that reaches further is what
        an attempt left that came to no checkpoint, perhaps torn by a crash: it gives way. Without ``settled`` nothing
        gives way. Not to be called twice at a time.

        Raises TileConflict where a tile that never changes has other content, StoreFailed where the place refuses:
        both are fatal, and the store takes nothing more.
        """
        ...

    def publish(self, name: str, content: bytes, settled: int = 0) -> None:
        """Replace ``checkpoint``, ``vkey`` or ``witnesses``, durably: a reader sees the old or the new, whole.

        ``settled`` is the size of the log under a new checkpoint: the partial forms of tiles that have filled may go
        then (C2SP tlog-tiles.md). Raises StoreFailed.
        """
        ...
