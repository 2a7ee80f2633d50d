"""Reasons, reduced to what they say once the person is taken out: for telling a reason from boilerplate."""

import re
from pathlib import Path

from withhold.law.folding import fold
from withhold.law.tables import Section, read_table

_BLANK = "#"
_DIGIT = re.compile(r"\d")
# What a mail merge changes from person to person besides names and numbers.
_CHANGING = (
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER"
    " JAN FEB MAR APR JUN JUL AUG SEP SEPT OCT NOV DEC"
    " MR MRS MS MISS DR HE SHE HIS HER HERS HIM HIMSELF HERSELF"
)
_VOWELS = frozenset("AEIOUY")
_CHANGING_WORDS = frozenset(_CHANGING.split())


def read_words(path: Path) -> list[str]:
    """The words of all lists of a data file, in capitals. Raises Unreadable if it is malformed."""
    table = read_table(path)
    section = Section(path.name, table, "words")
    return [word for key in table for word in section.texts(key)]


def reason_words(reason: str) -> str:
    """The reason's words, folded, whatever holds a digit as a lone 0, and a space before each.

    Digits are looked for before folding takes AB-123 apart: the letters of a case number are part of it. The
    space in front lets " NAME" find beginnings of words only.
    """
    words = ["0" if not word.isalpha() and _DIGIT.search(word) else word for word in reason.split()]
    return f" {fold(' '.join(words))}"


def mask_words(words: str, names: str) -> str:
    """The words with names, numbers, dates, case numbers and forms of address blanked out, neighbors together.

    ``names`` are the person's names in canonical form, in any order. Numbers are blanked out whatever
    they count.
    """
    given = set(names.split())
    given |= {name + "S" for name in given}  # the possessive, folded
    kept: list[str] = []
    for word in words.split():
        changing = word in _CHANGING_WORDS or word in given or not word.isalpha()
        if not changing:
            kept.append(word)
        elif not kept or kept[-1] is not _BLANK:
            kept.append(_BLANK)
    return " ".join(kept)


def reason_mask(reason: str, names: str = "") -> str:
    """The masked form of a reason as given: what two reasons share when one text serves two people."""
    return mask_words(reason_words(reason), names)


def distinct_words(mask: str) -> int:
    """How many different words of two letters or more a masked reason has."""
    return sum(len(word) > 1 for word in set(mask.split()))


_GENERIC = frozenset(read_words(Path(__file__).with_name("generic_words.toml")))


def specific_words(mask: str) -> int:
    """How many different words of a masked reason are neither common ones nor what any request says of itself.

    A word has a vowel, and more than one letter that differs: what a hand strikes on the keys to fill a field does not
    count.
    """
    return sum(word not in _GENERIC and _is_word(word) for word in set(mask.split()))


def _is_word(word: str) -> bool:
    return len(word) > 2 and len(set(word)) > 2 and not _VOWELS.isdisjoint(word)
