"""What passes: a full disk or a database that does not answer, told in one line with exit code 4.

Every command ends through `temporarily_unable`, so that none has to look for these itself.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from withhold.model.errors import TemporarilyUnable, Unreadable
from withhold.model.full_disk import DiskFull, chain, database_server_full, disk_full

if TYPE_CHECKING:
    from django.db import Error

_NO_ROOM = 1024 * 1024
"""Bytes free under which a database's input/output error is put down to the full disk."""


def temporarily_unable(error: BaseException, places: Sequence[Path]) -> TemporarilyUnable | None:
    """The error that a command ends with if what stopped it passes; None if it does not."""
    if database_server_full(error):
        return DiskFull("the database server's data")
    # SQLite calls some writes on a full disk an input/output error, and what opens it wraps that error.
    no_room = bool(places) and _free(fullest(places)) < _NO_ROOM
    if disk_full(error) or (no_room and any(map(_is_of_a_database, chain(error)))):
        return DiskFull(_shown(fullest(places)))
    if isinstance(error, TemporarilyUnable):
        return error
    if _is_of_a_database(error):
        from withhold.records.database import is_passing, unable

        return unable(error) if is_passing(error) else None
    return None


def _is_of_a_database(error: BaseException) -> "TypeGuard[Error]":
    """Whether it is an error of the database's library. It is not if the command never imported that library."""
    if "django.db" not in sys.modules:
        return False
    from django.db import Error

    return isinstance(error, Error)


def known(error: Exception, places: Sequence[Path]) -> TemporarilyUnable | Unreadable | None:
    """The error, in one sentence, that a command ends with if its machine or its database stopped it.

    A file or directory that cannot be used is named: for example one on a disk that is mounted for reading only.
    """
    passing = temporarily_unable(error, places)
    if passing is None and _is_of_a_database(error):
        return Unreadable("records", f"the database cannot be used ({type(error).__name__})")
    if passing is None and isinstance(error, OSError) and isinstance(error.filename, str | bytes | os.PathLike):
        place = _shown(Path(os.fsdecode(error.filename)))
        return Unreadable(place, f"cannot be used ({error.strerror or type(error).__name__})")
    return passing


def fullest(places: Sequence[Path]) -> Path:
    """Of these places, and the directory for temporary files, the one on the disk with the least room."""
    return min((*places, Path(tempfile.gettempdir())), key=_free)


def _free(place: Path) -> int:
    """Bytes free on the disk of a place, which need not exist yet."""
    for directory in (place.absolute(), *place.absolute().parents):
        if directory.exists():
            found = os.statvfs(directory)
            return found.f_bavail * found.f_frsize
    return 0


def _shown(place: Path) -> str:
    return "".join(each if each.isprintable() else "?" for each in str(place))
