"""Recognizing a full disk in the errors of each layer, wrapped or not."""

import errno
import pickle
import sqlite3

import pytest

from withhold.model.errors import Code, Fault, TemporarilyUnable
from withhold.model.full_disk import DiskFull, database_server_full, disk_full

COVERS = ("withhold.model.full_disk",)


class FromPostgres(Exception):
    sqlstate = "53100"


def from_sqlite() -> sqlite3.OperationalError:
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA max_page_count=2")
    try:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t VALUES (zeroblob(100000))")
    except sqlite3.OperationalError as error:
        return error
    finally:
        connection.close()
    raise AssertionError


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "x"),
        OSError(errno.EDQUOT, "x"),
        from_sqlite(),
        FromPostgres(),
        RuntimeError("No space left on device (os error 28)"),
        DiskFull("/records"),
    ],
)
def test_a_full_disk_is_recognized_in_the_errors_of_every_layer(error: Exception) -> None:
    assert disk_full(error)
    wrapped = None
    try:
        try:
            raise error
        except type(error):
            raise Fault(Code.PAYLOAD_NOT_JSON) from None
    except Fault as fault:
        wrapped = fault
    assert disk_full(wrapped)


@pytest.mark.parametrize(
    "error", [OSError(errno.EACCES, "x"), ValueError("x"), Fault(Code.PAYLOAD_NOT_JSON), sqlite3.OperationalError()]
)
def test_other_errors_are_not_taken_for_a_full_disk(error: Exception) -> None:
    assert not disk_full(error)
    assert not database_server_full(error)


def test_a_circle_of_errors_is_followed_once() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert not disk_full(one)


def test_a_full_disk_of_the_server_is_distinguished_from_one_of_this_machine() -> None:
    assert database_server_full(FromPostgres())
    assert not database_server_full(OSError(errno.ENOSPC, "x"))


def test_the_message_names_the_place_and_passes_between_processes() -> None:
    error = pickle.loads(pickle.dumps(DiskFull("/records")))
    assert isinstance(error, TemporarilyUnable)
    assert error.exit_code == 4
    assert str(error).startswith("The disk that holds /records is full. Nothing is lost.")
