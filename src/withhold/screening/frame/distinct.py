"""Columns as codes into a list of distinct values, so that work is done once per distinct value.

For example, a batch of a million rows has some fifty values of ``state``. Each is converted once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from polars.datatypes import DataTypeClass

_TABLE_MAX = 8 << 20
SHORT = 64
"""The most rows of a column that Python converts. The engine needs about a millisecond for a column of any length."""


@dataclass(frozen=True, slots=True)
class Distinct:
    """A column as codes and distinct values. Row i has ``values[codes[i]]``."""

    codes: pl.Series
    """UInt32, one per row, each below ``len(values)``."""
    values: pl.Series
    """The distinct values, in the order of their codes."""

    def column(self, name: str) -> pl.Series:
        """Return the column. Rows with the same value share its text."""
        return self.values[self.codes].alias(name)

    def map(self, derive: Callable[[Any], object], dtype: DataTypeClass) -> "Distinct":
        """Return the column of ``derive(value)``. ``derive`` is called once per distinct value."""
        return self.with_values(pl.Series([derive(value) for value in self.values.to_list()], dtype=dtype))

    def with_values(self, values: pl.Series) -> "Distinct":
        """Return the column with another value for each of ``values``. Values that become equal become one."""
        return merged(self.codes, values)


def merged(codes: pl.Series, values: pl.Series) -> Distinct:
    """Return the column of codes into values that may repeat. If they do not, the codes are unchanged."""
    part = distinct(values)
    if len(part.values) == len(values):
        return Distinct(codes, values)
    return Distinct(part.codes[codes], part.values)


def distinct(column: pl.Series) -> Distinct:
    """Return a column without nulls as codes and distinct values."""
    if len(column) <= SHORT:
        return _by_table(column)
    if column.dtype != pl.String:
        return _by_rank(column)
    return _by_category(column, column.cast(pl.Categorical(pl.Categories.random())))


def distinct_columns(frame: pl.DataFrame, names: Sequence[str]) -> dict[str, Distinct]:
    """Return several String columns as codes and distinct values, computed on all cores at once."""
    if frame.height <= SHORT:
        return {name: _by_table(frame[name]) for name in names}
    parts = {name: _constant(frame[name]) for name in names}
    varied = [name for name, part in parts.items() if part is None]
    coded = frame.select(pl.col(name).cast(pl.Categorical(pl.Categories.random())) for name in varied)
    return {name: part or _by_category(frame[name], coded[name]) for name, part in parts.items()}


def _constant(column: pl.Series) -> Distinct | None:
    """Return the column if all its cells are the same, as in many columns of a large batch, else None."""
    value, last = column[0], len(column) - 1
    if column[last] != value or column[last // 2] != value or not (column == value).all():
        return None
    return Distinct(pl.repeat(0, len(column), dtype=pl.UInt32, eager=True), column.head(1))


def _by_table(column: pl.Series) -> Distinct:
    codes: dict[object, int] = {}
    numbered = [codes.setdefault(value, len(codes)) for value in column.to_list()]
    return Distinct(pl.Series(numbered, dtype=pl.UInt32), pl.Series(column.name, list(codes), dtype=column.dtype))


def _by_category(column: pl.Series, coded: pl.Series) -> Distinct:
    codes = coded.to_physical().cast(pl.UInt32)
    numbers = codes.to_numpy()
    places = np.full(int(numbers.max()) + 1, len(numbers), dtype=np.uint32)
    # Of a place that is written several times, the last write stays. So each value gets its first row.
    places[numbers[::-1]] = np.arange(len(numbers), dtype=np.uint32)[::-1]
    if int(places.max()) == len(numbers):  # numbered with gaps
        return _by_rank(column)
    return Distinct(codes, column.gather(places))


def _numbers(column: pl.Series, size: int) -> Distinct:
    """Return a column of numbers below ``size`` as codes and values. If ``size`` is small enough, a table is used."""
    if len(column) <= SHORT:
        return _by_table(column)
    if size > _TABLE_MAX:
        return _by_rank(column)
    values = column.unique()
    places = pl.repeat(0, size, dtype=pl.UInt32, eager=True)
    places.scatter(values, pl.int_range(len(values), dtype=pl.UInt32, eager=True))
    return Distinct(places.gather(column), values)


def _by_rank(column: pl.Series) -> Distinct:
    return Distinct((column.rank("dense") - 1).cast(pl.UInt32), column.unique().sort())


def combined(parts: Sequence[Distinct]) -> tuple[pl.Series, list[pl.Series]]:
    """Return a code per row (UInt32), and for each column its value in each distinct combination, in order of codes."""
    codes, columns = parts[0].codes, [parts[0].values]
    for part in parts[1:]:
        count = len(part.values)
        if count == 1:
            columns.append(part.values.new_from_index(0, len(columns[0])))
            continue
        # Both factors are below 2**32, so that the product of codes cannot overflow 64 bits.
        found = _numbers(codes.cast(pl.UInt64) * count + part.codes, len(columns[0]) * count)
        codes = found.codes
        columns = [column[found.values // count] for column in columns]
        columns.append(part.values[found.values % count])
    return codes, columns
