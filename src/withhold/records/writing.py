"""One writer at a time. Security checks belong inside `write_transaction`: they are true until it commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connections, transaction

from withhold.model.errors import Conflict
from withhold.records.database import is_passing, is_read_only, limit_transaction, unable

_WRITERS = 0x77697468  # "with": the advisory lock that every writing transaction takes on PostgreSQL
_LIMITS = {
    # As long as SQLite waits for its lock. Recording a large batch takes seconds, not a minute.
    "lock_timeout": "60s",
    "statement_timeout": "300s",
    # Tiles are written and synced between two statements. A process that was halted must not keep all others waiting.
    "idle_in_transaction_session_timeout": "600s",
}


@contextmanager
def write_transaction(alias: str) -> Iterator[None]:
    """A transaction that no other writer runs beside; durable when it returns.

    SQLite takes its lock at BEGIN IMMEDIATE (see `database`); PostgreSQL takes a transaction-scoped advisory lock.
    Not to be nested: raises RuntimeError, since an inner commit would promise durability it does not have. Raises
    TemporarilyUnable if the database cannot be reached, or the lock cannot be had in time.
    """
    if is_read_only(alias):
        raise Conflict("this instance is open for reading only")
    try:
        with transaction.atomic(using=alias, durable=True):
            if connections[alias].vendor == "postgresql":
                limit_transaction(alias, **_LIMITS)
                with connections[alias].cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS])
            yield
    except Error as error:
        if is_passing(error):
            raise unable(error) from None
        raise
