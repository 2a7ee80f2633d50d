"""Name the part of a delivery line by which it sets forth no address: the number, the street, or other text."""

import re
from typing import Final

from withhold.identity.lines.house import STREET_FIRST
from withhold.identity.postal import SUFFIXES
from withhold.law.us_irc_6103_i_2.elements.subject.other_texts import is_described

MARK: Final = "!"
FILLER: Final = "!filler"
"""Nothing, or words in place of an answer."""
NUMBER: Final = "!number"
"""No number of a house, box or route."""
STREET: Final = "!street"
"""No street, or only a name."""
PLACE: Final = "!place"
"""A place, an intersection, a block, coordinates, or another kind of text."""
BESIDE: Final = "!beside"
"""Other text beside number and street, for example a country or a ZIP Code."""

_BOXES: Final = frozenset(["BOX", "HC", "PO", "PSC", "RR", "RURAL", "STAR"])
_MEETING_WORDS: Final = "BLK BLOCK CROSSES CROSSING EXIT INTERCHANGE JCT JUNCTION MEETS X"
_SPOKEN_WORDS: Final = "AT BY FROM HER HIS IN NEXT ON OVER THE TO UP W WHERE WITH"
_DESCRIBING: Final = frozenset(f"{_MEETING_WORDS} {_SPOKEN_WORDS}".split())
"""Words of a description, where a line has no number and street. A name is written without them."""
_JOINED: Final = re.compile(r"[A-Za-z0-9] ?[&@/+] ?[A-Za-z0-9]")
_CODE: Final = re.compile(r"\b(?=[A-Z]*[0-9])(?=[0-9]*[A-Z])[A-Z0-9]{8,}\b")
_MOST_DIGITS: Final = 6


def is_fault(reading: str) -> bool:
    """Return whether what was read of a line is one of these faults. A street's words never begin with their mark."""
    return reading.startswith(MARK)


def fault_of_shape(line: str, folded: str) -> str:
    """Return which part is missing in a line, given as written and folded, without a deliverable shape."""
    words = folded.split()
    if not words:
        return FILLER
    if _is_elsewhere(line, folded, words):
        return PLACE
    streets = SUFFIXES.keys() | STREET_FIRST | _BOXES
    return NUMBER if not words[0][0].isdigit() and not streets.isdisjoint(words) else STREET


def _is_elsewhere(line: str, folded: str, words: list[str]) -> bool:
    """Return whether a line describes a place, is a crossing of two roads, a code, or a number to call."""
    described = is_described(words) or not _DESCRIBING.isdisjoint(words)
    crossing = _JOINED.search(line) is not None and not folded.startswith("C O ")
    digits = sum(letter.isdigit() for letter in folded)
    alone = len(words) > 1 or len(folded) != len("78701")
    return described or crossing or bool(_CODE.search(folded)) or (digits > _MOST_DIGITS and alone)
