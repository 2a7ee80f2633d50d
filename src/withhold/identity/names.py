"""The canonical form of a person's name. No nickname table, no phonetics, no edit distance.

One name only. Some people have one name. It is written as the last name, and the first name says so with
a marker, ``FNU`` or ``NFN`` (or the other way round: ``LNU``, ``NLN``). In the register an empty part says
the same. A request whose first name is merely blank is an omission, which the law room returns; here both
compare as "no such name", which agrees only with a record that has none either.

A filler, such as ``N/A`` or ``None``, is no middle name and no suffix: that part is then "". In place of a first or a
last name it is kept, and marked: it may differ from another name, and agrees with none. That holds for people whose
name is Null or None as well. Their identity is not confirmed, which is the safe side.
"""

import re
from dataclasses import dataclass
from typing import Final

from withhold.identity.folding import CANONICAL_VERSION, fold_words
from withhold.identity.no_answer import UNCERTAIN, is_filler

__all__ = ["CANONICAL_VERSION", "PersonName", "canonical_middle", "canonical_name", "canonical_suffix", "person_name"]

NO_FIRST_NAME: Final = frozenset({"FNU", "NFN"})
NO_LAST_NAME: Final = frozenset({"LNU", "NLN"})

_SUFFIXES: Final = {
    "JR": "JR", "J R": "JR", "JNR": "JR", "JUNIOR": "JR", "SR": "SR", "S R": "SR", "SNR": "SR", "SENIOR": "SR",
    "1ST": "I", "2ND": "II", "2D": "II", "3RD": "III", "3D": "III", "4TH": "IV", "5TH": "V",
    "THE FIRST": "I", "THE SECOND": "II", "THE THIRD": "III", "THE FOURTH": "IV", "THE FIFTH": "V",
}  # fmt: skip
_DEGREES: Final = re.compile(
    r"\b(?:CPA|DDS|DMD|D D S|DO|DR|DVM|EDD|ESQ|ESQUIRE|J D|JD|LLM|M D|MBA|MD|P E|PE|PH D|PHD|R N|RET|RETIRED|RN|USAF"
    r"|USMC|USN)\b"
)
"""Folded. They say what a person does or did, not which of two people of one name it is."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A name in canonical form; "" for a part the person does not have or nobody gave. Made by `person_name`."""

    last: str
    first: str
    middle: str
    suffix: str
    answered: bool = True
    """False if the first or the last name is a filler, such as ``N/A``: then neither proves who somebody is."""


def canonical_name(text: str) -> str:
    """One part of a name in A-Z, 0-9 and single spaces; "" for none, or for letters that cannot be read."""
    return fold_words(text)


def canonical_middle(text: str) -> str:
    """A middle name as `canonical_name` gives it; "" for a filler, and for text without a letter."""
    folded = fold_words(text)
    return "" if is_filler(text) or not any(letter.isalpha() for letter in folded) else folded


def canonical_suffix(text: str) -> str:
    """``JR`` for Jr., Junior; ``II`` for 2nd; "" for a filler or a degree alone; else as `canonical_name` gives it."""
    folded = fold_words(text)
    if is_filler(text) or folded in UNCERTAIN or not folded.strip("0 ") or not generation(folded):
        return ""
    return _SUFFIXES.get(folded, folded)


def generation(folded: str) -> str:
    """What a canonical suffix says once degrees are left out: ``JR`` for ``JR MD``; "" for ``MD``."""
    words = " ".join(_DEGREES.sub(" ", folded).split())
    return _SUFFIXES.get(words, words)


def person_name(first: str, middle: str, last: str, suffix: str) -> PersonName:
    """The canonical name of one person. One name only stands as the last name, whichever part it came in."""
    given, family = canonical_name(first), canonical_name(last)
    given = "" if given in NO_FIRST_NAME else given
    family = "" if family in NO_LAST_NAME else family
    if not family:
        given, family = "", given
    answered = not is_filler(first) and not is_filler(last)
    return PersonName(family, given, canonical_middle(middle), canonical_suffix(suffix), answered)
