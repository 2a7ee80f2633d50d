"""(i)(2)(A): who may receive.

Disclosure is to officers and employees who are personally and directly engaged in the matter, each by name. This
element checks that one official is named and accredited. The reviewers decide whether that official is engaged.
"""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.law.us_irc_6103_i_2.elements.subject.identifiers import shapeless
from withhold.model.vocabulary import Outcome


def _missing(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("official_id") == ""


def _shapeless(parameters: Parameters, with_records: bool) -> nw.Expr:
    return (nw.col("official_id") != "") & shapeless("official_id")


def _unknown(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~shapeless("official_id") & ~nw.col("official_known")


CHECKS = (
    Check(
        "official_missing",
        "No official is named",
        "Name the official who is personally and directly engaged in this matter, by accredited id.",
        _missing,
    ),
    Check(
        "official_id",
        "Not one id",
        "Write one accredited id of one official. A team, a name or two ids in the cell are not one.",
        _shapeless,
    ),
    Check(
        "official_unknown",
        "The official is not accredited",
        "Correct the id, or have the official accredited before you file again.",
        _unknown,
        needs_records=True,
    ),
)


ELEMENT = Element(
    id="official",
    title="A named official who is personally and directly engaged",
    citation="26 U.S.C. 6103(i)(2)(A)",
    cure="Name the one official who is personally and directly engaged in this person's matter, by the id under "
    "which that official is accredited.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("official_id",),
    reads_with_records=("official_id", "official_known"),
)
