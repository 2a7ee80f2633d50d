"""The distinct texts of a batch: where each is, and whose it is. The texts themselves stay on disk.

Only numbers are in memory, about forty bytes for each text, so that a batch of seven million different texts fits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

EMPTY = 0
_ROWS_AT_ONCE = 1 << 20
"""Rows that are grouped together. Keys are hashes, so equal partitions of their range have similar counts."""
_RANGE = 1 << 64


@dataclass(frozen=True, slots=True)
class Texts:
    """The distinct texts, numbered in the order of the batch."""

    rows: pl.DataFrame
    keys: NDArray[np.uint64]
    places: NDArray[np.uint32]
    """The first row of each."""
    ends: NDArray[np.int64]
    """Where its people end in ``people``."""
    people: NDArray[np.uint64]
    """The people of all texts one after the other, of each at most as many as are enough."""

    @classmethod
    def of(cls, rows: pl.DataFrame, enough: int) -> "Texts":
        """Return the texts of a batch. For ``rows``, see `whole_batch.count_alike`."""
        people = pl.col("of").filter(pl.col("of") != EMPTY).unique().head(enough).alias("people")
        numbered = rows.lazy().select("key", "of").with_row_index("at")
        parts = [_Part.of(numbered.filter(within), people) for within in partitions("key", rows.height)]
        places = np.concatenate([part.places for part in parts])
        order = np.argsort(places)
        many, every = (np.concatenate([getattr(part, name) for part in parts]) for name in ("many", "people"))
        starts = (np.cumsum(many) - many)[order]
        many = many[order]
        ends = np.cumsum(many)
        taken = np.arange(len(every)) - np.repeat(ends - many, many) + np.repeat(starts, many)
        return cls(rows, np.concatenate([part.keys for part in parts])[order], places[order], ends, every[taken])

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.keys)

    def many(self) -> NDArray[np.int64]:
        """Return the number of people of each."""
        return np.diff(self.ends, prepend=0)

    def people_of(self, number: int) -> list[int]:
        """Return the people of one."""
        start = self.ends[number - 1] if number else 0
        found: list[int] = self.people[start : self.ends[number]].tolist()
        return found

    def read(self, numbers: NDArray[np.intp]) -> list[str]:
        """Return the texts with these numbers, which are in order."""
        places = self.places[numbers]
        chunks = self.rows["text"].get_chunks()
        starts = np.cumsum([0, *map(len, chunks)])
        bounds = np.searchsorted(places, starts)
        found: list[str] = []
        for chunk, start, first, after in zip(chunks, starts, bounds, bounds[1:], strict=False):
            if after > first:
                found += chunk.gather(places[first:after] - start).to_list()
        return found

    def groups(self, name: str, most: int) -> Iterator[NDArray[np.intp]]:
        """Yield the numbers of the texts of each group of a column that has from two to ``most`` of them."""
        order = np.argsort(self.keys)
        ordered = self.keys[order]
        keyed = self.rows.lazy().select("key", name).filter(pl.col("key") != EMPTY, pl.col(name) != EMPTY)
        for within in partitions(name, self.rows.height):
            members = keyed.filter(within).unique().collect()
            numbers = order[np.searchsorted(ordered, members["key"].to_numpy())]
            names = members[name].to_numpy()
            placed = np.lexsort((numbers, names))
            numbers, names = numbers[placed], names[placed]
            ends = np.flatnonzero(np.diff(names, append=names[-1:] + np.uint64(1))) + 1
            for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=False):
                if 1 < end - start <= most:
                    yield numbers[start:end]


@dataclass(frozen=True, slots=True)
class _Part:
    keys: NDArray[np.uint64]
    places: NDArray[np.uint32]
    many: NDArray[np.int64]
    people: NDArray[np.uint64]

    @classmethod
    def of(cls, rows: pl.LazyFrame, people: pl.Expr) -> "_Part":
        keyed = rows.filter(pl.col("key") != EMPTY)
        found = keyed.group_by("key").agg(pl.col("at").min(), people).collect()
        many = found["people"].list.len().to_numpy().astype(np.int64)
        every = found["people"].explode().drop_nulls().to_numpy().astype(np.uint64)
        return cls(found["key"].to_numpy(), found["at"].to_numpy(), many, every)


def partitions(column: str, rows: int) -> Sequence[pl.Expr]:
    """Return the conditions for each part of the range of a column of hashes, so that a part fits in memory."""
    parts = rows // _ROWS_AT_ONCE + 1
    bounds = [_RANGE * part // parts for part in range(1, parts)]
    lows, highs = [0, *bounds], [*bounds, None]
    return [_within(column, low, high) for low, high in zip(lows, highs, strict=True)]


def _within(column: str, low: int, high: int | None) -> pl.Expr:
    least = pl.col(column) >= pl.lit(low, pl.UInt64)
    return least if high is None else least & (pl.col(column) < pl.lit(high, pl.UInt64))
