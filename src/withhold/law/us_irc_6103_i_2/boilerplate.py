"""(i)(2)(B)(iv): the *specific* reason.

One text over many people is specific to none of them. Texts are compared masked of the person's names, of
numbers and of dates, over the people in the batch and those of the agency's recent requests.
"""

import narwhals as nw

from withhold.law.pack import Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.words import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    people = nw.col("reason_people")
    if with_records:
        people = people + nw.col("reason_recent")
    # No text at all is what `reason` is for.
    return (nw.col("reason_mask") != "") & (people > parameters.boilerplate_people_max)


PATTERNS = (Pattern("reason_people", ("reason_mask",), Measure.DISTINCT, of="person"),)

ELEMENT = Element(
    id="boilerplate",
    title="The reason is this person's, not one text over many people",
    citation="26 U.S.C. 6103(i)(2)(B)(iv)",
    cure="Write for each person why the disclosure is relevant to that person's matter; the same text with other "
    "names, numbers and dates is the same text.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
)
