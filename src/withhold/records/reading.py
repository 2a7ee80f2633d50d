"""Reads the records without changing them. An audit must not write, and may run on a read-only copy.

SQLite writes files beside its database even to read it. So there are three ways to open one:

- Another process has the file open. This one opens it too, read-only.
- No process has it open, and there is no write-ahead log. The file is read without locks.
- A write-ahead log is left, for example by a process that was killed. Its content belongs to the records, and SQLite
  would have to write to apply it. So both files are copied to a temporary directory and read there.
"""

import fcntl
import os
import shutil
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import Error, connections, transaction
from django.db.migrations.loader import MigrationLoader

from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.records.database import READ_ONLY, SQLITE, alias_of, is_passing, limit_transaction, postgresql_at, unable

_UNCHANGED: Final = "UNCHANGED"
"""In a database's settings: the file that must not change, and its state when it was opened."""


@contextmanager
def read_only_database(home: Path, url: str = "") -> Iterator[str]:
    """Open an instance's database for reading only, and yield its alias. See `database.database_at`.

    The alias is invalid after the block. Raises Unreadable if there is no database or its tables are of an earlier
    version, and TemporarilyUnable if it does not answer.
    """
    if url:
        with _known({**postgresql_at(url), READ_ONLY: True}) as alias:
            yield alias
        return
    with _sqlite(home / SQLITE) as config, _known(config) as alias:
        yield alias


@contextmanager
def _known(config: dict[str, Any]) -> Iterator[str]:
    alias = alias_of(config)
    try:
        _require_current(alias)
        yield alias
    finally:
        connections[alias].close()
        del connections.settings[alias], connections[alias]


@contextmanager
def reading(alias: str) -> Iterator[None]:
    """Run the block with one unchanging view of the records. What others write meanwhile is not in it.

    Neither readers nor writers wait for each other. Do not nest it. Raises TemporarilyUnable if the database does not
    answer, or if a file that was opened without locks changed while it was read.
    """
    connection: Any = connections[alias]
    mode = getattr(connection, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            connection.transaction_mode = "DEFERRED"  # IMMEDIATE would take the writers' lock
        with transaction.atomic(using=alias, durable=True):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                # The audit of a large instance takes hours, many of them between two statements.
                limit_transaction(alias, statement_timeout="0", idle_in_transaction_session_timeout="0")
            yield
    except Error as error:
        _require_unchanged(alias)
        if is_passing(error):
            raise unable(error) from None
        raise
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = mode
    _require_unchanged(alias)


def _require_unchanged(alias: str) -> None:
    opened = connections.settings[alias].get(_UNCHANGED)
    if opened is not None and _state(opened[0]) != opened[1]:
        raise TemporarilyUnable(Code.RECORDS_CHANGED_WHILE_READ)


def _require_current(alias: str) -> None:
    try:
        loader = MigrationLoader(connections[alias])
    except Error as error:
        if is_passing(error):
            raise unable(error) from None
        raise Unreadable(Code.RECORDS_UNUSABLE, file="records", problem=type(error).__name__) from None
    if set(loader.graph.leaf_nodes()) - set(loader.applied_migrations):
        raise Unreadable(Code.RECORDS_OUTDATED, file="records")


@contextmanager
def _sqlite(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        raise Unreadable(Code.INSTANCE_NO_RECORDS, file=path.name)
    if _in_use(path):
        yield _config(path, "mode=ro")
    elif not _left(path):
        yield {**_config(path, "mode=ro&immutable=1"), _UNCHANGED: (path, _state(path))}
    else:
        with TemporaryDirectory(prefix="withhold-read-") as directory:
            copy, before = Path(directory) / path.name, _state(path)
            for suffix in ("", "-wal"):
                shutil.copyfile(f"{path}{suffix}", f"{copy}{suffix}")
            if _state(path) != before:
                raise TemporarilyUnable(Code.RECORDS_CHANGED_WHILE_READ)
            yield _config(copy, "mode=ro")


def _config(path: Path, how: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{path.absolute().as_uri()}?{how}",
        "OPTIONS": {"timeout": 60, "init_command": "PRAGMA query_only=ON;"},
        READ_ONLY: True,
    }


def _left(path: Path) -> bool:
    """Return whether there is a write-ahead log with content beside the file."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns


def _in_use(path: Path) -> bool:
    """Return whether another process has the file open as a database. Reads the file's locks, and takes none."""
    if sys.platform != "linux":
        return False
    shape = "hhqqi4x"  # struct flock of Linux: type, whence, start, length (0: to the end), process
    asked = struct.pack(shape, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    with path.open("rb") as file:
        found = struct.unpack(shape, fcntl.fcntl(file, fcntl.F_GETLK, asked))
    return bool(found[0] != fcntl.F_UNLCK)
