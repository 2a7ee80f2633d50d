"""Find the first fault of a CSV file that cannot be read, in a slow second pass."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from withhold.model.errors import InWords, Unreadable
from withhold.model.limits import column_limit
from withhold.screening.naming import shown_path
from withhold.screening.reading.cells import too_long
from withhold.screening.reading.opening import opened

_RECORD_MAX = 1 << 20
"""Bytes. A longer record has an unclosed quote, or is not CSV."""
_CELL = rb'(?:"[^"]*(?:""[^"]*)*"|[^",\r\n]*)'
_CELLS = re.compile(f"(?:^|,)({_CELL.decode()})")
_RECORD = re.compile(rb"%s(?:,%s)*(?:\r?\n)?" % (_CELL, _CELL))


def locate(path: Path, width: int) -> Unreadable:
    """Return the error for the first fault of the file, with its row and, if it has one, its column."""
    file = shown_path(path)
    names: list[str] = []
    try:
        with opened(path) as source:
            for row, record in enumerate(_records(source)):
                fault = _fault(record.removeprefix(b"\xef\xbb\xbf") if row == 0 else record, width, names)
                if fault is not None:
                    reason, place = fault
                    column = names[place] if place is not None and place < len(names) else None
                    return InWords(file, reason, row=row or None, column=column)
                if row == 0:
                    names = _cells(record.removeprefix(b"\xef\xbb\xbf"))
    except OSError:
        return InWords(file, "the file cannot be read to its end")
    return InWords(file, "the file cannot be read as CSV")


def _records(source: BinaryIO) -> Iterator[bytes]:
    """Yield records: lines joined while a quote is open, up to ``_RECORD_MAX``."""
    record, quotes = b"", 0
    while line := source.readline(_RECORD_MAX):
        record += line
        quotes += line.count(b'"')
        if quotes % 2 == 0 or len(record) > _RECORD_MAX:
            yield record
            record, quotes = b"", 0
    if record:
        yield record


def _fault(record: bytes, width: int, names: list[str]) -> tuple[str, int | None] | None:
    """Return the reason and the place of the column, from 0. None if the record has no fault."""
    if not record.strip(b"\r\n"):
        return "the line is blank", None
    if record.count(b'"') % 2:
        return "a quote is opened and never closed; the file may be cut off", None
    if _RECORD.fullmatch(record) is None:
        return "a quote or a line end stands where CSV allows none", None
    cells = _cells(record)
    for place, cell in enumerate(cells):
        if reason := _cell_fault(cell, names[place] if place < len(names) else ""):
            return reason, place
    if len(cells) != width:
        return f"the row has {len(cells)} cells where the header has {width}; the file may be cut off", None
    return None


def _cell_fault(cell: str, column: str) -> str | None:
    if any("\udc80" <= character <= "\udcff" for character in cell):
        return "the cell is not UTF-8 text"
    if "\0" in cell:
        return "the cell holds a NUL byte"
    return too_long(column) if len(cell) > column_limit(column) else None


def _cells(record: bytes) -> list[str]:
    text = record.decode(errors="surrogateescape")
    return [cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell for cell in _CELLS.findall(text)]
