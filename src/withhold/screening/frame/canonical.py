"""The canonical frame: what the elements of a pack see. Built once, before any engine compares a string.

Nearly every column holds few distinct values, and is canonicalised once per value, in Python, by
``withhold.identity``. Strings are never null: "" is missing. Each row is looked at alone: what shows only in the batch
as a whole, `patterns` adds.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from withhold.identity.dates import parse_date
from withhold.identity.names import canonical_middle, canonical_name, canonical_suffix
from withhold.identity.tins import ADVERTISED, ITIN_PATTERN, SSN_PATTERN
from withhold.law.pack import Fact, RulePack
from withhold.screening.frame.case_numbers import case_keys
from withhold.screening.frame.cleaning import cleaned
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.frame.derived import Known
from withhold.screening.frame.deriving import with_facts
from withhold.screening.frame.distinct import Distinct, distinct_columns

_ONE_EACH = ("request_ref", "tin", "case_number")
"""Columns in which nearly every value is distinct: kept whole, since taking them apart saves nothing."""

_TIN_WRITTEN = r"^(?:[0-9]{9}|[0-9]{3}-[0-9]{2}-[0-9]{4})$"


def _iso_date(text: str) -> str:
    return "" if parse_date(text) is None else text


_CANONICAL: dict[str, Callable[[str], str]] = {
    "first_name": canonical_name,
    "middle_name": canonical_middle,
    "last_name": canonical_name,
    "suffix": canonical_suffix,
    "date_of_birth": _iso_date,
}
"""Every other column is only cleaned of what nobody can see, and kept as the agency wrote it."""

MADE_OF = {
    "case_key": ("case_number",),
    "person": ("tin", "last_name", "first_name", "date_of_birth"),
    "birth_year": ("date_of_birth",),
    "today": (),
    "today_year": (),
}
"""Column that the canonical frame adds of itself -> the columns it is made of."""


def canonical_frame(
    frame: pl.DataFrame,
    pack: RulePack,
    today: date,
    known: Known | None = None,
    facts: tuple[Fact, ...] | None = None,
) -> pl.DataFrame:
    """Builds the frame of ``law`` but for the pack's patterns: canonical columns and the pack's facts.

    ``frame`` holds the columns of ``COLUMNS`` as String without nulls. Adds ``case_key``, the case number as it is
    compared; ``person``, who the row is about: the TIN, or where it is missing name and date of birth; and
    ``birth_year``, ``today`` (ISO 8601, the same in every row) and ``today_year``. ``facts`` are those that are wanted:
    all of the pack's unless given (see ``RulePack.facts_for``).
    """
    known = Known() if known is None else known
    raw = distinct_columns(frame, [name for name in COLUMNS if name not in _ONE_EACH])
    apart = {name: _canonical(name, part, known) for name, part in raw.items()}
    # A column that is canonical as it came is not copied.
    columns = {n: frame[n] if apart[n] is raw[n] else apart[n].column(n) for n in raw}
    columns |= {name: cleaned(frame[name]) for name in _ONE_EACH}
    columns["tin"] = canonical_tins(columns["tin"])
    canonical = pl.DataFrame([columns[name] for name in COLUMNS]).with_columns(
        apart["date_of_birth"].map(_year, pl.Int32).column("birth_year"),
        case_keys(columns["case_number"]).alias("case_key"),
        pl.lit(today.isoformat()).alias("today"),
        pl.lit(today.year, pl.Int32).alias("today_year"),
        _person(),
    )
    return with_facts(canonical, pack.facts if facts is None else facts, apart, known)


def _canonical(name: str, part: Distinct, known: Known) -> Distinct:
    """The same object where every value is canonical already."""
    values = cleaned(part.values)
    if name in _CANONICAL:
        values = pl.Series(known.each(name, _CANONICAL[name], values.to_list()), dtype=pl.String)
    return part if values.equals(part.values) else part.with_values(values)


def canonical_tins(column: pl.Series) -> pl.Series:
    """``identity.tins.canonical_tin`` of every cell, without leaving the engine; "" if it gives None."""
    digits = pl.col("tin").str.replace_all("-", "", literal=True)
    possible = (
        pl.col("tin").str.contains(_TIN_WRITTEN)
        & digits.str.contains(f"{SSN_PATTERN}|{ITIN_PATTERN}")
        & ~digits.is_in(ADVERTISED)
    )
    return column.to_frame().select(pl.when(possible).then(digits).otherwise(pl.lit("")).alias("tin"))["tin"]


def _person() -> pl.Expr:
    named = (pl.col("last_name") != "") | (pl.col("first_name") != "")
    by_name = pl.concat_str("last_name", "first_name", "date_of_birth", separator="|")
    return pl.when(pl.col("tin") != "").then("tin").when(named).then(by_name).otherwise(pl.lit("")).alias("person")


def _year(text: str) -> int:
    return int(text[:4]) if text else 0
