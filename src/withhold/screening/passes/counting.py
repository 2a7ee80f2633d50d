"""Count the patterns of a batch that does not fit in memory, one partition of the keys at a time, from disk."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from withhold.law.pack import Measure, Pattern, RulePack
from withhold.screening.alike.whole_batch import count_alike
from withhold.screening.errors import writable
from withhold.screening.passes.chunk_work import REFERENCE_KEY
from withhold.screening.passes.patterns import NO_COUNTS, Keys, counted
from withhold.screening.passes.spill import ChunkRef, Spill

_ROWS_AT_ONCE = 1 << 20
"""Rows whose keys are in memory together. Keys are hashes, so equal partitions of their range have similar counts."""
_RANGE = 1 << 64
_SEVERAL = 2
"""With fewer rows, no two can share a key, so nothing is counted."""
_REFERENCES = Pattern("request_ref", ("request_ref",), Measure.LATER)


def count_patterns(spill: Spill, chunks: Sequence[ChunkRef], pack: RulePack) -> None:
    """Count every pattern, and write the counts to disk (see ``Spill.counts``)."""
    keys = Keys.of(pack.patterns)
    for pattern in pack.patterns:
        columns = keys.chosen(pattern)
        if pattern.measure is Measure.ALIKE:
            rows, limit = _on_disk(spill, chunks, columns), pattern.limit(pack.parameters)
            with writable(spill.directory):
                counts = count_alike(rows, pattern.within, limit, spill.directory)
        else:
            counts = pl.concat(_counted(spill, chunks, pattern, columns))
        spill.put(f"pattern-{pattern.name}", "counts", counts)


def _on_disk(spill: Spill, chunks: Sequence[ChunkRef], columns: Mapping[str, str]) -> pl.DataFrame:
    """Return some columns of all chunks as one frame, of which the system reads from disk what is used."""
    chosen = [pl.col(column).alias(name) for name, column in columns.items()]
    return pl.concat((spill.get(each.name, "facts").select(chosen) for each in chunks), rechunk=False)


def most_counted(spill: Spill, patterns: Sequence[Pattern]) -> dict[str, int]:
    """Return the highest count of each pattern that is a count. It is 1 if no two rows share a key."""
    counting = [pattern.name for pattern in patterns if pattern.measure is not Measure.LATER]
    return {name: int(spill.counts(name)["value"].max() or 1) for name in counting}  # type: ignore[arg-type]


def first_repeated_reference(spill: Spill, chunks: Sequence[ChunkRef]) -> int | None:
    """Return the first row (from 1) whose reference an earlier row has, or None."""
    columns = {"key": REFERENCE_KEY}
    again = [_later(spill, chunks, part) for part in _counted(spill, chunks, _REFERENCES, columns) if part.height]
    return min(again, default=None)


def _later(spill: Spill, chunks: Sequence[ChunkRef], repeated: pl.DataFrame) -> int:
    rows = _rows(spill, chunks, {"key": REFERENCE_KEY})
    later = rows.join(repeated.lazy(), on="key").filter(pl.col("row") > pl.col("value"))
    row: int = later.select(pl.col("row").min()).collect(engine="streaming").item()
    return row


def _counted(
    spill: Spill, chunks: Sequence[ChunkRef], pattern: Pattern, columns: Mapping[str, str]
) -> Iterator[pl.DataFrame]:
    """Yield the counts of one partition of the keys after the other, in order of the keys."""
    total = sum(each.rows for each in chunks)
    if total < _SEVERAL:
        yield NO_COUNTS
        return
    rows = _rows(spill, chunks, columns)
    partitions = total // _ROWS_AT_ONCE + 1
    for partition in range(partitions):
        low, high = _RANGE * partition // partitions, _RANGE * (partition + 1) // partitions
        within = rows if partitions == 1 else rows.filter(_at_least(low), ~_at_least(high))
        yield counted(within, pattern)


def _at_least(bound: int) -> pl.Expr:
    if bound >= _RANGE:
        return pl.lit(value=False)
    return pl.col("key") >= pl.lit(bound, pl.UInt64)


def _rows(spill: Spill, chunks: Sequence[ChunkRef], columns: Mapping[str, str]) -> pl.LazyFrame:
    """Return ``row`` and some columns of all chunks."""
    chosen = [pl.col(column).alias(name) for name, column in columns.items()]
    return pl.concat(
        spill.scan(each.name, "facts").select(chosen).with_row_index("row", offset=each.before + 1) for each in chunks
    )
