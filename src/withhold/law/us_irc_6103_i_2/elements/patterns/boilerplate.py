"""(i)(2)(B)(iv): the *specific* reason.

One text for many people is specific to none of them. Texts are compared in three ways:

- masked of the person's names, numbers and dates,
- by the set of their content words, which order, synonyms and padding do not change,
- by each half of that set, of which a word added for each person changes only one.

The people of the batch and those of the agency's recent requests are counted. See `withhold.law.similarity`.
"""

import narwhals as nw

from withhold.law.pack import Element, Fact, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.law.similarity import content_words, first_half, second_half
from withhold.model.vocabulary import Outcome

FACTS = (
    Fact("reason_content", ("reason_mask",), str, content_words),
    Fact("reason_first_half", ("reason_content",), str, first_half),
    Fact("reason_second_half", ("reason_content",), str, second_half),
)


def _shared(name: str, key: str, label: str) -> Pattern:
    return Pattern(name, (key,), Measure.DISTINCT, of="person", recent=True, label=label)


_SAME = _shared("reason_people", "reason_mask", "people with this reason, but for names, numbers and dates")
_SAME_WORDS = _shared("reason_content_people", "reason_content", "people whose reason has the same content words")
_FIRST = _shared("reason_first_half_people", "reason_first_half", "people whose reason shares one half of those words")
_SECOND = _shared("reason_second_half_people", "reason_second_half", "people whose reason shares the other half")
PATTERNS = (_SAME, _SAME_WORDS, _FIRST, _SECOND)


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    # An empty mask is left to `reason`. The other keys are "" then, and a row with an empty key is counted alone.
    same = (nw.col("reason_mask") != "") & (_SAME.people(with_records) > parameters.boilerplate_people_max)
    words = _SAME_WORDS.people(with_records) > parameters.boilerplate_people_max
    first = _FIRST.people(with_records) > parameters.boilerplate_alike_people_max
    second = _SECOND.people(with_records) > parameters.boilerplate_alike_people_max
    return same | words | first | second


_READS = ("reason_mask", *(each.name for each in PATTERNS))

ELEMENT = Element(
    id="boilerplate",
    title="The reason is written for this person, not one text for many people",
    citation="26 U.S.C. 6103(i)(2)(B)(iv)",
    cure="Write for each person why the disclosure is relevant to that person's matter. A text counts as the same "
    "if only names, numbers, dates, synonyms, padding or the order of words differ.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=_READS,
    reads_with_records=(*_READS, *(each.recent_column for each in PATTERNS)),
)
