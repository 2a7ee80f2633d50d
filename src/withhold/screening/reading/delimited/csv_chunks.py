"""Cut and parse CSV: UTF-8, a header row, commas, and double quotes as in RFC 4180.

Nothing laxer is accepted, because two lax readers may read different cells. Polars parses each chunk, but it fills
short rows and tolerates stray quotes. So ``quoting`` first checks that there are none. If one of the two finds a fault,
a slow pass (``locating``) finds its row.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException

from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.chunk import CHUNK_BYTES, Lines
from withhold.screening.reading.delimited.quoting import Malformed, prove

_HEADER_MAX = 16_384
_RECORD_MAX = 4 << 20
"""Bytes. Twenty cells of the greatest length take fewer. A longer record has an unclosed quote, or is not CSV."""
BOM = b"\xef\xbb\xbf"


def csv_header(path: Path, line: bytes) -> list[str]:
    """Return the names in the first line. Raises Unreadable if it is not a header."""
    file = shown_path(path)
    if len(line) >= _HEADER_MAX:
        raise Unreadable(Code.HEADER_TOO_LONG, file=file)
    if b"\0" in line:
        raise Unreadable(Code.FILE_NUL_BYTES, file=file)
    try:
        names = next(csv.reader(io.StringIO(line.removeprefix(BOM).decode()), strict=True), [])
    except UnicodeDecodeError:
        raise Unreadable(Code.FILE_ENCODING, file=file) from None
    except csv.Error:
        raise Unreadable(Code.HEADER_NOT_CSV, file=file) from None
    if not names:
        raise Unreadable(Code.HEADER_BLANK, file=file)
    return names


def header_line(file: Lines) -> bytes:
    """Return the first line, or as much of it as a header can have."""
    return file.readline(_HEADER_MAX)


def csv_chunks(file: Lines) -> Iterator[bytes]:
    """Yield the rest of the file, cut after line ends that are outside quotes. Raises Malformed."""
    while content := file.read(CHUNK_BYTES):
        rest = [content, file.readline(_RECORD_MAX)]
        quotes = content.count(b'"') + rest[-1].count(b'"')
        while quotes % 2 and rest[-1]:  # inside a cell, so the record ends on a later line
            rest.append(file.readline(_RECORD_MAX))
            quotes += rest[-1].count(b'"')
            if sum(map(len, rest[1:])) > _RECORD_MAX:
                raise Malformed
        yield b"".join(rest)


def parse_csv(content: bytes, names: tuple[str, ...], *, checked: bool = False) -> pl.DataFrame:
    """Return the records of a chunk, with the columns of a batch in their order. Raises Malformed.

    ``checked`` is whether the very same bytes were proved to be well formed before.
    """
    if content.startswith(BOM):  # within a file it is part of a cell, but at the front the engine would drop it
        return parse_csv(b"," * (len(names) - 1) + b"\n" + content, names, checked=checked)[1:]
    records = None if checked else prove(content, len(names))
    try:
        frame = pl.read_csv(
            content,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            empty_string_is_null=False,
            truncate_ragged_lines=False,
            glob=False,
        )
    except (Exception, PanicException):  # noqa: BLE001  the engine's message may quote a cell
        raise Malformed from None
    if records is not None and frame.height != records:
        raise Malformed
    return frame.select(COLUMNS)
