"""The instance directory is its owner's alone: 0700, and every file in it 0600."""

import os
import stat
from pathlib import Path

from withhold.model.errors import Conflict, Unreadable

DIRECTORY_MODE, FILE_MODE = 0o700, 0o600
_OTHERS = 0o077


def make_private(home: Path) -> None:
    """Take the directory and what the instance made in it away from others. Raises Conflict if it is not ours."""
    try:
        home.chmod(DIRECTORY_MODE)
    except OSError as error:
        raise Conflict(f"{home} cannot be made private ({error.strerror}); name a directory of your own") from None


def close_to_others(path: Path) -> None:
    """Take one file that may be there away from others."""
    if path.is_file() and stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        path.chmod(FILE_MODE)


def create_private(path: Path) -> None:
    """Make an empty file that only its owner may read, unless it is there. What SQLite puts beside it is the same."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, FILE_MODE))
    close_to_others(path)


def require_private(home: Path) -> None:
    """Raise Unreadable if anybody but the owner may look into the instance directory."""
    if home.is_dir() and stat.S_IMODE(home.stat().st_mode) & _OTHERS:
        raise Unreadable(str(home), f"is open to others than its owner; run: chmod 700 {home}")
