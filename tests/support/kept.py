"""What was done once in an instance of tests, kept so that others become a copy of it instead of doing it again."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from withhold.population.batches.made_reasons import Reasons


@dataclass(frozen=True)
class Kept:
    """An instance in which something was done, and what a test's `LittleHome` remembers of it."""

    root: Path
    instant: datetime
    count: int
    reasons: Reasons
    result: Any
    """What the doing returned."""

    @classmethod
    def of(cls, root: Path, instant: datetime, count: int, reasons: Reasons, result: Any) -> "Kept":
        """Copy the closed instance at `root`. The copy is removed when the process ends."""
        copy = Path(tempfile.mkdtemp(prefix="withhold-kept-"))
        atexit.register(shutil.rmtree, copy, ignore_errors=True)
        shutil.copytree(root, copy, dirs_exist_ok=True)
        return cls(copy, instant, count, reasons, result)


def same_files(root: Path, other: Path) -> bool:
    """Return whether both directories have the same files, to the byte. Empty files are left out.

    The file of SQLite's shared memory is left out too. What a transaction changed is in another one.
    """
    return _files(root) == _files(other)


def _files(root: Path) -> dict[Path, bytes]:
    found = {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return {path: content for path, content in found.items() if content and not path.name.endswith("-shm")}
