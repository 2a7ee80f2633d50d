"""Recognize text in place of an answer, by its shape and by the lists in `identity.no_answer` and `placeholders.toml`.

All functions take folded text (see `folding`). All lists but `phrases` are compared without spaces, and a digit inside
a word is read as the letter that it looks like. For example, "F A I L E D to pr0vide" is recognized.
"""

import re
from pathlib import Path

from withhold.identity.no_answer import ANYWHERE, WHOLE
from withhold.law.tables import Section, read_table

_FILE = Path(__file__).with_name("placeholders.toml")
_KEYS = ("phrases", "whole", "true_names", "template", "form", "cities", "people")
_AS_LETTERS = str.maketrans("013457", "OIEAST")
_LONGEST_BARE = 5
_DIGIT_IN_WORD = re.compile("[A-Z][013457]|[013457][A-Z]")


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    section = Section(path.name, read_table(path), "placeholders")
    lists = {key: section.texts(key) for key in _KEYS}
    section.close()
    return lists


def _squash(folded: str) -> str:
    return _lettered(folded).replace(" ", "")


def _lettered(folded: str) -> str:
    """Return the text with the digits inside words replaced by the letters that they look like."""
    return folded.translate(_AS_LETTERS) if _DIGIT_IN_WORD.search(folded) else folded


_LISTS = _read(_FILE)
_ANYWHERE = re.compile("|".join(map(_squash, ANYWHERE)))
_PHRASES = re.compile(rf"\b(?:{'|'.join(_LISTS['phrases'])})\b")
_WHOLE = frozenset(map(_squash, (*WHOLE, *_LISTS["whole"])))
_ALONE = _WHOLE | set(map(_squash, _LISTS["form"]))
_CITIES = frozenset(map(_squash, _LISTS["cities"]))
_PEOPLE = frozenset(map(_squash, _LISTS["people"]))
_TEMPLATE = frozenset(_LISTS["template"])
_TRUE_NAMES = re.compile(rf"\b(?:{'|'.join(_LISTS['true_names'])})\b")


def _refuses(folded: str, squashed: str) -> bool:
    return bool(_ANYWHERE.search(squashed) or _PHRASES.search(_lettered(folded)))


def without_true_names(folded: str) -> str:
    """Return the text without true names that contain such words, for example a street that is called Test Track."""
    return _TRUE_NAMES.sub("TRUE", folded) if "UNKNOWN" in folded or "TEST" in folded else folded


def _is_one_letter(squashed: str) -> bool:
    return len(squashed) > 2 and squashed[0] not in "123456789" and not squashed.strip(squashed[0])


def is_worn_out(folded: str) -> bool:
    """Return whether the text is one word repeated, or one letter or the digit 0 at least three times."""
    words = folded.split()
    return (len(words) > 1 and words.count(words[0]) == len(words)) or _is_one_letter(_squash(folded))


def is_placeholder(folded: str) -> bool:
    """Return whether the whole text is in place of an answer. The empty text is not: it is missing."""
    squashed = _squash(folded)
    return squashed in _ALONE or _refuses(folded, squashed) or is_worn_out(folded)


def is_no_street(folded: str) -> bool:
    """Return whether a street's name, without its suffix, cannot be one.

    Words of the form itself can be a name. For example, 1500 Street Road is a place.
    """
    squashed = _squash(folded)
    words = folded.split()
    template = bool(words) and _TEMPLATE.issuperset(words)
    return template or squashed in _WHOLE or _is_one_letter(squashed) or _refuses(folded, squashed)


def is_bare_talk(folded: str) -> bool:
    """Return whether a street without a suffix is prose: it has a word in place of an answer, or six words or more."""
    words = folded.split()
    return len(words) > _LONGEST_BARE or is_placeholder(folded) or any(word in _WHOLE for word in words)


def is_no_city(folded: str) -> bool:
    """Return whether the name of a city cannot be one. One word twice can be a name, such as Walla Walla."""
    return _squash(folded) in _CITIES or is_no_street(folded)


def is_no_name(folded: str) -> bool:
    """Return whether a person's name means that the name is not known, or is one letter three times or more."""
    squashed = _squash(folded)
    return squashed in _PEOPLE or _is_one_letter(squashed) or _refuses(folded, squashed)
