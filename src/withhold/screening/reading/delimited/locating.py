"""Find the first fault of a CSV file that cannot be read, in a slow second pass."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from withhold.model.errors import Code, Unreadable
from withhold.model.limits import column_limit
from withhold.screening.naming import shown_path
from withhold.screening.reading.chunk import Unfit
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
                    return fault.in_file(file, row or None)
                if row == 0:
                    names = _cells(record.removeprefix(b"\xef\xbb\xbf"))
    except OSError:
        return Unreadable(Code.FILE_NOT_TO_END, file=file)
    return Unreadable(Code.FILE_NOT_CSV, file=file)


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


def _fault(record: bytes, width: int, names: list[str]) -> Unfit | None:
    """Return the fault of a record, without its row. None if it has no fault."""
    if not record.strip(b"\r\n"):
        return Unfit(Code.LINE_BLANK)
    if record.count(b'"') % 2:
        return Unfit(Code.LINE_QUOTE_OPEN)
    if _RECORD.fullmatch(record) is None:
        return Unfit(Code.LINE_QUOTE_MISPLACED)
    cells = _cells(record)
    for place, cell in enumerate(cells):
        if fault := _cell_fault(cell, names[place] if place < len(names) else None):
            return fault
    if len(cells) != width:
        return Unfit(Code.ROW_CELL_COUNT, count=len(cells), width=width)
    return None


def _cell_fault(cell: str, column: str | None) -> Unfit | None:
    if any("\udc80" <= character <= "\udcff" for character in cell):
        return Unfit(Code.FILE_ENCODING, column=column)
    if "\0" in cell:
        return Unfit(Code.CELL_NUL_CHARACTER, column=column)
    limit = column_limit(column or "")
    return Unfit(Code.CELL_TOO_LONG, column=column, limit=limit) if len(cell) > limit else None


def _cells(record: bytes) -> list[str]:
    text = record.decode(errors="surrogateescape")
    return [cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell for cell in _CELLS.findall(text)]
