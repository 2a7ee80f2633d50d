"""Whatever the spelling: a citation is one citation, a placeholder is no address, a mask is one mask."""

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support.delivery_lines import NONE, delivery_line, is_zip_of_state
from withhold.law import Citation, NotOneCitation, parse_citation, reason_mask
from withhold.law.placeholders import is_placeholder
from withhold.law.reasons import mask_words
from withhold.law.us_irc_6103_i_2.elements.matter.designations import read_designations
from withhold.law.us_irc_6103_i_2.elements.matter.periods import years
from withhold.law.us_irc_6103_i_2.elements.matter.statute import (
    BARRED,
    CHILD,
    DESIGNATED,
    OTHER,
    UNCERTAIN,
    designation_of,
)
from withhold.law.us_irc_6103_i_2.elements.matter.us_code import sections_of
from withhold.law.us_irc_6103_i_2.elements.subject.address import is_city

COVERS = ("withhold.law",)

PLACEHOLDERS = (
    "failed to provide", "unknown", "unknown address", "not provided", "not available", "no address", "none", "na",
    "nil", "null", "tbd", "refused", "same", "see file", "dont care", "address", "street", "xxx", "000", "test",
)  # fmt: skip
words = st.text(string.ascii_letters, min_size=1, max_size=9)
citations = st.builds(
    Citation,
    st.integers(1, 54),
    st.from_regex(r"[1-9][0-9]{0,4}([a-z]{1,2})?", fullmatch=True),
    st.lists(st.from_regex(r"[a-z]{1,4}|[0-9]{1,3}", fullmatch=True), max_size=6).map(tuple),
)
# No section of the Code ends with "ct": `1ct` is one count.
provisions = st.builds(
    Citation,
    st.integers(1, 54),
    st.from_regex(r"[1-9][0-9]{0,4}([a-z]{1,2})?", fullmatch=True).filter(lambda name: not name.endswith("ct")),
    st.lists(st.from_regex(r"[a-z]{1,3}|[ivx]{4,5}|[0-9]{1,3}", fullmatch=True), max_size=8).map(tuple),
)
spellings = st.sampled_from(
    (
        "{t} USC {s}{d}",
        "{t} U.S.C. § {s}{d}",
        "{t} U.S.C. §{s}{d}.",
        "Title {t}, section {s}{d}",
        "{t} U.S. Code section {s}{d}",
        "Title {t}, United States Code, Section {s}{d}",
        "section {s}{d} of title {t}",
    )
)


@given(citations, spellings, st.booleans())
def test_a_citation_survives_every_spelling(citation: Citation, spelling: str, capitals: bool) -> None:
    deeper = "".join(f"({part})" for part in citation.subsections)
    text = spelling.format(t=citation.title, s=citation.section, d=deeper)
    assert parse_citation(text.upper() if capitals else text) == citation


@given(citations, citations, st.sampled_from((", ", "; ", " and ", "-", " or ", " to ")))
def test_two_citations_are_never_one(one: Citation, other: Citation, joint: str) -> None:
    text = joint.join(f"{each.title} USC {each.section}" for each in (one, other))
    with pytest.raises(NotOneCitation):
        parse_citation(text)


@given(st.text(max_size=60))
def test_any_text_is_one_citation_or_an_error_of_ours(text: str) -> None:
    assert designation_of(text) in {DESIGNATED, UNCERTAIN, BARRED, OTHER}
    try:
        parse_citation(text)
    except NotOneCitation:
        pass
    else:
        assert len(read_designations(text).designations) == 1


def written(citation: Citation) -> str:
    return citation.section + "".join(f"({part})" for part in citation.subsections)


@given(st.lists(provisions, min_size=1, max_size=5), spellings, st.sampled_from(("; ", " and ", " / ", " (fraud), ")))
def test_provisions_in_any_spelling_are_all_read(each: list[Citation], spelling: str, joint: str) -> None:
    text = joint.join(spelling.format(t=one.title, s=one.section, d=written(one)[len(one.section) :]) for one in each)
    reading = read_designations(text)
    assert [found.first for found in reading.designations] == each
    assert reading.decided
    assert reading.complete


