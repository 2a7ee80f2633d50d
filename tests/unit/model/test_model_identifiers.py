"""Ids and their spellings, reasons, and the counts of what a stay stops."""

import pytest

from support.codes import raises
from withhold.model.errors import Code, Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.identifiers import folded, is_id
from withhold.model.limits import REASON
from withhold.model.stays import Stopped

COVERS = ("withhold.model.identifiers", "withhold.model.limits", "withhold.model.given_reasons", "withhold.model.stays")


@pytest.mark.parametrize("text", ["AGY-0001", "a", "A.b_c-9", "x" * 80])
def test_a_plain_text_is_an_id(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize(
    "text", ["", " ", "-A", ".", "..", "A B", "A/B", "A\n", "x" * 81, "\uff21\uff27\uff39", "withhold", "WithHold"]
)
def test_other_texts_are_not_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    "spelled",
    [
        "AGY-0001",
        " agy-0001\t",
        "\uff21\uff27\uff39\uff0d\uff10\uff10\uff10\uff11",
        "AGY\u20110001",
        "AGY\u20130001",
        "AGY\u22120001",
        "AGY\u200b-0001",
        "\ufeffAgy-0001\u00a0",
    ],
)
def test_every_spelling_of_an_id_folds_to_one(spelled: str) -> None:
    assert folded(spelled) == "agy-0001"


def test_different_ids_fold_to_different_texts() -> None:
    assert len({folded(each) for each in ("AGY-0001", "AGY-001", "AGY 0001", "AGY-O001", "")}) == 5


def test_a_name_folds_with_single_spaces() -> None:
    assert folded("Bureau  of\nExamples ") == folded("BUREAU OF EXAMPLES") == "bureau of examples"


@pytest.mark.parametrize("reason", ["", "  \n", "x" * (REASON + 1), "a\0b", "a\ud800"])
def test_a_blank_reason_or_one_that_is_too_long_is_refused(reason: str) -> None:
    with raises(Conflict, Code.REASON_MISSING, Code.TEXT_TOO_LONG, Code.TEXT_NUL_CHARACTER, Code.TEXT_HALF_CHARACTER):
        required_reason(reason, "a stay")


def test_a_reason_loses_the_white_space_around_it() -> None:
    assert required_reason(" By order. \n", "a stay") == "By order."
    assert len(required_reason("x" * REASON, "a stay")) == REASON


def test_the_counts_of_what_a_stay_stops_are_words() -> None:
    assert str(Stopped(3, 1)) == "3 cases, 1 approved release"
    assert str(Stopped(1, 0)) == "1 case, 0 approved releases"
