"""Formats whose parsers we did not write, read in a process of its own with limits of memory and time.

What it sends is taken as bytes, and made into rows only where a piece is parsed.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from withhold.model.errors import Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading import frame_process
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.piece import PIECE_BYTES, PIECE_ROWS

SECONDS_MAX = 1_200
_BLOCK_MAX = 1 << 30
_HEAD_MAX = 16 << 20

_BROKEN = {
    Kind.XLSX: "the workbook is damaged, cut off or too large: it cannot be read as XLSX",
    Kind.PARQUET: "the file is damaged, cut off or too large: it cannot be read as Parquet",
}


@dataclass(frozen=True, slots=True)
class Blocks:
    """A file's columns, as it names them, and its rows as they come."""

    names: list[str]
    types: list[str]
    rows: int
    """How many rows the file says it has."""
    content: Iterator[bytes]
    """Arrow IPC files. Raises Unreadable where the file cannot be read to its end."""


@contextmanager
def blocks(path: Path, kind: Kind) -> Iterator[Blocks]:
    """Opens a workbook or a Parquet file. Raises Unreadable where it cannot be read within the limits."""
    program = [sys.executable, "-P", str(Path(frame_process.__file__)), kind.value, str(path.resolve())]
    process = subprocess.Popen(  # noqa: S603  our own program, no shell, the path as one argument
        [*program, str(PIECE_ROWS), str(PIECE_BYTES)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its complaints may quote a cell
    )
    clock = threading.Timer(SECONDS_MAX, process.kill)
    clock.start()
    broken = Unreadable(shown_path(path), _BROKEN[kind])
    assert process.stdout is not None
    try:
        head = _head(_block(process.stdout, _HEAD_MAX), broken)
        yield Blocks(head["names"], head["types"], head["rows"], _content(process.stdout, broken))
    finally:
        clock.cancel()
        process.kill()
        process.stdout.close()
        process.wait()


def _head(block: bytes | None, broken: Unreadable) -> dict[str, Any]:
    if not block:
        raise broken
    try:
        head: dict[str, Any] = json.loads(block)
    except ValueError:
        raise broken from None
    return head


def _content(stream: IO[bytes], broken: Unreadable) -> Iterator[bytes]:
    while block := _block(stream, _BLOCK_MAX):
        yield block
    if block is None:
        raise broken


def _block(stream: IO[bytes], most: int) -> bytes | None:
    """The next block; empty at the end; None where the process ended without saying that this is it."""
    length = int.from_bytes(given, "big") if len(given := stream.read(8)) == 8 else most + 1
    if length > most:
        return None
    block = stream.read(length)
    return block if len(block) == length else None
