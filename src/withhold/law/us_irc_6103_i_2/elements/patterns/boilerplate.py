"""(i)(2)(B)(iv): the *specific* reason.

One text for many people is specific to none of them. Texts are compared after the person's names, numbers and dates
are masked. Two texts count as one if at least 35 % of their groups of five characters are the same. So a swapped
town, an added clause, a typing error or another order of the clauses does not make another text. See
`withhold.law.similarity`.

The people of the batch and those of the agency's recent requests are counted, by the very same masked text and by alike
ones.
"""

import narwhals as nw

from withhold.law.pack import Check, Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome

_SAME = Pattern(
    "reason_people",
    ("reason_mask",),
    Measure.DISTINCT,
    of="person",
    recent=True,
    label="people with this reason, but for names, numbers and dates",
)
_ALIKE = Pattern(
    "reason_alike_people",
    ("reason_mask",),
    Measure.ALIKE,
    of="person",
    within=("official_id", "signer_id", "case_series"),
    recent=True,
    enough="boilerplate_people_max",
    label="people whose reason is nearly the same text, counted until there are too many",
)
PATTERNS = (_SAME, _ALIKE)


# An empty mask is left to `reason`.
def _same(parameters: Parameters, with_records: bool) -> nw.Expr:
    return (nw.col("reason_mask") != "") & (_SAME.people(with_records) > parameters.boilerplate_people_max)


def _alike(parameters: Parameters, with_records: bool) -> nw.Expr:
    most = parameters.boilerplate_people_max
    different = _SAME.people(with_records) <= most
    return (nw.col("reason_mask") != "") & different & (_ALIKE.people(with_records) > most)


CHECKS = (
    Check(
        "boilerplate_same",
        "One text for too many people, but for names, numbers and dates",
        "Write for each person why the disclosure is relevant to that person's matter.",
        _same,
        alike=True,
    ),
    Check(
        "boilerplate_alike",
        "Nearly the same text for too many people",
        "Write each person's reason anew. A changed town, clause or order leaves the text the same.",
        _alike,
        alike=True,
    ),
)


_READS = ("reason_mask", *(each.name for each in PATTERNS))

ELEMENT = Element(
    id="boilerplate",
    title="The reason is written for this person, not one text for many people",
    citation="26 U.S.C. 6103(i)(2)(B)(iv)",
    cure="Write for each person why the disclosure is relevant to that person's matter. Reasons of different people "
    "count as the same text if 35 % or more of it is the same, letter for letter, after names, numbers and dates are "
    "left out.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=_READS,
    reads_with_records=(*_READS, *(each.recent_column for each in PATTERNS)),
)
