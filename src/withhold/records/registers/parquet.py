"""A register in one Parquet file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from withhold.identity.register import RegisterRecord
from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.records.registers.rows import COLUMNS, exact, records_from

_TYPES: Final = {column: pl.Boolean() if column == "protected" else pl.String() for column in COLUMNS}


class ParquetRegister:
    """Reads a Parquet file of COLUMNS. All are text, except ``protected``, which is boolean.

    Each question reads the file again, but only the row groups that may contain the TIN. So a file of ten million rows
    that is sorted by ``tin`` answers in milliseconds. If it is not sorted, all of it is read. No rows stay in memory.
    """

    __slots__ = ("_path",)

    def __init__(self, path: Path) -> None:
        """Check the file. Raises Unreadable unless it is a Parquet file of exactly these columns and types."""
        self._path = path
        with self._reading():
            found = pl.scan_parquet(path, glob=False).collect_schema()
        for column, wanted in _TYPES.items():
            if column not in found:
                raise Unreadable(Code.COLUMN_MISSING, file=path.name, column=column)
            if found[column] != wanted:
                raise Unreadable(Code.REGISTER_COLUMN_TYPE, file=path.name, column=column, type=str(wanted))
        for column in found:
            if column not in _TYPES:
                raise Unreadable(Code.COLUMN_UNKNOWN, file=path.name, column=column)

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        """Return every record under exactly ``tin``.

        Raises NotAnExactTin. Raises TemporarilyUnable if the file is gone, and Unreadable if it cannot be read or its
        rows for this TIN are faulty.
        """
        wanted = pl.col("tin") == exact(tin)
        if not self._path.is_file():
            raise TemporarilyUnable(Code.REGISTER_MISSING, file=self._path.name)
        with self._reading():
            rows = pl.scan_parquet(self._path, glob=False).filter(wanted).collect()
        return records_from(self._path.name, tin, rows.iter_rows(named=True))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        # Checked each time: if a pipe has replaced the file, reading it would never end.
        if not self._path.is_file():
            raise Unreadable(Code.FILE_MISSING, file=self._path.name)
        try:
            yield
        except (PolarsError, PanicException, OSError) as error:
            raise Unreadable(Code.REGISTER_UNREADABLE, file=self._path.name, problem=type(error).__name__) from None
