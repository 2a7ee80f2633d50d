"""(i)(2)(B)(iv): the specific reason why disclosure is, or may be, relevant to the proceeding or investigation.

The reviewers decide whether a reason is specific. This element finds texts that cannot be. It leaves out the person's
names and all numbers. A text is not met if it is too short, or if it has only words that fit any request: the
statute's own, that the address is needed, that there is an investigation. For example, "The address is needed for an
ongoing criminal investigation" is not met.
"""

import narwhals as nw

from withhold.law.pack import Element, Fact
from withhold.law.parameters import Parameters
from withhold.law.reasons import distinct_words, mask_words, reason_words, specific_words
from withhold.model.vocabulary import Outcome

_NAMES = ("first_name", "middle_name", "last_name")


def _named(name: str) -> nw.Expr:
    """Return the name if a word of the reason begins with it, else "". An initial does not count."""
    column = nw.col(name)
    beginning = nw.concat_str(nw.lit(" "), column)
    present = (column.str.len_chars() > 1) & nw.col("reason_words").str.contains(beginning, literal=True)
    return nw.when(present).then(column).otherwise(nw.lit(""))


def _names_in_reason() -> nw.Expr:
    """Return those of the person's names that are in the reason."""
    # A million people with one reason that names none of them share one value here, so it is masked once.
    return nw.concat_str(*map(_named, _NAMES), separator=" ")


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    too_short = nw.col("reason_mask").str.len_chars() < parameters.reason_min_characters
    too_little = nw.col("reason_specific_words") < parameters.reason_min_specific_words
    return too_short | too_little | (nw.col("reason_distinct_words") < parameters.reason_min_words)


FACTS = (
    Fact("reason_words", ("reason",), str, reason_words),
    Fact("reason_names", ("reason_words", *_NAMES), str, expression=_names_in_reason),
    Fact("reason_mask", ("reason_words", "reason_names"), str, mask_words),
    Fact("reason_distinct_words", ("reason_mask",), int, distinct_words),
    Fact("reason_specific_words", ("reason_mask",), int, specific_words),
)

ELEMENT = Element(
    id="reason",
    title="The specific reason this disclosure is relevant",
    citation="26 U.S.C. 6103(i)(2)(B)(iv)",
    cure="Explain in a sentence or more why this person's current address is, or may be, relevant to this matter.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("reason_mask", "reason_specific_words", "reason_distinct_words"),
)
