"""What is wrong with a reason: the rules and the thresholds of the row score, as the checks of `reason`.

One check names what is wrong with a reason: the first that explains it. Only `reason_batch` depends on other rows.
"""

import narwhals as nw

from withhold.law.pack import Check, Predicate, fault_is
from withhold.law.parameters import Parameters
from withhold.law.specificity.said import CIVIL, REFERENCE, STATUTE
from withhold.law.specificity.score import MODEL, ReasonModel

OWN_COLUMNS = "own_columns"
_RULES = {
    "reason_template": ("template",),
    "reason_letters": ("foreign_letters",),
    "reason_language": ("other_language",),
    "reason_filler": ("filler_text", "repeated_words", "keyboard"),
    "reason_reference": ("reference_only", "file_or_url"),
    "reason_own_columns": (OWN_COLUMNS,),
    "reason_statute": ("statute_text",),
}
"""Check → the rules of `reason_rule` that it names. A rule that none of them names is one of `reason_little`."""
_NAMED = tuple(rule for rules in _RULES.values() for rule in rules)
_LEAST_ROWS = 8
"""The fewest requests that name one official from whose scores something follows for each of them."""


def of_official(tenths: int) -> nw.Expr:
    """Return whether so many tenths of the requests that name this official have a score above the loose threshold."""
    rows = nw.col("official_rows")
    return (rows >= _LEAST_ROWS) & (10 * nw.col("official_thin_reasons") >= tenths * rows)


def reason_rule(written: str, said: str, own_columns: bool) -> str:
    """Return the id of the first rule that a reason meets, or ""."""
    if written:
        return written
    return OWN_COLUMNS if own_columns and said in ("", CIVIL) else said


def says_nothing(parameters: Parameters, model: ReasonModel) -> nw.Expr:
    """Return whether a reason says nothing of the matter, by the rules and by a model's thresholds."""
    return ~_no_rule() | _not_english(model) | _only_civil(model) | _says_little(parameters, model)


def _no_rule() -> nw.Expr:
    return nw.col("reason_rule").is_in(("", CIVIL))


def _not_english(model: ReasonModel) -> nw.Expr:
    return nw.col("reason_unseen") > model.unseen


def _only_civil(model: ReasonModel) -> nw.Expr:
    return (nw.col("reason_rule") == CIVIL) & (nw.col("reason_score") > model.loose)


def _says_little(parameters: Parameters, model: ReasonModel) -> nw.Expr:
    score = nw.col("reason_score")
    return (_short(parameters) & (score > model.short)) | _empty(parameters) | (score > model.strict)


def of_thin_batch(model: ReasonModel) -> nw.Expr:
    """Return whether a reason is thin, and so are most of those in the file that name the same official."""
    return of_official(6) & (nw.col("reason_score") > model.loose)


def _short(parameters: Parameters) -> nw.Expr:
    characters = nw.col("reason_characters") < parameters.reason_min_characters
    words = nw.col("reason_distinct_words") < parameters.reason_min_words
    return characters | words | (nw.col("reason_specific_words") < parameters.reason_min_specific_words)


def _empty(parameters: Parameters) -> nw.Expr:
    """Return whether a reason has less than half of the specific words. In a note, a number is worth one."""
    counted = nw.col("reason_specific_words") + nw.col("reason_numbers")
    return 2 * counted < parameters.reason_min_specific_words


def _missing(parameters: Parameters, with_records: bool) -> nw.Expr:
    return _no_rule() & ~_written()


def _other_language(parameters: Parameters, with_records: bool) -> nw.Expr:
    by_letters = _no_rule() & _written() & _not_english(MODEL)
    return by_letters | nw.col("reason_rule").is_in(_RULES["reason_language"])


def _civil_only(parameters: Parameters, with_records: bool) -> nw.Expr:
    return _in_english() & _only_civil(MODEL)


def _plain(parameters: Parameters) -> nw.Expr:
    """Return whether a reason says little, without a rule that names it."""
    return _in_english() & ~_only_civil(MODEL) & _says_little(parameters, MODEL)


def _refers(parameters: Parameters, with_records: bool) -> nw.Expr:
    little = _plain(parameters) & (nw.col("reason_about") == REFERENCE)
    return little | nw.col("reason_rule").is_in(_RULES["reason_reference"])


def _general(parameters: Parameters) -> nw.Expr:
    """Return whether a text is about the statute, or is long and has no word but those of any request."""
    long = nw.col("reason_characters") >= parameters.reason_min_characters
    return (nw.col("reason_about") == STATUTE) | ((nw.col("reason_about") == "") & long & _empty(parameters))


def _only_general(parameters: Parameters, with_records: bool) -> nw.Expr:
    named = nw.col("reason_rule").is_in(_RULES["reason_statute"])
    return (_plain(parameters) & _general(parameters)) | named


def _little(parameters: Parameters, with_records: bool) -> nw.Expr:
    others = (nw.col("reason_about") == REFERENCE) | _general(parameters)
    return (_plain(parameters) & ~others) | ~nw.col("reason_rule").is_in((*_NAMED, CIVIL, ""))


def _thin_batch(parameters: Parameters, with_records: bool) -> nw.Expr:
    return of_thin_batch(MODEL) & ~says_nothing(parameters, MODEL)


def _written() -> nw.Expr:
    return nw.col("reason_characters") > 0


def _in_english() -> nw.Expr:
    """Return whether a reason is given that no rule but that of civil matters finds, and is in English."""
    return _no_rule() & _written() & ~_not_english(MODEL)


def _by_rule(check: str) -> Predicate:
    return fault_is("reason_rule", *_RULES[check])


CHECKS = (
    Check("reason_missing", "No reason", "Explain why this person's address is relevant to this matter.", _missing),
    Check(
        "reason_template",
        "A template that nobody filled in",
        "Fill in every blank, bracket and choice of the template with what applies to this person.",
        _by_rule("reason_template"),
    ),
    Check(
        "reason_letters",
        "Not in English letters",
        "Write the reason in English, in Latin letters.",
        _by_rule("reason_letters"),
    ),
    Check(
        "reason_language",
        "Not in English words",
        "Write the reason in plain English sentences.",
        _other_language,
    ),
    Check(
        "reason_filler",
        "Filler text, or keys struck at random",
        "Replace the filler with what this person did, saw or has in the matter.",
        _by_rule("reason_filler"),
    ),
    Check(
        "reason_reference",
        "Only a reference to something else",
        "Write here what the file, attachment or page says of this person. The reference is not read.",
        _refers,
    ),
    Check(
        "reason_own_columns",
        "Only what other columns have",
        "Add why the address is relevant. Name, case number and statute have columns of their own.",
        _by_rule("reason_own_columns"),
    ),
    Check(
        "reason_statute",
        "Only words of the statute, or of any request",
        "Replace words of the statute with facts: what this person did, saw or has in the matter.",
        _only_general,
    ),
    Check(
        "reason_civil",
        "Only a civil matter",
        "State the federal crime and what this person has to do with it. A civil matter is no ground.",
        _civil_only,
    ),
    Check(
        "reason_little",
        "Says too little",
        "Say what this person did, saw or has in the matter, and what the address will be used for.",
        _little,
    ),
    Check(
        "reason_batch",
        "Says little, as most reasons for this official do",
        "Write a reason of its own for each person: what that person did, saw or has in the matter.",
        _thin_batch,
    ),
)
