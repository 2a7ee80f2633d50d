"""Recognizing faults that pass, such as a full disk or a database that does not answer.

`cli.main` passes every unexpected error of a command to `one_line_error`, so no command looks for these faults itself.
"""

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.model.full_disk import DiskFull, chain, database_server_full, disk_full

if TYPE_CHECKING:
    from django.db import Error

_NO_ROOM = 1024 * 1024
"""Bytes. If less is free on a disk, an input/output error of a database counts as a full disk."""


def temporarily_unable(error: BaseException, places: Sequence[Path]) -> TemporarilyUnable | None:
    """Return the error that a command ends with if its fault passes, or None if it does not pass.

    ``places`` are the paths that the command was given.
    """
    if database_server_full(error):
        return DiskFull("the database server's data")
    # SQLite reports some writes on a full disk as input/output errors. Django wraps them, so the chain is searched.
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
    """Whether it is an error of Django's database layer."""
    if "django.db" not in sys.modules:  # the command never imported it, so the error cannot come from it
        return False
    from django.db import Error

    return isinstance(error, Error)


def one_line_error(error: Exception, places: Sequence[Path]) -> TemporarilyUnable | Unreadable | None:
    """Return the error that a command ends with if its machine or its database stopped it, or None.

    Its message is one line. It names a file or directory that cannot be used, for example one on a disk that is mounted
    for reading only.
    """
    passing = temporarily_unable(error, places)
    if passing is None and _is_of_a_database(error):
        return Unreadable(Code.RECORDS_UNUSABLE, file="records", problem=type(error).__name__)
    if passing is None and isinstance(error, OSError) and isinstance(error.filename, str | bytes | os.PathLike):
        place = _shown(Path(os.fsdecode(error.filename)))
        problem = error.strerror or type(error).__name__
        return Unreadable(Code.FILE_UNUSABLE, file=place, problem=problem)
    return passing


def fullest(places: Sequence[Path]) -> Path:
    """Return the one on the disk with the least room, of these places and the directory for temporary files."""
    return min((*places, Path(tempfile.gettempdir())), key=_free)


def _free(place: Path) -> int:
    """Return the number of free bytes on the disk of a place. The place does not need to exist yet."""
    for directory in (place.absolute(), *place.absolute().parents):
        if directory.exists():
            found = os.statvfs(directory)
            return found.f_bavail * found.f_frsize
    return 0


def _shown(place: Path) -> str:
    return "".join(each if each.isprintable() else "?" for each in str(place))
