"""Mask a reason: remove what differs between people, so that one text used for many people can be recognized."""

import re
from collections.abc import Set
from pathlib import Path

from withhold.law.folding import fold
from withhold.law.tables import read_lists

_BLANK = "#"
_DIGIT = re.compile(r"\d")
# Words that a mail merge changes from person to person, besides names and numbers.
_CHANGING = (
    "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER"
    " JAN FEB MAR APR JUN JUL AUG SEP SEPT OCT NOV DEC"
    " MR MRS MS MISS DR HE SHE HIS HER HERS HIM HIMSELF HERSELF"
)
_VOWELS = frozenset("AEIOUY")
_CHANGING_WORDS = frozenset(_CHANGING.split())


def reason_words(reason: str) -> str:
    """Return the reason's words, folded, with a space before each. A word with a digit in it becomes ``0``."""
    # Digits come before folding, which would split AB-123: the letters of a case number are part of it.
    words = ["0" if not word.isalpha() and _DIGIT.search(word) else word for word in reason.split()]
    # With a space before each word, " NAME" matches only at the beginning of a word.
    return f" {fold(' '.join(words))}"


def mask_words(words: str, names: str) -> str:
    """Return the words with names, numbers, dates, case numbers and forms of address replaced by ``#``.

    Neighbors among them become one ``#``. ``names`` are the person's names in canonical form, in any order. All
    numbers are replaced, whatever they count. For example, with the name ADA, ``ADA WAS SERVED ON MAY 0`` becomes
    ``# WAS SERVED ON #``.
    """
    return _blanked(words, _with_possessives(names) | _CHANGING_WORDS)


def blank_names(words: str, names: str) -> str:
    """Return the words with the given names and all numbers replaced by ``#``. Neighbors among them become one ``#``.

    Months and forms of address stay, unlike in `mask_words`: they tell whether a text says something about a person.
    """
    return _blanked(words, _with_possessives(names))


def _blanked(words: str, changing: Set[str]) -> str:
    kept: list[str] = []
    for word in words.split():
        if word.isalpha() and word not in changing:
            kept.append(word)
        elif not kept or kept[-1] is not _BLANK:
            kept.append(_BLANK)
    return " ".join(kept)


def _with_possessives(names: str) -> set[str]:
    given = set(names.split())
    return given | {name + "S" for name in given}  # folding joins the S to the name


def reason_text(reason: str, names: str = "") -> str:
    """Return the text that is judged of a reason as written: its words without numbers and names."""
    return blank_names(reason_words(reason), names)


def reason_mask(reason: str, names: str = "") -> str:
    """Return the masked form of a reason as written. Two reasons made from one text have the same masked form."""
    return mask_words(reason_words(reason), names)


def distinct_words(mask: str) -> int:
    """Return the number of different words of two letters or more in a masked reason."""
    return sum(len(word) > 1 for word in set(mask.split()))


_GENERIC = frozenset[str]().union(*read_lists(Path(__file__).with_name("generic_words.toml")).values())


def specific_words(mask: str) -> int:
    """Return the number of different words in a masked reason that are not generic (see `generic_words.toml`)."""
    return sum(word not in _GENERIC and _is_word(word) for word in set(mask.split()))


def _is_word(word: str) -> bool:
    # Random keystrokes that fill a field, such as SDFGH or AAA, do not count.
    return len(word) > 2 and len(set(word)) > 2 and not _VOWELS.isdisjoint(word)
