"""The work directory of a screening: what waits between two steps, so that memory does not grow with the batch.

Every file is written under a passing name and renamed, so one that has its name is whole. After a kill the next run
finds what was done, where it is about the same file, pack, day and records; else it begins anew. The directory is its
owner's alone, and is removed with the run's last step: it holds what the agency wrote of people.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import polars as pl

from withhold.screening.errors import writable

_CONTEXT = "context.json"
DIGEST_SHOWN = 32
"""Hex digits of a part's digest in its name."""


@dataclass(frozen=True, slots=True)
class ChunkRef:
    """A chunk whose facts are made: its name, and which rows of the batch it holds."""

    name: str
    before: int
    """Rows in earlier chunks."""
    rows: int

    def matches(self, digest: str) -> bool:
        """Whether its content is what this digest of a `FileChunk` names."""
        return self.name.split("-")[1] == digest[:DIGEST_SHOWN]


@dataclass(frozen=True, slots=True)
class Spill:
    """Files by the name of their chunk and what they hold."""

    directory: Path

    def put(self, name: str, what: str, frame: pl.DataFrame) -> None:
        """Put a frame by."""
        with self.create(name, what) as file:
            frame.write_ipc(file)

    @contextmanager
    def create(self, name: str, what: str) -> Iterator[BinaryIO]:
        """A new file, that takes its name when the block ends without an error."""
        path = self.path(name, what)
        passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with writable(self.directory):
            with passing.open("xb") as file:
                yield file
            passing.replace(path)

    def get(self, name: str, what: str) -> pl.DataFrame:
        """A frame that was put by; read as its columns are."""
        return pl.read_ipc(self.path(name, what))

    def scan(self, name: str, what: str) -> pl.LazyFrame:
        """The same, to be read in part."""
        return pl.scan_ipc(self.path(name, what))

    def counts(self, pattern: str) -> pl.DataFrame:
        """What was counted of a pattern, see ``patterns.counted``."""
        return self.get(f"pattern-{pattern}", "counts")

    def has(self, name: str, what: str) -> bool:
        """Whether that was put by, in this run or an earlier one."""
        return self.path(name, what).exists()

    def path(self, name: str, what: str) -> Path:
        """Where a file lies, or would."""
        return self.directory / f"{name}.{what}"

    def name_of(self, prefix: str, what: str) -> str | None:
        """The name of the chunk that begins so, if it was put by."""
        for path in self.directory.glob(f"{prefix}*.{what}"):
            return path.name.removesuffix(f".{what}")
        return None

    def remove(self) -> None:
        """Remove the whole directory, and the one above where nothing else is in it."""
        shutil.rmtree(self.directory)
        with suppress(OSError):
            self.directory.parent.rmdir()


def open_spill(directory: Path, context: Mapping[str, str]) -> tuple[Spill, int]:
    """The work directory of a run, and the run's seed: an earlier run's where its context is the same.

    ``context`` names all that the steps depend on but the file, whose content each chunk's own name tells.
    Raises Unwritable if the directory cannot be made.
    """
    spill, stated = Spill(directory), directory / _CONTEXT
    try:
        earlier = json.loads(stated.read_bytes())
        if earlier["context"] == dict(context):
            return spill, int(earlier["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    seed = secrets.randbits(63)
    with writable(directory):
        if directory.exists():
            shutil.rmtree(directory)
        directory.mkdir(mode=0o700, parents=True)
        passing = directory / ".context"
        passing.write_text(json.dumps({"context": dict(context), "seed": seed}))
        passing.replace(stated)
    return spill, seed


def copy_into(file: BinaryIO, path: Path) -> None:
    """Append a file to another; by the kernel where it can, since what is copied may be gigabytes."""
    with path.open("rb") as part:
        file.flush()
        rest = os.fstat(part.fileno()).st_size
        while hasattr(os, "copy_file_range") and rest:
            rest -= os.copy_file_range(part.fileno(), file.fileno(), rest)
        shutil.copyfileobj(part, file)
