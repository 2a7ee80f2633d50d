"""(i)(2)(B)(iii): the proceeding or investigation for which disclosure is sought.

A request states its kind and the agency's own case number for this person. One number for several people identifies a
project, not a proceeding against each of them.
"""

import narwhals as nw

from withhold.law.pack import Check, Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome, Proceeding

_KINDS = [kind.value for kind in Proceeding]
_LEAST_LETTERS = 3


def _no_kind(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~nw.col("proceeding").str.to_lowercase().is_in(_KINDS)


def _no_number(parameters: Parameters, with_records: bool) -> nw.Expr:
    case = nw.col("case_key")
    only_zeros = ~case.str.contains("[^0]")
    return ~case.str.contains("[0-9]") | (case.str.len_chars() < _LEAST_LETTERS) | only_zeros


def _shared(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("case_people") > 1


CHECKS = (
    Check(
        "matter_kind",
        "No kind of proceeding",
        "Write investigation, judicial, administrative or grand_jury in proceeding.",
        _no_kind,
    ),
    Check(
        "matter_number",
        "No case number",
        "Give the agency's own case number for this person. It has digits and at least three signs.",
        _no_number,
    ),
    Check(
        "matter_shared",
        "One case number for several people",
        "Give the agency's own case number for this person, which no other person in the file has.",
        _shared,
    ),
)


PATTERNS = (Pattern("case_people", ("case_key",), Measure.DISTINCT, of="tin"),)

ELEMENT = Element(
    id="matter",
    title="The proceeding and the agency's own case number",
    citation="26 U.S.C. 6103(i)(2)(B)(iii)",
    cure="State the kind of proceeding (investigation, judicial, administrative or grand_jury) and the agency's own "
    "case number for this person, which no other person in the file has.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("proceeding", "case_key", "case_people"),
)
