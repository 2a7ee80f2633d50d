"""Count the people whose texts are alike, on the executor that gets all distinct texts of the batch."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from withhold.screening.alike.whole_batch import count_alike
from withhold.screening.cluster.facts import ROW

if TYPE_CHECKING:
    import pyarrow as pa

_SEED = 0
"""Every text is counted on one executor, so the keys need not be the same elsewhere."""


def counted_alike(
    key: str, of: str, within: Sequence[str], limit: int, parts: Iterable["pa.RecordBatch"]
) -> Iterator["pa.RecordBatch"]:
    """Yield each text with its number of people, if that is more than one, and how alike the nearest is.

    Texts are counted in the order of their rows, as on one machine. For ``mapInArrow``.
    """
    import pyarrow as pa

    batches = list(parts)
    if not batches:
        return
    texts = pl.DataFrame(pl.from_arrow(pa.Table.from_batches(batches))).sort(ROW)
    columns = {"key": key, "of": of} | {name: name for name in within}
    rows = texts.select(pl.col(key).alias("text"), *(_hashed(column).alias(n) for n, column in columns.items()))
    with TemporaryDirectory() as scratch:
        counts = count_alike(rows, within, limit, Path(scratch))
    named = rows.select("key", pl.col("text").alias(key)).unique("key")
    found = named.join(counts, on="key").select(key, pl.col("value").alias("counted"), "nearest")
    yield from found.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


def _hashed(column: str) -> pl.Expr:
    value = pl.col(column)
    return pl.when(value == "").then(pl.lit(0, pl.UInt64)).otherwise(value.hash(_SEED) | pl.lit(1, pl.UInt64))
