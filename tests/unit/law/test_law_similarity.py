"""How much two reasons may differ and still share a key, and which addresses are the same."""

import pytest

from withhold.law import reason_mask
from withhold.law.similarity import _Cache, content_words, first_half, second_half
from withhold.law.us_irc_6103_i_2.elements.patterns.shared_address import address_key

COVERS = ("withhold.law",)

TEXT = "Agents were told that the fugitive printer sold forged passports from a bakery beside the harbor."
WORDS = content_words(reason_mask(TEXT))


@pytest.mark.parametrize(
    "other",
    [
        "From a bakery beside the harbor the fugitive printer sold forged passports, agents were told.",
        "Please note that officers were told, respectfully, that the said fugitive printer sold forged passports"
        " from bakeries beside the harbor.",
        "AGENTS WERE TOLD -- THE FUGITIVE PRINTER SOLD FORGED PASSPORTS FROM TWENTY BAKERIES BESIDE THE HARBOR!!",
        TEXT.replace("o", "\u0585").replace("a", "\uff41"),
        TEXT.replace("printer", "prin\u200bter"),
    ],
)
def test_order_padding_synonyms_and_look_alikes_share_the_content_words(other: str) -> None:
    assert content_words(reason_mask(other)) == WORDS


def test_another_fact_is_another_text() -> None:
    assert content_words(reason_mask(TEXT.replace("passports", "ballots"))) != WORDS


@pytest.mark.parametrize("name", ["TO", "CASE", "ORDER", "MAY"])
def test_a_name_that_is_a_common_word_makes_no_difference(name: str) -> None:
    text = "An order to depart in this case may come to nothing unless the grand jury hears the fugitive printer again."
    assert content_words(reason_mask(text, name)) == content_words(reason_mask(text))


@pytest.mark.parametrize("text", ["", "#", "the and of", "Agents were told."])
def test_too_few_words_have_no_key(text: str) -> None:
    assert content_words(reason_mask(text)) == ""
    assert first_half("") == second_half("A B C") == ""


@pytest.mark.parametrize("word", ["quail", "osprey", "heron", "wren"])
def test_an_added_word_leaves_one_half_unchanged(word: str) -> None:
    long = TEXT + " Ledgers, stamps, laminate, lamps, chemicals and foil were hidden below."
    before, after = (content_words(reason_mask(text)) for text in (long, f"{long} {word}"))
    assert before != after
    assert sorted(f"{first_half(before)} {second_half(before)}".split()) == before.split()
    assert (first_half(before) == first_half(after)) is not (second_half(before) == second_half(after))


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


def test_the_cache_of_words_is_bounded() -> None:
    kept = _Cache(str.lower, 2)
    assert [kept[word] for word in ("A", "B", "C", "A")] == ["a", "b", "c", "a"]
    assert dict(kept) == {"A": "a", "B": "b"}
