"""Bad input of any format ends with one clear line: file, row and column, never a cell. Nothing is left behind."""

import os
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from support.batches import cells, csv_file, csv_text, frame_of, row, write_batch
from support.refusals import refused
from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch

COVERS = ("withhold.screening",)

FORMATS = (".csv", ".jsonl", ".parquet", ".xlsx")


# Places and kinds of file


def test_missing_file(tmp_path: Path) -> None:
    refused(tmp_path / "none.csv", saying="no such file")


def test_directory(tmp_path: Path) -> None:
    (tmp_path / "batch.csv").mkdir()
    refused(tmp_path / "batch.csv", saying="directory")


def test_fifo_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "batch.csv")
    refused(tmp_path / "batch.csv", saying="not a regular file")


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/stdin"])
def test_device(device: str) -> None:
    with pytest.raises(Unreadable, match=r"not a regular file|This is a link"):
        read_batch(Path(device))


def test_name_with_line_end_stays_one_line(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_batch(tmp_path / "a\nb.csv")
    assert "\n" not in str(caught.value)


def test_path_that_no_file_can_have() -> None:
    with pytest.raises(Unreadable):
        read_batch(Path("a\0b.csv"))


@pytest.mark.parametrize("suffix", FORMATS)
def test_empty_file(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"batch{suffix}").touch()
    refused(tmp_path / f"batch{suffix}", saying="empty")


@pytest.mark.parametrize("name", ["batch.txt", "batch", "batch.csv.gz", "batch.xls"])
def test_unknown_extension(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(csv_text([cells()]))
    refused(tmp_path / name, saying="must end with")


@pytest.mark.parametrize("written", FORMATS)
@pytest.mark.parametrize("named", FORMATS)
def test_name_and_content_must_agree(tmp_path: Path, written: str, named: str) -> None:
    path = write_batch(tmp_path / f"honest{written}", frame_of([row()])).rename(tmp_path / f"batch{named}")
    if written == named:
        assert read_batch(path).height == 1
    else:
        refused(path, saying="its content is not")


# Columns


@pytest.mark.parametrize("suffix", FORMATS)
def test_unknown_column_is_named(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row()]).with_columns(pl.lit("SECRET").alias("salary")))
    refused(path, saying="is unknown", column="salary", row=1 if suffix == ".jsonl" else None)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_unknown_column_that_may_be_data_is_not_repeated(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row()]).with_columns(pl.lit("x").alias("123-45-6789")))
    refused(path, saying=r"no\. 21, whose name is not shown", row=1 if suffix == ".jsonl" else None)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
def test_missing_column_is_named(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row()]).drop("statute"))
    refused(path, row=1 if suffix == ".jsonl" else None, column="statute", saying=r"is missing\. Add it")


def test_several_missing_columns_are_counted(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.csv", frame_of([row()]).drop("statute", "reason"))
    refused(path, column="statute", saying="is missing, and 1 more")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_column_given_twice_is_named(tmp_path: Path, suffix: str) -> None:
    if suffix == ".csv":
        path = csv_file(tmp_path, csv_text([[*cells(), "x"]], [*COLUMNS, "tin"]))
    else:
        path = tmp_path / "b.xlsx"
        with xlsxwriter.Workbook(str(path)) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, [*COLUMNS, "tin"])
            sheet.write_row(1, 0, [*cells(), "x"])
    refused(path, column="tin", saying="is given twice")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_data_without_header_is_not_repeated(tmp_path: Path, suffix: str) -> None:
    path = write_batch(
        tmp_path / f"b{suffix}", pl.DataFrame([["x"]] * 20, schema=[c or f"empty{i}" for i, c in enumerate(cells())])
    )
    refused(path, saying="no header row")


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".xlsx"])
def test_header_only(tmp_path: Path, suffix: str) -> None:
    refused(write_batch(tmp_path / f"b{suffix}", frame_of([])), saying="no rows below the header")


def test_header_only_without_line_end(tmp_path: Path) -> None:
    refused(csv_file(tmp_path, ",".join(COLUMNS)), saying="no rows below the header")


def test_header_cases(tmp_path: Path) -> None:
    body = csv_text([cells()])
    refused(csv_file(tmp_path, "\n" + body), saying="blank")
    refused(csv_file(tmp_path, body.replace("request_ref", "request_ref\0", 1)), saying="NUL")
    refused(csv_file(tmp_path, "x" * 20_000 + body), saying="too long")
    refused(csv_file(tmp_path, body.replace("request_ref", '"request_ref', 1)), saying="not well-formed")
    refused(csv_file(tmp_path, b"\xe9" + body.encode()), saying="not UTF-8")
    refused(csv_file(tmp_path, body.replace("tin,", "TIN,", 1)), column="TIN", saying="written exactly so: tin")


# Size


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
def test_cell_too_long(tmp_path: Path, suffix: str) -> None:
    frame = frame_of([row(1, reason="é" * 4_000), row(2, reason="SECRET" * 1_000)])
    refused(write_batch(tmp_path / f"b{suffix}", frame), row=2, column="reason", saying="longer than 4,000")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_cell_of_ten_megabytes(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row(1), row(2, city="SECRET" * 1_800_000)]))
    refused(path, row=2, column=None if suffix == ".jsonl" else "city", saying="too long|longer")


def test_quote_never_closed_over_many_rows(tmp_path: Path) -> None:
    lines = csv_text([cells(request_ref=f"R{n}") for n in range(1, 9_000)]).splitlines(keepends=True)
    lines[3] = lines[3].replace("Ada", '"Ada')
    refused(csv_file(tmp_path, "".join(lines)), row=3, saying="never closed")


# References


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
def test_reference_used_twice(tmp_path: Path, suffix: str) -> None:
    frame = frame_of([row(1), row(2), row(3, request_ref=" REF-0001 ")])
    refused(write_batch(tmp_path / f"b{suffix}", frame), row=3, column="request_ref", saying="same reference")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_reference_missing(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row(1), row(2, request_ref="")]))
    refused(path, row=2, column="request_ref", saying="no reference")
