"""Read a batch file in chunks and hash the same bytes, so that what is parsed is what was hashed."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.chunk import CHUNK_ROWS, Chunk, Unfit
from withhold.screening.reading.columnar import check_parquet
from withhold.screening.reading.delimited.csv_chunks import BOM, csv_chunks, csv_header, header_line
from withhold.screening.reading.delimited.locating import locate
from withhold.screening.reading.delimited.quoting import Malformed
from withhold.screening.reading.header import check_header
from withhold.screening.reading.json_lines import json_chunks
from withhold.screening.reading.kind import Kind, kind_of
from withhold.screening.reading.opening import identity, opened
from withhold.screening.reading.workbook.confined import parsed_file
from withhold.screening.reading.workbook.sheet_refusals import check_archive, check_sheet

_READ_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class FileChunk:
    """A chunk, and its end in the file."""

    chunk: Chunk
    digest: str
    """Hex SHA-256 of the file up to here if it is text, else of the chunk. With the place, it identifies a content."""
    passed: int
    """How much of the file has been read, in the units of ``BatchFile.total``."""


@dataclass(slots=True)
class BatchFile:
    """One file while it is read. Iterate over ``chunks`` to the end, and ``digest`` is that of the bytes read."""

    path: Path
    kind: Kind
    total: int = 0
    """The bytes of the file, or its rows if the format is not text. It is for progress only."""
    digest: str = ""
    """Hex SHA-256 of the whole file, once ``chunks`` has ended."""
    _names: tuple[str, ...] = field(default=COLUMNS)

    def chunks(self) -> Iterator[FileChunk]:
        """Yield the file's chunks. Raises Unreadable. If parsing a chunk fails, see ``fault``."""
        try:
            yield from self._text() if self.kind in (Kind.CSV, Kind.JSON_LINES) else self._columns()
        except OSError:
            raise Unreadable(Code.FILE_NOT_TO_END, file=shown_path(self.path)) from None

    def fault(self, error: Malformed | Unfit, rows_before: int) -> Unreadable:
        """Return the error to raise for one that parsing a chunk raised. Earlier chunks have ``rows_before`` rows."""
        if isinstance(error, Malformed):
            return locate(self.path, len(self._names))
        row = None if error.row is None else rows_before + error.row
        return error.in_file(shown_path(self.path), row)

    def _text(self) -> Iterator[FileChunk]:
        with _Hashing(self.path) as file:
            self.total = file.size
            head = b"" if self.kind is Kind.CSV else file.read_over(BOM)
            if self.kind is Kind.CSV:
                names = csv_header(self.path, header_line(file))
                check_header(self.path, names)
                self._names = tuple(names)
            contents = csv_chunks(file) if self.kind is Kind.CSV else json_chunks(file)
            for content in contents:
                chunk = Chunk(self.kind, self._names, head + content)
                yield FileChunk(chunk, file.digest.hexdigest(), file.passed)
                head = b""
            if head:
                yield FileChunk(Chunk(self.kind, self._names, head), file.digest.hexdigest(), file.passed)
            self.digest = file.digest.hexdigest()
            file.require_unchanged()

    def _columns(self) -> Iterator[FileChunk]:
        with _Hashing(self.path) as file:
            self.digest = file.to_end()
            if self.kind is Kind.XLSX:
                check_archive(self.path, file.opened)
            with parsed_file(self.path, self.kind, file.opened.fileno()) as given:
                (check_parquet if self.kind is Kind.PARQUET else check_sheet)(self.path, given)
                self.total, names = given.rows, tuple(given.names)
                for number, content in enumerate(given.content, 1):
                    digest = hashlib.sha256(content).hexdigest()
                    yield FileChunk(Chunk(self.kind, names, content), digest, min(number * CHUNK_ROWS, self.total))
            file.require_unchanged()


def open_batch(path: Path) -> BatchFile:
    """Return a batch file to read. Raises Unreadable if its content is not of the format that its name states."""
    return BatchFile(path, kind_of(path))


class _Hashing:
    """A file that is read from front to back, and hashes what is read."""

    def __init__(self, path: Path) -> None:
        self._path, self._stack = path, ExitStack()
        self.digest = hashlib.sha256()
        self.passed = 0

    def __enter__(self) -> "_Hashing":
        self.opened = self._stack.enter_context(opened(self._path))
        self._before = os.fstat(self.opened.fileno())
        self.size = self._before.st_size
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def read(self, size: int) -> bytes:
        return self._took(self.opened.read(size))

    def readline(self, size: int) -> bytes:
        return self._took(self.opened.readline(size))

    def read_over(self, mark: bytes) -> bytes:
        """Read as many bytes as the mark has. Returns b"" if they are the mark, else the bytes."""
        start = self.read(len(mark))
        return b"" if start == mark else start

    def to_end(self) -> str:
        while self.read(_READ_SIZE):
            pass
        return self.digest.hexdigest()

    def require_unchanged(self) -> None:
        """Raise Unreadable if somebody wrote to the file meanwhile, or put another in its place."""
        before = identity(self._before)
        try:
            same = identity(os.fstat(self.opened.fileno())) == before == identity(self._path.lstat())
        except OSError:
            same = False
        if not same:
            raise self._changed()

    def _took(self, content: bytes) -> bytes:
        self.digest.update(content)
        self.passed += len(content)
        if self.passed > self.size:  # else a file that somebody keeps adding to would never end
            raise self._changed()
        return content

    def _changed(self) -> Unreadable:
        return Unreadable(Code.FILE_CHANGED, file=shown_path(self._path))
