"""CSV that is not well formed, or not UTF-8, is refused by row, even if a lax reader would accept it."""

import codecs
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.batches import SOUND, cells, csv_file, csv_text, frame_of, row, write_batch
from support.refusals import refused
from withhold.model.errors import Unreadable
from withhold.screening import read_batch

COVERS = ("withhold.screening",)

# Encodings


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(tmp_path: Path, encoding: str) -> None:
    refused(csv_file(tmp_path, csv_text([cells()]).encode(encoding)), saying="UTF-16|NUL")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_latin_1_is_named_by_row(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"b{suffix}"
    if suffix == ".csv":
        path.write_bytes(csv_text([cells(), cells(request_ref="2", last_name="SECRETé")]).encode("latin-1"))
        refused(path, row=2, column="last_name", saying="not UTF-8")
    else:
        lines = [json.dumps(row(n, last_name="SECRETé"), ensure_ascii=False) for n in (1, 2)]
        path.write_bytes((lines[0] + "\n").encode() + (lines[1] + "\n").encode("latin-1"))
        refused(path, row=2, saying="not UTF-8")


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_one_byte_order_mark_is_allowed(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row()]))
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert read_batch(path).equals(frame_of([row()]))
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    with pytest.raises(Unreadable):
        read_batch(path)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_nul_bytes(tmp_path: Path, suffix: str) -> None:
    rows = [row(n) for n in range(1, 40)]
    rows[30]["city"] = "SECRET\0"
    refused(write_batch(tmp_path / f"b{suffix}", frame_of(rows)), row=31, column="city", saying="NUL")


def test_nul_byte_near_the_start(tmp_path: Path) -> None:
    refused(csv_file(tmp_path, csv_text([cells(city="\0")])), saying="NUL")


def test_half_a_character(tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text(json.dumps(row(city="\ud800")) + "\n")
    refused(path, row=1, column="city", saying="half of a character")


# Structure


def broken_csv(change: Callable[[list[str]], None]) -> str:
    lines = csv_text([cells(request_ref=f"R{n}") for n in range(1, 6)]).splitlines(keepends=True)
    change(lines)
    return "".join(lines)


def at(line: int, text: Callable[[str], str]) -> Callable[[list[str]], None]:
    def change(lines: list[str]) -> None:
        lines[line] = text(lines[line])

    return change


@pytest.mark.parametrize(
    ("change", "row_number", "saying"),
    [
        pytest.param(at(3, lambda s: s.replace(",true", "")), 3, "19 cells, but the header has 20", id="short row"),
        pytest.param(at(3, lambda s: s.replace(",true", ",true,SECRET")), 3, "21 cells", id="long row"),
        pytest.param(at(3, lambda s: "\r\n" + s), 3, "blank", id="blank line"),
        pytest.param(at(5, lambda s: s + "\r\n"), 6, "blank", id="blank line at the end"),
        pytest.param(at(3, lambda s: s.replace("Ada", '"Ada')), 3, "never closed", id="quote not closed"),
        pytest.param(at(5, lambda s: s[: s.index("Cedar")]), 5, "cells", id="cut off in a cell"),
        pytest.param(
            at(5, lambda s: s[: s.index("Cedar")].replace("1200", '"1200')), 5, "never closed", id="cut off in quotes"
        ),
        pytest.param(at(3, lambda s: s.replace("Ada", 'A"d"a')), 3, "quote", id="quotes within a cell"),
        pytest.param(at(3, lambda s: s.replace("Ada", '"Ada"x')), 3, "quote", id="text behind a quote"),
        pytest.param(at(3, lambda s: s.replace("Ada", '"A"d"a"')), 3, "quote", id="single quotes within quotes"),
        pytest.param(at(3, lambda s: s.replace("Ada", ' "Ada"')), 3, "quote", id="space before a quote"),
        pytest.param(
            at(3, lambda s: s.replace("Ada", 'Ada"').replace("Springfield", 'Spring"field')),
            3,
            "quote",
            id="two stray quotes",
        ),
        pytest.param(at(3, lambda s: s.replace("Ada", '""Ada""')), 3, "quote", id="doubled quotes outside"),
        pytest.param(at(3, lambda s: s.replace("Ada", "A\rda")), 3, "line end", id="lone carriage return"),
    ],
)
def test_malformed_csv_is_named_by_row(
    tmp_path: Path, change: Callable[[list[str]], None], row_number: int, saying: str
) -> None:
    refused(csv_file(tmp_path, broken_csv(change)), row=row_number, saying=saying)


def test_short_and_long_rows_do_not_cancel_out(tmp_path: Path) -> None:
    def change(lines: list[str]) -> None:
        lines[2] = lines[2].replace(",true", "")
        lines[4] = lines[4].replace(",true", ",true,SECRET")

    refused(csv_file(tmp_path, broken_csv(change)), row=2, saying="19 cells")


def test_faults_after_cells_with_line_ends_are_found_too(tmp_path: Path) -> None:
    """Files with quotes are checked by another path."""
    sound = csv_text([cells(request_ref="1", reason='two\nlines, "quoted"'), cells(request_ref="2")])
    assert read_batch(csv_file(tmp_path, sound))["reason"][0] == 'two\nlines, "quoted"'
    last = csv_text([cells(request_ref="3")]).splitlines(keepends=True)[1]
    for broken, reason in (
        (last.replace(",true", ""), "19 cells"),
        (last.replace(",true", ",true,SECRET"), "21 cells"),
        (last.replace("Ada", '"A"d"a"'), "quote"),
        (last.replace("Ada", 'x"Ada'), "quote"),
        (last.replace("Ada", "A\rda"), "line end"),
        ('"' + last, "quote"),
    ):
        refused(csv_file(tmp_path, sound + broken), row=3, saying=reason)
    rows = [cells(request_ref="3", reason="x" * 4_000), cells(request_ref="4", city="a\0b")]
    nul = csv_text(rows).split("\r\n", 1)[1]
    refused(csv_file(tmp_path, sound + nul), row=4, column="city", saying="NUL")
    latin = sound.encode() + last.replace("Ada", "Adé").encode("latin-1")
    refused(csv_file(tmp_path, latin), row=3, column="first_name", saying="not UTF-8")


def test_old_macintosh_line_ends(tmp_path: Path) -> None:
    refused(csv_file(tmp_path, csv_text([cells()]).replace("\r\n", "\r")))


def test_a_control_character_in_a_cell(tmp_path: Path) -> None:
    path = csv_file(tmp_path, csv_text([cells(city="Spring\x1ffield")]))
    assert read_batch(path)["city"][0] == "Spring\x1ffield"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_that_are_allowed(tmp_path: Path, line_end: str, last: bool) -> None:
    text = csv_text([cells()]).replace("\r\n", line_end)
    path = csv_file(tmp_path, text if last else text.removesuffix(line_end))
    assert read_batch(path).equals(frame_of([SOUND]))
