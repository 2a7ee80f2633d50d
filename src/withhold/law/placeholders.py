"""Telling an answer from what stands in its place: by shape first, and by the list in `placeholders.toml`.

All functions take folded text (see `folding`). The list is compared without spaces, and with the digits that
pass for letters read as letters, so that "F A I L E D to pr0vide" is found as well.
"""

import re
from pathlib import Path

from withhold.law.tables import Section, read_table

_FILE = Path(__file__).with_name("placeholders.toml")
_AS_LETTERS = str.maketrans("013457", "OIEAST")
_LONGEST_BARE = 5
_HAS_LETTER = re.compile("[A-Z]")


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    section = Section(path.name, read_table(path), "placeholders")
    lists = {key: section.texts(key) for key in ("anywhere", "phrases", "whole", "form", "cities", "people")}
    section.close()
    return lists


def _squash(folded: str) -> str:
    squashed = folded.replace(" ", "")
    return squashed.translate(_AS_LETTERS) if _HAS_LETTER.search(squashed) else squashed


_LISTS = _read(_FILE)
_ANYWHERE = re.compile("|".join(map(_squash, _LISTS["anywhere"])))
_PHRASES = re.compile(rf"\b(?:{'|'.join(_LISTS['phrases'])})\b")
_WHOLE = frozenset(map(_squash, _LISTS["whole"]))
_FORM = frozenset(map(_squash, _LISTS["form"]))
_CITIES = frozenset(map(_squash, _LISTS["cities"]))
_PEOPLE = frozenset(map(_squash, _LISTS["people"]))


def says_no_answer(folded: str) -> bool:
    """Whether the text holds words that can only mean that there is no answer."""
    return bool(_ANYWHERE.search(_squash(folded)) or _PHRASES.search(folded))


def is_worn_out(folded: str) -> bool:
    """Whether the text is one word over and over, or one letter, or the digit 0, at least three times."""
    words = folded.split()
    return (len(words) > 1 and len(set(words)) == 1) or _is_one_letter(_squash(folded))


def _is_one_letter(squashed: str) -> bool:
    return len(squashed) > 2 and len(set(squashed)) == 1 and squashed[0] not in "123456789"


def is_placeholder(folded: str) -> bool:
    """Whether the text as a whole stands in an answer's place. The empty text does not: it is simply missing."""
    squashed = _squash(folded)
    return squashed in _WHOLE or squashed in _FORM or is_worn_out(folded) or says_no_answer(folded)


def is_no_street(folded: str) -> bool:
    """Whether a street's name, its suffix left out, is none. Words of the form may be: 1500 Street Road is a place."""
    squashed = _squash(folded)
    return squashed in _WHOLE or _is_one_letter(squashed) or says_no_answer(folded)


def is_bare_talk(folded: str) -> bool:
    """Whether a street without a suffix reads as talk: a word that says there is no answer, or six words and more."""
    words = folded.split()
    return len(words) > _LONGEST_BARE or is_placeholder(folded) or any(word in _WHOLE for word in words)


def is_no_city(folded: str) -> bool:
    """Whether the name of a place is none. One word twice may be: Walla Walla."""
    return _squash(folded) in _CITIES or is_no_street(folded)


def is_no_name(folded: str) -> bool:
    """Whether a person's name says that the name is not known, or is one letter three times or more."""
    squashed = _squash(folded)
    return squashed in _PEOPLE or _is_one_letter(squashed) or says_no_answer(folded)