@given(st.integers(1, 54), st.lists(provisions, min_size=2, max_size=5), st.sampled_from((", ", " and ", " & ", "/")))
def test_sections_of_one_title_are_all_read(title: int, each: list[Citation], joint: str) -> None:
    text = f"{title} U.S.C. §§ {joint.join(map(written, each))}"
    found = [one.first for one in read_designations(text).designations]
    assert found == [Citation(title, one.section, one.subsections) for one in each]
    tail = f"sections {joint.join(map(written, each))} of title {title}, United States Code"
    assert [one.first for one in read_designations(tail).designations] == found


@given(st.sampled_from(sorted(sections_of(18))), st.sampled_from(sorted(sections_of(18))), st.booleans())
def test_a_range_is_read_whether_its_hyphen_has_spaces(first: str, last: str, spaced: bool) -> None:
    joint = " - " if spaced else "-"
    places = [*sections_of(18)]
    assume(places.index(first) < places.index(last))
    assert designation_of(f"18 USC {first}{joint}{last}") in {DESIGNATED, UNCERTAIN}


@given(st.text(string.printable, max_size=30), st.text(string.printable, max_size=30))
def test_no_text_around_a_civil_provision_makes_it_criminal(before: str, after: str) -> None:
    assert designation_of(f"{before} 8 U.S.C. 1227 {after}") not in {DESIGNATED, UNCERTAIN, CHILD}


@given(
    st.sampled_from(PLACEHOLDERS),
    st.lists(st.booleans(), min_size=24, max_size=24),
    st.sampled_from((" ", "  ", "-", "_", ".", "/", "\u00a0", "\u200b ")),
    st.sampled_from(("", "!", "?!", " .", "***")),
    st.sampled_from(("{}", "{} 12345", "12345 {}", "1 {}")),
)
def test_a_placeholder_is_no_address_in_any_case_spacing_or_punctuation(
    text: str, capitals: list[bool], space: str, after: str, with_number: str
) -> None:
    written = "".join(c.upper() if up else c for c, up in zip(text, capitals, strict=False)).replace(" ", space) + after
    assert delivery_line(with_number.format(written), "") == NONE


@given(st.lists(words, max_size=6))
def test_words_without_a_number_are_never_an_address_of_a_street(line: list[str]) -> None:
    assert delivery_line(" ".join(line), "") == NONE


@given(st.integers(1, 999_999), st.lists(words, max_size=5), st.sampled_from(("", "St", "Ave", "Apt 4")))
def test_any_house_number_that_no_template_uses_is_as_good_as_another(
    number: int, street: list[str], after: str
) -> None:
    assume(len({*str(number)}) > 1 and number not in (100, 1000, 10_000, 123, 1234, 12_345, 123_456))
    rest = " ".join([*street, after])
    assert delivery_line(f"{number} {rest}", "") == delivery_line(f"47 {rest}", "")


@given(words, st.integers(2, 6))
def test_one_word_repeated_is_a_placeholder(word: str, times: int) -> None:
    assert is_placeholder(" ".join([word.upper()] * times))


@settings(max_examples=50)
@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_the_facts(one: str, other: str) -> None:
    assert isinstance(delivery_line(one, other), str)
    assert isinstance(is_city(one), bool)
    assert isinstance(is_zip_of_state(one, other), bool)
    assert isinstance(years(one), tuple)
    assert isinstance(reason_mask(one, other), str)


@given(st.lists(words, min_size=1, max_size=8), st.lists(words, min_size=1, max_size=2), st.integers(0, 10**6))
def test_a_mask_is_the_same_for_every_person_date_and_spelling(text: list[str], name: list[str], number: int) -> None:
    def reason(names: list[str], n: int) -> str:
        return " ".join([*text, *names, str(n), *text])

    other = ["zzzother", "zzzname"]
    one = reason_mask(reason(name, number), " ".join(name).upper())
    masked = mask_words(one.replace("#", "0"), " ".join(name).upper())
    two = reason_mask(reason(other, number + 1).upper(), "ZZZOTHER ZZZNAME")
    assert masked == one
    assert one == mask_words(two.replace("#", "0"), " ".join(name).upper())
