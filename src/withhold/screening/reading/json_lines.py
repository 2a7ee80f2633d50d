"""Parse JSON Lines: one flat object of strings per line, with every column. An empty cell may be null.

The standard library parses it, not the engine. The engine would convert numbers to text, fill in missing keys, and use
the last of two equal keys.
"""

import json
from collections.abc import Iterator
from typing import Any

import polars as pl

from withhold.model.limits import column_limit
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.naming import shown_column
from withhold.screening.reading.cells import too_long
from withhold.screening.reading.chunk import CHUNK_BYTES, Lines, Unfit

_LINE_MAX = 4 << 20
"""Bytes. Twenty cells of the greatest length take fewer, even if every character is escaped."""
_SCHEMA = dict.fromkeys(COLUMNS, pl.String)


class _Fault(Exception):
    def __init__(self, reason: str, column: str | None = None) -> None:
        self.reason, self.column = reason, column


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
        except _Fault as fault:
            raise Unfit(fault.reason, number, fault.column) from None
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _row(line: bytes) -> list[str]:
    """Return the cells of one line, in the contract's order."""
    if len(line) >= _LINE_MAX:
        raise _Fault("the line is too long")
    try:
        pairs = json.loads(line.decode(), object_pairs_hook=_Pairs)
    except UnicodeDecodeError:
        raise _Fault("the line is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise _Fault("the line is not a complete JSON object; the file may be cut off") from None
    if not isinstance(pairs, _Pairs):
        raise _Fault("the line is not a JSON object")
    cells = dict(pairs)
    if len(cells) != len(COLUMNS) or len(pairs) != len(COLUMNS) or not cells.keys() <= _SCHEMA.keys():
        raise _key_fault([name for name, _ in pairs])
    return [_cell(name, cells[name]) for name in COLUMNS]


class _Pairs(list[tuple[str, Any]]):
    """The pairs of an object as written, repeated keys included."""


def _key_fault(names: list[str]) -> _Fault:
    for place, name in enumerate(names, 1):
        if name not in _SCHEMA:
            return _Fault(f"the key {shown_column(name, place)} is unknown")
        if name in names[: place - 1]:
            return _Fault("the key is given twice", name)
    return _Fault("the key is missing", next(name for name in COLUMNS if name not in names))


def _cell(name: str, value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Fault("the value is not a string", name)
    if "\0" in value:
        raise _Fault("the value holds a NUL character", name)
    if len(value) > column_limit(name):
        raise _Fault(too_long(name), name)
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise _Fault("the value holds half a character (a lone surrogate)", name)
    return value
