"""Count the patterns of a whole batch, for example one official named for thousands, or the same person twice.

Rows are compared by keys, which are 64-bit hashes of a pattern's columns with a random seed of the run. So a batch can
be counted in partitions, without the texts. In a batch of seven million rows, the chance that any two different values
of a pattern share a key is below three in a million. Nobody can cause it, because the seed is random. Its effect would
be one row too many that is returned or refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from withhold.law.pack import Measure, Pattern, RulePack
from withhold.screening.alike.whole_batch import count_alike

EMPTY = 0
"""The key of a row that has none."""
NO_COUNTS = pl.DataFrame(schema={"key": pl.UInt64, "value": pl.Int64})
"""What ``counted`` returns if no two rows share a key."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The key columns that a pack's patterns need. Patterns with the same columns share one."""

    columns: dict[tuple[str, ...], str]
    """Columns hashed together → name of the key column."""

    @classmethod
    def of(cls, patterns: Sequence[Pattern]) -> "Keys":
        """Return the keys of some patterns."""
        hashed = [pattern.key for pattern in patterns] + [(p.of,) for p in patterns if p.of is not None]
        hashed += [(name,) for pattern in patterns for name in pattern.within]
        return cls({columns: "key:" + "+".join(columns) for columns in dict.fromkeys(hashed)})

    def expressions(self, seed: int) -> list[pl.Expr]:
        """Return the expressions of the key columns over a canonical frame. Their type is UInt64."""
        return [_key(columns, seed).alias(name) for columns, name in self.columns.items()]

    def key(self, pattern: Pattern) -> str:
        """Return the name of a pattern's key column."""
        return self.columns[pattern.key]

    def of_pattern(self, pattern: Pattern) -> str | None:
        """Return the name of the key column of the values that a DISTINCT pattern counts, else None."""
        return None if pattern.of is None else self.columns[(pattern.of,)]

    def chosen(self, pattern: Pattern) -> dict[str, str]:
        """Return the columns that counting a pattern needs: its name there → its name among the keys and facts."""
        of = self.of_pattern(pattern)
        chosen = {"key": self.key(pattern)} | ({} if of is None else {"of": of})
        if pattern.measure is Measure.ALIKE:
            chosen |= {"text": pattern.key[0]} | {name: self.columns[(name,)] for name in pattern.within}
        return chosen


def _key(columns: tuple[str, ...], seed: int) -> pl.Expr:
    one = pl.col(columns[0]) if len(columns) == 1 else pl.struct(columns)
    missing = pl.any_horizontal(*(pl.col(name) == "" for name in columns))
    # The lowest bit is set, so that a key is never EMPTY by chance.
    return pl.when(missing).then(pl.lit(EMPTY, pl.UInt64)).otherwise(one.hash(seed) | pl.lit(1, pl.UInt64))


def counted(rows: pl.LazyFrame, pattern: Pattern) -> pl.DataFrame:
    """Return ``key`` and ``value``, sorted by key, for each key that is in more than one row.

    ``rows`` has ``row`` (UInt32, in the order of the batch), ``key`` and, for DISTINCT, ``of``. ``value`` is the count
    (Int64). For LATER it is the first row, and for DISTINCT keys with one value are left out.
    """
    keyed = rows.filter(pl.col("key") != EMPTY)
    if pattern.measure is Measure.DISTINCT:
        several = (
            keyed.filter(pl.col("of") != EMPTY)
            .group_by("key")
            .agg(pl.col("of").n_unique().alias("value"))
            .filter(pl.col("value") > 1)
        )
    else:
        value = pl.col("row").min() if pattern.measure is Measure.LATER else pl.len()
        grouped = keyed.group_by("key").agg(value.alias("value"), pl.len().alias("rows"))
        several = grouped.filter(pl.col("rows") > 1).drop("rows")
    return several.with_columns(pl.col("value").cast(pl.Int64)).sort("key").collect(engine="streaming")


def columns_of(pattern: Pattern, rows: pl.DataFrame, counts: pl.DataFrame) -> list[pl.Series]:
    """Return the pattern's columns for some rows (``row``, ``key``), from the counts of the whole batch.

    They are its value and, for ALIKE, how alike the nearest text is.
    """
    value = _looked_up(rows["key"], counts, "value")
    if pattern.measure is Measure.LATER:
        return [(rows["row"].cast(pl.Int64) > value).fill_null(value=False).alias(pattern.name)]
    made = [value.fill_null(1).alias(pattern.name)]
    if pattern.measure is Measure.ALIKE:
        made.append(_looked_up(rows["key"], counts, "nearest").fill_null(0).alias(pattern.percent_column))
    return made


def most_in(facts: pl.DataFrame, patterns: Sequence[Pattern]) -> dict[str, int]:
    """Return the highest count of each pattern that is a count, in a frame that has its column."""
    return {p.name: facts[p.name].max() for p in patterns if p.measure is not Measure.LATER}  # type: ignore[misc]


def _looked_up(keys: pl.Series, counts: pl.DataFrame, column: str) -> pl.Series:
    """Return what counts have for each key, or null if nothing. ``counts`` may be a file that is not in memory."""
    if not counts.height:
        return pl.repeat(None, len(keys), dtype=pl.Int64, eager=True)
    place = counts["key"].search_sorted(keys).clip(upper_bound=counts.height - 1)
    found = counts["key"].gather(place) == keys
    return pl.select(pl.when(found).then(counts[column].gather(place))).to_series()


def _alone(pattern: Pattern) -> list[pl.Expr]:
    """Return the columns of a single row, such as a request that is being typed. Nothing needs to be counted."""
    if pattern.measure is Measure.LATER:
        return [pl.lit(value=False).alias(pattern.name)]
    made = [pl.lit(1, pl.Int64).alias(pattern.name)]
    if pattern.measure is Measure.ALIKE:
        made.append(pl.lit(0, pl.Int64).alias(pattern.percent_column))
    return made


def with_patterns(facts: pl.DataFrame, pack: RulePack, seed: int) -> pl.DataFrame:
    """Return a canonical frame with the columns of all patterns. It has the whole batch, with its column ``row``."""
    if facts.height < 2:
        return facts.with_columns(column for pattern in pack.patterns for column in _alone(pattern))
    keys = Keys.of(pack.patterns)
    hashed = facts.with_columns(keys.expressions(seed))
    made: list[pl.Series] = []
    for pattern in pack.patterns:
        names = {"row": "row", **keys.chosen(pattern)}
        rows = hashed.select(pl.col(column).alias(name) for name, column in names.items())
        if pattern.measure is Measure.ALIKE:
            counts = count_alike(rows, pattern.within, pattern.limit(pack.parameters))
        else:
            counts = counted(rows.lazy(), pattern)
        made += columns_of(pattern, rows, counts)
    return facts.with_columns(made)
