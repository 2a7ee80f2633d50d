"""Rules and score by which a reason that says nothing is recognized."""

from dataclasses import replace
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from withhold.law import pack
from withhold.law.reasons import reason_text
from withhold.law.specificity import score
from withhold.law.specificity.said import (
    CIVIL,
    REFERENCE,
    SEPARATOR,
    STATUTE,
    about,
    only_own_columns,
    said_check,
    without_civil,
)
from withhold.law.specificity.score import MODEL, load_model
from withhold.law.specificity.written import written_check
from withhold.law.us_irc_6103_i_2.elements.matter.reason_checks import (
    OWN_COLUMNS,
    of_thin_batch,
    reason_rule,
    says_nothing,
)

COVERS = (
    "withhold.law.specificity",
    "withhold.law.specificity.grams",
    "withhold.law.specificity.lists",
    "withhold.law.specificity.said",
    "withhold.law.specificity.score",
    "withhold.law.specificity.written",
    "withhold.law.us_irc_6103_i_2.elements.matter.reason_checks",
)

SOUND = "He sold nine stolen pistols out of his van in Akron and moved in May; agents must serve the summons."
EMPTY = "The address of the taxpayer is relevant to the criminal investigation and is needed by this office."


@pytest.mark.parametrize(
    ("reason", "check"),
    [
        (SOUND, ""),
        ("", ""),
        ("{{subject}} did {{act}}", "template"),
        ("[INSERT FACTS]", "template"),
        ("He/she was his/her employer", "template"),
        ("Subject was removed on XX/XX/XXXX near xx", "template"),
        ("$SUBJECT mailed it", "template"),
        ("#REF! is wanted", "template"),
        ("Type the facts of the case here", "template"),
        ("he said he/she would be there", ""),
        ("The foreman [his brother] drove off", ""),
        ("Адрес нужен для дела", "foreign_letters"),
        ("Адрес is the only word on the note he left at the bank in Akron", ""),
        ("https://cases.example.org/view?id=1", "file_or_url"),
        ("see www.example.org", "file_or_url"),
        ("He ran www.example.org, a store of stolen cards, from a flat in Akron", ""),
    ],
)
def test_signs_of_a_reason_that_says_nothing(reason: str, check: str) -> None:
    assert written_check(reason) == check


@pytest.mark.parametrize(
    ("reason", "check"),
    [
        (SOUND, ""),
        ("", ""),
        ("lorem ipsum dolor sit amet", "filler_text"),
        ("The quick brown fox jumps over the lazy dog", "filler_text"),
        ("reason reason reason reason reason reason", "repeated_words"),
        ("asdf zxcv hjkl", "keyboard"),
        ("Se necesita la dirección para los fines de la investigación", "other_language"),
        ("See the attached exhibit", "reference_only"),
        ("The exhibit shows that he forged nine deeds in Akron", ""),
        ("Whoever knowingly shall be fined under this title", "statute_text"),
        ("Whoever forged the nine deeds signed them with a left hand at the Akron notary on market day", ""),
        ("Ordered removed in absentia, address for pickup", "civil_only"),
        ("Ordered removed in absentia, then charged with a felony in Akron", ""),
    ],
)
def test_words_of_a_reason_that_says_nothing(reason: str, check: str) -> None:
    assert said_check(reason_text(reason)) == check


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        ("Smuggled six people, placed in removal proceedings", "SMUGGLED SIX PEOPLE PLACED IN"),
        ("Load driver at Falfurrias, NTA issued", "LOAD DRIVER AT FALFURRIAS ISSUED"),
        ("Ordered removed in absentia, address for pickup", "ORDERED REMOVED IN ABSENTIA ADDRESS FOR PICKUP"),
        ("No fraud, final order", "NO FRAUD FINAL ORDER"),
        ("He sold stolen guns", "HE SOLD STOLEN GUNS"),
    ],
)
def test_words_of_a_civil_matter_beside_a_crime_are_left_out(reason: str, left: str) -> None:
    assert without_civil(reason_text(reason)) == left


@pytest.mark.parametrize(
    ("reason", "only"),
    [
        ("", False),
        ("Ada Example, case AB-12", True),
        ("Name: Ada Example", True),
        ("Ada Example forged it", False),
    ],
)
def test_a_reason_of_other_cells_only(reason: str, only: bool) -> None:
    cells = SEPARATOR.join((reason, "ADA", "EXAMPLE", "AB-12")) if reason else ""
    assert only_own_columns(cells) is only


