"""Work done once per distinct value: a column as codes into a list of its distinct values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from polars.datatypes import DataTypeClass


@dataclass(frozen=True, slots=True)
class Distinct:
    """A column taken apart: row i holds ``values[codes[i]]``."""

    codes: pl.Series
    """UInt32, one per row, each below ``len(values)``."""
    values: pl.Series
    """The distinct values, in the order of their codes."""

    def map(self, derive: Callable[[Any], object], dtype: DataTypeClass) -> pl.Series:
        """The column whose row i is ``derive(values[codes[i]])``, calling ``derive`` once per value."""
        return self.spread([derive(value) for value in self.values.to_list()], dtype)

    def spread(self, results: Sequence[object], dtype: DataTypeClass) -> pl.Series:
        """One result per distinct value, put back on the rows."""
        return pl.Series(results, dtype=dtype).gather(self.codes)


def distinct(column: pl.Series) -> Distinct:
    """Takes a String column without nulls apart. Codes follow first appearance."""
    if column.dtype != pl.String:
        return _by_rank(column)
    coded = column.cast(pl.Categorical(pl.Categories.random()))
    seen = coded.unique().sort()
    by_code = pl.DataFrame({"code": seen.to_physical(), "value": seen.cast(pl.String)}).sort("code")
    codes = coded.to_physical().cast(pl.UInt32)
    if by_code["code"].max() != len(by_code) - 1:  # another engine version may number with gaps
        return _by_rank(column)
    return Distinct(codes, by_code["value"])


def _by_rank(column: pl.Series) -> Distinct:
    values = column.unique().sort()
    return Distinct((column.rank("dense") - 1).cast(pl.UInt32), values)


def combined(parts: Sequence[Distinct]) -> tuple[pl.Series, list[tuple[object, ...]]]:
    """Distinct combinations of several columns.

    Returns a code per row (UInt32) and, in the order of the codes, one tuple of values per combination.
    """
    codes = parts[0].codes
    combinations: list[tuple[object, ...]] = [(value,) for value in parts[0].values.to_list()]
    for part in parts[1:]:
        # Both factors are below 2**32 - 1, so that the product of codes cannot overflow 64 bits.
        key = codes.cast(pl.UInt64) * len(part.values) + part.codes
        keys = key.unique().sort()
        codes = (key.rank("dense") - 1).cast(pl.UInt32)
        values = part.values.to_list()
        combinations = [(*combinations[k // len(values)], values[k % len(values)]) for k in keys.to_list()]
    return codes, combinations
