"""Write transactions, one at a time. Make security checks inside `write_transaction`: nothing changes until it commits.

For example, a stay cannot be placed between the check for stays and the release.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error, connections, transaction

from withhold.model.errors import Code, Conflict
from withhold.records.database import is_passing, is_read_only, limit_transaction, unable

_WRITERS = 0x77697468  # "with": the advisory lock that every writing transaction takes on PostgreSQL
_LIMITS = {
    # SQLite waits for its lock as long. Recording a large batch takes seconds, not a minute.
    "lock_timeout": "60s",
    "statement_timeout": "300s",
    # Tiles are written and synced between two statements. A suspended process must not block all others.
    "idle_in_transaction_session_timeout": "600s",
}


@contextmanager
def write_transaction(alias: str) -> Iterator[None]:
    """Run the block in a transaction, with no other writer at the same time. It is durable when this returns.

    SQLite takes its lock at BEGIN IMMEDIATE (see `database`). PostgreSQL takes a transaction-scoped advisory lock.

    Raises Conflict if the instance is open for reading only. Raises TemporarilyUnable if the database cannot be
    reached, or if the lock does not come free in time. Raises RuntimeError if it is nested: the inner commit would not
    be durable.
    """
    if is_read_only(alias):
        raise Conflict(Code.INSTANCE_READ_ONLY)
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
