"""Parquet of other types, cut off, or damaged."""

from pathlib import Path

import polars as pl
import pytest

from support.batches import frame_of, row, write_batch
from support.refusals import refused
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Unreadable
from withhold.screening import read_batch

COVERS = ("withhold.screening",)


@pytest.mark.parametrize("dtype", [pl.Int64, pl.Boolean, pl.Date, pl.List(pl.String), pl.Binary])
def test_parquet_column_of_another_type(tmp_path: Path, dtype: pl.DataType) -> None:
    path = tmp_path / "b.parquet"
    frame_of([row()]).with_columns(pl.Series("tin", [None], dtype=dtype)).write_parquet(path)
    refused(path, column="tin", saying="must hold text")


def test_parquet_null_and_categorical(tmp_path: Path) -> None:
    path = tmp_path / "b.parquet"
    changed = (pl.lit(None, pl.String).alias("middle_name"), pl.col("state").cast(pl.Categorical))
    frame_of([row()]).with_columns(changed).write_parquet(path)
    assert read_batch(path).equals(frame_of([row()]))


@pytest.mark.parametrize("keep", [4, 100, 2_000, -1, -4, -9])
def test_parquet_cut_off(tmp_path: Path, keep: int) -> None:
    path = write_batch(tmp_path / "b.parquet", frame_of([row()]))
    path.write_bytes(path.read_bytes()[:keep])
    refused(path, saying="damaged, cut off or too large")


def test_parquet_flipped_bytes_never_show_a_traceback(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.parquet", frame_of([row(n) for n in range(1, 4)]))
    whole = path.read_bytes()
    places, refusals = range(4, len(whole), max(1, len(whole) // 20)), 0
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
