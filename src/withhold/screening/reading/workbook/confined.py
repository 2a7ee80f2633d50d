"""Read XLSX and Parquet in a process of its own, with limits of memory and time, because their parsers are not ours.

This side receives bytes. They become rows only when a chunk is parsed.
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

from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.cells import CELL_MAX
from withhold.screening.reading.chunk import CHUNK_BYTES, CHUNK_ROWS
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.workbook import frame_process

SECONDS_MAX = 900
"""The longest wait for one message. The time of later steps does not count, because the file is not its cause."""
_MESSAGE_MAX = 128 << 20
"""Bytes. It has room for ``CHUNK_BYTES`` of text, and for what Arrow adds for ``CHUNK_ROWS`` rows."""
_HEAD_MAX = 16 << 20


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A file's columns and rows, as the process reads them."""

    names: list[str]
    types: list[str]
    rows: int
    """The number of rows that the file states."""
    content: Iterator[bytes]
    """Arrow IPC files. Raises Unreadable if the file cannot be read to its end."""
    sheets: list[tuple[str, bool]] = field(default_factory=list)
    """Of a workbook, each sheet that is not empty: its name, and whether it is visible."""
    mark: dict[str, Any] | None = None
    """Of a workbook, the first cell with an error, without its value, or hidden (see `sheet_marks`)."""


@contextmanager
def parsed_file(path: Path, kind: Kind, descriptor: int) -> Iterator[ParsedFile]:
    """Read a workbook or a Parquet file by its open descriptor, because another file may be at its path by now.

    Raises Unreadable if it cannot be read within the limits.
    """
    program = [sys.executable, "-P", str(Path(frame_process.__file__)), kind.value, f"/dev/fd/{descriptor}"]
    process = subprocess.Popen(  # noqa: S603  our own program, without a shell, and no argument comes from the file
        [*program, str(CHUNK_ROWS), str(CHUNK_BYTES), str(CELL_MAX)],
        stdin=subprocess.PIPE,  # nothing is sent, but the process notices when it closes
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its messages may quote a cell
        pass_fds=(descriptor,),
    )
    broken = Unreadable(Code.FILE_DAMAGED, file=shown_path(path), format=kind.value)
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
    """Return the next message. It is empty at the end, and None if the process ended without that."""
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
