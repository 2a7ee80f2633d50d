"""CSV: UTF-8, a header row, comma, double quotes as in RFC 4180; nothing laxer, since two lax readers may differ.

Polars reads the file, but fills up short rows and forgives stray quotes: a pass of our own (``quoting``) first
proves that there are none. Only where one of the two objects does a slow pass (``locating``) find the row.
"""

import csv
import io
from pathlib import Path

import polars as pl

from withhold.model.errors import Unreadable
from withhold.screening.columns import COLUMNS
from withhold.screening.naming import shown_path
from withhold.screening.reading.guarding import guarded
from withhold.screening.reading.header import check_header
from withhold.screening.reading.locating import locate
from withhold.screening.reading.quoting import Malformed, prove

_HEADER_MAX = 16_384


def read_csv(path: Path) -> pl.DataFrame:
    """Reads a CSV batch. Raises Unreadable, with row and column where the fault has one."""
    names = _header(path)
    check_header(path, names)
    try:
        records = prove(path, len(names))
        frame = guarded(path, "", lambda: _parsed(path, names))
    except (Malformed, Unreadable):
        raise locate(path, len(names)) from None
    except OSError:
        raise Unreadable(shown_path(path), "the file cannot be read to its end") from None
    if frame.height != records - 1:
        raise locate(path, len(names))
    return frame.select(COLUMNS)


def _parsed(path: Path, names: list[str]) -> pl.DataFrame:
    return pl.read_csv(
        path,
        schema=dict.fromkeys(names, pl.String),
        empty_string_is_null=False,
        truncate_ragged_lines=False,
        glob=False,
    )


def _header(path: Path) -> list[str]:
    """The names in the first line. Raises Unreadable where it cannot be read as a header."""
    file = shown_path(path)
    with path.open("rb") as opened:
        line = opened.readline(_HEADER_MAX)
    if len(line) == _HEADER_MAX:
        raise Unreadable(file, "the first line is too long to be a header")
    if b"\0" in line:
        raise Unreadable(file, "the header holds a NUL byte")
    try:
        text = line.removeprefix(b"\xef\xbb\xbf").decode()
        names = next(csv.reader(io.StringIO(text), strict=True), [])
    except UnicodeDecodeError:
        raise Unreadable(file, "the header is not UTF-8 text") from None
    except csv.Error:
        raise Unreadable(file, "the header is not well-formed CSV") from None
    if not names:
        raise Unreadable(file, "there is no header row: the first line is blank")
    return names
