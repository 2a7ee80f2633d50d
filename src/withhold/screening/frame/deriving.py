"""Compute a pack's facts. Each is derived once per distinct combination of its inputs."""

from collections.abc import Mapping

import narwhals as nw
import polars as pl

from withhold.law.pack import Fact
from withhold.screening.frame.derived import Known
from withhold.screening.frame.distinct import Distinct, combined, distinct, merged

_DTYPES = {str: pl.String, int: pl.Int64, bool: pl.Boolean}


def with_facts(
    canonical: pl.DataFrame, facts: tuple[Fact, ...], apart: Mapping[str, Distinct], known: Known
) -> pl.DataFrame:
    """Return the frame with each fact as a column, in order. A fact may read those before it.

    ``apart`` are the columns of the frame that are `Distinct` already.
    """
    parts = dict(apart)
    for fact in facts:
        if fact.expression is not None:
            native = nw.from_native(canonical).with_columns(fact.expression().alias(fact.name))
            canonical = native.to_native()
            continue
        for name in fact.inputs:
            if name not in parts:
                parts[name] = distinct(canonical[name])
        parts[fact.name] = _derived(fact, [parts[name] for name in fact.inputs], known)
        canonical = canonical.with_columns(parts[fact.name].column(fact.name))
    return canonical


def _derived(fact: Fact, inputs: list[Distinct], known: Known) -> Distinct:
    codes, columns = combined(inputs)
    if fact.derive_all is not None:
        results = known.all_at_once(fact.name, fact.derive_all, columns[0].to_list())
    else:
        assert fact.derive is not None  # a Fact without expression has one of the two
        results = known.combinations(fact.name, fact.derive, [column.to_list() for column in columns])
    return merged(codes, pl.Series(results, dtype=_DTYPES[fact.dtype]))
