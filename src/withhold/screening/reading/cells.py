"""The checks of every cell of a batch, in any format."""

import polars as pl

from withhold.model.errors import Code
from withhold.model.limits import REQUEST_TEXT, column_limit
from withhold.screening.reading.chunk import Unfit

CELL_MAX = REQUEST_TEXT
"""Characters in the longest cell of any column. `column_limit` has the limit of each column."""
REFERENCE = "request_ref"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!")
"""Texts that a spreadsheet shows for an error. In a CSV file, or pasted, they are cells like any other."""


def check_cells(frame: pl.DataFrame, *, marked: bool = True) -> None:
    """Raise Unfit for a cell that is too long, an error of a spreadsheet, an empty row or a missing reference.

    The row of the error is counted from 1 within the frame. ``marked`` is False if no cell has a ``#``, with which
    every error of a spreadsheet begins.
    """
    # Bytes are never fewer than characters and are counted without decoding. Nearly every batch needs only this.
    longest = frame.select(pl.all().str.len_bytes().max()).row(0)
    for name, length in zip(frame.columns, longest, strict=True):
        limit = column_limit(name)
        if length is not None and length > limit and (row := _first(frame[name].str.len_chars() > limit)):
            raise Unfit(Code.CELL_TOO_LONG, row=row, column=name, limit=limit)
    for column in frame if marked else ():
        if column.str.contains(r"^\s*#").any():
            row = _first(column.str.strip_chars().str.to_uppercase().is_in(ERRORS))
            if row:
                raise Unfit(Code.CELL_ERROR_OF_SPREADSHEET, row=row, column=column.name)
    if row := _first(frame[REFERENCE].str.strip_chars() == ""):
        if not any(text.strip() for text in frame.row(row - 1)):
            raise Unfit(Code.REQUEST_EMPTY_ROW, row=row)
        raise Unfit(Code.REQUEST_REFERENCE_MISSING, row=row, column=REFERENCE)


def check_nul(frame: pl.DataFrame) -> None:
    """Raise Unfit for a cell with a NUL byte. It is for formats whose readers do not find it."""
    for column in frame:
        if row := _first(column.str.contains("\0", literal=True)):
            raise Unfit(Code.CELL_NUL_CHARACTER, row=row, column=column.name)


def check_references(references: pl.Series) -> None:
    """Raise Unfit if two rows have the same reference."""
    trimmed = references.str.strip_chars()
    if trimmed.n_unique() != len(trimmed) and (row := _first(~trimmed.is_first_distinct())):
        raise reused(row)


def reused(row: int) -> Unfit:
    """Return the error for a row whose reference an earlier row has."""
    return Unfit(Code.CELL_REFERENCE_REUSED, row=row, column=REFERENCE)


def _first(wrong: pl.Series) -> int | None:
    """Return the number of the first row that is wrong, from 1."""
    place = wrong.arg_max() if wrong.any() else None
    return None if place is None else place + 1
