"""Parquet: string columns only. What is a number, a date or a list there was not written by the contract."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from withhold.model.errors import Unreadable
from withhold.screening.columns import COLUMNS
from withhold.screening.naming import shown_path
from withhold.screening.reading.guarding import guarded
from withhold.screening.reading.header import check_header
from withhold.screening.reading.piece import PIECE_ROWS

ROWS_MAX = 20_000_000
"""A few bytes of Parquet can stand for any number of rows; no agency has asked for this many."""

_BROKEN = "the file is damaged or cut off: it cannot be read as Parquet"


def parquet_frames(path: Path) -> tuple[int, Iterator[pl.DataFrame]]:
    """How many rows there are, and the rows some at a time. Raises Unreadable; a column that is no text is named."""
    schema = guarded(path, _BROKEN, lambda: pl.read_parquet_schema(path))
    check_header(path, list(schema))
    for name in COLUMNS:
        if not isinstance(schema[name], pl.String | pl.Categorical | pl.Enum):
            raise Unreadable(shown_path(path), "the column must hold text", column=name)
    lazy = pl.scan_parquet(path, glob=False, hive_partitioning=False)
    rows = guarded(path, _BROKEN, lambda: lazy.select(pl.len()).collect().item())
    if rows > ROWS_MAX:
        raise Unreadable(shown_path(path), f"there are more than {ROWS_MAX:,} rows; split the batch")
    return rows, _frames(path, lazy)


def _frames(path: Path, lazy: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    text = [pl.col(name).cast(pl.String).fill_null("") for name in COLUMNS]
    frames = guarded(
        path, _BROKEN, lambda: iter(lazy.select(text).collect_batches(chunk_size=PIECE_ROWS, maintain_order=True))
    )
    while (frame := guarded(path, _BROKEN, lambda: next(frames, None))) is not None:
        yield from frame.iter_slices(PIECE_ROWS)
