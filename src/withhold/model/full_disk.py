"""Recognizing a full disk in an error of the operating system, a database or a data engine."""

import errno
from collections.abc import Iterator
from typing import Final

from withhold.model.errors import Code, TemporarilyUnable

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_SQLITE_FULL: Final = 13
"""SQLITE_FULL, from https://sqlite.org/rescode.html."""
_POSTGRESQL_FULL: Final = "53100"
"""disk_full, from PostgreSQL's appendix A."""
# Engines written in other languages, for example Polars, pass on no error number.
_TEXTS: Final = (
    "No space left on device",
    "Disk quota exceeded",
    "(os error 28)",
    "(os error 122)",
    "database or disk is full",
)
"""Parts of the messages of errors that have no number."""


class DiskFull(TemporarilyUnable):
    """A disk is full. `place` is something on that disk, as a path or in words."""

    def __init__(self, place: str) -> None:
        self.place = place
        super().__init__(Code.MACHINE_DISK_FULL, place=place)

    def __reduce__(self) -> tuple[type["DiskFull"], tuple[str]]:
        return DiskFull, (self.place,)


def disk_full(error: BaseException) -> bool:
    """Whether this error, or one that led to it, is about a full disk."""
    # The layers between wrap the first error in errors of their own. For example, Django wraps SQLite's.
    return any(_is_about_full_disk(each) for each in chain(error))


def database_server_full(error: BaseException) -> bool:
    """Whether it is the disk of a PostgreSQL server that is full, and not one of this machine."""
    return any(getattr(each, "sqlstate", None) == _POSTGRESQL_FULL for each in chain(error))


def chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and every error that led to it, including those that ``from None`` hides."""
    seen: set[int] = set()
    left = [error]
    while left:
        each = left.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        # `from None` hides the context from a traceback only; it is still there.
        left.extend(before for before in (each.__cause__, each.__context__) if before is not None)


def _is_about_full_disk(error: BaseException) -> bool:
    return (
        isinstance(error, DiskFull)
        or (isinstance(error, OSError) and error.errno in _FULL)
        or getattr(error, "sqlite_errorcode", None) == _SQLITE_FULL
        or getattr(error, "sqlstate", None) == _POSTGRESQL_FULL
        or any(text in str(error) for text in _TEXTS)
    )
