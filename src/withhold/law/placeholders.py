"""Recognize text in place of an answer, by its shape and by the lists in `identity.no_answer` and `placeholders.toml`.

All functions take folded text (see `folding`). All lists but `phrases` are compared without spaces, and a digit inside
a word is read as the letter that it looks like. For example, "F A I L E D to pr0vide" is recognized.
"""

import re
from collections.abc import Callable, Collection
from pathlib import Path

from withhold.identity.no_answer import ANYWHERE, WHOLE
from withhold.law.tables import Section, read_table

_FILE = Path(__file__).with_name("placeholders.toml")
_KEYS = (
    "phrases",
    "whole",
    "true_names",
    "true_cities",
    "fillers",
    "never",
    "template",
    "form",
    "cities",
    "people",
    "abroad",
)
_AS_LETTERS = str.maketrans("013457", "OIEAST")
_CHOICE = re.compile(r"\(\?:([A-Z| ]+)\)((?!\?).+)")
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


def _opened(phrase: str) -> str:
    """Return a phrase that begins with a choice as a choice of phrases, which is compared faster."""
    found = _CHOICE.fullmatch(phrase)
    return "|".join(first + found[2] for first in found[1].split("|")) if found else phrase


_LISTS = _read(_FILE)
_SQUASHED = tuple(map(_squash, ANYWHERE))
_ANYWHERE = re.compile("|".join(_SQUASHED))
_JOINED = re.compile("|".join(_squash(text) for text in ANYWHERE if " " in text))
_ONE_WORD = tuple(text for text in ANYWHERE if " " not in text)
_SAID = re.compile(rf"\b(?:{'|'.join(_ONE_WORD)})")
_PHRASES = re.compile(rf"\b(?:{'|'.join(map(_opened, _LISTS['phrases']))})\b")
_PHRASE_WORDS = frozenset(re.findall("[A-Z]+", " ".join(_LISTS["phrases"])))
_WHOLE = frozenset(map(_squash, (*WHOLE, *_LISTS["whole"])))
_ALONE = _WHOLE | set(map(_squash, _LISTS["form"]))
_CITIES = frozenset(map(_squash, _LISTS["cities"]))
_PEOPLE = frozenset(map(_squash, _LISTS["people"]))
_TEMPLATE = frozenset(_LISTS["template"])
_TRUE_CITIES = frozenset(_LISTS["true_cities"])
_ABROAD = frozenset(_LISTS["abroad"])
NEVER = frozenset(_LISTS["never"])
"""Words of which each alone, between a number and a suffix, is a filler."""
FILLERS = NEVER.union(
    text for text in (*WHOLE, *_ONE_WORD, *_LISTS["whole"], *_LISTS["template"], *_LISTS["fillers"]) if " " not in text
).difference(["LINE"])
"""Words in place of an answer. One of them alone may name a road. Several, and no other word, do not."""
_TRUE_NAMES = re.compile(rf"\b(?:{'|'.join(_LISTS['true_names'])})\b")


def _refuses(folded: str, squashed: str) -> bool:
    return bool(_ANYWHERE.search(squashed) or _PHRASES.search(_lettered(folded)))


def without_true_names(folded: str) -> str:
    """Return the text without true names that contain such words, for example a street that is called Test Track."""
    return _TRUE_NAMES.sub("TRUE", folded) if "UNKNOWN" in folded or "TEST" in folded or "NO NAME" in folded else folded


def is_one_letter(squashed: str) -> bool:
    """Return whether a text without spaces is one letter, or the digit 0, at least three times."""
    return len(squashed) > 2 and squashed[0] not in "123456789" and not squashed.strip(squashed[0])


def is_worn_out(folded: str) -> bool:
    """Return whether the text is one word repeated, or one letter or the digit 0 at least three times."""
    words = folded.split()
    if len(words) > 1 and words.count(words[0]) == len(words):
        return True
    return len({*folded}) < 3 and is_one_letter(_squash(folded))


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
    return template or squashed in _WHOLE or is_one_letter(squashed) or _refuses(folded, squashed)


def is_refusal(folded: str) -> bool:
    """Return whether a line, as a whole or by a phrase in it, says that there is no address.

    One word such as UNKNOWN does not make it one, because such a road may exist. In disguise, such as U N K N 0 W N, it
    does.
    """
    lettered = _lettered(folded)
    squashed = lettered.replace(" ", "")
    if squashed in _ALONE or _PHRASES.search(lettered) or is_worn_out(folded):
        return True
    if lettered is not folded and not FILLERS.isdisjoint({*lettered.split()}.difference(folded.split())):
        return True
    if _ANYWHERE.search(squashed) is None:
        return False
    return _JOINED.search(squashed) is not None or any(w in squashed and w not in folded for w in _ONE_WORD)


def refuses_before(endings: Collection[str]) -> Callable[[str], bool]:
    """Return a function that says whether a word makes a refusal together with one of ``endings`` behind it.

    The endings are words by which no refusal is made alone, such as STREET. For example, NO STREET is a refusal.
    """
    of_phrases = tuple(_PHRASE_WORDS.intersection(endings))
    begun = {ending[:length] for ending in endings for length in range(1, len(ending) + 1)}
    beginnings = tuple(text[:at] for text in _SQUASHED for at in range(1, len(text)) if text[at:] in begun)
    return lambda word: word.endswith(beginnings) or any(_PHRASES.search(f"{word} {ending}") for ending in of_phrases)


def is_disguised(line: str, folded: str) -> bool:
    """Return whether a line has a filler only after folding: in other letters, with accents, or with hidden marks."""
    if line.isascii():
        return False
    written = line.upper()
    return any(word in FILLERS and word not in written for word in folded.split())


def says_unknown(folded: str) -> bool:
    """Return whether one of the words of a text means that the answer is not known or not given."""
    return _SAID.search(folded) is not None


def is_talk(folded: str) -> bool:
    """Return whether a street without a suffix has a word in place of an answer."""
    return is_placeholder(folded) or not FILLERS.isdisjoint(folded.split())


def is_abroad(folded: str) -> bool:
    """Return whether a text ends with the name of a country, or of a state or province of a neighboring one."""
    words = folded.split()
    return any(" ".join(words[-count:]) in _ABROAD for count in (1, 2, 3))


def is_no_city(folded: str) -> bool:
    """Return whether the name of a city cannot be one. One word twice can be a name, such as Walla Walla."""
    return folded not in _TRUE_CITIES and (_squash(folded) in _CITIES or is_no_street(folded))


def is_no_name(folded: str) -> bool:
    """Return whether a person's name means that the name is not known, or is one letter three times or more."""
    squashed = _squash(folded)
    return squashed in _PEOPLE or is_one_letter(squashed) or _refuses(folded, squashed)
