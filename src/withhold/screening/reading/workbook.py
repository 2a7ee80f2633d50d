"""XLSX: the first sheet, every cell as text.

A small workbook can describe a sheet of 17 billion cells. The archive's directory is looked at before
anything is unpacked, and the sheet is read in a process of its own with a memory limit (``sheet_process``).
"""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl

from withhold.model.errors import Unreadable
from withhold.screening.columns import COLUMNS
from withhold.screening.naming import shown_path
from withhold.screening.reading import sheet_process
from withhold.screening.reading.guarding import guarded
from withhold.screening.reading.header import check_header

MEMBERS_MAX = 1_000
UNPACKED_MAX = 2 << 30
RATIO_MAX = 200
_RATIO_FREE = 64 << 20
"""Bytes unpacked up to which no ratio is suspicious: a few repeated rows compress very well."""
SECONDS_MAX = 600

_BROKEN = "the workbook is damaged, cut off or too large: it cannot be read as XLSX"


def read_workbook(path: Path) -> pl.DataFrame:
    """Reads the first sheet of a workbook. Raises Unreadable.

    A number is given as Excel stores it: where Excel has dropped leading zeros, nobody puts them back, and
    the row falls short by its elements. An Excel date of birth becomes ``YYYY-MM-DD``.
    """
    guarded(path, _BROKEN, lambda: _check_archive(path))
    sheet = guarded(path, _BROKEN, lambda: pl.read_ipc_stream(io.BytesIO(_sheet_bytes(path))))
    if not sheet.height:
        raise Unreadable(shown_path(path), "the first sheet is empty")
    sheet = _without_phantoms(sheet)
    names = [name or "" for name in sheet.row(0)]
    check_header(path, names)
    sheet.columns = names
    return sheet[1:].select(COLUMNS).with_columns(pl.all().fill_null("")).with_columns(_date_only())


def _check_archive(path: Path) -> None:
    """Raises Unreadable for a bomb, a workbook with code or links, or an archive that is none."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    reason = None
    if len(members) > MEMBERS_MAX or len(set(names)) < len(names):
        reason = "the workbook has too many parts, or two of one name"
    elif "xl/workbook.xml" not in names:
        reason = "the file is an archive, but not an XLSX workbook"
    elif unpacked > UNPACKED_MAX or unpacked > max(_RATIO_FREE, RATIO_MAX * packed):
        reason = "the workbook unpacks to far more than it is; split the batch or send it as CSV"
    elif any("vbaproject" in name or "externallink" in name for name in names):
        reason = "the workbook holds macros or links to other files; send plain cells"
    if reason is not None:
        raise Unreadable(shown_path(path), reason)


def _sheet_bytes(path: Path) -> bytes:
    """The first sheet as an Arrow stream, from the process that reads it."""
    program = [sys.executable, "-P", str(Path(sheet_process.__file__)), str(path.resolve())]
    done = subprocess.run(  # noqa: S603  our own program, no shell, the path as one argument
        program,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # its complaints may quote a cell
        timeout=SECONDS_MAX,
        check=True,
    )
    return done.stdout


def _without_phantoms(sheet: pl.DataFrame) -> pl.DataFrame:
    """Drops columns without name and content, which formatting alone leaves behind."""
    return sheet.select(column for column in sheet if column.null_count() < len(column))


def _date_only() -> pl.Expr:
    return pl.col("date_of_birth").str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1")
