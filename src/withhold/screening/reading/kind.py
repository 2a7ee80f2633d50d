"""Detect the format of a file by its content, with which its name must agree."""

from enum import Enum
from pathlib import Path

from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.opening import opened


class Kind(Enum):
    """The formats of a batch."""

    CSV = "CSV"
    XLSX = "XLSX"
    JSON_LINES = "JSON Lines"
    PARQUET = "Parquet"


_BY_NAME = {
    ".csv": Kind.CSV,
    ".xlsx": Kind.XLSX,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
    ".parquet": Kind.PARQUET,
}
NAMES = tuple(_BY_NAME)
"""The endings that names of batch files may have, in lower case."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"


def kind_of(path: Path) -> Kind:
    """Return the format of a batch file.

    Raises Unreadable if the file is empty, not a regular file or of an unknown format, or if its name does not agree.
    """
    start = _first_bytes(path)
    named = _BY_NAME.get(path.suffix.lower())
    if named is None:
        raise Unreadable(Code.FILE_NAME_ENDING, file=shown_path(path), names=", ".join(NAMES))
    found = _by_content(path, start)
    if found is not named:
        raise Unreadable(Code.FILE_ANOTHER_FORMAT, file=shown_path(path), format=named.value)
    return found


def _first_bytes(path: Path) -> bytes:
    try:
        with opened(path) as file:
            start = file.read(4096)
    except OSError:
        raise Unreadable(Code.FILE_NOT_TO_END, file=shown_path(path)) from None
    if not start:
        raise Unreadable(Code.FILE_EMPTY, file=shown_path(path))
    return start


def _by_content(path: Path, start: bytes) -> Kind:
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    if start.startswith(b"PK\x03\x04"):
        return Kind.XLSX
    if start.startswith(_UTF_16):
        raise Unreadable(Code.FILE_WIDE_ENCODING, file=shown_path(path))
    if b"\0" in start:
        raise Unreadable(Code.FILE_NUL_BYTES, file=shown_path(path))
    return Kind.JSON_LINES if start.removeprefix(_BOM).lstrip().startswith(b"{") else Kind.CSV
