"""A workbook is refused if it has anything that its signer cannot see."""

import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from test_screening_hostile_workbook import repacked

from support.batches import cells, csv_text, frame_of, row, write_batch
from support.refusals import refused
from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch
from withhold.screening.reading.workbook.confined import ParsedFile
from withhold.screening.reading.workbook.sheet_marks import find_mark
from withhold.screening.reading.workbook.sheet_refusals import check_sheet

COVERS = ("withhold.screening",)

ERRORS = {
    "#DIV/0!": "=1/0", "#N/A": "=NA()", "#NAME?": "=none()", "#NULL!": "=A1 B1", "#NUM!": "=SQRT(-1)",
    "#REF!": "=#REF!", "#VALUE!": '="a"*1',
}  # fmt: skip
OPTIONAL = "suffix"


def fill(sheet: xlsxwriter.worksheet.Worksheet, rows: int = 3, first: int = 0) -> None:
    sheet.write_row(first, first, COLUMNS)
    for number in range(1, rows + 1):
        own = row(number)
        sheet.write_row(first + number, first, [own[name] for name in COLUMNS])


def workbook(path: Path) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(str(path))


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_a_hidden_first_sheet_is_named_and_not_screened(tmp_path: Path, hide: str) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        old, new = book.add_worksheet("Old batch"), book.add_worksheet("New batch")
        fill(old)
        fill(new)
        new.activate()
        new.set_first_sheet()
        getattr(old, hide)()
    refused(tmp_path / "b.xlsx", saying='hidden sheet, "Old batch"')


