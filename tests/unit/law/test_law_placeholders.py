import pytest

from withhold.law.folding import fold
from withhold.law.placeholders import is_no_city, is_no_name, is_no_street, is_placeholder, is_worn_out

COVERS = ("withhold.law.folding", "withhold.law.placeholders")


@pytest.mark.parametrize(
    "text",
    [
        "failed to provide", "FailedToProvide", "F-A-I-L-E-D to provide", "Failed  to\u200b Provide", "unknown",
        "Unknown Address", "unkn0wn", "Unknоwn", "ＵＮＫＮＯＷＮ", "not provided", "Not Available", "no address",
        "none", "n/a", "na", "NIL", "null", "t.b.d.", "refused", "same", "see file", "don't care", "Don’t Care",
        "dont care 12345", "address", "street", "xxx", "XXXXXX", "000", "test", "blah blah",
        "street street street", "asdf", "-x-",
    ],
)  # fmt: skip
def test_texts_in_place_of_an_answer(text: str) -> None:
    assert is_placeholder(fold(text))


@pytest.mark.parametrize(
    "text",
    ["", "Larkspur", "Marino Street", "Tennessee Filer Rd", "12345", "111", "2222", "Street Road", "Noble", "Nathan"],
)
def test_texts_that_may_be_answers(text: str) -> None:
    assert not is_placeholder(fold(text))


def test_words_of_the_form_may_name_a_street_but_refusals_may_not() -> None:
    assert not is_no_street("STREET")
    assert is_no_street("TEST")
    assert is_no_street("XXX")
    assert is_no_street("NOT KNOWN")


def test_towns_may_be_called_what_streets_may_not() -> None:
    assert not is_no_city("STREET")
    assert not is_no_city("WALLA WALLA")
    assert is_no_city("N A")
    assert is_no_city("UNKNOWN")


@pytest.mark.parametrize(
    ("name", "none"), [("UNKNOWN", True), ("XXX", True), ("UNK", True), ("NULL", False), ("NA", False)]
)
def test_true_surnames_are_left_alone(name: str, none: bool) -> None:
    assert is_no_name(name) is none


def test_phrases_count_as_whole_words_only() -> None:
    assert is_placeholder("NO STREET")
    assert not is_placeholder("MARINO STREET")


def test_worn_out_texts() -> None:
    assert is_worn_out("WORD WORD")
    assert is_worn_out("AAA")
    assert not is_worn_out("AA")
    assert not is_worn_out("777")
    assert not is_worn_out("")


def test_folding_leaves_no_script_to_hide_in() -> None:
    assert fold("Аddrеss") == "ADDRESS"
    assert fold("ad\u00address\u2060") == "ADDRESS"
    assert fold("plain, text") == "PLAIN TEXT"
    assert fold("one ж two 三 three") == "ONE TWO THREE"
