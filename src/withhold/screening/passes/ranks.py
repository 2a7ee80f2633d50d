"""How many earlier rows of the batch, held back like it, are about the same person: for each row where there are any.

Counted out of memory, by the exact TIN, a share of the people at a time.
"""

from collections.abc import Sequence

import polars as pl

from withhold.model.vocabulary import Outcome
from withhold.screening.passes.piece_work import NOBODY, TIN
from withhold.screening.passes.spill import Spill, Stretch

_ROWS_AT_ONCE = 1 << 20


def rank_people(spill: Spill, stretches: Sequence[Stretch]) -> int:
    """Puts the ranks by, ``ranks`` of each share; how many shares there are."""
    shares = sum(each.rows for each in stretches) // _ROWS_AT_ONCE + 1
    rows = pl.concat(_held_back(spill, each) for each in stretches)
    for share in range(shares):
        within = rows.filter(pl.col("tin") % shares == share).collect(engine="streaming").sort("row")
        again = within.filter(pl.col("tin").is_duplicated())
        ranked = again.select("row", (pl.col("tin").cum_count().over("tin") - 1).cast(pl.UInt32).alias("rank"))
        spill.put(f"share-{share}", "ranks", ranked.filter(pl.col("rank") > 0))
    return shares


def ranks_of(spill: Spill, shares: int, first: int, last: int) -> dict[int, int]:
    """Row -> rank, for the rows from ``first`` to ``last`` whose rank is not 0."""
    found: dict[int, int] = {}
    for share in range(shares):
        rows = spill.scan(f"share-{share}", "ranks").filter(pl.col("row").is_between(first, last)).collect()
        found.update(rows.iter_rows())
    return found


def _held_back(spill: Spill, stretch: Stretch) -> pl.LazyFrame:
    tins = spill.scan(stretch.name, "facts").select(pl.col(TIN).alias("tin"))
    found = spill.scan(stretch.name, "findings").select("row", "outcome")
    together = pl.concat([tins, found], how="horizontal")
    return together.filter(pl.col("outcome") != Outcome.ELIGIBLE.value, pl.col("tin") != NOBODY).select("row", "tin")
