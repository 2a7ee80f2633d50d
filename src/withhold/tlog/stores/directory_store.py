"""Writing a log to a directory, durably, with one barrier however many tiles there are.

A full tile is written in its place: nobody asks for it before a checkpoint covers it. A partial one, which a reader
may meet in a list, is written under a temporary name and renamed at once. Then all of them, and every directory that
got a name, are synced beside each other, in threads: a journaling file system joins these syncs into a few commits,
which is what makes them cheap. Only when all have returned may a checkpoint be signed that needs the tiles.

So a crash can leave a tile whose content is torn, but only one that no checkpoint has covered, and such
tiles are never trusted: the next attempt writes them anew (`settled`, see `TileStore.write`). The checkpoint itself
goes the longer way: synced under its temporary name before it is renamed.

(`syncfs` would be one call, but it waits for whatever else the machine writes, and before Linux 5.8 it tells of no
error. A journal of our own would be one sync, but between a loss of power and its replay the log would lack what its
checkpoint promises.)

After an fsync error the kernel may have dropped the data and will not say so again, so the store refuses everything
from then on: stop, and start anew from what is on disk.
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
"""Files that are open at once, waiting for their sync."""


class DirectoryStore(DirectoryReader):
    """Writes a log to a directory, as a TileStore; durable as that promises, by the steps above."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self._staging = root / _STAGING
        self._failed = False
        self._made: set[Path] = set()
        self._filled: list[Tile] = []

    def write(self, files: Iterable[File], settled: int | None = None) -> None:
        """Make the tiles durable; see `TileStore.write`."""
        written: list[Tile] = []
        due: set[Path] = set()
        temporary = self._staging / "tile"  # one name will do: there is one writer of tiles at a time
        with self._fatal(), _Barrier() as barrier:
            for tile, content in files:
                path = self.root / tile.path
                written.append(tile)
                due.add(path.parent)
                if (settled is None or tile.end <= settled) and _lies_there(tile, path, content):
                    barrier.add(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
                    continue
                due.update(self._make_directory(path.parent))
                if tile.is_full:  # asked for by nobody before a checkpoint has covered it
                    barrier.add(_write_new(path, content, public=self._public()))
                    continue
                barrier.add(self._stage(temporary, content))
                os.rename(temporary, path)  # noqa: PTH104 - pathlib costs as much as the call
            if settled is not None:
                self._drop_leftovers(written, settled)
            barrier.sync(due)
        self._filled = [tile for tile in written if tile.is_full]

    def publish(self, name: str, content: bytes, settled: int = 0) -> None:
        """Replace a file directly under the log's directory; see `TileStore.publish`. Raises StoreFailed."""
        temporary = self._staging / f"{name}-{os.getpid()}-{get_ident()}"  # what is no tile, anyone may publish
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
        """Whatever refuses in here, nothing is taken after it."""
        if self._failed:
            raise StoreFailed("the log's directory failed before: stop and start anew")
        self._failed = True
        try:
            yield
        except OSError as fault:
            raise StoreFailed(f"the log cannot be written ({fault.strerror or type(fault).__name__})") from None
        self._failed = False

    def _stage(self, temporary: Path, content: bytes) -> int:
        """Write under a temporary name; the open file."""
        if self._staging not in self._made:
            self._staging.mkdir(parents=True, exist_ok=True)
            self._made.add(self._staging)
        return _write_new(temporary, content, public=self._public())

    def _make_directory(self, path: Path) -> Iterator[Path]:
        """Make a directory and those above it, down from the log's; gives back those that got a name to sync."""
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
        """Whether its owner opened the log's directory to everyone; what comes into it then is open too."""
        return bool(self.root.is_dir() and self.root.stat().st_mode & stat.S_IROTH)

    def _drop_leftovers(self, written: Collection[Tile], settled: int) -> None:
        """Remove partial tiles of an attempt that came to no checkpoint: what is written now may begin otherwise."""
        kept = set(written)
        for tile in written:
            for width in self.partial_widths(tile):
                partial = replace(tile, width=width)
                if partial.end > settled and partial not in kept:
                    (self.root / partial.path).unlink(missing_ok=True)

    def _prune(self, tile: Tile) -> None:
        """Remove the partial forms of a full tile. Tidiness alone: nothing depends on its being done."""
        with suppress(OSError):
            if widths := self.partial_widths(tile):
                beside = self.root / f"{tile.path}.p"
                for width in widths:
                    (beside / str(width)).unlink(missing_ok=True)
                self._made.discard(beside)
                beside.rmdir()


@cache
def _threads(process: int) -> ThreadPoolExecutor:
    """The threads that sync, for all stores of this process: a child that was forked has none of its parent's."""
    return ThreadPoolExecutor(_THREADS, f"sync-{process}")


class _Barrier:
    """Syncs files beside each other, some at a time; this thread waits meanwhile, so as not to hold up the others."""

    def __init__(self) -> None:
        self._open: list[int] = []

    def __enter__(self) -> "_Barrier":
        return self

    def __exit__(self, *_: object) -> None:
        for number in self._open:
            os.close(number)

    def add(self, number: int) -> None:
        """Take an open file, to sync and close it. Raises OSError where one that was added before has failed."""
        self._open.append(number)
        if len(self._open) == _TOGETHER:
            self.sync_files()

    def sync_files(self) -> None:
        """Wait until all that was added is durable. Raises OSError where any is not."""
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
    """Write a file, and leave it open."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
    try:
        if public:
            os.fchmod(number, 0o644)  # whatever the process takes from others by default
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(number, rest) :]
    except OSError:
        os.close(number)
        raise
    return number


def _lies_there(tile: Tile, path: Path, content: bytes) -> bool:
    """Whether the file is there already. Raises TileConflict where it says something else."""
    try:
        present = read_regular(os.fspath(path), max(len(content), tile.max_bytes))
    except FileNotFoundError:
        return False
    if present != content:
        raise TileConflict(f"{tile.path}: a tile with other content lies there")
    return True
