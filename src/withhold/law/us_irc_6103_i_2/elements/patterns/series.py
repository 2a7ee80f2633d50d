"""Custodian's rule: many consecutive numbers show a list that somebody made, not people whom somebody investigated.

The people in each range of consecutive numbers are counted: 10 or 100 taxpayer numbers, 100 case numbers that are only
digits, and 10,000 case numbers with the same beginning. An agency numbers its own cases consecutively, so the limits
for case numbers are high. A family that applied together may have a few neighboring taxpayer numbers.
"""

import narwhals as nw

from withhold.law.pack import Check, Element, Fact, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _case_block() -> nw.Expr:
    """Return the case number without its last two digits. "" unless it is at least five digits and nothing else."""
    case = nw.col("case_key")
    plain = case.str.contains("^[0-9]{5,}$")
    return nw.when(plain).then(case.str.replace("[0-9]{2}$", "")).otherwise(nw.lit(""))


def _case_series() -> nw.Expr:
    """Return the case number without its last four digits. "" unless it has those and a character before them."""
    case = nw.col("case_key")
    return nw.when(case.str.contains(".[0-9]{4}$")).then(case.str.replace("[0-9]{4}$", "")).otherwise(nw.lit(""))


FACTS = (
    Fact("tin_run", ("tin",), str, expression=lambda: nw.col("tin").str.slice(0, 8)),
    Fact("tin_block", ("tin",), str, expression=lambda: nw.col("tin").str.slice(0, 7)),
    Fact("case_block", ("case_key",), str, expression=_case_block),
    Fact("case_series", ("case_key",), str, expression=_case_series),
)

_RANGES = {
    "tin_run": "people whose numbers are among the same 10 taxpayer numbers",
    "tin_block": "people whose numbers are among the same 100 taxpayer numbers",
    "case_block": "people whose case numbers are among the same 100",
    "case_series": "people whose case numbers are among the same 10,000",
}
PATTERNS = tuple(
    Pattern(f"{key}_people", (key,), Measure.DISTINCT, of="person", label=label) for key, label in _RANGES.items()
)


def _tins(parameters: Parameters, with_records: bool) -> nw.Expr:
    run = nw.col("tin_run_people") > parameters.tin_run_people_max
    return run | (nw.col("tin_block_people") > parameters.tin_block_people_max)


def _cases(parameters: Parameters, with_records: bool) -> nw.Expr:
    block = nw.col("case_block_people") > parameters.case_block_people_max
    return block | (nw.col("case_series_people") > parameters.case_series_people_max)


CHECKS = (
    Check(
        "series_tin",
        "Too many taxpayer numbers of the file are consecutive",
        "Take each taxpayer number from the agency's file on that person.",
        _tins,
    ),
    Check(
        "series_case",
        "Too many case numbers of the file are consecutive",
        "Write each case number whole, with office and year, as the agency's docket gives it.",
        _cases,
    ),
)


ELEMENT = Element(
    id="series",
    title="Taxpayer numbers and case numbers are people's own, not a series",
    citation="custodian's rule; 26 U.S.C. 6103(i)(2)(B)(iii)",
    cure="Take each taxpayer number and each case number from the file that the agency has on that person, and write "
    "the case number whole, with the office and the year that the agency's docket gives it.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("tin_run_people", "tin_block_people", "case_block_people", "case_series_people"),
)
