"""One writer at a time. Checks made inside `writing` hold until it commits: that is where security checks belong."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

_WRITERS = 0x77697468  # "with": the advisory lock that every writing transaction takes on PostgreSQL


@contextmanager
def writing(alias: str) -> Iterator[None]:
    """A transaction that no other writer runs beside; durable when it returns.

    SQLite takes its lock at BEGIN IMMEDIATE (see `database`); PostgreSQL takes a transaction-scoped advisory lock.
    Not to be nested: raises RuntimeError, since an inner commit would promise durability it does not have.
    """
    with transaction.atomic(using=alias, durable=True):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS])
        yield
