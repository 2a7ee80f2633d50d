"""Chunks: complete rows of a batch, as bytes. A large file is cut into them, so that no step needs all of it in memory.

One process cuts the file, and others parse the chunks. A chunk has everything that parsing it needs.
"""

from dataclasses import dataclass
from typing import Protocol

from withhold.model.errors import Code, Unreadable, WithholdError
from withhold.screening.reading.kind import Kind

CHUNK_BYTES = 24 << 20
"""Bytes of text in a chunk, before the rest of its last row. They are about 80,000 rows."""
CHUNK_ROWS = 80_000
"""Rows in a chunk of a format that is not text."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Complete rows, in the order of the batch."""

    kind: Kind
    """The format of ``content``: lines for CSV and JSON Lines, else an Arrow IPC file."""
    names: tuple[str, ...]
    """The columns, in the file's own order."""
    content: bytes


class Lines(Protocol):
    """A file that is read from front to back."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, at most ``size``."""

    def readline(self, size: int, /) -> bytes:
        """Return the rest of a line, at most ``size`` bytes of it."""


class Unfit(WithholdError):
    """A row that no batch may have. ``row`` counts from 1 within the chunk. Row and column are None if not known.

    Whoever reads the file raises what ``in_file`` returns instead.
    """

    exit_code = Unreadable.exit_code

    def __init__(self, code: Code, *, row: int | None = None, column: str | None = None, **values: str | int) -> None:
        super().__init__(code, **values)
        self.row, self.column = row, column

    def in_file(self, file: str, row: int | None) -> Unreadable:
        """Return the fault with the file's name, and with the row counted from the first of the file."""
        return Unreadable(self.code, file=file, row=row, column=self.column, **self.values)
