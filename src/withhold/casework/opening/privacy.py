"""File modes of the instance directory: only its owner has access. The directory is 0700, and every file in it 0600."""

import os
import stat
from pathlib import Path

from withhold.model.errors import Code, Conflict, Unreadable

DIRECTORY_MODE, FILE_MODE = 0o700, 0o600
_OTHERS = 0o077


def make_private(home: Path) -> None:
    """Remove other people's access to the directory. Raises Conflict if it is not the caller's."""
    try:
        home.chmod(DIRECTORY_MODE)
    except OSError as error:
        raise Conflict(
            Code.INSTANCE_NOT_PRIVATE, place=str(home), problem=error.strerror or type(error).__name__
        ) from None


def close_to_others(path: Path) -> None:
    """Remove other people's access to one file, if it exists."""
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        path.chmod(FILE_MODE)


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read, unless it exists. SQLite gives files beside it the same mode."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, FILE_MODE))
    close_to_others(path)


def require_private(home: Path) -> None:
    """Raise Unreadable if anybody but the owner has access to the instance directory."""
    if home.is_dir() and stat.S_IMODE(home.stat().st_mode) & _OTHERS:
        raise Unreadable(Code.INSTANCE_OPEN_TO_OTHERS, file=str(home), place=str(home))
