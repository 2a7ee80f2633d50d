"""Checks for tests of intake: why rows were returned, and that a failed batch left no trace."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from support.home import LittleHome
from withhold.casework.intake.filing import Filed
from withhold.model.errors import WithholdError
from withhold.screening.passes.outputs import FINDINGS


def deficiencies(filed: Filed) -> list[list[str]]:
    return [list(each) for each in found(filed)["deficiencies"].to_list()]


def found(filed: Filed) -> pl.DataFrame:
    """The findings that the agency was given."""
    return pl.read_parquet(filed.answers / FINDINGS)


def everything_in(home: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return every file of an instance with its content, and how many rows each of its tables has.

    Keys are left out. A key that was made for a batch that failed late encrypts nothing, and is used for it next time.
    """
    database = home / "records.sqlite3"
    files = {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted(home.rglob("*"))
        if path.is_file() and not path.name.startswith(database.name) and "keys" not in path.parts
    }
    connection = sqlite3.connect(database)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}
    connection.close()
    return files, counts


@contextmanager
def no_trace(little: LittleHome, error: type[WithholdError]) -> Iterator[None]:
    """Check that the block raises exactly this error, and that no file and no table of the instance changed."""
    before = everything_in(little.home)
    with pytest.raises(error) as raised:
        yield
    assert raised.type is error
    assert everything_in(little.home) == before
