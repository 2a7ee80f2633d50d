"""Compute a pack's facts. Each is derived once per distinct combination of its inputs."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import prod

import narwhals as nw
import polars as pl

from withhold.law.pack import Fact
from withhold.screening.frame.derived import Known
from withhold.screening.frame.distinct import Distinct, combined, distinct, merged
from withhold.screening.frame.native import native

_DTYPES = {str: pl.String, int: pl.Int64, bool: pl.Boolean}
_REPEATED = 8
"""An expression is evaluated once per distinct value if there are so many times fewer of them than rows."""


def with_facts(
    canonical: pl.DataFrame, facts: tuple[Fact, ...], apart: Mapping[str, Distinct], known: Known
) -> pl.DataFrame:
    """Return the frame with each fact as a column, in order. A fact may read those before it.

    ``apart`` are the columns of the frame that are `Distinct` already.
    """
    parts = dict(apart)
    for fact in facts:
        made = _made(fact, canonical, parts, known)
        if isinstance(made, Distinct):
            parts[fact.name] = made
            made = made.column(fact.name)
        canonical = canonical.hstack([made.alias(fact.name)])
    return canonical


def _made(fact: Fact, canonical: pl.DataFrame, parts: dict[str, Distinct], known: Known) -> pl.Series | Distinct:
    """Return the column of a fact. It adds to ``parts`` the inputs that it had to separate."""
    if fact.where is None:
        return _made_everywhere(fact, canonical, parts, known)
    rows = _evaluated(fact.where, canonical).arg_true()
    if len(rows) == canonical.height:
        return _made_everywhere(fact, canonical, parts, known)
    elsewhere = pl.repeat(0, canonical.height, dtype=pl.UInt32, eager=True)
    empty = pl.Series([fact.dtype()], dtype=_DTYPES[fact.dtype])
    if not len(rows):
        return Distinct(elsewhere, empty)
    made = _made_everywhere(fact, canonical.select(fact.inputs)[rows], {}, known)
    some = made if isinstance(made, Distinct) else distinct(made)
    return merged(elsewhere.scatter(rows, some.codes + 1), empty.append(some.values))


def _made_everywhere(
    fact: Fact, canonical: pl.DataFrame, parts: dict[str, Distinct], known: Known
) -> pl.Series | Distinct:
    if fact.expression is None:
        for name in fact.inputs:
            if name not in parts:
                parts[name] = distinct(canonical[name])
        return _derived(fact, [parts[name] for name in fact.inputs], known)
    if not parts.keys() >= set(fact.inputs):
        return _evaluated(fact.expression, canonical)
    inputs = [parts[name] for name in fact.inputs]
    if _REPEATED * prod(len(each.values) for each in inputs) > canonical.height:
        return _evaluated(fact.expression, canonical)
    codes, columns = combined(inputs)
    few = pl.DataFrame([column.alias(name) for name, column in zip(fact.inputs, columns, strict=True)])
    return merged(codes, _evaluated(fact.expression, few))


def _evaluated(expression: Callable[[], nw.Expr], frame: pl.DataFrame) -> pl.Series:
    """Return the column that an expression makes."""
    return frame.select(_translated(expression)).to_series()


@lru_cache(maxsize=256)
def _translated(expression: Callable[[], nw.Expr]) -> pl.Expr:
    return native(expression().alias("made"))


def _derived(fact: Fact, inputs: list[Distinct], known: Known) -> Distinct:
    codes, columns = combined(inputs)
    if fact.derive_all is not None:
        results = known.all_at_once(fact.name, fact.derive_all, columns[0].to_list())
    else:
        assert fact.derive is not None  # a Fact without expression has one of the two
        results = known.combinations(fact.name, fact.derive, [column.to_list() for column in columns])
    return merged(codes, pl.Series(results, dtype=_DTYPES[fact.dtype]))
