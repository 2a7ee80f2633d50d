"""Name the part of a delivery line by which it sets forth no address: the number, the street, or other text."""

from typing import Final

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

_BLOCKS: Final = frozenset(("BLOCK", "BLK"))


def is_fault(reading: str) -> bool:
    """Return whether what was read of a line is one of these faults. A street's words never begin with their mark."""
    return reading.startswith(MARK)


def fault_of_shape(folded: str) -> str:
    """Return which part is missing in a folded line without a deliverable shape."""
    words = folded.split()
    if not words:
        return FILLER
    if is_described(words) or not _BLOCKS.isdisjoint(words):
        return PLACE
    if not words[0][0].isdigit() and not SUFFIXES.keys().isdisjoint(words):
        return NUMBER
    return STREET
