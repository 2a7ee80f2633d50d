import pytest

from support.fillers import FILLERS
from withhold.identity.no_answer import UNCERTAIN, is_filler
from withhold.law.folding import fold
from withhold.law.placeholders import is_placeholder

COVERS = ("withhold.identity.no_answer",)


@pytest.mark.parametrize("text", [each for each in FILLERS if each not in {"-", "--", "\u2013", ".", "?", "0"}])
def test_words_in_place_of_an_answer(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", ["", "N", "X", "Nan", "Nora", "Nona", "Nunez", "Pendleton", "Test", "0", "Ann Ann"])
def test_words_that_may_be_an_answer(text: str) -> None:
    assert not is_filler(text)


def test_uncertain_words_are_no_certain_fillers() -> None:
    assert not any(map(is_filler, UNCERTAIN))


@pytest.mark.parametrize("text", ["None", "unknown", "redacted", "Not provided", "NULL", "n/a"])
def test_law_reads_the_same_list(text: str) -> None:
    assert is_filler(text)
    assert is_placeholder(fold(text))
