"""Where a database error comes from. One rule says who is told to try again, and which work is done again."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from django.db import DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, OperationalError

from withhold.casework.machine_faults import machine_fault
from withhold.records.database import Origin, is_passing, origin_of

COVERS = ("withhold.casework.machine_faults", "withhold.records.database")


def on_sqlite(kind: type[Error], code: int | None) -> Error:
    cause = sqlite3.OperationalError("as SQLite says it")
    if code is not None:
        cause.sqlite_errorcode = code
    return caused(kind, cause)


def on_postgresql(kind: type[Error], state: str) -> Error:
    return caused(kind, psycopg.errors.lookup(state)("as PostgreSQL says it"))


def caused(kind: type[Error], cause: Exception) -> Error:
    error = kind("as Django says it")
    error.__cause__ = cause
    return error


ERRORS = {
    "no cause": (OperationalError("gone"), Origin.NOW),
    "a connection that is closed": (InterfaceError("closed"), Origin.NOW),
    "a value": (DataError("too long"), Origin.STATEMENT),
    "sqlite: busy": (on_sqlite(OperationalError, sqlite3.SQLITE_BUSY_SNAPSHOT), Origin.NOW),
    "sqlite: locked": (on_sqlite(OperationalError, sqlite3.SQLITE_LOCKED), Origin.NOW),
    "sqlite: full": (on_sqlite(OperationalError, sqlite3.SQLITE_FULL), Origin.NOW),
    "sqlite: input or output": (on_sqlite(OperationalError, sqlite3.SQLITE_IOERR_FSYNC), Origin.NOW),
    "sqlite: reads only": (on_sqlite(OperationalError, sqlite3.SQLITE_READONLY_DIRECTORY), Origin.DATABASE),
    "sqlite: cannot be opened": (on_sqlite(OperationalError, sqlite3.SQLITE_CANTOPEN), Origin.DATABASE),
    "sqlite: damaged": (on_sqlite(DatabaseError, sqlite3.SQLITE_CORRUPT), Origin.DATABASE),
    "sqlite: something else": (on_sqlite(DatabaseError, sqlite3.SQLITE_NOTADB), Origin.DATABASE),
    "sqlite: the driver": (on_sqlite(OperationalError, None), Origin.DATABASE),
    "sqlite: the driver's caller": (on_sqlite(DatabaseError, None), Origin.STATEMENT),
    "sqlite: too many variables": (on_sqlite(OperationalError, sqlite3.SQLITE_ERROR), Origin.STATEMENT),
    "sqlite: a constraint": (on_sqlite(IntegrityError, sqlite3.SQLITE_CONSTRAINT_UNIQUE), Origin.STATEMENT),
    "postgresql: shut down": (on_postgresql(OperationalError, "57P01"), Origin.NOW),
    "postgresql: too slow": (on_postgresql(OperationalError, "57014"), Origin.NOW),
    "postgresql: full": (on_postgresql(OperationalError, "53100"), Origin.NOW),
    "postgresql: waited too long": (on_postgresql(InternalError, "25P03"), Origin.NOW),
    "postgresql: a standby": (on_postgresql(InternalError, "25006"), Origin.DATABASE),
    "postgresql: damaged": (on_postgresql(InternalError, "XX001"), Origin.DATABASE),
    "postgresql: too complex": (on_postgresql(OperationalError, "54001"), Origin.STATEMENT),
    "postgresql: a value": (on_postgresql(DataError, "22003"), Origin.STATEMENT),
}


@pytest.mark.parametrize(("error", "origin"), ERRORS.values(), ids=ERRORS)
def test_an_error_has_one_origin_for_all_who_ask(error: Error, origin: Origin) -> None:
    assert origin_of(error) is origin
    assert is_passing(error) is (origin is Origin.NOW)
    assert machine_fault(error) is (origin is not Origin.STATEMENT)


def test_real_errors_of_sqlite_have_their_origins(tmp_path) -> None:
    for database, statement, origin in (
        (tmp_path, "SELECT 1", Origin.DATABASE),
        (tmp_path / "records", "SELECT no_such_column", Origin.STATEMENT),
    ):
        with (
            pytest.raises(sqlite3.OperationalError) as raised,
            closing(sqlite3.connect(database)) as connection,
        ):
            connection.execute(statement)
        assert origin_of(caused(OperationalError, raised.value)) is origin
