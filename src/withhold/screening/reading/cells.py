"""The checks of every cell of a batch, in any format."""

import polars as pl

from withhold.model.limits import REQUEST_TEXT, column_limit
from withhold.model.limits import too_long as over
from withhold.screening.reading.chunk import Unfit

CELL_MAX = REQUEST_TEXT
"""Characters in the longest cell of any column. `column_limit` has the limit of each column."""
REFERENCE = "request_ref"
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!")
"""Texts that a spreadsheet shows for an error. In a CSV file, or pasted, they are cells like any other."""
REUSED = "an earlier row has the same reference"
_ERROR = "the cell holds an error of the spreadsheet, such as #REF!; put the value there, or empty the cell"


def check_cells(frame: pl.DataFrame) -> None:
    """Raise Unfit for a cell that is too long, an error of a spreadsheet, or a missing reference.

    The row of the error is counted from 1 within the frame.
    """
    # Bytes are never fewer than characters and are counted without decoding. Nearly every batch needs only this.
    longest = frame.select(pl.all().str.len_bytes().max()).row(0)
    for name, length in zip(frame.columns, longest, strict=True):
        if length is not None and length > column_limit(name):
            _refuse_first(frame[name].str.len_chars() > column_limit(name), name, too_long(name))
    for column in frame:
        if column.str.contains(r"^\s*#").any():
            _refuse_first(column.str.strip_chars().str.to_uppercase().is_in(ERRORS), column.name, _ERROR)
    missing = frame[REFERENCE].str.strip_chars() == ""
    _refuse_first(missing, REFERENCE, "the cell is empty; every row needs its own reference")


def check_nul(frame: pl.DataFrame) -> None:
    """Raise Unfit for a cell with a NUL byte. It is for formats whose readers do not find it."""
    for column in frame:
        _refuse_first(column.str.contains("\0", literal=True), column.name, "the cell holds a NUL byte")


def check_references(references: pl.Series) -> None:
    """Raise Unfit if two rows have the same reference."""
    trimmed = references.str.strip_chars()
    if trimmed.n_unique() != len(trimmed):
        _refuse_first(~trimmed.is_first_distinct(), REFERENCE, REUSED)


def _refuse_first(wrong: pl.Series, column: str, reason: str) -> None:
    row = wrong.arg_max() if wrong.any() else None
    if row is not None:
        raise Unfit(reason, row + 1, column)


def too_long(column: str) -> str:
    """Return the reason for a cell that exceeds the limit of its column."""
    return f"the cell {over(column_limit(column))}, the limit of this column; shorten it"
