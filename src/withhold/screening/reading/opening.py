"""Open a file that somebody sent: a regular file, not a link, and the same one from the first to the last byte."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading. Raises Unreadable for a link, a directory, a device, a FIFO, a socket, or no file.

    The check is on the opened file, not on what was at the path a moment before. Opening a FIFO does not wait.
    """
    file = shown_path(path)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _not_opened(path, error) from None
    try:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise Unreadable(Code.FILE_DIRECTORY, file=file)
        if not stat.S_ISREG(mode):
            raise Unreadable(Code.FILE_NOT_REGULAR, file=file)
        with os.fdopen(descriptor, "rb", closefd=False) as opened_file:
            yield opened_file
    finally:
        os.close(descriptor)


def _not_opened(path: Path, error: Exception) -> Unreadable:
    file = shown_path(path)
    if isinstance(error, FileNotFoundError):
        return Unreadable(Code.FILE_MISSING, file=file)
    if isinstance(error, OSError) and os.path.islink(path):  # noqa: PTH114 - answers for names that no path can have
        return Unreadable(Code.FILE_LINK, file=file)
    return Unreadable(Code.FILE_CANNOT_OPEN, file=file)


def identity(status: os.stat_result) -> tuple[int, ...]:
    """Return values that change if somebody writes to a file or puts another in its place.

    They include the time of the last change (ctime). A person who can write to a file can reset the time of the last
    write (mtime), but not ctime.
    """
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
