"""How cells are read that Excel converted."""

from datetime import datetime
from pathlib import Path

import xlsxwriter

from support.batches import cells, frame_of, row, write_batch
from withhold.screening import COLUMNS, read_batch

COVERS = ("withhold.screening",)


def place(name: str) -> int:
    return COLUMNS.index(name)


def test_numbers_booleans_and_dates_keep_their_meaning(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("anything")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, cells())
        sheet.write_number(1, place("tin"), 123456789)
        sheet.write_number(1, place("taxable_periods"), 2022)
        sheet.write_boolean(1, place("sole_use"), True)
        sheet.write_datetime(1, place("date_of_birth"), datetime(1980, 2, 3), day)  # noqa: DTZ001
        sheet.write_formula(1, place("city"), '="Spring"&"field"', None, "Springfield")
        book.add_worksheet("empty")
    expected = row(1, request_ref="REF-0001", tin="123456789", taxable_periods="2022")
    assert read_batch(path).rows() == frame_of([expected]).rows()


def test_leading_zeros_that_excel_dropped_are_not_guessed_back(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, cells())
        sheet.write_number(1, place("tin"), 12345678)
        sheet.write_number(1, place("zip"), 501)
    assert read_batch(path).select("tin", "zip").row(0) == ("12345678", "501")


def test_empty_cells_and_columns_with_only_formatting(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        gray = book.add_format({"bg_color": "#cccccc"})
        sheet.write_row(0, 0, COLUMNS)
        for number, cell in enumerate(cells(middle_name="", suffix="")):
            if cell:
                sheet.write_string(1, number, cell)
        sheet.write_blank(1, 30, None, gray)
        sheet.write_blank(40, 3, None, gray)
    assert read_batch(path).equals(frame_of([row(1, request_ref="REF-0001", tin="123-45-6789")]))


def test_text_stays_text(tmp_path: Path) -> None:
    texts = ["=1+1", "a\nb", "  padded  ", "&lt;é<>", "1980-02-03", "0012"]
    path = write_batch(tmp_path / "b.xlsx", frame_of(row(n, reason=text) for n, text in enumerate(texts, start=1)))
    assert read_batch(path)["reason"].to_list() == texts
