"""Canonical forms: what must hold of any text at all."""

import re

from hypothesis import given
from hypothesis import strategies as st

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.identity.folding import fold_line, fold_words
from withhold.identity.names import canonical_suffix, person_name
from withhold.identity.postal import DIRECTIONS, SUFFIXES
from withhold.identity.tins import canonical_tin

COVERS = (
    "withhold.identity.delivery",
    "withhold.identity.folding",
    "withhold.identity.names",
    "withhold.identity.postal",
    "withhold.identity.tins",
)

latin = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F))
anything = st.one_of(st.text(), latin)


@given(anything)
def test_folding_is_idempotent_and_closed(text: str) -> None:
    folded = fold_words(text)
    assert re.fullmatch(r"(?:[A-Z0-9]+(?: [A-Z0-9]+)*)?", folded)
    assert fold_words(folded) == folded
    assert fold_line(fold_line(text)) == fold_line(text)


@given(latin)
def test_case_and_surrounding_space_do_not_matter(text: str) -> None:
    assert fold_words(f"  {text.lower()} ") == fold_words(text.lower())
    assert fold_words(text.swapcase()) == fold_words(text.swapcase().upper())


@given(anything)
def test_suffixes_are_idempotent(text: str) -> None:
    assert canonical_suffix(canonical_suffix(text)) == canonical_suffix(text)


@given(anything, anything, anything, anything)
def test_a_canonical_person_is_their_own_canonical_form(first: str, middle: str, last: str, suffix: str) -> None:
    name = person_name(first, middle, last, suffix)
    assert person_name(name.first, name.middle, name.last, name.suffix) == name


@given(st.one_of(st.text("0123456789-", max_size=12), st.integers(0, 999_999_999).map("{:09}".format)))
def test_a_tin_is_nine_digits_or_nothing(text: str) -> None:
    tin = canonical_tin(text)
    if tin is not None:
        assert tin == text.replace("-", "")
        assert canonical_tin(tin) == tin
        assert canonical_tin(f"{tin[:3]}-{tin[3:5]}-{tin[5:]}") == tin


# Every word of the lines that Publication 28 describes, in any order: the parser must never break.
STYLES = """
123 12B 61-15 1/2 N6W23001 A19 N SOUTH NE MAIN PARK 5TH ST AVENUE ROAD COUNTY STATE HIGHWAY CR US 50 APT # UNIT
4B FLOOR 2ND REAR PIER BOX PO P.O. RR HC PSC URB CALLE GENERAL DELIVERY UNKNOWN - / FM I-10 STE BLDG 000
"""
words = st.sampled_from(STYLES.split())
lines = st.one_of(anything, st.lists(words, max_size=7).map(" ".join))


@given(lines, lines)
def test_any_two_lines_parse_or_do_not(line1: str, line2: str) -> None:
    found = parse_delivery(line1, line2)
    if found is None:
        return
    assert isinstance(found, Delivery)
    parts = (found.number, found.street, found.unit, found.box, found.route, found.urbanization)
    assert all(part == " ".join(part.split()) == part.upper() for part in parts)
    needed = {
        "street": (found.number, found.street),
        "box": (found.box,),
        "route": (found.route, found.box),
        "military": (found.route,),
        "general": (),
    }
    assert all(needed[found.kind])


@given(
    st.integers(1, 99_999),
    st.one_of(st.just(""), st.sampled_from(sorted(DIRECTIONS))),
    st.sampled_from(["MAPLE", "GRAND", "5TH", "MARTIN LUTHER KING", "QUINCY"]),
    st.sampled_from(sorted(SUFFIXES)),
    st.one_of(st.just(""), st.sampled_from(sorted(DIRECTIONS))),
    st.sampled_from(["", "APT 4B", "# 12", "STE 100", "BLDG 2 UNIT 5"]),
)
def test_every_spelling_of_a_street_is_one(
    number: int, before: str, name: str, suffix: str, after: str, unit: str
) -> None:
    written = parse_delivery(" ".join(filter(None, [str(number), before, name, suffix, after, unit])).lower(), "")
    standard = [DIRECTIONS.get(before, ""), name, SUFFIXES[suffix], DIRECTIONS.get(after, "")]
    assert written == Delivery("street", str(number), " ".join(filter(None, standard)), unit)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ ,.'", max_size=40))
def test_words_alone_are_never_a_street(text: str) -> None:
    found = parse_delivery(text, "")
    assert found is None or found.kind in ("box", "general", "military")


@given(st.text("0123456789 -/.,#", max_size=20))
def test_digits_alone_are_never_an_address(text: str) -> None:
    assert parse_delivery(text, "") is None
