"""How alike two reasons are, and which addresses are the same."""

import pytest

from withhold.law import reason_mask
from withhold.law.similarity import ALIKE, TextsGiven, grams, percent, similarity
from withhold.law.us_irc_6103_i_2.elements.patterns.shared_address import address_key

COVERS = ("withhold.law",)

TEXT = "Agents were told that the fugitive printer sold forged passports from a bakery beside the harbor."


def alike(one: str, other: str) -> float:
    return similarity(grams(reason_mask(one)), grams(reason_mask(other)))


def test_similarity_is_the_share_of_the_groups_of_five_characters_that_both_have() -> None:
    assert grams("A COPY") == {" A CO", "A COP", " COPY", "COPY "}
    assert similarity(grams("A COPY"), grams("A COPIER")) == 2 / 8


def test_a_similarity_in_percent_is_rounded_down() -> None:
    assert [percent(share) for share in (0, 0.35, 0.29, 2 / 3, 0.9999, 1)] == [0, 35, 29, 66, 99, 100]


@pytest.mark.parametrize(
    "other",
    [
        "From a bakery beside the harbor the fugitive printer sold forged passports, agents were told.",
        "Please note that agents were told, respectfully, that the fugitive printer sold forged passports"
        " from a bakery beside the harbor.",
        "AGENTS WERE TOLD -- THE FUGITIVE PRINTER SOLD FORGED PASSPORTS FROM TWENTY BAKERIES BESIDE THE HARBOR!!",
        TEXT.replace("o", "\u0585").replace("a", "\uff41"),
        TEXT.replace("printer", "prin\u200bter"),
        TEXT.replace("harbor", "church"),
        "Agnets were told that the fugitive priner sold forgd passports from a bakery besides the habor.",
    ],
)
def test_order_padding_typing_errors_and_look_alikes_leave_it_one_text(other: str) -> None:
    assert alike(TEXT, other) >= ALIKE


@pytest.mark.parametrize(
    "other",
    [
        "The landlord told agents that the subject moved out in the week after the search of the garage.",
        "Bank records trace the stolen deposits to an account that the subject opened beside the harbor.",
        "",
    ],
)
def test_another_fact_is_another_text(other: str) -> None:
    assert alike(TEXT, other) < ALIKE / 2


@pytest.mark.parametrize("name", ["TO", "CASE", "ORDER", "MAY"])
def test_a_name_that_is_a_common_word_makes_no_difference(name: str) -> None:
    text = "An order to depart in this case may come to nothing unless the grand jury hears the fugitive printer again."
    assert similarity(grams(reason_mask(text, name)), grams(reason_mask(text))) >= ALIKE


@pytest.mark.parametrize("text", ["", "A", "AB"])
def test_a_text_shorter_than_a_group_has_one(text: str) -> None:
    assert len(grams(text)) == 1
    assert similarity(grams(text), grams(text)) == 1


def test_recent_texts_that_are_known_are_compared_one_by_one() -> None:
    given = TextsGiven({"THE PRINTER SOLD FORGED PASSPORTS": 2, "THE PRINTER SOLD FORGED PASSES": 3, "NOBODY CAME": 9})
    found = given.alike(["THE PRINTER SOLD FORGED PASSPORTS", "THE PRINTER SOLD FORGED PASSPORT", "ANYBODY ELSE"])
    assert [each.people for each in found] == [5, 5, 0]
    assert [each.percent for each in found] == [100, 90, 0]


@pytest.mark.parametrize(
    ("line1", "line2", "zip_code"),
    [
        ("410 Larkspur Lane", "", "78701"),
        ("0410 LARKSPUR LN.", "", "78701-1234"),
        ("410 larkspur ln", "Attn: Desk", "787011234"),
        ("c/o Robin Example", "410 Larkspur Ln", "78701"),
    ],
)
def test_one_address_has_one_key(line1: str, line2: str, zip_code: str) -> None:
    assert address_key(line1, line2, zip_code) == "410 LARKSPUR LN 78701"


def test_units_are_distinguished_in_any_spelling() -> None:
    assert address_key("410 Larkspur Ln", "Apt 4B", "78701") == "410 LARKSPUR LN 4B 78701"
    assert address_key("410 Larkspur Ln # 4B", "", "78701") == address_key("410 Larkspur Ln", "4B", "78701")
    assert address_key("410 Larkspur Ln", "Unit 5", "78701") != address_key("410 Larkspur Ln", "Unit 6", "78701")


def test_no_lines_have_no_key() -> None:
    assert address_key("", "", "78701") == ""
    assert address_key("#", "", "78701") == ""
