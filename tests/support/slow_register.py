"""A register in a table of a real PostgreSQL, which a lock can make hang."""

import dataclasses
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import psycopg

from support.home import HOME, REGISTER
from withhold.casework.configuration import FILE, load_configuration

TABLE = "taxpayers"
LIMIT = 60
"""Seconds that a test waits for what must come, on however busy a machine."""


def move_register(root: Path, url: str) -> None:
    """Copy the register of the instance under `root` into a table of that database."""
    rows = pl.read_parquet(root / HOME / REGISTER)
    kinds = {name: "boolean" if name == "protected" else "text" for name in rows.columns}
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLE {TABLE} ({', '.join(f'{name} {kind}' for name, kind in kinds.items())})")
        with connection.cursor() as cursor:
            marks = ", ".join(["%s"] * rows.width)
            cursor.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", rows.rows())
    configuration = dataclasses.replace(load_configuration(root / HOME), register=f"sql:{TABLE}")
    (root / HOME / FILE).write_text(configuration.dump())


@contextmanager
def hanging(url: str) -> Iterator[None]:
    """Lock the table during the block, so that no question is answered."""
    with psycopg.connect(url) as connection:
        connection.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()


def await_question(url: str) -> None:
    """Return when a connection waits for an answer from the table."""
    deadline = time.monotonic() + LIMIT
    with psycopg.connect(url, autocommit=True) as connection:
        while time.monotonic() < deadline:
            waiting = connection.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [TABLE]
            ).fetchone()
            if waiting is not None and waiting[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody asked the register")
