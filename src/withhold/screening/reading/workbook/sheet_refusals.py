"""Check an XLSX workbook. Its one sheet that is not empty is read, with every cell as text.

A small workbook can describe a sheet of 17 billion cells. So the archive's directory is checked before anything is
unpacked, and the sheet is read with limits (``confined``). A number is read as Excel stores it. For example, if Excel
dropped the leading zero of a ZIP Code, the row does not meet the element ``address``. A formula counts as its value
when the workbook was saved.

A workbook is refused if it has something that its signer cannot see or would not expect: a hidden sheet, a second
sheet, hidden or filtered rows, cells with an error, or cells whose content Excel changed.
"""

import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path, shown_sheet
from withhold.screening.reading.chunk import Unfit
from withhold.screening.reading.header import check_header
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.workbook.confined import ParsedFile
from withhold.screening.reading.workbook.engine_failures import guarded

MEMBERS_MAX = 1_000
UNPACKED_MAX = 2 << 30
RATIO_MAX = 200
_TIME = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$"
"""How the reader writes a cell whose format is a date or a time."""
_RATIO_FREE = 64 << 20
"""Unpacked bytes up to which any ratio is accepted, because a few repeated rows compress very well."""


def check_archive(path: Path, file: BinaryIO) -> None:
    """Raise Unreadable for a bomb, a workbook with code or links, or a file that is no archive. ``path`` names it."""
    broken = Unreadable(Code.FILE_DAMAGED, file=shown_path(path), format=Kind.XLSX.value)
    guarded(broken, lambda: _check_archive(shown_path(path), file))


def check_sheet(path: Path, given: ParsedFile) -> None:
    """Raise Unreadable for a workbook with a second or hidden sheet, a hidden row, an error, or other columns."""
    if not given.names:
        raise Unreadable(Code.WORKBOOK_EMPTY, file=shown_path(path))
    _check_sheets(path, given.sheets)
    check_header(path, given.names)
    if given.mark is not None:
        raise _marked(path, given.mark)


def _check_sheets(path: Path, sheets: list[tuple[str, bool]]) -> None:
    for place, (name, seen) in enumerate(sheets, 1):
        if not seen:
            raise Unreadable(Code.WORKBOOK_SHEET_HIDDEN, file=shown_path(path), sheet=shown_sheet(name, place))
    if len(sheets) > 1:
        first, second = (shown_sheet(sheets[place][0], place + 1) for place in (0, 1))
        raise Unreadable(Code.WORKBOOK_TWO_SHEETS, file=shown_path(path), first=first, second=second)


def _marked(path: Path, mark: dict[str, Any]) -> Unreadable:
    file, cell, row = shown_path(path), mark["cell"], mark["row"] - 1 or None
    if mark["what"] == "hidden":
        return Unreadable(Code.WORKBOOK_ROW_HIDDEN, file=file, row=row, cell=cell)
    column = mark["name"] if mark["name"] in COLUMNS else None
    if mark["what"] == "formula":
        return Unreadable(Code.WORKBOOK_FORMULA_WITHOUT_VALUE, file=file, row=row, column=column, cell=cell)
    if mark["what"] == "rounded":
        return Unreadable(Code.WORKBOOK_NUMBER_ROUNDED, file=file, row=row, column=column, cell=cell)
    error = mark["value"] or "value"
    return Unreadable(Code.WORKBOOK_CELL_ERROR, file=file, row=row, column=column, cell=cell, error=error)


def check_times(frame: pl.DataFrame) -> None:
    """Raise Unfit for a cell that Excel made a date or a time, in any column but ``date_of_birth``.

    For example, Excel makes a date of the unit ``4-12`` and of the case number ``3-02-2025``.
    """
    for column in frame.drop("date_of_birth"):
        changed = column.str.contains(_TIME)
        if changed.any():
            raise Unfit(Code.WORKBOOK_CELL_CHANGED, row=(changed.arg_max() or 0) + 1, column=column.name)


def date_only() -> pl.Expr:
    """Return an Excel date of birth as ``YYYY-MM-DD``."""
    return pl.col("date_of_birth").str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1")


def _check_archive(name: str, file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > MEMBERS_MAX or len(set(names)) < len(names):
        raise Unreadable(Code.WORKBOOK_TOO_MANY_PARTS, file=name)
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable(Code.WORKBOOK_ENCRYPTED, file=name)
    if any(each.startswith("/") or ".." in each.split("/") for each in names):
        raise Unreadable(Code.WORKBOOK_PARTS_OUTSIDE, file=name)
    if "xl/workbook.xml" not in names:
        raise Unreadable(Code.WORKBOOK_NOT_ONE, file=name)
    if unpacked > UNPACKED_MAX or unpacked > max(_RATIO_FREE, RATIO_MAX * packed):
        raise Unreadable(Code.WORKBOOK_UNPACKS_TOO_LARGE, file=name)
    if any("vbaproject" in each or "externallink" in each for each in names):
        raise Unreadable(Code.WORKBOOK_MACROS_OR_LINKS, file=name)
