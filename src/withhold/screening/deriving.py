"""A pack's facts, each derived once per distinct combination of what it reads."""

from collections.abc import Mapping

import narwhals as nw
import polars as pl

from withhold.law.pack import Fact
from withhold.screening.distinct import Distinct, combined, distinct, merged

_DTYPES = {str: pl.String, int: pl.Int64, bool: pl.Boolean}


def with_facts(
    canonical: pl.DataFrame, facts: tuple[Fact, ...], apart: Mapping[str, Distinct]
) -> tuple[pl.DataFrame, dict[str, Distinct]]:
    """Adds each fact as a column, in the order given, so that a fact may read an earlier one.

    ``apart`` holds columns already taken apart; what was needed besides is returned with them.
    """
    known = dict(apart)
    for fact in facts:
        if fact.expression is not None:
            canonical = nw.from_native(canonical).with_columns(fact.expression().alias(fact.name)).to_native()
            continue
        for name in fact.inputs:
            if name not in known:
                known[name] = distinct(canonical[name])
        known[fact.name] = _derived(fact, [known[name] for name in fact.inputs])
        canonical = canonical.with_columns(known[fact.name].column(fact.name))
    return canonical, known


def _derived(fact: Fact, inputs: list[Distinct]) -> Distinct:
    if fact.derive is None:
        raise AssertionError  # a Fact holds exactly one of the two
    codes, combinations = combined(inputs)
    results = [fact.derive(*values) for values in combinations]
    return merged(codes, pl.Series(results, dtype=_DTYPES[fact.dtype]))
