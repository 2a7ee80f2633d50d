"""A run of whole rows of a batch, still as bytes: what a large file is cut into, so that no part of the way holds all.

Chunks are cut by one process and parsed in others; a chunk says all that parsing it needs.
"""

from dataclasses import dataclass
from typing import Protocol

from withhold.screening.reading.kind import Kind

CHUNK_BYTES = 24 << 20
"""Bytes of text in a chunk, up to the end of its last row: some 80,000 rows."""
CHUNK_ROWS = 80_000
"""Rows in a chunk of a format that is not text."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole rows, in the order of the batch."""

    kind: Kind
    """CSV and JSON Lines: the lines themselves. Any other: an Arrow IPC file of the columns of a batch."""
    names: tuple[str, ...]
    """The columns in the file's own order."""
    content: bytes


class Lines(Protocol):
    """A file, read front to back."""

    def read(self, size: int, /) -> bytes:
        """As many bytes as there are, up to ``size``."""

    def readline(self, size: int, /) -> bytes:
        """The rest of a line, or ``size`` bytes of it."""


class Unfit(Exception):
    """A row that no batch may have. ``row`` counts from 1 within the chunk; both are None if the fault has none."""

    def __init__(self, reason: str, row: int | None = None, column: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.row, self.column = reason, row, column

    def __reduce__(self) -> tuple[type["Unfit"], tuple[str, int | None, str | None]]:
        return Unfit, (self.reason, self.row, self.column)
