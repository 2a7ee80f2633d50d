"""The structure of a CSV file, proved before anybody relies on it: every record whole, every quote in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

_CHUNK = 8 << 20
_LINE_MAX = 32 << 20
_BOM = b"\xef\xbb\xbf"
_CELL = r'(?:"[^"\x00]*(?:""[^"\x00]*)*"|[^",\r\x00]*)'
_NO_SEPARATOR = "\x1f"
"""A control character as separator makes each line one cell; where a file does hold it the other proof is used."""


class Malformed(Exception):
    """The bytes are not CSV in UTF-8 as RFC 4180 has it, or not every record has the same width."""


def prove(path: Path, width: int) -> int:
    """The number of records, the header among them. Raises Malformed; OSError where reading fails.

    Nearly every file has one record to a line, which the engine can prove with one expression. Where cells
    hold line ends, or something is wrong, the bytes are gone through.
    """
    lines, sound = _lines(path, width)
    return lines if lines == sound else _survey(path, width)


def _lines(path: Path, width: int) -> tuple[int, int]:
    """How many lines there are, and how many of them are one whole record of ``width`` cells each."""
    record = rf"^{_CELL}(?:,{_CELL}){{{width - 1}}}\r?$"
    text = pl.scan_csv(
        path,
        has_header=False,
        schema={"line": pl.String},
        separator=_NO_SEPARATOR,
        quote_char=None,
        empty_string_is_null=False,
        glob=False,
    )
    counts = text.select(pl.len(), pl.col("line").str.contains(record).sum().alias("sound"))
    try:
        lines, sound = counts.collect(engine="streaming").row(0)
    except (PolarsError, PanicException):
        return 1, 0
    return lines, sound


@dataclass(slots=True)
class _Shape:
    """What stands outside quotes."""

    commas: int = 0
    records: int = 0


def _survey(path: Path, width: int) -> int:
    """``prove`` over the bytes.

    Splitting at every double quote gives, in turn, text outside quotes and text inside. The file is well
    formed exactly if the number of quotes is even and each piece outside begins and ends with a separator or
    with the file. Only an empty piece may stand outside without one: it is the middle of a doubled quote.
    That no record is short and another long by as much is left to the engine, which refuses long ones.
    """
    shape, inside, last = _Shape(), False, b""
    for chunk in _chunks(path):
        _check_text(chunk)
        inside = _count(chunk, shape, inside=inside)
        last = chunk
    records = shape.records + (not last.endswith(b"\n"))
    if inside or shape.commas != records * (width - 1):
        raise Malformed
    return records


def _chunks(path: Path) -> Iterator[bytes]:
    """The file cut behind newlines, so that no character and no doubled quote is ever cut in two."""
    with path.open("rb") as file:
        if file.read(len(_BOM)) != _BOM:
            file.seek(0)
        while chunk := file.read(_CHUNK) + file.readline(_LINE_MAX):
            yield chunk


def _check_text(chunk: bytes) -> None:
    if b"\0" in chunk:
        raise Malformed
    if not chunk.isascii():
        try:
            chunk.decode()
        except UnicodeDecodeError:
            raise Malformed from None


def _count(chunk: bytes, shape: _Shape, *, inside: bool) -> bool:
    """Adds one chunk to the shape; returns whether it ends inside quotes."""
    pieces = chunk.split(b'"')
    first, last = int(inside), len(pieces) - 1
    # Piece 0 goes on from the chunk before, the last piece into the next: their far ends are newlines.
    begins = {piece[:1] for piece in pieces[first or 2 :: 2]}
    ends = {piece[-1:] for piece in pieces[first:last:2]}
    if not (begins <= {b"", b",", b"\n", b"\r"} and ends <= {b"", b",", b"\n"}):
        raise Malformed
    outside = b"".join(pieces[first::2]) if last or inside else chunk
    if b"\r" in outside and outside.count(b"\r") != outside.count(b"\r\n"):
        raise Malformed
    shape.commas += outside.count(b",")
    shape.records += outside.count(b"\n")
    return inside ^ bool(last & 1)
