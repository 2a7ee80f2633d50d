"""A register in one Parquet file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PanicException, PolarsError

from withhold.identity.register import RegisterRecord
from withhold.model.errors import Code, InWords, TemporarilyUnable
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
                raise InWords(path.name, "the column is missing", column=column)
            if found[column] != wanted:
                raise InWords(path.name, f"is not of type {wanted}", column=column)
        for column in found:
            if column not in _TYPES:
                raise InWords(path.name, "the column is not one of a register's", column=column)

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
            raise InWords(self._path.name, "is not a file")
        try:
            yield
        except (PolarsError, PanicException, OSError) as error:
            raise InWords(self._path.name, f"cannot be read as Parquet ({type(error).__name__})") from None
