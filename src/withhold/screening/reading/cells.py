"""What every cell of a batch must satisfy, whatever format it came in."""

from pathlib import Path

import polars as pl

from withhold.model.errors import Unreadable
from withhold.screening.naming import shown_path

CELL_MAX = 10_000
"""Characters in one cell. No field of a request needs more."""


def check_cells(path: Path, frame: pl.DataFrame) -> None:
    """Raises Unreadable for a batch without rows, a cell too long, a reference missing or used twice."""
    if not frame.height:
        raise Unreadable(shown_path(path), "there are no rows below the header")
    _check_lengths(path, frame)
    _check_references(path, frame["request_ref"])


def _check_lengths(path: Path, frame: pl.DataFrame) -> None:
    # Bytes are never fewer than characters, and counted without decoding: enough for nearly every batch.
    longest = frame.select(pl.all().str.len_bytes().max()).row(0)
    for name, length in zip(frame.columns, longest, strict=True):
        if length > CELL_MAX:
            _refuse_first(path, frame[name].str.len_chars() > CELL_MAX, name, too_long())


def check_nul(path: Path, frame: pl.DataFrame) -> None:
    """Raises Unreadable for a cell with a NUL byte. For formats in which reading does not find it already."""
    for column in frame:
        found = column.str.contains("\0", literal=True)
        _refuse_first(path, found, column.name, "the cell holds a NUL byte")


def _check_references(path: Path, references: pl.Series) -> None:
    trimmed = references.str.strip_chars()
    _refuse_first(path, trimmed == "", "request_ref", "the cell is empty; every row needs its own reference")
    if trimmed.n_unique() != len(trimmed):
        again = ~trimmed.is_first_distinct()
        _refuse_first(path, again, "request_ref", "an earlier row has the same reference")


def _refuse_first(path: Path, wrong: pl.Series, column: str, reason: str) -> None:
    row = wrong.arg_max() if wrong.any() else None
    if row is not None:
        raise Unreadable(shown_path(path), reason, row=row + 1, column=column)


def too_long() -> str:
    """The reason given for a cell past ``CELL_MAX``."""
    return f"the cell is longer than {CELL_MAX:,} characters"
