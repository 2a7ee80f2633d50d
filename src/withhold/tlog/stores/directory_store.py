"""Writes a log to a directory, durably, with one sync barrier however many tiles there are.

A full tile is written under its own name, because no reader requests it before a checkpoint covers it. A partial tile
is written under a temporary name and renamed at once, because readers may find it when they list the directory. Then
all files, and all directories with new names, are synced in parallel. A journaling file system joins these syncs into a
few commits, so they are cheap. A checkpoint that needs the tiles may be signed only after all syncs have returned.

So a crash can leave a damaged tile, but only one that no checkpoint covers. The next attempt writes such tiles again:
see ``settled`` in `TileStore.write`. The checkpoint itself is synced under its temporary name before it is renamed.

Alternatives: `syncfs` is one call, but it waits for everything else that the machine writes, and before Linux 5.8 it
reports no errors. A journal of our own needs one sync, but after a power loss the log would be incomplete until the
journal is applied.

After an fsync error the kernel may have dropped the data, and reports no second error. So the store then refuses every
further write. Stop the process, and start again from what is on disk.
"""

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import get_ident

from withhold.tlog.errors import StoreFailed, TileConflict
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.regular import read_regular
from withhold.tlog.tree.building import File
from withhold.tlog.tree.tiles import Tile

_STAGING = ".new"
_THREADS = 16
_TOGETHER = 128
"""How many files are open at the same time and wait for their sync."""


class DirectoryStore(DirectoryReader):
    """A TileStore that writes to a directory. It is durable in the way described above."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._staging = root / _STAGING
        self._failed = False
        self._made: set[Path] = set()
        self._filled: list[Tile] = []

    def write(self, files: Iterable[File], settled: int | None = None) -> None:
        """Make the tiles durable. See `TileStore.write`."""
        written: list[Tile] = []
        due: set[Path] = set()
        temporary = self._staging / "tile"  # one name is enough: there is one writer of tiles at a time
        with self._fatal(), _Barrier() as barrier:
            for tile, content in files:
                path = self.root / tile.path
                written.append(tile)
                due.add(path.parent)
                if (settled is None or tile.end <= settled) and _exists(tile, path, content):
                    barrier.add(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
                    continue
                due.update(self._make_directory(path.parent))
                if tile.is_full:  # no reader requests it before a checkpoint covers it
                    barrier.add(_write_new(path, content, public=self._public()))
                    continue
                barrier.add(self._stage(temporary, content))
                os.rename(temporary, path)  # noqa: PTH104 - pathlib costs as much as the call
            if settled is not None:
                self._drop_leftovers(written, settled)
            barrier.sync(due)
        self._filled = [tile for tile in written if tile.is_full]

    def publish(self, name: str, content: bytes, settled: int = 0) -> None:
        """Replace a file in the log's directory. See `TileStore.publish`. Raises StoreFailed."""
        temporary = self._staging / f"{name}-{os.getpid()}-{get_ident()}"  # several threads may publish such files
        with self._fatal(), _Barrier() as barrier:
            due = {self.root, *self._make_directory(self.root)}
            barrier.add(self._stage(temporary, content))
            barrier.sync_files()
            os.rename(temporary, self.root / name)  # noqa: PTH104
            barrier.sync(due)
        for tile in self._filled:
            if tile.end <= settled:
                self._prune(tile)

    @contextmanager
    def _fatal(self) -> Iterator[None]:
        """Refuse every further write after an error in the block."""
        if self._failed:
            raise StoreFailed("the log's directory failed before: stop and start anew")
        self._failed = True
        try:
            yield
        except OSError as fault:
            raise StoreFailed(f"the log cannot be written ({fault.strerror or type(fault).__name__})") from None
        self._failed = False

    def _stage(self, temporary: Path, content: bytes) -> int:
        """Write under a temporary name, and return the descriptor of the open file."""
        if self._staging not in self._made:
            self._staging.mkdir(parents=True, exist_ok=True)
            self._made.add(self._staging)
        return _write_new(temporary, content, public=self._public())

    def _make_directory(self, path: Path) -> Iterator[Path]:
        """Make a directory and its parents inside the log. Yield the directories that must be synced."""
        if path in self._made:
            return
        if path != self.root:
            yield from self._make_directory(path.parent)
        path.mkdir(parents=path == self.root, exist_ok=True)
        if path != self.root and self._public():
            path.chmod(0o755)
        self._made.add(path)
        yield path.parent

    def _public(self) -> bool:
        """Whether everyone may read the log's directory. If so, new files in it are readable too."""
        return bool(self.root.is_dir() and self.root.stat().st_mode & stat.S_IROTH)

    def _drop_leftovers(self, written: Collection[Tile], settled: int) -> None:
        """Remove partial tiles of an attempt that no checkpoint covers. Their content may differ from the new tiles."""
        kept = set(written)
        for tile in written:
            for width in self.partial_widths(tile):
                partial = replace(tile, width=width)
                if partial.end > settled and partial not in kept:
                    (self.root / partial.path).unlink(missing_ok=True)

    def _prune(self, tile: Tile) -> None:
        """Remove the partial forms of a full tile. Nothing depends on it, so errors are ignored."""
        with suppress(OSError):
            if widths := self.partial_widths(tile):
                beside = self.root / f"{tile.path}.p"
                for width in widths:
                    (beside / str(width)).unlink(missing_ok=True)
                self._made.discard(beside)
                beside.rmdir()


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """Return the threads that sync, for all stores of a process. A forked child does not have those of its parent."""
    return ThreadPoolExecutor(_THREADS, f"sync-{process}")


class _Barrier:
    """Syncs files in parallel, a limited number at a time. Other threads can work meanwhile."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def __enter__(self) -> "_Barrier":
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._open:
            os.close(number)

    def add(self, number: int) -> None:
        """Add an open file, to sync and close it. Raises OSError if the sync of an earlier one failed."""
        self._open.append(number)
        if len(self._open) == _TOGETHER:
            self.sync_files()

    def sync_files(self) -> None:
        """Wait until everything that was added is durable. Raises OSError if a sync fails."""
        shares = [self._open[first::_THREADS] for first in range(min(_THREADS, len(self._open)))]
        self._open = []
        others = [_threads(os.getpid()).submit(_sync_and_close, share) for share in shares[1:]]
        try:
            _sync_and_close(*shares[:1])
        finally:
            wait(others)
        for other in others:
            other.result()

    def sync(self, directories: Iterable[Path]) -> None:
        """Make the names in these directories durable too."""
        for directory in directories:
            self.add(os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        self.sync_files()


def _sync_and_close(numbers: Sequence[int] = ()) -> None:
    try:
        for number in numbers:
            os.fsync(number)
    finally:
        for number in numbers:
            os.close(number)


def _write_new(path: Path, content: bytes, *, public: bool) -> int:
    """Write a file, and return its descriptor, still open."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        if public:
            os.fchmod(number, 0o644)  # independent of the umask of the process
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(number, rest) :]
    except OSError:
        os.close(number)
        raise
    return number


def _exists(tile: Tile, path: Path, content: bytes) -> bool:
    """Return whether the file exists with this content. Raises TileConflict if its content differs."""
    try:
        present = read_regular(os.fspath(path), max(len(content), tile.max_bytes))
    except FileNotFoundError:
        return False
    if present != content:
        raise TileConflict(f"{tile.path}: a tile with other content lies there")
    return True
