"""Files that only their owner may read, written atomically: a file gets its name when all of it is on disk.

A written file is durable on return: its bytes and its directory entry have been synced. An error while syncing is
raised as an OSError. After such an error the state of the disk is unknown, and the caller must not continue.
"""

import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO

from withhold.model.errors import Code, Conflict, TemporarilyUnable, Unreadable

OWNER_ONLY = 0o600
_LOOK = 0.02
"""Seconds between two tries of a waiting thread. A wait in the kernel could not be given up."""


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a new file that gets the name `path`, in place of an older file, when the block ends without an error.

    Raises Unreadable as `require_replaceable` does, before anything is written.
    """
    require_replaceable(path)
    with _beside(path) as (file, temporary):
        yield file
        _sync(file)
        temporary.replace(path)
    sync_directory(path.parent)


def create(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet. Raises Conflict if it exists, and leaves it unchanged."""
    with _beside(path) as (file, temporary):
        file.write(content)
        _sync(file)
        try:
            # A hard link fails if the name is taken. A rename would replace the file.
            os.link(temporary, path)
        except FileExistsError:
            raise Conflict(Code.FILE_EXISTS, file=path.name) from None
    sync_directory(path.parent)


def replace(path: Path, content: bytes) -> None:
    """Write a file, and replace an older one. A reader sees all of the old content or all of the new."""
    with atomic_write(path) as file:
        file.write(content)


def require_replaceable(path: Path) -> None:
    """Raise Unreadable if the name `path` is taken by something that is not a regular file.

    For example, a rename would replace a device or a named pipe by a file. A symbolic link is refused too. A rename
    would replace the link and leave the file that it points to unchanged.
    """
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISLNK(mode):
        raise Unreadable(Code.FILE_LINK, file=path.name)
    _require_regular(path, mode)


def read(path: Path, cap: int) -> bytes:
    """Return the content of a regular file of at most `cap` bytes. Never waits for a pipe. Raises Unreadable."""
    try:
        _require_regular(path, path.stat().st_mode)  # before it is opened: opening a device can have effects
        with open(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123
            _require_regular(path, os.fstat(file.fileno()).st_mode)
            content = file.read(cap + 1)
    except OSError as error:
        raise Unreadable(Code.FILE_UNREADABLE, file=path.name, problem=str(error.strerror)) from None
    if len(content) > cap:
        raise Unreadable(Code.FILE_TOO_LONG, file=path.name, limit=cap)
    return content


def _require_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Unreadable(Code.FILE_DIRECTORY, file=path.name)
    if not stat.S_ISREG(mode):
        raise Unreadable(Code.FILE_NOT_REGULAR, file=path.name)


def read_secret(path: Path, cap: int) -> bytes:
    """Return the content as `read` does. Also raises Unreadable if anyone but its owner may read or write the file."""
    content = read(path, cap)
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise Unreadable(Code.FILE_NOT_PRIVATE, file=path.name, name=path.name)
    return content


@contextmanager
def exclusive_lock(lock: Path, refusal: Conflict) -> Iterator[None]:
    """Run the block in one process at a time. Raises `refusal` if another process is in it.

    The kernel releases the lock when the process ends, however it ends.
    """
    lock.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    try:
        if not _locked(descriptor, lock):
            raise refusal
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
    finally:
        os.close(descriptor)


@contextmanager
def turn(lock: Path, refusal: TemporarilyUnable, seconds: float = 60.0) -> Iterator[None]:
    """Run the block in one thread of one process at a time. The others wait for their turn.

    Raises `refusal` if the turn does not come within `seconds`. The kernel releases
    the lock when the process ends, however it ends.
    """
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY)
    try:
        deadline = monotonic() + seconds
        while not _taken(descriptor):
            if monotonic() > deadline:
                raise refusal
            sleep(_LOOK)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _locked(descriptor: int, lock: Path) -> bool:
    """Return whether this process has the lock, on the file that has the name now."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # The process that had the lock before may have removed the file after this one opened it.
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except (BlockingIOError, FileNotFoundError):
        return False


def sync_directory(directory: Path) -> None:
    """Sync a directory, so that the names in it are durable."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _beside(path: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a temporary file (mode 0600) in the directory of `path`. It is removed at the end unless it was renamed."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:32]}.", dir=path.parent)
    except OSError as error:
        error.filename = str(path.parent)  # not the temporary file, whose name the user does not know
        raise
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file, temporary
    finally:
        temporary.unlink(missing_ok=True)


def _sync(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
