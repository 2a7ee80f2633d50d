"""The canonical form of a person's name. No nickname table, no phonetics, no edit distance.

One name only. Some people have one name. It is written as the last name, and the first name says so with
a marker, ``FNU`` or ``NFN`` (or the other way round: ``LNU``, ``NLN``). In the register an empty part says
the same. A request whose first name is merely blank is an omission, which the law room returns; here both
compare as "no such name", which agrees only with a record that has none either.
"""

from dataclasses import dataclass
from typing import Final

from withhold.identity.folding import CANONICAL_VERSION, fold_words

__all__ = ["CANONICAL_VERSION", "PersonName", "canonical_name", "canonical_suffix", "person_name"]

NO_FIRST_NAME: Final = frozenset({"FNU", "NFN"})
NO_LAST_NAME: Final = frozenset({"LNU", "NLN"})
NO_MIDDLE_NAME: Final = frozenset({"NMN", "NMI"})

_SUFFIXES: Final = {
    "JR": "JR", "J R": "JR", "JNR": "JR", "JUNIOR": "JR", "SR": "SR", "S R": "SR", "SNR": "SR", "SENIOR": "SR",
    "1ST": "I", "2ND": "II", "2D": "II", "3RD": "III", "3D": "III", "4TH": "IV", "5TH": "V",
    "THE FIRST": "I", "THE SECOND": "II", "THE THIRD": "III", "THE FOURTH": "IV", "THE FIFTH": "V",
}  # fmt: skip


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A name in canonical form; "" for a part the person does not have or nobody gave. Made by `person_name`."""

    last: str
    first: str
    middle: str
    suffix: str


def canonical_name(text: str) -> str:
    """One part of a name in A-Z, 0-9 and single spaces; "" for none, or for letters that cannot be read."""
    return fold_words(text)


def canonical_suffix(text: str) -> str:
    """``JR`` for Jr., Junior; ``II`` for 2nd; anything else as `canonical_name` gives it."""
    folded = fold_words(text)
    return _SUFFIXES.get(folded, folded)


def person_name(first: str, middle: str, last: str, suffix: str) -> PersonName:
    """The canonical name of one person. One name only stands as the last name, whichever part it came in."""
    given, family = canonical_name(first), canonical_name(last)
    given = "" if given in NO_FIRST_NAME else given
    family = "" if family in NO_LAST_NAME else family
    if not family:
        given, family = "", given
    between = canonical_name(middle)
    return PersonName(family, given, "" if between in NO_MIDDLE_NAME else between, canonical_suffix(suffix))
