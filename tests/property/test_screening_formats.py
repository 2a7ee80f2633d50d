"""The same rows in any of the four formats are the same frame, whatever text the cells hold."""

import csv
import io
import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.batches import csv_text, write_batch
from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch

COVERS = ("withhold.screening",)

AWKWARD = st.sampled_from([*"\"',\n\t§é\ufeff", '""', "\r\n", '",', ',"', "=1", "NULL", "null", "1e5"])
LETTERS = st.characters(blacklist_categories=["Cs", "Cc"])
CELL = st.lists(st.one_of(AWKWARD, LETTERS), max_size=6).map("".join)


@st.composite
def frames(draw: st.DrawFn, *, most: int = 4) -> pl.DataFrame:
    rows = draw(st.integers(1, most))
    references = draw(st.lists(st.text("abc0123", min_size=1, max_size=5), min_size=rows, max_size=rows, unique=True))
    columns = {name: draw(st.lists(CELL, min_size=rows, max_size=rows)) for name in COLUMNS}
    order = draw(st.permutations(COLUMNS))
    columns["request_ref"] = references
    return pl.DataFrame({name: columns[name] for name in order}, schema=dict.fromkeys(order, pl.String))


def round_trip(frame: pl.DataFrame, suffix: str) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as folder:
        path = write_batch(Path(folder) / f"batch{suffix}", frame)
        read = read_batch(path)
        assert [entry.name for entry in Path(folder).iterdir()] == [path.name]
        return read


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
@given(frame=frames())
@settings(max_examples=15, deadline=None)
def test_reading_gives_what_was_written(suffix: str, frame: pl.DataFrame) -> None:
    read = round_trip(frame, suffix)
    assert read.columns == list(COLUMNS)
    assert read.rows() == frame.select(COLUMNS).rows()


def is_read_back(frame: pl.DataFrame, suffix: str) -> None:
    if suffix == ".xlsx":  # XML knows one line end only, and has no way to write most control characters
        frame = frame.with_columns(pl.all().str.replace_all("\r", ""))
    assert round_trip(frame, suffix).rows() == frame.select(COLUMNS).rows()


# Each example starts a process that reads it, so there are few of them, with more rows.
@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
@given(frame=frames(most=8))
@settings(max_examples=4, deadline=None)
def test_reading_in_another_process_gives_what_was_written(suffix: str, frame: pl.DataFrame) -> None:
    is_read_back(frame, suffix)


@pytest.mark.trial
@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
@given(frame=frames())
@settings(max_examples=60, deadline=None)
def test_reading_gives_what_was_written_more_often(suffix: str, frame: pl.DataFrame) -> None:
    is_read_back(frame, suffix)


@given(rows=st.lists(st.lists(CELL, min_size=20, max_size=20), min_size=1, max_size=4), place=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_csv_without_one_of_its_bytes_is_refused_or_read_as_others_read_it(rows: list[list[str]], place: int) -> None:
    """Either it is refused, or Python's own strict reader finds the same cells."""
    for number, cells in enumerate(rows):
        cells[0] = f"R{number}"
    whole = csv_text(rows).encode()
    start = whole.index(b"\r\n") + 2
    place = start + place % (len(whole) - start)
    agrees_with_the_standard_library(whole[:place] + whole[place + 1 :])


def agrees_with_the_standard_library(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.csv"
        path.write_bytes(content)
        try:
            read = read_batch(path).rows()
        except Unreadable:
            return
    assert read == [tuple(cells) for cells in csv.reader(io.StringIO(content.decode(), newline=""), strict=True)][1:]
