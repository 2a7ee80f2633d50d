"""Count the patterns of a pack on a cluster, by exact groups of the columns, and join the counts to their rows."""

from collections.abc import Mapping, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING

from withhold.law.pack import Measure, Pattern
from withhold.screening.cluster.alike_texts import counted_alike
from withhold.screening.cluster.facts import ROW

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def with_patterns(facts: "DataFrame", patterns: Sequence[Pattern], limits: Mapping[str, int]) -> "DataFrame":
    """Return the frame with a column for each pattern, as ``screening.passes.patterns`` does in memory.

    ``limits`` has the count at which each ALIKE pattern ends.
    """
    from pyspark.sql import functions as f

    joined = facts
    for pattern in patterns:
        # Each pattern is counted over the facts alone. Over the joined frame, the plan would double with every pattern.
        alike = pattern.measure is Measure.ALIKE
        counts = _alike(facts, pattern, limits[pattern.name]) if alike else _counted(facts, pattern)
        joined = joined.join(counts, list(pattern.key), "left")
        joined = joined.withColumn(pattern.name, _value(pattern)).drop("counted")
        if alike:
            joined = joined.withColumn(pattern.percent_column, f.coalesce("nearest", f.lit(0)).cast("bigint"))
            joined = joined.drop("nearest")
    return joined


def most_counted(patterned: "DataFrame", patterns: Sequence[Pattern]) -> dict[str, int]:
    """Return the highest count of each pattern that is a count. The frame has its column and at least one row."""
    from pyspark.sql import functions as f

    names = [pattern.name for pattern in patterns if pattern.measure is not Measure.LATER]
    row = patterned.agg(*(f.max(name).alias(name) for name in names)).first()
    assert row is not None  # an aggregate of all rows is one row
    return {name: row[name] for name in names}


def _counted(facts: "DataFrame", pattern: Pattern) -> "DataFrame":
    from pyspark.sql import functions as f

    keyed = facts.filter(_all_there(pattern.key))
    if pattern.measure is Measure.LATER:
        counted = f.min(ROW)
    elif pattern.of is None:
        counted = f.count(f.lit(1))
    else:
        keyed, counted = keyed.filter(f.col(pattern.of) != ""), f.count_distinct(pattern.of)
    return keyed.groupBy(*pattern.key).agg(counted.alias("counted"))


def _alike(facts: "DataFrame", pattern: Pattern, limit: int) -> "DataFrame":
    """Return the counts of an ALIKE pattern. One executor counts, because any two texts may be alike."""
    from pyspark.sql import functions as f

    key, of = pattern.key[0], pattern.of
    assert of is not None
    different = facts.filter(_all_there(pattern.key)).groupBy(key, of, *pattern.within)
    rows = different.agg(f.min(ROW).alias(ROW)).coalesce(1)
    counting = partial(counted_alike, key, of, pattern.within, limit)
    return rows.mapInArrow(counting, f"`{key}` string, counted bigint, nearest bigint")


def _all_there(names: Sequence[str]) -> "Column":
    from pyspark.sql import functions as f

    return reduce(lambda a, b: a & b, (f.col(name) != "" for name in names))


def _value(pattern: Pattern) -> "Column":
    from pyspark.sql import functions as f

    if pattern.measure is Measure.LATER:
        return f.coalesce(f.col(ROW) > f.col("counted"), f.lit(False))
    return f.greatest(f.coalesce("counted", f.lit(1)), f.lit(1)).cast("bigint")
