"""Opens the database of an instance. Several instances can be open in one process, each with its own alias."""

import hashlib
import sqlite3
from enum import Enum
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.core.management import call_command
from django.db import Error, InterfaceError, OperationalError, connections
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor

from withhold.model.errors import Code, TemporarilyUnable, Unreadable

SQLITE = "records.sqlite3"
"""The file of the records in the instance's directory."""

_SQLITE = {
    # Writers take the lock at BEGIN, so nothing can change between a check and the write, and no deadlock can occur.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    # FULL: a commit is on disk when it returns, which `Journal.append` promises.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
_REACHING: Final = {
    # A server that does not answer, or has disappeared, is given up in less than a minute.
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    # A pooler may give each transaction another server connection, so a statement cannot be prepared for the next one.
    "prepare_threshold": None,
}
SESSION: Final = {"statement_timeout": "60s", "lock_timeout": "60s", "idle_in_transaction_session_timeout": "600s"}
"""PostgreSQL's limits for transactions that set none. A pooler's connections do not get them: see operating.md."""

READ_ONLY: Final = "READ_ONLY"
"""In a database's settings: it was opened for reading only. See `reading`."""

_WITH_PEOPLE = ("records_caseindex", "records_identityattempt", "records_patternuse")
"""The tables from which an erasure removes something."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_FULL = sqlite3.SQLITE_FULL
_PASSING = {*_BUSY, _FULL, sqlite3.SQLITE_IOERR}
_UNUSABLE = {
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
_LOCK_TIMED_OUT = "55P03"
_CANCELED = "57014"
_DISK_FULL = "53100"
_IDLE_TOO_LONG = "25P03"
# PostgreSQL's appendix A: a server that can only read, for example a standby, and damage that the server found.
_READS_ONLY = "25006"
_DAMAGED = "XX"
# The class of limits that a statement exceeds, for example its length. The same statement exceeds them again.
_LIMIT_EXCEEDED = "54"


def database_at(home: Path, url: str = "") -> str:
    """Return the alias of an instance's database.

    It is the database at `url` (``postgresql://…``) if that is given, and else SQLite in the directory `home`. Raises
    Unreadable if the URL is of another kind. The message does not repeat the URL, which may contain a password.
    """
    return alias_of(postgresql_at(url) if url else _sqlite(home / SQLITE))


def alias_of(config: dict[str, Any]) -> str:
    """Return the alias by which Django knows a database in this process. The same settings get the same alias."""
    alias = "home-" + hashlib.sha256(repr(sorted(config.items())).encode()).hexdigest()[:16]
    if alias not in connections.settings:
        defaults = connections.configure_settings({"default": {}, alias: config})
        connections.settings[alias] = defaults[alias]
    return alias


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.absolute()),
        "CONN_MAX_AGE": 300,
        "OPTIONS": _SQLITE,
    }


def postgresql_at(url: str) -> dict[str, Any]:
    """Return Django's settings for the database at that URL. Raises Unreadable if it is not of that form."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise Unreadable(Code.RECORDS_URL_MALFORMED, file="DATABASE_URL")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A connection is used for many requests and checked before each: the server may have been restarted.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # A cursor on the server ends with its transaction. Through a pooler it ends with its statement.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": _REACHING,
    }


def migrate(alias: str) -> None:
    """Bring the tables up to date. Only reads if they are already.

    Raises TemporarilyUnable if the database cannot be reached, Unreadable if it cannot be used.
    """
    try:
        executor = MigrationExecutor(connections[alias])
        executor.loader.check_consistent_history(connections[alias])
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return  # the command would build every model of every migration first
        _limit(connections[alias], statement_timeout="0")  # a change of a large table can take hours
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        _limit(connections[alias], statement_timeout=SESSION["statement_timeout"])
    except Error as error:
        if is_passing(error):
            raise unable(error) from error  # a full disk is recognized by the cause of this error
        raise Unreadable(Code.RECORDS_UNUSABLE, file="records", problem=type(error).__name__) from None


def compact(alias: str) -> None:
    """Write the tables anew, so that nothing that was removed or changed is left in a free page of them.

    Call it outside a transaction. It takes as long as copying the database, and on SQLite nobody can write meanwhile.
    On PostgreSQL, the server's own log files and its backups have older copies. Raises TemporarilyUnable if the disk is
    full, or if others do not stop reading in time.
    """
    connection = connections[alias]
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                _limit(connection, statement_timeout="0")
                cursor.execute(f"VACUUM (FULL) {', '.join(_WITH_PEOPLE)}")
                _limit(connection, statement_timeout=SESSION["statement_timeout"])
                return
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
    except Error as error:
        if is_passing(error):
            raise unable(error) from None
        raise
    if busy:
        raise TemporarilyUnable(Code.RECORDS_BUSY)


def close(alias: str) -> None:
    """Close this thread's connection."""
    connections[alias].close()


class Origin(Enum):
    """Where a database error comes from."""

    NOW = "now"
    """The database does not answer now. The same statement may work later. For example, its disk is full."""
    DATABASE = "database"
    """The database cannot be used until somebody repairs it. For example, its file is damaged."""
    STATEMENT = "statement"
    """The statement itself. The same statement fails again. For example, it violates a constraint."""


def origin_of(error: Error) -> Origin:
    """Return where a database error comes from.

    This is the only rule for which errors ask people to try again, and which work is repeated automatically.
    """
    cause, unreached = error.__cause__, isinstance(error, OperationalError | InterfaceError)
    if isinstance(cause, sqlite3.Error):
        return _origin_on_sqlite(getattr(cause, "sqlite_errorcode", None), unreached)
    state = getattr(cause, "sqlstate", None) or ""
    if state == _READS_ONLY or state.startswith(_DAMAGED):
        return Origin.DATABASE
    if state.startswith(_LIMIT_EXCEEDED):
        return Origin.STATEMENT
    return Origin.NOW if unreached or state == _IDLE_TOO_LONG else Origin.STATEMENT


def _origin_on_sqlite(code: int | None, unreached: bool) -> Origin:
    if code is None:  # an error of Python's driver, for example a connection that was closed
        return Origin.DATABASE if unreached else Origin.STATEMENT
    primary = code & 0xFF
    if primary in _PASSING:
        return Origin.NOW
    return Origin.DATABASE if primary in _UNUSABLE else Origin.STATEMENT


def is_passing(error: Error) -> bool:
    """Return whether the same statement may work later, because the database only does not answer now."""
    return origin_of(error) is Origin.NOW


def unable(error: Error) -> TemporarilyUnable:
    """Return the exception to raise for an error that `is_passing`. Its message has no part of the statement."""
    cause = error.__cause__
    code, state = getattr(cause, "sqlite_errorcode", 0) & 0xFF, getattr(cause, "sqlstate", None)
    if code in _BUSY or state == _LOCK_TIMED_OUT:
        return TemporarilyUnable(Code.RECORDS_BUSY)
    if code == _FULL or state == _DISK_FULL:
        return TemporarilyUnable(Code.RECORDS_DISK_FULL)
    if state == _CANCELED:
        return TemporarilyUnable(Code.RECORDS_SLOW)
    if state == _IDLE_TOO_LONG:
        return TemporarilyUnable(Code.RECORDS_IDLE)
    return TemporarilyUnable(Code.RECORDS_UNREACHABLE, problem=type(cause or error).__name__)


def limit_transaction(alias: str, **limits: str) -> None:
    """Set PostgreSQL's limits for the open transaction, also through a pooler. Does nothing on SQLite."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        _set(connection, limits, local=True)


def _limit(connection: Any, **limits: str) -> None:
    """Set PostgreSQL's limits for a connection that is ours alone. A pooler shares its connections, and gets none."""
    if connection.vendor != "postgresql":
        return
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    # A pooler reports its own process when the connection is made. The statement reports the server's.
    if process == connection.connection.info.backend_pid:
        _set(connection, limits, local=False)


def _set(connection: Any, limits: dict[str, str], *, local: bool) -> None:
    settings = ", ".join(["set_config(%s, %s, %s)"] * len(limits))
    values = [each for name, value in limits.items() for each in (name, value, local)]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {settings}", values)


def _limit_new(connection: Any, **_: object) -> None:
    """Set the limits of each new connection. Django calls this."""
    read_only = {"default_transaction_read_only": "on"} if connection.settings_dict.get(READ_ONLY) else {}
    _limit(connection, **SESSION, **read_only)


def is_read_only(alias: str) -> bool:
    """Return whether the database was opened for reading only."""
    return bool(connections.settings[alias].get(READ_ONLY, False))


connection_created.connect(_limit_new, dispatch_uid="withhold.records.database")
