"""Readers of a batch, one per format. All give the same frame, or one line that says what is wrong and where."""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from withhold.screening.reading.cells import check_cells
from withhold.screening.reading.columnar import read_parquet
from withhold.screening.reading.delimited import read_csv
from withhold.screening.reading.json_lines import read_json_lines
from withhold.screening.reading.kind import Kind, kind_of
from withhold.screening.reading.sharing import shared
from withhold.screening.reading.workbook import read_workbook

__all__ = ["read_batch"]

_READERS: dict[Kind, Callable[[Path], pl.DataFrame]] = {
    Kind.CSV: read_csv,
    Kind.XLSX: read_workbook,
    Kind.JSON_LINES: read_json_lines,
    Kind.PARQUET: read_parquet,
}


def read_batch(path: Path) -> pl.DataFrame:
    """Reads a batch file: exactly ``COLUMNS``, in that order, as String, "" where a cell is empty.

    The format follows from the file's content, which its extension must agree with. Raises Unreadable,
    naming file, row and column but never a cell's content; writes nothing anywhere.
    """
    frame = _READERS[kind_of(path)](path)
    check_cells(path, frame)
    return shared(frame)
