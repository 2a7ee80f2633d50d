"""(i)(2)(A): who may receive.

Disclosure is to officers and employees who are personally and directly engaged in the matter, each by name. This
element checks that one official is named and accredited. The reviewers decide whether that official is engaged.
"""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.law.us_irc_6103_i_2.elements.subject.identifiers import shapeless
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    missing = shapeless("official_id")
    return missing | ~nw.col("official_known") if with_records else missing


ELEMENT = Element(
    id="official",
    title="A named official who is personally and directly engaged",
    citation="26 U.S.C. 6103(i)(2)(A)",
    cure="Name the one official who is personally and directly engaged in this person's matter, by the id under "
    "which that official is accredited.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("official_id",),
    reads_with_records=("official_id", "official_known"),
)
