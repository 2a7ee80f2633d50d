"""Custodian's rule: numbers that run on are a list somebody made, not people somebody investigated.

Numbers are counted by block: 10 or 100 consecutive taxpayer numbers; 100 consecutive case numbers where a number is
digits and nothing else; 10,000 whatever stands before them. An agency's docket does run on, so only a block that is
nearly full counts there. A family that applied together may have a few neighboring numbers.
"""

import narwhals as nw

from withhold.law.pack import Element, Fact, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _case_block() -> nw.Expr:
    """The case number without its last two digits, where it is at least five digits and nothing else; else ""."""
    case = nw.col("case_key")
    plain = case.str.contains("^[0-9]{5,}$")
    return nw.when(plain).then(case.str.replace("[0-9]{2}$", "")).otherwise(nw.lit(""))


def _case_series() -> nw.Expr:
    """The case number without its last four digits, where something stands before them; else ""."""
    case = nw.col("case_key")
    return nw.when(case.str.contains(".[0-9]{4}$")).then(case.str.replace("[0-9]{4}$", "")).otherwise(nw.lit(""))


FACTS = (
    Fact("tin_run", ("tin",), str, expression=lambda: nw.col("tin").str.slice(0, 8)),
    Fact("tin_block", ("tin",), str, expression=lambda: nw.col("tin").str.slice(0, 7)),
    Fact("case_block", ("case_key",), str, expression=_case_block),
    Fact("case_series", ("case_key",), str, expression=_case_series),
)

_BLOCKS = {
    "tin_run": "people whose numbers stand among the same 10 taxpayer numbers",
    "tin_block": "people whose numbers stand among the same 100 taxpayer numbers",
    "case_block": "people whose case numbers stand among the same 100",
    "case_series": "people whose case numbers stand among the same 10,000",
}
PATTERNS = tuple(
    Pattern(f"{key}_people", (key,), Measure.DISTINCT, of="person", says=says) for key, says in _BLOCKS.items()
)


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    return (
        (nw.col("tin_run_people") > parameters.tin_run_people_max)
        | (nw.col("tin_block_people") > parameters.tin_block_people_max)
        | (nw.col("case_block_people") > parameters.case_block_people_max)
        | (nw.col("case_series_people") > parameters.case_series_people_max)
    )


ELEMENT = Element(
    id="series",
    title="Taxpayer numbers and case numbers are people's own, not a series",
    citation="custodian's rule; 26 U.S.C. 6103(i)(2)(B)(iii)",
    cure="Take each taxpayer number and each case number from the file that the agency holds on that person, and write "
    "the case number whole, with the office and the year that the agency's docket gives it.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("tin_run_people", "tin_block_people", "case_block_people", "case_series_people"),
)
