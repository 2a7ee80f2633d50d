import narwhals as nw
import polars as pl
import pytest

from withhold.law import pack, reason_mask
from withhold.law.reasons import distinct_words, reason_words
from withhold.law.us_irc_6103_i_2.elements.matter.periods import years

COVERS = ("withhold.law",)

(NAMES_IN_REASON,) = (fact for fact in pack("us-irc-6103-i-2").facts if fact.name == "reason_names")


def test_what_changes_from_person_to_person_is_blanked_out() -> None:
    ada = reason_mask("Ms. Example was served on January 5, 2024 in AB-12; Example's address is needed.", "ADA EXAMPLE")
    max_ = reason_mask("MR. MUSTER was served on 2023-07-09 in KXQ-99/c;  Muster’s address is needed!", "MUSTER MAX")
    assert ada == max_ == "# WAS SERVED ON # IN # ADDRESS IS NEEDED"


def test_two_reasons_that_differ_in_a_word_stay_different() -> None:
    assert reason_mask("the notice came back") != reason_mask("the summons came back")


def test_a_case_number_is_masked_with_its_letters() -> None:
    assert reason_words("in KXQ-99/c now") == " IN 0 NOW"


def test_distinct_words_are_counted_without_blanks_and_letters() -> None:
    assert distinct_words("# NOTICE CAME BACK # A NOTICE") == 3
    assert distinct_words("#") == 0
    assert distinct_words("") == 0


@pytest.mark.parametrize(
    ("first", "middle", "last", "names"),
    [
        ("ADA", "", "EXAMPLE", "ADA  EXAMPLE"),
        ("MAX", "", "EXAMPLE", "  EXAMPLE"),
        ("MAX", "", "MUSTER", "  "),
        ("MAX", "A", "MUSTER", "  "),
        ("", "", "", "  "),
    ],
)
def test_only_the_names_in_a_reason_are_kept(first: str, middle: str, last: str, names: str) -> None:
    columns = {"first_name": [first], "middle_name": [middle], "last_name": [last]}
    frame = nw.from_native(pl.DataFrame({"reason_words": [reason_words("Ada Example's address is needed")], **columns}))
    assert NAMES_IN_REASON.expression is not None
    assert frame.select(NAMES_IN_REASON.expression().alias("names"))["names"].to_list() == [names]


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ("2024;2021", (2021, 2024)),
        ("2021 ; 2022", (2021, 2022)),
        ("2021;2021", ()),
        ("2021,2022", ()),
        ("", ()),
        ("٢٠٢١", ()),
    ],
)
def test_periods(periods: str, found: tuple[int, ...]) -> None:
    assert years(periods) == found
