"""A log as a directory of files: the durable writer, and the reader."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from withhold.ledger.errors import LogUnreachable, Malformed, StoreFailed, TileConflict, TileMissing
from withhold.ledger.note import MAX_NOTE_BYTES
from withhold.ledger.tiles import WIDTH, Tile

_TOGETHER = 128
"""Files that are open at once between being written and being made durable."""


class TileStore(Protocol):
    """Where the sequencer puts a log. One writer at a time; readers need no lock."""

    def write(self, files: Iterable[tuple[Tile, bytes]]) -> None:
        """Make the tiles durable: when this returns, they outlive a loss of power, names included.

        A tile that lies there with the same content is left, so that a batch may be written again after a
        crash. Raises TileConflict where the content differs, StoreFailed where the disk refuses: both are
        fatal, and the store takes nothing more.
        """
        ...

    def read(self, tile: Tile) -> bytes:
        """The content of a tile. Raises TileMissing."""
        ...

    def publish(self, name: str, content: bytes) -> None:
        """Replace ``checkpoint`` or ``vkey`` at once and durably: a reader sees the old or the new, whole."""
        ...


class DirectoryReader:
    """Reads a log from a directory, as a TileReader."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def checkpoint(self) -> bytes:
        """The content of ``checkpoint``. Raises LogUnreachable."""
        path = self._root / "checkpoint"
        try:
            return _read_capped(path, MAX_NOTE_BYTES)
        except OSError as fault:
            raise LogUnreachable(str(path), f"no checkpoint to read there ({_why(fault)})") from None

    def read(self, tile: Tile) -> bytes:
        """The content of a tile. Raises TileMissing, Malformed or LogUnreachable."""
        try:
            content = _read_capped(self._root / tile.path, tile.max_bytes)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise TileMissing(f"{tile.path}: missing") from None
        except OSError as fault:
            raise LogUnreachable(str(self._root / tile.path), _why(fault)) from None
        if len(content) > tile.max_bytes:
            raise Malformed(f"{tile.path}: longer than {tile.max_bytes} bytes")
        return content

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """The widths of the partial tiles that lie beside a tile; other files there are not looked at."""
        path = self._root / f"{tile.full.path}.p"
        try:
            names = os.listdir(path)  # noqa: PTH208 - called once per tile of the log; pathlib is half as fast
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as fault:
            raise LogUnreachable(str(path), _why(fault)) from None
        widths = (int(name) for name in names if name.isascii() and name.isdigit() and name[0] != "0")
        return sorted(width for width in widths if width < WIDTH)


class DirectoryStore:
    """Writes a log to a directory, as a TileStore.

    Durable by the usual steps: a temporary file in the same directory, fsync, rename, fsync of the directory
    and of every directory made on the way. After an fsync error the kernel may have dropped the data and will
    not say so again, so the store refuses everything from then on: stop, and start anew from what is on disk.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reader = DirectoryReader(root)
        self._failed = False
        self._known: set[Path] = set()

    def read(self, tile: Tile) -> bytes:
        """The content of a tile. Raises TileMissing."""
        return self._reader.read(tile)

    def write(self, files: Iterable[tuple[Tile, bytes]]) -> None:
        """Make the tiles durable; see `TileStore.write`."""
        batch: list[tuple[Path, bytes]] = []
        for tile, content in files:
            batch.append((self._root / tile.path, content))
            if len(batch) == _TOGETHER:
                self._write(batch, replace=False)
                batch = []
        self._write(batch, replace=False)

    def publish(self, name: str, content: bytes) -> None:
        """Replace a file directly under the log's directory; see `TileStore.publish`. Raises StoreFailed."""
        self._write([(self._root / name, content)], replace=True)

    def _write(self, batch: Sequence[tuple[Path, bytes]], *, replace: bool) -> None:
        if self._failed:
            raise StoreFailed("the log's directory failed before: stop and start anew")
        try:
            new = [(path, data) for path, data in batch if replace or not _lies_there(path, data)]
            for path, _ in batch:
                self._make_directory(path.parent)
            _write_together(new)
            for parent in {path.parent for path, _ in batch}:
                _sync_directory(parent)
        except OSError as fault:
            self._failed = True
            raise StoreFailed(f"the log cannot be written ({_why(fault)})") from None
        except TileConflict:
            self._failed = True
            raise

    def _make_directory(self, path: Path) -> None:
        """Make a directory, and make its name durable in its parent."""
        if path in self._known:
            return
        if path != self._root:
            self._make_directory(path.parent)
        path.mkdir(parents=path == self._root, exist_ok=True)
        _sync_directory(path.parent)
        self._known.add(path)


def _write_together(batch: Sequence[tuple[Path, bytes]]) -> None:
    """Write all, then sync all, then name all: the disk works on them side by side."""
    opened: list[tuple[Path, Path, int]] = []
    try:
        for path, content in batch:
            temporary = path.with_name(f".{path.name}.new")
            number = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
            opened.append((path, temporary, number))
            _write_all(number, content)
        for _, _, number in opened:
            os.fsync(number)
    finally:
        for _, _, number in opened:
            os.close(number)
    for path, temporary, _ in opened:
        os.rename(temporary, path)  # noqa: PTH104 - as the steps above


def _write_all(number: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(number, rest) :]


def _sync_directory(path: Path) -> None:
    number = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _lies_there(path: Path, content: bytes) -> bool:
    """Whether the file is there already. Raises TileConflict where it says something else."""
    try:
        present = path.read_bytes()
    except FileNotFoundError:
        return False
    if present != content:
        raise TileConflict(f"{path.name}: a tile with other content lies there")
    return True


def _read_capped(path: Path, cap: int) -> bytes:
    with path.open("rb") as file:
        return file.read(cap + 1)


def _why(fault: OSError) -> str:
    return fault.strerror or type(fault).__name__
