"""A file that cannot be read is refused once, with its likely cause and the cure."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from support.batches import cells, csv_file, csv_text, frame_of, row, write_batch
from support.refusals import refused
from withhold.screening import COLUMNS, read_batch

COVERS = ("withhold.screening.reading",)


@pytest.mark.parametrize(("mark", "named"), [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
def test_another_separator_is_named(tmp_path: Path, mark: str, named: str) -> None:
    path = csv_file(tmp_path, f"{mark.join(COLUMNS)}\r\n{mark.join(cells())}\r\n")
    refused(path, saying=f"separated by {named}.*CSV UTF-8")


def test_a_line_about_the_separator_is_named(tmp_path: Path) -> None:
    refused(csv_file(tmp_path, "sep=,\r\n" + csv_text([cells()])), saying="Delete that line")


@pytest.mark.parametrize("spelled", [str.upper, str.title, lambda name: f" {name.replace('_', ' ')} "])
def test_names_spelled_otherwise_are_told_as_they_must_be(tmp_path: Path, spelled: Callable[[str], str]) -> None:
    path = csv_file(tmp_path, csv_text([cells()], [spelled(name) for name in COLUMNS]))
    shown = None if spelled("a") == " a " else spelled("request_ref")
    refused(path, column=shown, saying="name of column 1 must be written exactly so: request_ref")
    one = [*COLUMNS[:6], "Date of birth", *COLUMNS[7:]]
    path = csv_file(tmp_path, csv_text([cells()], one))
    refused(path, column="Date of birth", saying="column 7 must be written exactly so: date_of_birth")


def test_a_name_like_another_is_told_which(tmp_path: Path) -> None:
    path = csv_file(tmp_path, csv_text([cells()], ["request_reff", *COLUMNS[1:]]))
    refused(path, column="request_reff", saying=r"Rename it to request_ref, or remove it")
    path = csv_file(tmp_path, csv_text([cells()], ["salary", *COLUMNS[1:]]))
    refused(path, column="salary", saying=r"The column is unknown\. Remove it\.")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_title_above_the_header_is_the_likely_cause(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"b{suffix}"
    if suffix == ".csv":
        csv_file(tmp_path, "Requests of SECRET\r\n" + csv_text([cells()])).rename(path)
    else:
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            for number, each in enumerate((["Requests of SECRET"], COLUMNS, cells())):
                sheet.write_row(number, 0, each)
    refused(path, saying="with no title and no empty row above them")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_an_empty_row_is_called_empty(tmp_path: Path, suffix: str) -> None:
    blank = dict.fromkeys(COLUMNS, " ")
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row(1), {**row(2), **blank}]))
    refused(path, row=2, saying="The row is empty")
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row(1), row(2, request_ref="")]))
    refused(path, row=2, column="request_ref", saying="has no reference")


def test_a_parquet_column_of_type_null_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    frame_of([row(1), row(2)]).with_columns(pl.lit(None).alias("suffix")).write_parquet(path)
    assert read_batch(path)["suffix"].to_list() == ["", ""]
