"""Build the canonical frame, from which the elements of a pack read. No engine compares a string before.

Nearly every column has few distinct values. Each is converted once, in Python, by ``withhold.identity``. Strings are
never null: "" is missing. Each row is converted alone. `passes.patterns` adds the columns that depend on the whole
batch.
"""

import re
from collections.abc import Callable
from datetime import date

import polars as pl

from withhold.identity.dates import parse_date
from withhold.identity.names import canonical_middle, canonical_name, canonical_suffix
from withhold.identity.tins import ADVERTISED, ITIN_PATTERN, SSN_PATTERN
from withhold.law.pack import Fact, RulePack
from withhold.model.cases.request import COLUMNS
from withhold.screening.frame.case_numbers import case_keys
from withhold.screening.frame.cleaning import cleaned
from withhold.screening.frame.derived import Known
from withhold.screening.frame.deriving import with_facts
from withhold.screening.frame.distinct import Distinct, distinct_columns

_ONE_EACH = ("request_ref", "tin", "case_number")
"""Columns in which nearly every value is distinct. Work per distinct value would save nothing."""

_TIN_WRITTEN = r"^(?:[0-9]{9}|[0-9]{3}-[0-9]{2}-[0-9]{4})$"


_DATE_WRITTEN = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_date(text: str) -> str:
    return "" if parse_date(text) is None else text


def _date_fault(text: str) -> str:
    if not text or parse_date(text) is not None:
        return "" if text else MISSING
    return IMPOSSIBLE if _DATE_WRITTEN.fullmatch(text) else MALFORMED


_CANONICAL: dict[str, Callable[[str], str]] = {
    "first_name": canonical_name,
    "middle_name": canonical_middle,
    "last_name": canonical_name,
    "suffix": canonical_suffix,
    "date_of_birth": _iso_date,
}
"""How columns are converted. Every other column only loses invisible characters."""

MISSING, MALFORMED, IMPOSSIBLE = "missing", "malformed", "impossible"
"""Why a TIN or a date of birth is "" in the canonical frame: nothing is given, it is written in another form, or no
person can have it."""

MADE_OF = {
    "case_key": ("case_number",),
    "person": ("tin", "last_name", "first_name", "date_of_birth"),
    "tin_fault": ("tin",),
    "birth_date_fault": ("date_of_birth",),
    "birth_year": ("date_of_birth",),
    "today": (),
    "today_year": (),
}
"""Column that the canonical frame adds → the columns of the request that it is made of."""


def canonical_frame(
    frame: pl.DataFrame,
    pack: RulePack,
    today: date,
    known: Known | None = None,
    facts: tuple[Fact, ...] | None = None,
) -> pl.DataFrame:
    """Return the frame that ``law`` reads, without the pack's patterns: canonical columns and the pack's facts.

    ``frame`` has the columns of ``COLUMNS`` as String without nulls. These columns are added:

    - ``case_key``: the case number in the form that is compared.
    - ``person``: whom the row is about, as the TIN or, if that is missing, as name and date of birth.
    - ``tin_fault`` and ``birth_date_fault``: why ``tin`` or ``date_of_birth`` is "", or "" if it is given.
    - ``birth_year``, ``today`` (ISO 8601, the same in every row) and ``today_year``.

    ``facts`` are the facts to add, or all of the pack's if None (see ``RulePack.facts_for``).
    """
    known = Known() if known is None else known
    raw = distinct_columns(frame, [name for name in COLUMNS if name not in _ONE_EACH])
    apart = {name: _canonical(name, part, known) for name, part in raw.items()}
    dates = raw["date_of_birth"]
    known_faults = dates.with_values(
        pl.Series(known.each("birth_date_fault", _date_fault, cleaned(dates.values).to_list()), dtype=pl.String)
    )
    # A column that is canonical as it came is not copied.
    columns = {n: frame[n] if apart[n] is raw[n] else apart[n].column(n) for n in raw}
    columns |= {name: cleaned(frame[name]) for name in _ONE_EACH}
    written = columns["tin"]
    columns["tin"] = canonical_tins(written)
    canonical = pl.DataFrame([columns[name] for name in COLUMNS]).with_columns(
        _tin_faults(written, columns["tin"]),
        known_faults.column("birth_date_fault"),
        apart["date_of_birth"].map(_year, pl.Int32).column("birth_year"),
        case_keys(columns["case_number"]).alias("case_key"),
        pl.lit(today.isoformat()).alias("today"),
        pl.lit(today.year, pl.Int32).alias("today_year"),
        _person(),
    )
    return with_facts(canonical, pack.facts if facts is None else facts, apart, known)


def _canonical(name: str, part: Distinct, known: Known) -> Distinct:
    """Return the column in canonical form. It is the same object if every value is canonical already."""
    values = cleaned(part.values)
    if name in _CANONICAL:
        values = pl.Series(known.each(name, _CANONICAL[name], values.to_list()), dtype=pl.String)
    return part if values.equals(part.values) else part.with_values(values)


def canonical_tins(column: pl.Series) -> pl.Series:
    """Return ``identity.tins.canonical_tin`` of every cell, computed in the engine. "" instead of None."""
    digits = pl.col("tin").str.replace_all("-", "", literal=True)
    possible = (
        pl.col("tin").str.contains(_TIN_WRITTEN)
        & digits.str.contains(f"{SSN_PATTERN}|{ITIN_PATTERN}")
        & ~digits.is_in(ADVERTISED)
    )
    return column.to_frame().select(pl.when(possible).then(digits).otherwise(pl.lit("")).alias("tin"))["tin"]


def _tin_faults(written: pl.Series, canonical: pl.Series) -> pl.Series:
    """Return why each canonical TIN is "", or "" if it is given."""
    columns = pl.DataFrame([written.alias("written"), canonical.alias("tin")])
    fault = (
        pl.when(pl.col("tin") != "")
        .then(pl.lit(""))
        .when(pl.col("written") == "")
        .then(pl.lit(MISSING))
        .when(pl.col("written").str.contains(_TIN_WRITTEN))
        .then(pl.lit(IMPOSSIBLE))
        .otherwise(pl.lit(MALFORMED))
    )
    return columns.select(fault.alias("tin_fault"))["tin_fault"]


def _person() -> pl.Expr:
    named = (pl.col("last_name") != "") | (pl.col("first_name") != "")
    by_name = pl.concat_str("last_name", "first_name", "date_of_birth", separator="|")
    return pl.when(pl.col("tin") != "").then("tin").when(named).then(by_name).otherwise(pl.lit("")).alias("person")


def _year(text: str) -> int:
    return int(text[:4]) if text else 0
