"""CSV: UTF-8, a header row, comma, double quotes as in RFC 4180; nothing laxer, since two lax readers may differ.

Polars parses each run of records, but fills up short rows and forgives stray quotes: a proof of our own (``quoting``)
shows first that there are none. Only where one of the two objects does a slow pass (``locating``) find the row.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException

from withhold.model.errors import Unreadable
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.naming import shown_path
from withhold.screening.reading.chunk import CHUNK_BYTES, Lines
from withhold.screening.reading.delimited.quoting import Malformed, prove

_HEADER_MAX = 16_384
_RECORD_MAX = 4 << 20
"""Bytes: more than twenty cells of the greatest length can take is a quote that nobody closed, or no CSV."""
BOM = b"\xef\xbb\xbf"


def csv_header(path: Path, line: bytes) -> list[str]:
    """The names in the first line. Raises Unreadable if it cannot be read as a header."""
    file = shown_path(path)
    if len(line) >= _HEADER_MAX:
        raise Unreadable(file, "the first line is too long to be a header")
    if b"\0" in line:
        raise Unreadable(file, "the header holds a NUL byte")
    try:
        names = next(csv.reader(io.StringIO(line.removeprefix(BOM).decode()), strict=True), [])
    except UnicodeDecodeError:
        raise Unreadable(file, "the header is not UTF-8 text") from None
    except csv.Error:
        raise Unreadable(file, "the header is not well-formed CSV") from None
    if not names:
        raise Unreadable(file, "there is no header row: the first line is blank")
    return names


def header_line(file: Lines) -> bytes:
    """The first line, or as much of it as a header can have."""
    return file.readline(_HEADER_MAX)


def csv_chunks(file: Lines) -> Iterator[bytes]:
    """The rest of the file, cut behind line ends that stand outside quotes. Raises Malformed."""
    while content := file.read(CHUNK_BYTES):
        rest = [content, file.readline(_RECORD_MAX)]
        quotes = content.count(b'"') + rest[-1].count(b'"')
        while quotes % 2 and rest[-1]:  # inside a cell: on to the line end that closes its record
            rest.append(file.readline(_RECORD_MAX))
            quotes += rest[-1].count(b'"')
            if sum(map(len, rest[1:])) > _RECORD_MAX:
                raise Malformed
        yield b"".join(rest)


def parse_csv(content: bytes, names: tuple[str, ...]) -> pl.DataFrame:
    """The records of a run, with the columns of a batch in their order. Raises Malformed."""
    if content.startswith(BOM):  # within a file it is part of a cell, but at the front the engine would drop it
        return parse_csv(b"," * (len(names) - 1) + b"\n" + content, names)[1:]
    records = prove(content, len(names))
    try:
        frame = pl.read_csv(
            content,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            empty_string_is_null=False,
            truncate_ragged_lines=False,
            glob=False,
        )
    except (Exception, PanicException):  # noqa: BLE001  what the engine says may quote a cell
        raise Malformed from None
    if frame.height != records:
        raise Malformed
    return frame.select(COLUMNS)
