"""Check an XLSX workbook. Its one sheet that is not empty is read, with every cell as text.

A small workbook can describe a sheet of 17 billion cells. So the archive's directory is checked before anything is
unpacked, and the sheet is read with limits (``confined``). A number is read as Excel stores it. For example, if Excel
dropped the leading zero of a ZIP Code, the row does not meet the element ``address``. A formula counts as its value
when the workbook was saved.

A workbook is refused if it has something that its signer cannot see or would not expect: a hidden sheet, a second
sheet, hidden or filtered rows, or cells with an error.
"""

import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from withhold.model.errors import InWords, Unreadable
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.naming import shown_path, shown_sheet
from withhold.screening.reading.header import check_header
from withhold.screening.reading.workbook.confined import ParsedFile
from withhold.screening.reading.workbook.engine_failures import guarded

MEMBERS_MAX = 1_000
UNPACKED_MAX = 2 << 30
RATIO_MAX = 200
_RATIO_FREE = 64 << 20
"""Unpacked bytes up to which any ratio is accepted, because a few repeated rows compress very well."""

_BROKEN = "the workbook is damaged, cut off or too large: it cannot be read as XLSX"


def check_archive(path: Path, file: BinaryIO) -> None:
    """Raise Unreadable for a bomb, a workbook with code or links, or a file that is no archive. ``path`` names it."""
    guarded(path, _BROKEN, lambda: _check_archive(path, file))


def check_sheet(path: Path, given: ParsedFile) -> None:
    """Raise Unreadable for a workbook with a second or hidden sheet, a hidden row, an error, or other columns."""
    if not given.names:
        raise InWords(shown_path(path), "the first sheet is empty, and so is every other")
    _check_sheets(path, given.sheets)
    check_header(path, given.names)
    if given.mark is not None:
        raise _marked(path, given.mark)


def _check_sheets(path: Path, sheets: list[tuple[str, bool]]) -> None:
    for place, (name, seen) in enumerate(sheets, 1):
        if not seen:
            raise InWords(
                shown_path(path),
                f"the workbook has a hidden sheet, {shown_sheet(name, place)}; delete it, or send it alone",
            )
    if len(sheets) > 1:
        names = f"{shown_sheet(sheets[0][0], 1)} and {shown_sheet(sheets[1][0], 2)}"
        raise InWords(shown_path(path), f"more than one sheet holds cells: {names}; send one sheet in one workbook")


def _marked(path: Path, mark: dict[str, Any]) -> Unreadable:
    cell, row = mark["cell"], mark["row"] - 1
    if mark["what"] == "hidden":
        reason = (
            f"the row of cell {cell} is hidden or filtered out; show all rows, or delete those that you do not mean"
        )
        return InWords(shown_path(path), reason, row=row or None)
    column = mark["name"] if mark["name"] in COLUMNS else None
    if mark["what"] == "formula":
        reason = f"cell {cell} has a formula without a value; open the workbook in Excel, save it, and send it again"
    else:
        reason = f"cell {cell} holds the error {mark['value'] or 'value'}; put the value there, or empty the cell"
    return InWords(shown_path(path), reason, row=row or None, column=column)


def date_only() -> pl.Expr:
    """Return an Excel date of birth as ``YYYY-MM-DD``."""
    return pl.col("date_of_birth").str.replace(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$", "$1")


def _check_archive(path: Path, file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    names = [member.filename.lower() for member in members]
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    reason = None
    if len(members) > MEMBERS_MAX or len(set(names)) < len(names):
        reason = "the workbook has too many parts, or two of one name"
    elif any(member.flag_bits & 1 for member in members):
        reason = "the workbook is encrypted; send it without a password"
    elif any(name.startswith("/") or ".." in name.split("/") for name in names):
        reason = "the archive holds parts outside itself: it is no workbook"
    elif "xl/workbook.xml" not in names:
        reason = "the file is an archive, but not an XLSX workbook"
    elif unpacked > UNPACKED_MAX or unpacked > max(_RATIO_FREE, RATIO_MAX * packed):
        reason = "the workbook unpacks to far more than it is; split the batch or send it as CSV"
    elif any("vbaproject" in name or "externallink" in name for name in names):
        reason = "the workbook holds macros or links to other files; send plain cells"
    if reason is not None:
        raise InWords(shown_path(path), reason)
