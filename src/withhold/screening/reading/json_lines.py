"""Parse JSON Lines: one flat object of strings per line, with every column. An empty cell may be null.

The standard library parses it, not the engine. The engine would convert numbers to text, fill in missing keys, and use
the last of two equal keys.
"""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code
from withhold.model.limits import column_limit
from withhold.screening.reading.chunk import CHUNK_BYTES, Lines, Unfit
from withhold.screening.reading.header import unknown_column

_LINE_MAX = 4 << 20
"""Bytes. Twenty cells of the greatest length take fewer, even if every character is escaped."""
_SCHEMA = dict.fromkeys(COLUMNS, pl.String)


def json_chunks(file: Lines) -> Iterator[bytes]:
    """Yield the rest of the file, cut after line ends. A line that is too long is cut too, and parsing refuses it."""
    while content := file.read(CHUNK_BYTES):
        yield content + file.readline(_LINE_MAX)


def parse_json(content: bytes) -> pl.DataFrame:
    """Return the rows of a chunk, with the columns of a batch. Raises Unfit."""
    rows = []
    for number, line in enumerate(content.removesuffix(b"\n").split(b"\n"), 1):
        try:
            rows.append(_row(line))
        except Unfit as fault:
            fault.row = number
            raise
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _row(line: bytes) -> list[str]:
    """Return the cells of one line, in the contract's order. Raises Unfit without the row."""
    if len(line) >= _LINE_MAX:
        raise Unfit(Code.LINE_TOO_LONG)
    try:
        pairs = json.loads(line.decode(), object_pairs_hook=_Pairs)
    except UnicodeDecodeError:
        raise Unfit(Code.FILE_ENCODING) from None
    except (ValueError, RecursionError):
        raise Unfit(Code.LINE_NOT_JSON) from None
    if not isinstance(pairs, _Pairs):
        raise Unfit(Code.LINE_NOT_OBJECT)
    cells = dict(pairs)
    if len(cells) != len(COLUMNS) or len(pairs) != len(COLUMNS) or not cells.keys() <= _SCHEMA.keys():
        raise _key_fault([name for name, _ in pairs])
    return [_cell(name, cells[name]) for name in COLUMNS]


class _Pairs(list[tuple[str, Any]]):
    """The pairs of an object as written, repeated keys included."""


def _key_fault(names: list[str]) -> Unfit:
    for place, name in enumerate(names, 1):
        if name not in _SCHEMA:
            return unknown_column(name, place)
        if name in names[: place - 1]:
            return Unfit(Code.COLUMN_GIVEN_TWICE, column=name)
    return Unfit(Code.COLUMN_MISSING, column=next(name for name in COLUMNS if name not in names))


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit(Code.CELL_NOT_A_STRING, column=name)
    if "\0" in value:
        raise Unfit(Code.CELL_NUL_CHARACTER, column=name)
    if len(value) > column_limit(name):
        raise Unfit(Code.CELL_TOO_LONG, column=name, limit=column_limit(name))
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise Unfit(Code.CELL_HALF_CHARACTER, column=name)
    return value