def test_a_reason_that_says_nothing_has_the_higher_score() -> None:
    sound, empty = MODEL.scores([reason_text(SOUND), reason_text(EMPTY)])
    assert sound < MODEL.loose < MODEL.short < MODEL.strict < empty


def test_a_text_has_the_same_score_alone_as_among_others() -> None:
    texts = [reason_text(text) for text in (SOUND, EMPTY, "", "A", "see file", SOUND * 9)]
    assert MODEL.scores(texts) == [MODEL.scores([text])[0] for text in texts]
    assert MODEL.unseen_shares(texts) == [MODEL.unseen_shares([text])[0] for text in texts]


def test_a_text_that_is_not_english_has_grams_that_no_reason_has() -> None:
    english, struck = MODEL.unseen_shares([reason_text(SOUND), "XQZJ VVKW QQPZ"])
    assert english < MODEL.unseen < struck


def test_no_texts_have_no_scores() -> None:
    assert MODEL.scores([]) == MODEL.unseen_shares([]) == []


def test_the_score_of_a_text_is_fixed() -> None:
    plain = replace(MODEL, weights=MODEL.weights * 0 + 1, scale=1.0, intercept=0.5)
    # "  A  " has three 3-grams and two 4-grams, each of weight 1.
    assert plain.scores(["A"]) == [int((5 / 5**0.5 + 0.5) * 1000)]


def test_weights_of_another_model_are_an_error(tmp_path: Path) -> None:
    folder = Path(score.__file__).parent
    for name in ("score.toml", "score_seen.bin"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / "score_weights.bin").write_bytes(b"\0" * (1 << 19))
    with pytest.raises(ValueError, match="not those of this model"):
        load_model(tmp_path / "score.toml")


@pytest.mark.parametrize(
    ("reason", "found"),
    [
        ("", ""),
        ("Agents need his present address to serve papers.", ""),
        ("Refer to the memo of the agent.", REFERENCE),
        ("The letter that was sent last week has the reason, and the exhibit shows the rest of it", REFERENCE),
        ("To enforce 18 USC 641.", STATUTE),
        ("Wanted under 18 U.S.C. 641", STATUTE),
        ("It is return information that may be relevant", STATUTE),
    ],
)
def test_what_a_text_that_says_little_is_about(reason: str, found: str) -> None:
    assert about(reason_text(reason)) == found


@pytest.mark.parametrize(
    ("written", "said", "own_columns", "rule"),
    [
        ("", "", False, ""),
        ("template", "filler_text", True, "template"),
        ("", "filler_text", True, "filler_text"),
        ("", "", True, OWN_COLUMNS),
        ("", CIVIL, True, OWN_COLUMNS),
        ("", CIVIL, False, CIVIL),
    ],
)
def test_the_first_rule_is_the_one_that_is_named(written: str, said: str, own_columns: bool, rule: str) -> None:
    assert reason_rule(written, said, own_columns) == rule


def test_each_reason_that_is_not_met_fails_one_check_whatever_its_rule() -> None:
    element = pack("us-irc-6103-i-2").element("reason")
    rules = ["", CIVIL, "template", "statute_text", "a rule without a check", OWN_COLUMNS, "other_language"]
    rows = [
        {"reason_rule": rule, "reason_about": topic, "reason_characters": letters, "reason_numbers": 0,
         "reason_specific_words": words, "reason_distinct_words": words, "reason_score": mark,
         "reason_unseen": unseen, "official_rows": 10, "official_thin_reasons": thin}
        for rule in rules for letters, words in ((0, 0), (30, 1), (90, 1), (90, 12))
        for mark in (-9000, MODEL.loose + 1, MODEL.strict + 1) for unseen in (0, 99) for thin in (0, 10)
        for topic in ("", REFERENCE, STATUTE)
    ]  # fmt: skip
    parameters = pack("us-irc-6103-i-2").parameters
    names = {check.id: check.fails(parameters, False).alias(check.id) for check in element.checks}
    found = nw.from_native(pl.DataFrame(rows)).select(
        says_nothing(parameters, MODEL).alias("empty"), of_thin_batch(MODEL).alias("thin"), *names.values()
    )
    for row in found.to_native().iter_rows(named=True):
        assert sum(row[name] for name in names) == (row["empty"] or row["thin"]), row
