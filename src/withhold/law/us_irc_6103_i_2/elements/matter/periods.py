"""(i)(2)(B)(ii): the taxable period or periods to which the information relates.

Periods are years, for example `2021` or `2021;2022`. A period in the future, a period so long ago that nothing is on
file, and a list of all years are not met: they show that nobody considered this person.
"""

import re
from functools import lru_cache

import narwhals as nw

from withhold.law.pack import Check, Element, Fact
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome

_YEARS = re.compile(r"[12][0-9]{3}(?: ?; ?[12][0-9]{3})*", re.ASCII)


@lru_cache(maxsize=4096)
def years(periods: str) -> tuple[int, ...]:
    """Return the years in ascending order. Empty if the text is not a list of different years with semicolons."""
    if not _YEARS.fullmatch(periods):
        return ()
    found = [int(year) for year in periods.split(";")]
    return tuple(sorted(found)) if len(set(found)) == len(found) else ()


def _count(periods: str) -> int:
    return len(years(periods))


def _first(periods: str) -> int:
    return min(years(periods), default=0)


def _last(periods: str) -> int:
    return max(years(periods), default=0)


def _missing(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("taxable_periods") == ""


def _no_years(parameters: Parameters, with_records: bool) -> nw.Expr:
    return (nw.col("taxable_periods") != "") & (nw.col("periods_count") < 1)


def _too_many(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("periods_count") > parameters.periods_max


def _out_of_range(parameters: Parameters, with_records: bool) -> nw.Expr:
    today = nw.col("today_year")
    too_early = (nw.col("periods_count") > 0) & (nw.col("periods_first") < today - parameters.periods_years_back)
    return too_early | (nw.col("periods_last") > today)


CHECKS = (
    Check(
        "periods_missing",
        "No taxable period",
        "State the taxable years that matter for this person, for example 2021;2022.",
        _missing,
    ),
    Check(
        "periods_form",
        "Not a list of years",
        "Write each year once in four digits, separated by semicolons, for example 2021;2022.",
        _no_years,
    ),
    Check(
        "periods_many",
        "Too many years",
        "Give only the years that the matter needs. This is a list of nearly all years.",
        _too_many,
    ),
    Check(
        "periods_range",
        "A year in the future, or too long ago",
        "Leave out years that have not begun, and years of which nothing is on file any more.",
        _out_of_range,
    ),
)


FACTS = (
    Fact("periods_count", ("taxable_periods",), int, _count),
    Fact("periods_first", ("taxable_periods",), int, _first),
    Fact("periods_last", ("taxable_periods",), int, _last),
)

ELEMENT = Element(
    id="periods",
    title="The taxable period or periods",
    citation="26 U.S.C. 6103(i)(2)(B)(ii)",
    cure="State the taxable years that matter for this person, each once, as four digits separated by semicolons, for "
    "example 2021;2022. Give no future year, and no more years than the matter needs.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("taxable_periods", "periods_count", "periods_first", "periods_last", "today_year"),
)
