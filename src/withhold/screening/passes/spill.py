"""The work directory of a screening. Chunks wait in it between two steps, so that memory does not grow with the batch.

Every file is written under a temporary name and then renamed, so a file with its final name is complete. After a kill,
the next run continues if file, pack, day and records are the same. Otherwise it starts again. The directory contains
what the agency wrote about people, so only its owner can read it, and the run's last step removes it.
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
"""Hex digits of a chunk's digest that are in its name."""


@dataclass(frozen=True, slots=True)
class ChunkRef:
    """The name of a chunk whose facts are on disk, and its rows of the batch."""

    name: str
    before: int
    """Rows in earlier chunks."""
    rows: int

    def matches(self, digest: str) -> bool:
        """Return whether its content is that of the `FileChunk` with this digest."""
        return self.name.split("-")[1] == digest[:DIGEST_SHOWN]


@dataclass(frozen=True, slots=True)
class Spill:
    """Files by the name of their chunk and their kind, for example ``facts``."""

    directory: Path

    def put(self, name: str, what: str, frame: pl.DataFrame) -> None:
        """Write a frame."""
        with self.create(name, what) as file:
            frame.write_ipc(file)

    @contextmanager
    def create(self, name: str, what: str) -> Iterator[BinaryIO]:
        """Open a new file, which gets its name when the block ends without an error."""
        path = self.path(name, what)
        passing = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with writable(self.directory):
            with passing.open("xb") as file:
                yield file
            passing.replace(path)

    def get(self, name: str, what: str, *columns: str) -> pl.DataFrame:
        """Return a frame that was written, or some of its columns. They are read from disk when they are used."""
        return pl.read_ipc(self.path(name, what), columns=list(columns) or None)

    def scan(self, name: str, what: str) -> pl.LazyFrame:
        """Return the same frame as a lazy frame, to read a part of it."""
        return pl.scan_ipc(self.path(name, what))

    def counts(self, pattern: str) -> pl.DataFrame:
        """Return the counts of a pattern, as ``patterns.counted`` made them."""
        return self.get(f"pattern-{pattern}", "counts")

    def has(self, name: str, what: str) -> bool:
        """Return whether the file was written, in this run or an earlier one."""
        return self.path(name, what).exists()

    def path(self, name: str, what: str) -> Path:
        """Return the path of a file, which may not exist."""
        return self.directory / f"{name}.{what}"

    def name_of(self, prefix: str, what: str) -> str | None:
        """Return the name of the chunk whose name has this prefix, or None if it was not written."""
        for path in self.directory.glob(f"{prefix}*.{what}"):
            return path.name.removesuffix(f".{what}")
        return None

    def remove(self) -> None:
        """Remove the whole directory, and its parent if nothing else is in it."""
        shutil.rmtree(self.directory)
        with suppress(OSError):
            self.directory.parent.rmdir()


def open_spill(directory: Path, context: Mapping[str, str]) -> tuple[Spill, int]:
    """Return the work directory of a run and its seed. If an earlier run had the same context, they are that run's.

    ``context`` has everything that the steps depend on, except the file. Each chunk's own name identifies its content.
    Raises Unwritable or DiskFull if the directory cannot be made.
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
    """Append a file to another. If the system can, its kernel copies, because there may be gigabytes."""
    with path.open("rb") as part:
        file.flush()
        rest = os.fstat(part.fileno()).st_size
        while hasattr(os, "copy_file_range") and rest:
            rest -= os.copy_file_range(part.fileno(), file.fileno(), rest)
        shutil.copyfileobj(part, file)
