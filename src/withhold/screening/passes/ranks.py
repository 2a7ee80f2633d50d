"""Rank each returned or refused row: how many earlier ones of the batch are about the same person.

For example, the third refused row about a person has rank 2. The people are counted by exact TIN, one partition of them
at a time, so that memory does not grow with the batch.
"""

from collections.abc import Sequence

import polars as pl

from withhold.model.vocabulary import Outcome
from withhold.screening.passes.chunk_work import NOBODY, TIN
from withhold.screening.passes.spill import ChunkRef, Spill

_ROWS_AT_ONCE = 1 << 20


def rank_people(spill: Spill, chunks: Sequence[ChunkRef]) -> int:
    """Write the ranks of each partition to disk. Returns the number of partitions."""
    partitions = sum(each.rows for each in chunks) // _ROWS_AT_ONCE + 1
    rows = pl.concat(_not_eligible(spill, each) for each in chunks)
    for partition in range(partitions):
        within = rows.filter(pl.col("tin") % partitions == partition).collect(engine="streaming").sort("row")
        again = within.filter(pl.col("tin").is_duplicated())
        ranked = again.select("row", (pl.col("tin").cum_count().over("tin") - 1).cast(pl.UInt32).alias("rank"))
        spill.put(f"partition-{partition}", "ranks", ranked.filter(pl.col("rank") > 0))
    return partitions


def ranks_of(spill: Spill, partitions: int, first: int, last: int) -> dict[int, int]:
    """Return row → rank, for the rows from ``first`` to ``last`` whose rank is not 0."""
    found: dict[int, int] = {}
    for partition in range(partitions):
        rows = spill.scan(f"partition-{partition}", "ranks").filter(pl.col("row").is_between(first, last)).collect()
        found.update(rows.iter_rows())
    return found


def _not_eligible(spill: Spill, chunk: ChunkRef) -> pl.LazyFrame:
    tins = spill.scan(chunk.name, "facts").select(pl.col(TIN).alias("tin"))
    found = spill.scan(chunk.name, "findings").select("row", "outcome")
    together = pl.concat([tins, found], how="horizontal")
    return together.filter(pl.col("outcome") != Outcome.ELIGIBLE.value, pl.col("tin") != NOBODY).select("row", "tin")
