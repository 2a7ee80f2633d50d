"""Reading again after an interruption, so that one lost connection does not end a long verification."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from withhold.tlog.errors import LogInterrupted
from withhold.tlog.stores.reading import LogReader
from withhold.tlog.tree.tiles import Tile

Result = TypeVar("Result")

PAUSES = (0.2, 1.0, 3.0)
"""Seconds to wait before each further attempt."""


class RetryingReader:
    """A LogReader that reads through another one, and tries an interrupted read again a few times."""

    def __init__(
        self, reader: LogReader, pauses: Sequence[float] = PAUSES, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._reader, self._pauses, self._sleep = reader, pauses, sleep

    def checkpoint(self) -> bytes:
        """See `TileReader.checkpoint`."""
        return self._retry(self._reader.checkpoint)

    def named(self, name: str) -> bytes | None:
        """See `LogReader.named`."""
        return self._retry(lambda: self._reader.named(name))

    def read(self, tile: Tile) -> bytes:
        """See `TileReader.read`."""
        return self._retry(lambda: self._reader.read(tile))

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """See `TileReader.partial_widths`."""
        return self._retry(lambda: self._reader.partial_widths(tile))

    def _retry(self, ask: Callable[[], Result]) -> Result:
        for pause in self._pauses:
            try:
                return ask()
            except LogInterrupted:
                self._sleep(pause)
        return ask()