def test_a_hidden_sheet_behind_the_visible_one_is_named(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        fill(book.add_worksheet("Requests"))
        more = book.add_worksheet("More")
        fill(more)
        more.hide()
    refused(tmp_path / "b.xlsx", saying='hidden sheet, "More"')


def test_a_second_sheet_with_cells_is_named(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        fill(book.add_worksheet("Requests"))
        book.add_worksheet("Part 2").write(0, 0, "x")
    refused(tmp_path / "b.xlsx", saying='More than one sheet contains cells: "Requests" and "Part 2"')


def test_a_sheet_whose_name_could_be_data_is_not_named(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        fill(book.add_worksheet("Requests"))
        fill(book.add_worksheet("123-45-6789"))
    refused(tmp_path / "b.xlsx", saying="no. 2, whose name is not shown")


def test_sheets_without_cells_do_not_matter(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        book.add_chartsheet("Chart")
        fill(book.add_worksheet("Requests"))
        empty = book.add_worksheet("empty")
        empty.hide()
    assert read_batch(tmp_path / "b.xlsx").height == 3


@pytest.mark.parametrize("filtered", [False, True])
def test_a_hidden_or_filtered_row_is_named(tmp_path: Path, filtered: bool) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.set_row(2, None, None, {"hidden": True})
        if filtered:
            sheet.autofilter(0, 0, 3, len(COLUMNS) - 1)
            sheet.filter_column(0, "x != REF-0002")
    refused(tmp_path / "b.xlsx", row=2, saying="The row of cell A3 is hidden or filtered out")


def test_hidden_rows_without_cells_and_hidden_columns_do_not_matter(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})
    assert read_batch(tmp_path / "b.xlsx").height == 3


@pytest.mark.parametrize(("value", "formula"), ERRORS.items())
def test_every_error_is_refused_with_its_cell(tmp_path: Path, value: str, formula: str) -> None:
    """The first errors are read by the process of its own, the others by what that process runs."""
    path = tmp_path / "b.xlsx"
    with workbook(path) as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.write_formula(2, COLUMNS.index(OPTIONAL), formula, None, value)
    says = f"Cell F3 contains the error {value}".replace("?", r"\?")
    mark = find_mark(str(path))
    assert mark == {"what": "error", "value": value, "cell": "F3", "row": 3, "column": 1 + COLUMNS.index(OPTIONAL)}
    with pytest.raises(Unreadable, match=says) as caught:
        check_sheet(path, ParsedFile(list(COLUMNS), [], 3, iter(()), [("Sheet1", True)], mark | {"name": OPTIONAL}))
    assert (caught.value.row, caught.value.column) == (2, OPTIONAL)
    if value in list(ERRORS)[:2]:
        refused(path, row=2, column=OPTIONAL, saying=says)


@pytest.mark.parametrize("column", COLUMNS)
def test_an_error_is_refused_in_every_column(tmp_path: Path, column: str) -> None:
    """The first and the last column are read by the process of its own, the others by what that process runs."""
    path = tmp_path / "b.xlsx"
    with workbook(path) as book:
        sheet = book.add_worksheet()
        fill(sheet, first=2)
        sheet.write_formula(3, 2 + COLUMNS.index(column), "=NA()", None, "#N/A")
    mark = find_mark(str(path))
    assert mark is not None
    assert (mark["what"], mark["value"], mark["row"], mark["column"]) == ("error", "#N/A", 2, 1 + COLUMNS.index(column))
    if column in (COLUMNS[0], COLUMNS[-1]):
        refused(path, row=1, column=column, saying="#N/A")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((name, text) for name in ("b.csv", "b.jsonl") for text in ("#REF!", " #n/a ", "#VALUE!")),
        *(("b.xlsx", "#REF!"), ("b.parquet", " #n/a ")),
    ],
)
def test_the_text_of_an_error_is_refused_in_every_format(tmp_path: Path, text: str, name: str) -> None:
    path = write_batch(tmp_path / name, frame_of([row(1), row(2, middle_name=text)]))
    refused(path, row=2, column="middle_name", saying="error of the spreadsheet")


def test_a_number_sign_alone_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text(csv_text([cells(address_line2="#4")]))
    assert read_batch(tmp_path / "b.csv")["address_line2"].to_list() == ["#4"]


def test_a_formula_that_was_never_computed_is_refused(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.write_formula(1, COLUMNS.index(OPTIONAL), '="Jr"', None, "")
    # Some libraries write formulas without computing them.
    refused(tmp_path / "b.xlsx", row=1, column=OPTIONAL, saying="formula without a value")


def test_a_formula_whose_result_is_empty_text_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with workbook(path) as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.write_formula(1, COLUMNS.index(OPTIONAL), '=""', None, "x")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("xl/worksheets/sheet1.xml")
    assert b't="str"' in content
    repacked(path, {"xl/worksheets/sheet1.xml": content.replace(b"<v>x</v>", b"<v></v>")})
    assert read_batch(path)[OPTIONAL].to_list() == ["", "", ""]


@pytest.mark.parametrize("column", ["case_number", "address_line2", "zip"])
@pytest.mark.parametrize("form", ["yyyy-mm-dd", "h:mm", "d-mmm"])
def test_a_cell_that_excel_made_a_date_or_a_time_is_named(tmp_path: Path, column: str, form: str) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.write_number(2, COLUMNS.index(column), 45_718.25, book.add_format({"num_format": form}))
    refused(tmp_path / "b.xlsx", row=2, column=column, saying="date or a time.*Format the column as Text")


@pytest.mark.parametrize("number", [20_251_234_567_890_121, 4.5e21])
def test_a_number_of_more_digits_than_excel_keeps_is_named(tmp_path: Path, number: float) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.write_number(3, COLUMNS.index("case_number"), number)
    refused(tmp_path / "b.xlsx", row=3, column="case_number", saying="P4 contains a number of more than 15 digits")


def test_a_number_of_fifteen_digits_and_longer_texts_are_read(tmp_path: Path) -> None:
    with workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet()
        fill(sheet)
        sheet.write_number(1, COLUMNS.index("case_number"), 202_512_345_678_901)
        sheet.write_string(2, COLUMNS.index("case_number"), "20251234567890123")
    found = read_batch(tmp_path / "b.xlsx")["case_number"].to_list()
    assert found[:2] == ["202512345678901", "20251234567890123"]
