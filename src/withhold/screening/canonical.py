"""The canonical frame: what the elements of a pack see. Built once, before any engine compares a string.

Names, suffixes and dates are read by ``withhold.identity`` once per distinct value; a pack's facts are
derived once per distinct combination of their inputs. Strings are never null: "" is missing.
"""

from datetime import date

import narwhals as nw
import polars as pl

from withhold.identity.dates import parse_date
from withhold.identity.names import canonical_name, canonical_suffix
from withhold.identity.tins import ADVERTISED, ITIN_PATTERN, SSN_PATTERN
from withhold.law.pack import Fact, RulePack
from withhold.screening.batch_patterns import batch_patterns, reason_people
from withhold.screening.case_numbers import case_keys
from withhold.screening.cleaning import cleaned
from withhold.screening.columns import NAME_COLUMNS, TEXT_COLUMNS
from withhold.screening.distinct import Distinct, combined, distinct

_TIN_WRITTEN = r"^(?:[0-9]{9}|[0-9]{3}-[0-9]{2}-[0-9]{4})$"
_DTYPES = {str: pl.String, int: pl.Int64, bool: pl.Boolean}


def canonical_frame(frame: pl.DataFrame, pack: RulePack, today: date) -> pl.DataFrame:
    """Builds the frame of ``law``: canonical columns, the pack's facts and the batch's own patterns.

    ``frame`` holds the columns of ``COLUMNS`` as String without nulls. Adds ``row`` (UInt32, from 1) and
    ``case_key``, the case number as it is compared.
    """
    columns = [cleaned(frame["request_ref"]), *_person(frame), *(cleaned(frame[n]) for n in TEXT_COLUMNS[1:])]
    canonical = pl.DataFrame(columns).with_row_index("row", offset=1)
    canonical = canonical.with_columns(
        case_keys(canonical["case_number"]).alias("case_key"),
        pl.lit(today.year, pl.Int32).alias("today_year"),
    )
    canonical = canonical.with_columns(batch_patterns(canonical))
    canonical = with_facts(canonical, pack.facts)
    return canonical.with_columns(reason_people(canonical))


def _person(frame: pl.DataFrame) -> list[pl.Series]:
    names = [distinct(frame[name]).map(canonical_name, pl.String).alias(name) for name in NAME_COLUMNS]
    suffix = distinct(frame["suffix"]).map(canonical_suffix, pl.String).alias("suffix")
    born = distinct(cleaned(frame["date_of_birth"]))
    return [
        _tins(cleaned(frame["tin"])),
        *names,
        suffix,
        born.map(_iso_date, pl.String).alias("date_of_birth"),
        born.map(_year, pl.Int32).alias("birth_year"),
    ]


def _tins(column: pl.Series) -> pl.Series:
    """``identity.tins.canonical_tin`` of every cell, without leaving the engine: TINs are all distinct."""
    digits = pl.col("tin").str.replace_all("-", "", literal=True)
    possible = (
        pl.col("tin").str.contains(_TIN_WRITTEN)
        & (digits.str.contains(SSN_PATTERN) | digits.str.contains(ITIN_PATTERN))
        & ~digits.is_in(ADVERTISED)
    )
    return column.to_frame().select(pl.when(possible).then(digits).otherwise(pl.lit("")).alias("tin"))["tin"]


def _iso_date(text: str) -> str:
    return "" if parse_date(text) is None else text


def _year(text: str) -> int:
    day = parse_date(text)
    return 0 if day is None else day.year


def with_facts(canonical: pl.DataFrame, facts: tuple[Fact, ...]) -> pl.DataFrame:
    """The frame with each fact as a column, in the order given, so that a fact may read an earlier one."""
    known: dict[str, Distinct] = {}
    for fact in facts:
        if fact.expression is not None:
            canonical = nw.from_native(canonical).with_columns(fact.expression().alias(fact.name)).to_native()
        else:
            canonical = canonical.with_columns(_derived(canonical, fact, known).alias(fact.name))
    return canonical


def _derived(canonical: pl.DataFrame, fact: Fact, known: dict[str, Distinct]) -> pl.Series:
    if fact.derive is None:
        raise AssertionError  # Fact holds exactly one of the two
    for name in fact.inputs:
        if name not in known:
            known[name] = distinct(canonical[name])
    codes, combinations = combined([known[name] for name in fact.inputs])
    results = [fact.derive(*values) for values in combinations]
    return pl.Series(results, dtype=_DTYPES[fact.dtype]).gather(codes)
