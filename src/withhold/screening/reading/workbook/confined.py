"""Formats whose parsers we did not write, read in a process of its own with limits of memory and time.

What it sends is taken as bytes, and made into rows only where a chunk is parsed.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from withhold.model.errors import Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.cells import CELL_MAX
from withhold.screening.reading.chunk import CHUNK_BYTES, CHUNK_ROWS
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.workbook import frame_process

SECONDS_MAX = 900
"""Longest wait for one message; how long the rest of the way takes is not the file's fault."""
_MESSAGE_MAX = 128 << 20
"""Bytes: ``CHUNK_BYTES`` of text, and what Arrow adds for ``CHUNK_ROWS`` rows."""
_HEAD_MAX = 16 << 20

_BROKEN = {
    Kind.XLSX: "the workbook is damaged, cut off or too large: it cannot be read as XLSX",
    Kind.PARQUET: "the file is damaged, cut off or too large: it cannot be read as Parquet",
}


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file's columns, as it names them, and its rows as they come."""

    names: list[str]
    types: list[str]
    rows: int
    """How many rows the file says it has."""
    content: Iterator[bytes]
    """Arrow IPC files. Raises Unreadable if the file cannot be read to its end."""
    sheets: list[tuple[str, bool]] = field(default_factory=list)
    """Of a workbook: the sheets that hold anything, by name, and whether one sees them."""
    mark: dict[str, Any] | None = None
    """Of a workbook: the first cell that does not hold what it shows, or is hidden; see `sheet_marks`."""


@contextmanager
def parsed_file(path: Path, kind: Kind, descriptor: int) -> Iterator[ParsedFile]:
    """Reads a workbook or a Parquet file that is open, not what may lie at its path by now.

    Raises Unreadable if it cannot be read within the limits.
    """
    program = [sys.executable, "-P", str(Path(frame_process.__file__)), kind.value, f"/dev/fd/{descriptor}"]
    process = subprocess.Popen(  # noqa: S603  our own program, no shell, nothing of the file's in the arguments
        [*program, str(CHUNK_ROWS), str(CHUNK_BYTES), str(CELL_MAX)],
        stdin=subprocess.PIPE,  # nothing is ever sent: that it closes tells the process that we are gone
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its complaints may quote a cell
        pass_fds=(descriptor,),
    )
    broken = Unreadable(shown_path(path), _BROKEN[kind])
    try:
        head = _head(_read_message(process, _HEAD_MAX), broken)
        yield ParsedFile(head["names"], head["types"], head["rows"], _content(process, broken), *_of_workbook(head))
    finally:
        process.kill()
        process.communicate()


def _head(message: bytes | None, broken: Unreadable) -> dict[str, Any]:
    if not message:
        raise broken
    try:
        head: dict[str, Any] = json.loads(message)
    except ValueError:
        raise broken from None
    return head


def _of_workbook(head: dict[str, Any]) -> tuple[list[tuple[str, bool]], dict[str, Any] | None]:
    return [(name, seen) for name, seen in head.get("sheets", [])], head.get("mark")


def _content(process: subprocess.Popen[bytes], broken: Unreadable) -> Iterator[bytes]:
    while message := _read_message(process, _MESSAGE_MAX):
        yield message
    if message is None:
        raise broken


def _read_message(process: subprocess.Popen[bytes], most: int) -> bytes | None:
    """The next message; empty at the end; None if the process ended without saying that this is it."""
    assert process.stdout is not None
    clock = threading.Timer(SECONDS_MAX, process.kill)
    clock.start()
    try:
        length = int.from_bytes(given, "big") if len(given := process.stdout.read(8)) == 8 else most + 1
        if length > most:
            return None
        message = process.stdout.read(length)
        return message if len(message) == length else None
    finally:
        clock.cancel()
