"""(i)(2)(B)(iv): the specific reason why disclosure is, or may be, relevant to the proceeding or investigation.

The reviewers decide whether a reason is specific. This element finds texts that cannot be. It leaves out the person's
names and all numbers. A text is not met in each of these cases:

- A rule finds that it says nothing: a template that nobody filled in, letters of another script, a printer's filler
  text, keys struck at random, another language than English, a reference to another document, the statute's words, or
  only other cells of the row.
- The row score is high: the text resembles reasons that say nothing (`withhold.law.specificity.score`).
- The text is shorter than the parameters ask for, and the row score is not low. With less than half of the specific
  words, it is not met whatever its score.
- It names a civil matter and no crime, and the row score is not low. Words of a civil matter beside an act that is a
  crime are left out before.
- The row score is not low, and neither is that of most other requests that name the same official. One text in other
  words for each person is found in this way.

A text that meets the element is marked for the reviewers and the filer if its row score is above the loose threshold,
if it names a civil matter and no crime, or if half of the requests that name the official have a score above it.

For example, "The address is needed for an ongoing criminal investigation" is not met.
"""

import narwhals as nw

from withhold.law.pack import Element, Fact, Mark, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.law.reasons import blank_names, distinct_words, mask_words, reason_words, specific_words
from withhold.law.specificity.said import CIVIL, SEPARATOR, about, only_own_columns, said_check, without_civil
from withhold.law.specificity.score import MODEL
from withhold.law.specificity.written import SIGNS, written_check
from withhold.law.us_irc_6103_i_2.elements.matter.reason_checks import CHECKS, of_official, reason_rule
from withhold.model.vocabulary import Outcome

_NAMES = ("first_name", "middle_name", "last_name")
_REPEATED = ("case_number", "statute", "official_id", "city")
"""If a short reason has one of these cells, it may have nothing else."""
_OTHERS = (
    "request_ref", "tin", *_NAMES, "suffix", "date_of_birth", "address_line1", "address_line2", "city", "state", "zip",
    "taxable_periods", "statute", "proceeding", "case_number", "official_id", "signer_id",
)  # fmt: skip
_SHORT = 160
_MODEL_NAME = f"row score of reasons, version {MODEL.version}"


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


def _with_signs() -> nw.Expr:
    """Return the reason if it has a sign that a rule looks for, else ""."""
    reason = nw.col("reason")
    return nw.when(reason.str.contains(SIGNS)).then(reason).otherwise(nw.lit(""))


def _repeats_others() -> nw.Expr:
    """Return whether a reason is short and has a cell of its row in it."""
    reason = nw.col("reason")
    repeats = [(nw.col(name) != "") & reason.str.contains(nw.col(name), literal=True) for name in _REPEATED]
    named = nw.col("reason_names").str.strip_chars() != ""
    short = (reason != "") & (reason.str.len_chars() <= _SHORT)
    return short & nw.any_horizontal(named, *repeats, ignore_nulls=False)


def _with_others() -> nw.Expr:
    """Return the reason and the other cells of its row."""
    return nw.concat_str(nw.col("reason"), *map(nw.col, _OTHERS), separator=SEPARATOR)


def _thin() -> nw.Expr:
    """Return the row's reference if the row score is above the loose threshold, else ""."""
    return nw.when(nw.col("reason_score") > MODEL.loose).then(nw.col("request_ref")).otherwise(nw.lit(""))


def _thin_text() -> nw.Expr:
    """Return the text if the row score is above the loose threshold, else ""."""
    return nw.when(nw.col("reason_score") > MODEL.loose).then(nw.col("reason_text")).otherwise(nw.lit(""))


def _civil(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("reason_rule") == CIVIL


def _resembles(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("reason_score") > MODEL.loose


def _half_thin(parameters: Parameters, with_records: bool) -> nw.Expr:
    return of_official(5)


def _judged_text(words: str, names: str) -> str:
    return without_civil(blank_names(words, names))


def _has_number(mask: str) -> int:
    return int("#" in mask)


FACTS = (
    Fact("reason_words", ("reason",), str, reason_words),
    Fact("reason_names", ("reason_words", *_NAMES), str, expression=_names_in_reason),
    Fact("reason_mask", ("reason_words", "reason_names"), str, mask_words),
    Fact("reason_characters", ("reason_mask",), int, len),
    Fact("reason_numbers", ("reason_mask",), int, _has_number),
    Fact("reason_distinct_words", ("reason_mask",), int, distinct_words),
    Fact("reason_specific_words", ("reason_mask",), int, specific_words),
    Fact("reason_text", ("reason_words", "reason_names"), str, _judged_text),
    Fact("reason_said", ("reason_text",), str, said_check),
    Fact("reason_score", ("reason_text",), int, derive_all=MODEL.scores),
    Fact("reason_thin", ("reason_score", "request_ref"), str, expression=_thin),
    Fact("reason_unseen", ("reason_text",), int, derive_all=MODEL.unseen_shares),
    Fact("reason_signs", ("reason",), str, expression=_with_signs),
    Fact("reason_written", ("reason_signs",), str, written_check),
    Fact("reason_others", ("reason", "reason_names", *_OTHERS), str, expression=_with_others, where=_repeats_others),
    Fact("reason_own_columns", ("reason_others",), bool, only_own_columns),
    Fact("reason_thin_text", ("reason_score", "reason_text"), str, expression=_thin_text),
    Fact("reason_about", ("reason_thin_text",), str, about),
    Fact("reason_rule", ("reason_written", "reason_said", "reason_own_columns"), str, reason_rule),
)

PATTERNS = (Pattern("official_thin_reasons", ("official_id",), Measure.DISTINCT, of="reason_thin"),)

ELEMENT = Element(
    id="reason",
    title="The specific reason this disclosure is relevant",
    citation="26 U.S.C. 6103(i)(2)(B)(iv)",
    cure=(
        "Explain in a sentence or more why this person's current address is, or may be, relevant to this matter. Say"
        " what this person did, saw or has in it, and what the address will be used for."
    ),
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=(
        "reason_characters",
        "reason_numbers",
        "reason_specific_words",
        "reason_distinct_words",
        "reason_rule",
        "reason_about",
        "reason_score",
        "reason_unseen",
        "official_rows",
        "official_thin_reasons",
    ),
    model=_MODEL_NAME,
)

MARKS = (
    Mark(
        id="reason_score",
        element="reason",
        title="Resembles reasons that say nothing",
        text=(
            "The reason resembles texts that say nothing of the matter, by a score over its letters. The score can be"
            " wrong. See whether the reason says what this person did, saw or has in this matter."
        ),
        applies=_resembles,
        reads=("reason_score",),
        model=_MODEL_NAME,
    ),
    Mark(
        id="reason_civil",
        element="reason",
        title="A civil matter, and no crime",
        text=(
            "The reason names a civil matter, and no word in it shows a crime. See whether the disclosure is for the"
            " federal criminal matter, or the case of a missing or exploited child, that the request designates."
        ),
        applies=_civil,
        reads=("reason_rule",),
    ),
    Mark(
        id="reason_batch",
        element="reason",
        title="Half of the reasons for this official say little",
        text=(
            "At least half of the requests in this file that name this official have a reason that resembles texts that"
            " say nothing of the matter. See whether this reason was written for this person."
        ),
        applies=_half_thin,
        reads=("official_rows", "official_thin_reasons"),
        model=_MODEL_NAME,
    ),
)
