"""Counts every call that writes, and makes something go wrong at the n-th of them. For example, the disk is full.

It is between withhold and the operating system, in its own process: file calls of `os`, writes through
`os.fdopen`, and the database's commit.
"""

import errno
import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import OperationalError


class Wrong(StrEnum):
    """What goes wrong at the chosen write."""

    NOTHING = "nothing"
    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"
    FULL = "no space left"
    BROKEN = "input/output error, and yet it was done"


_FILE_CALLS = ("write", "fsync", "rename", "replace", "link", "unlink", "mkdir")


class Shim:
    """Counts writes from `begin` on. `names` are those that were met, in order."""

    def __init__(self, point: int, wrong: Wrong) -> None:
        self._point, self._wrong = point, wrong
        self._lock = threading.Lock()
        self._counting = False
        self.names: list[str] = []

    def install(self) -> None:
        """Replace the calls. Nothing is counted yet."""
        for name in _FILE_CALLS:
            setattr(os, name, self._between(name, getattr(os, name)))
        opened, opener = os.open, os.fdopen
        between = self._between("open", opened)

        def open_(path: Any, flags: int, *rest: Any, **named: Any) -> int:
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            return int((between if writes else opened)(path, flags, *rest, **named))

        os.open = open_  # type: ignore[assignment]
        os.fdopen = lambda *args, **named: _File(opener(*args, **named), self)  # type: ignore[assignment]
        commit = BaseDatabaseWrapper._commit
        BaseDatabaseWrapper._commit = lambda database: self.at("commit", lambda: commit(database))

    def begin(self) -> None:
        """Count from here on."""
        self._counting = True

    def _between(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **named: self.at(name, lambda: call(*args, **named))

    def at(self, name: str, call: Callable[[], Any]) -> Any:
        """Make the call, unless it is the one that must go wrong."""
        with self._lock:
            if self._counting:
                self.names.append(name)
            due = self._counting and len(self.names) == self._point
        if not due:
            return call()
        return self._go_wrong(name, call)

    def _go_wrong(self, name: str, call: Callable[[], Any]) -> Any:
        match self._wrong:
            case Wrong.KILLED_BEFORE:
                os.kill(os.getpid(), signal.SIGKILL)
            case Wrong.KILLED_AFTER:
                call()
                os.kill(os.getpid(), signal.SIGKILL)
            case Wrong.FULL:
                raise _fault(name, errno.ENOSPC)
            case Wrong.BROKEN:
                call()
                raise _fault(name, errno.EIO)
        return call()


def _fault(name: str, number: int) -> Exception:
    if name != "commit":
        return OSError(number, os.strerror(number))
    said = "database or disk is full" if number == errno.ENOSPC else "disk I/O error"
    fault = OperationalError(said)
    fault.__cause__ = sqlite3.OperationalError(said)
    return fault


class _File:
    """A file opened for writing, its writes counted."""

    def __init__(self, file: Any, shim: Shim) -> None:
        self._file, self._shim = file, shim

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, content: bytes) -> Any:
        return self._shim.at("write", lambda: self._file.write(content))

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
