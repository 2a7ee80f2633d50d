"""One word and a suffix behind a house number: accepted at once, and never otherwise than by the whole grammar."""

import re
from itertools import cycle
from pathlib import Path

import pytest

from support.delivery_lines import delivery_line
from withhold.identity.no_answer import ANYWHERE, WHOLE
from withhold.identity.postal import DIRECTIONS, SUFFIXES, UNITS
from withhold.law import folding
from withhold.law.placeholders import FILLERS, refuses_before
from withhold.law.tables import read_table
from withhold.law.us_irc_6103_i_2.elements.subject import delivery_line as rules

COVERS = ("withhold.law.us_irc_6103_i_2.elements.subject.delivery_line", "withhold.law.placeholders")

LISTED = re.compile("[A-Z]{2,}")
SUFFIXED = sorted(SUFFIXES)


def words_of_lists() -> set[str]:
    """Every word of the lists, and every beginning of a filler."""
    lists = read_table(Path(folding.__file__).with_name("placeholders.toml"))
    texts = (*ANYWHERE, *WHOLE, *FILLERS, *(text for each in lists.values() for text in each))
    joined = [text.replace(" ", "") for text in ANYWHERE]
    beginnings = {f"{before}{text[:at]}" for text in joined for at in range(1, len(text)) for before in ("", "AL")}
    return {*LISTED.findall(" ".join(texts)), *beginnings, *SUFFIXES, *DIRECTIONS, *UNITS}


def by_grammar(name: str, suffix: str) -> bool:
    return rules._line(f"2 {name} {suffix}", "") == rules.WHOLE


def test_a_plain_street_is_one_by_the_grammar() -> None:
    suffixes = cycle(SUFFIXED)
    plain = 0
    for word in sorted(words_of_lists()):
        for suffix in [next(suffixes) for _ in range(12)]:
            if rules._is_plain(word.title(), suffix.lower()):
                plain += 1
                assert by_grammar(word.title(), suffix.lower()), (word, suffix)
    assert plain > 5_000


@pytest.mark.parametrize("suffix", ["St", "STREET", "ave", "Rd", "Way", "Lane"])
@pytest.mark.parametrize("name", ["Larkspur", "MAIN", "elm", "Harrow"])
def test_most_streets_are_plain(name: str, suffix: str) -> None:
    assert rules._is_plain(name, suffix)
    assert delivery_line(f"2205 {name} {suffix}", "") == rules.WHOLE


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        *[("No", "Street"), ("Unknown", "Rd"), ("Unk", "Rd"), ("Rd", "Rd"), ("Unit", "St"), ("Calle", "St")],
        *[("North", "St"), ("XXX", "Rd"), ("lalala", "Rd"), ("Larkspur", "Lot"), ("Larkspur", "5"), ("Larkspur", "")],
        *[("Larkſpur", "St"), ("Larkspur", "ſt"), ("O'Brien", "St"), ("5th", "St"), ("Elm", "St Apt 4"), ("A", "St")],
    ],
)  # fmt: skip
def test_anything_else_is_for_the_grammar(name: str, suffix: str) -> None:
    assert not rules._is_plain(name, suffix)


def test_a_word_that_refuses_with_the_one_behind_it() -> None:
    refuses = refuses_before({"STREET", "LN"})
    assert refuses("NO")
    assert refuses("CONFIDENTIA")
    assert not refuses("LARKSPUR")
