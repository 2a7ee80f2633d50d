"""Check a Parquet file. Only columns of strings are accepted, because the contract has no other type.

A column whose type is null has no value in any row. Writers choose that type for a column that is empty throughout.
"""

from pathlib import Path

from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.header import check_header
from withhold.screening.reading.workbook.confined import ParsedFile

ROWS_MAX = 20_000_000
"""The most rows of a file. A few bytes of Parquet can represent any number of rows."""
_TEXT = ("String", "Categorical", "Enum", "Null")


def check_parquet(path: Path, given: ParsedFile) -> None:
    """Raise Unreadable if there are other columns than the contract's, other types, or too many rows."""
    check_header(path, given.names)
    for name in COLUMNS:
        if given.types[given.names.index(name)] not in _TEXT:
            raise Unreadable(Code.COLUMN_NOT_TEXT, file=shown_path(path), column=name)
    if given.rows > ROWS_MAX:
        raise Unreadable(Code.BATCH_TOO_MANY_ROWS, file=shown_path(path), limit=ROWS_MAX)
