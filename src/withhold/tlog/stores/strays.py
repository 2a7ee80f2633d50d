"""Files in a log's directory, under ``tile/``, that are not part of the log.

Verification reads the files that the checkpoint requires, and does not notice others.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from withhold.tlog.errors import LogUnreachable, Malformed
from withhold.tlog.tree.tiles import Tile

_MAX_NAMES = 20
"""How many names are kept. Further ones are only counted."""
_DIRECTORY = re.compile(r"tile(/(entries|[0-9]|[1-5][0-9]|6[0-3])(/x[0-9]{3}){0,6}(/[0-9]{3}\.p)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Strays:
    """Names that are not part of the log: the first of them, and how many there are."""

    names: tuple[str, ...]
    count: int
    ahead: int
    """Tiles and bundles that the checkpoint does not cover yet. The log may be growing."""


def find_strays(root: Path, size: int) -> Strays:
    """Return the strays in the directory of a log of ``size`` entries. Opens no file. Raises LogUnreachable."""
    names: list[str] = []
    count = ahead = 0
    for path, is_directory in _walk(os.fspath(root)):
        try:
            if is_directory:
                raise Malformed("no directory of a log has this name")
            ahead += Tile.parse(path).end > size
        except Malformed:
            count += 1
            if len(names) < _MAX_NAMES:
                names.append(path.encode("unicode_escape").decode())
    return Strays(tuple(names), count, ahead)


def _walk(root: str) -> Iterator[tuple[str, bool]]:
    """Yield each name under ``tile/``, and whether it is a directory. Directories that belong there are left out."""
    waiting = ["tile"]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(f"{root}/{path}") as found:
                for each in found:
                    name = f"{path}/{each.name}"
                    belongs = _DIRECTORY.fullmatch(name) is not None
                    if belongs and each.is_dir(follow_symlinks=False):
                        waiting.append(name)
                    elif not (belongs and each.is_dir()):  # a link to a directory is not followed: it may go in circles
                        yield name, each.is_dir()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as fault:
            raise LogUnreachable(f"{root}/{path}", fault.strerror or type(fault).__name__) from None
