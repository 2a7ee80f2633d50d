"""The canonical form of a person's name. There is no nickname table, no phonetics and no edit distance.

Some people have only one name. A request writes it as the last name, with the marker ``FNU`` or ``NFN`` as the first
name, or as the first name, with ``LNU`` or ``NLN`` as the last name. In the register, one part is empty. Here, a marker
and an empty part are the same: the person has no such name. That agrees only with a record that has none either. `law`
returns a request in which that part is blank without a marker.

A filler, such as ``N/A`` or ``None``, is no middle name and no suffix. That part is then "". In place of a first or
last name it is kept and marked. It may differ from another name, but it agrees with none. This is also true of people
whose name is Null or None. Their identity is not confirmed, so nothing about them is disclosed.
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
"""In folded form. They describe a profession or a service. They do not distinguish two people with the same name."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A name in canonical form, made by `person_name`. A part is "" if the person has none or nobody gave one."""

    last: str
    first: str
    middle: str
    suffix: str
    answered: bool = True
    """False if the first or the last name is a filler, such as ``N/A``. Then neither of them can agree."""


def canonical_name(text: str) -> str:
    """Return one part of a name in A-Z, 0-9 and single spaces. "" if it is empty or has letters of another script."""
    return fold_words(text)


def canonical_middle(text: str) -> str:
    """Return a middle name as `canonical_name` does. "" for a filler, and for text without a letter."""
    folded = fold_words(text)
    return "" if is_filler(text) or not any(letter.isalpha() for letter in folded) else folded


def canonical_suffix(text: str) -> str:
    """Return a suffix in its one spelling, for example ``JR`` for ``Junior`` and ``II`` for ``2nd``.

    "" for a filler or for degrees alone. Any other suffix is returned as `canonical_name` does.
    """
    folded = fold_words(text)
    if is_filler(text) or folded in UNCERTAIN or not folded.strip("0 ") or not generation(folded):
        return ""
    return _SUFFIXES.get(folded, folded)


def generation(folded: str) -> str:
    """Return a canonical suffix without degrees: ``JR`` for ``JR MD``, and "" for ``MD``."""
    words = " ".join(_DEGREES.sub(" ", folded).split())
    return _SUFFIXES.get(words, words)


def person_name(first: str, middle: str, last: str, suffix: str) -> PersonName:
    """Return the canonical name of one person. A single name becomes the last name, whichever part it was in."""
    given, family = canonical_name(first), canonical_name(last)
    given = "" if given in NO_FIRST_NAME else given
    family = "" if family in NO_LAST_NAME else family
    if not family:
        given, family = "", given
    answered = not is_filler(first) and not is_filler(last)
    return PersonName(family, given, canonical_middle(middle), canonical_suffix(suffix), answered)
