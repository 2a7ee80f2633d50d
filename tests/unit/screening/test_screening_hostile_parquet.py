"""Parquet of other types, cut off, or damaged."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from support.batches import frame_of, row, write_batch
from support.refusals import refused
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Unreadable
from withhold.screening import read_batch
from withhold.screening.reading.columnar import check_parquet
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.workbook.confined import parsed_file

COVERS = ("withhold.screening", "withhold.screening.reading.columnar")


NO_TEXT = (
    *(pl.Series([None], dtype=kind) for kind in (pl.Int64, pl.Boolean, pl.Date, pl.List(pl.String), pl.Binary)),
    pl.Series([["1", "2"]]),
    pl.Series([{"a": "SECRET"}]),
    pl.Series([[[[[["SECRET"]]]]]]),
    pl.Series([["a", "b"]], dtype=pl.Array(pl.String, 2)),
    pl.Series(["1"]).cast(pl.Decimal(38, 0)),
    pl.Series([float("nan")]),
)


def test_every_parquet_column_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """One process states the types of all columns. Then each column is the only one that is not text."""
    path = tmp_path / "b.parquet"
    named = dict(zip(COLUMNS, NO_TEXT, strict=False))
    frame_of([row()]).with_columns(**named).write_parquet(path)
    with path.open("rb") as file, parsed_file(path, Kind.PARQUET, file.fileno()) as given:
        stated = dict(zip(given.names, given.types, strict=True))
    check_parquet(path, replace(given, types=["String"] * len(COLUMNS)))
    for name in named:
        types = [stated[each] if each == name else "String" for each in given.names]
        with pytest.raises(Unreadable, match="must contain text") as caught:
            check_parquet(path, replace(given, types=types))
        assert caught.value.column == name
    refused(path, column=COLUMNS[0], saying="must contain text")
    frame_of([row()]).with_columns(tin=pl.lit(1)).write_parquet(path)
    refused(path, column="tin", saying="must contain text")


def test_parquet_null_and_categorical(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    changed = (pl.lit(None, pl.String).alias("middle_name"), pl.col("state").cast(pl.Categorical))
    frame_of([row()]).with_columns(changed).write_parquet(path)
    assert read_batch(path).equals(frame_of([row()]))


@pytest.mark.parametrize(
    "keep", [4, 2_000, -4, *(pytest.param(more, marks=pytest.mark.trial) for more in (100, -1, -9))]
)
def test_parquet_cut_off(tmp_path: Path, keep: int) -> None:
    path = write_batch(tmp_path / "b.parquet", frame_of([row()]))
    path.write_bytes(path.read_bytes()[:keep])
    refused(path, saying="damaged, cut off or too large")


@pytest.mark.parametrize("apart", [4, pytest.param(1, marks=pytest.mark.trial)])
def test_parquet_flipped_bytes_never_show_a_traceback(tmp_path: Path, apart: int) -> None:
    path = write_batch(tmp_path / "b.parquet", frame_of([row(n) for n in range(1, 4)]))
    whole = path.read_bytes()
    places, refusals = range(4, len(whole), len(whole) // 20)[::apart], 0
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        try:
            frame = read_batch(path)
        except Unreadable:
            refusals += 1
        else:
            assert frame.schema == dict.fromkeys(COLUMNS, pl.String)
    # Parquet has no checksum here, so a flipped byte in a cell is read as another cell.
    assert len(places) // 2 < refusals <= len(places)
