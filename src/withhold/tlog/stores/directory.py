"""Reading a log from a directory."""

import os
from collections.abc import Sequence
from pathlib import Path

from withhold.tlog.errors import LogUnreachable, Malformed, TileMissing
from withhold.tlog.notes.note import MAX_NOTE_BYTES
from withhold.tlog.stores.regular import NotRegular, read_regular
from withhold.tlog.tree.tiles import WIDTH, Tile


class DirectoryReader:
    """A LogReader for a log in a directory."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{os.fspath(root)}/"  # paths are joined as text: pathlib would cost more than reading

    def named(self, name: str) -> bytes | None:
        """Return the content of ``checkpoint``, ``vkey`` or ``witnesses``, or None if there is no such file.

        It has at most one byte more than a note can have. Raises LogUnreachable.
        """
        path = self._prefix + name
        try:
            return read_regular(path, MAX_NOTE_BYTES)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as fault:
            raise LogUnreachable(path, _why(fault)) from None

    def checkpoint(self) -> bytes:
        """Return the content of ``checkpoint``. Raises LogUnreachable."""
        content = self.named("checkpoint")
        if content is None:
            raise LogUnreachable(f"{self._prefix}checkpoint", "no checkpoint to read there")
        return content

    def read(self, tile: Tile) -> bytes:
        """Return the content of a tile. Raises TileMissing, Malformed or LogUnreachable."""
        try:
            content = read_regular(self._prefix + tile.path, tile.max_bytes)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise TileMissing(tile.path) from None
        except NotRegular:
            raise Malformed(f"{tile.path}: not a regular file") from None
        except OSError as fault:
            raise LogUnreachable(self._prefix + tile.path, _why(fault)) from None
        if len(content) > tile.max_bytes:
            raise Malformed(f"{tile.path}: longer than {tile.max_bytes} bytes")
        return content

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """Return the widths of the partial forms of a tile. Other files beside them are ignored."""
        path = f"{self._prefix}{tile.full.path}.p"
        try:
            names = os.listdir(path)  # noqa: PTH208
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as fault:
            raise LogUnreachable(path, _why(fault)) from None
        widths = (int(name) for name in names if name.isascii() and name.isdigit() and name[0] != "0")
        return sorted(width for width in widths if width < WIDTH)


def _why(fault: OSError) -> str:
    return fault.strerror or type(fault).__name__
