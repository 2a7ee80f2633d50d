"""Recognize what people write in the place of an address: coordinates, telephone numbers, accounts, places abroad."""

import re

from withhold.identity.postal import DIRECTIONS
from withhold.law.placeholders import is_abroad

_PLAIN = re.compile(
    r"(?!(?i:(?:[0-9]+[a-z]? )?(?:ul|ulica|ulitsa|rua|viale|piazza))\b)[A-Za-z0-9 ,#']+(?:\.(?: |,|$)[A-Za-z0-9 ,#']*)*"
)
_DIGITS = re.compile("[0-9]+")
_OTHER = re.compile(
    r"\b[0-9]{1,3}\.[0-9]{3,}|\u00b0|/{3}|\b(?:mgrs|utm|what3words|w3w)\b|\b(?:lat|lon|long)\b\W*[0-9]+\.[0-9]"
    r"|^[0-9]+ (?:[nsew][a-z]* )?n/a\b"
    r"|\b[0-9]{1,2}[c-hj-np-x] [a-hj-np-z]{2} [0-9]{3,5} [0-9]{3,5}\b"
    r"|\bt\.?[0-9]{1,3}[ns]\b.{0,3}\br\.?[0-9]{1,3}[ew]\b"
    r"|(?<![0-9-])\(?[0-9]{3}\)?[ .-]{1,2}[0-9]{3}[ .-][0-9]{4}(?![0-9])"
    r"|(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9])|\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b"
    r"|@|://|\bwww\.|\b[0-9]{1,2} u\.? ?s\.? ?c\.?(?: code)?(?:$|[ ,.\u00a7])"
    r"|^(?:[0-9]+[a-z]? )?(?:ul\.?|ulica|ulitsa|rua|viale|piazza) "
    r"|[0-9]\?|\?\?"
    r"|&\s*[0-9]|\b(?:st|street|ave|avenue|rd|road|hwy|blvd) ?& ",
    re.IGNORECASE,
)
_SHORT_PHONE = re.compile(r"\D{0,12}[0-9]{3}[.-][0-9]{4}(?![0-9])")
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])\b|^[0-9]{4,5} [A-Z ]+$"
)
_PROVINCE = re.compile(
    r"[A-Z]{3} (?:BC|MB|NB|NL|NS|NT|NU|ON|PEI|QC|SK|YT|AGS|CHIH|COAH|DGO|GRO|GTO|JAL|MICH|NAY|OAX|"
    "QRO|TAMPS|ZAC)$"
)
"""A city with the letters of a province of Canada or a state of Mexico behind it. Those that units use are left out."""
_ALSO_NAMES = ("ISRAEL", "JORDAN", "CHILE", "HIDALGO", "SONORA", "DURANGO")
_DESCRIBING_WORDS = (
    "ACROSS AND BEHIND BELOW BETWEEN BLOCKS CORNER INTERSECTION LEFT MI MILES NEAR OPPOSITE OUTSIDE PAST RIGHT "
    "UNDER YARDS"
)
_DESCRIBING = frozenset(_DESCRIBING_WORDS.split())
_LONGEST_SPOKEN = 5


def is_other(line: str) -> bool:
    """Return whether a line, as written, is something other than an address."""
    if _PLAIN.fullmatch(line) and len(_DIGITS.findall(line)) < 3:
        return False
    return _OTHER.search(line) is not None


def is_elsewhere(note: str) -> bool:
    """Return whether what is beside the delivery, in folded form, ends abroad or has a foreign postal code."""
    return is_abroad(note) or _PROVINCE.search(note) is not None or _POSTCODE.search(note) is not None


def is_abroad_behind(second: str) -> bool:
    """Return whether a folded second line ends abroad. A person may have a country's name: ``C/O A JORDAN``."""
    abroad = is_abroad(second) or _PROVINCE.search(second) is not None
    return abroad and not second.endswith(_ALSO_NAMES) and not second.startswith(("C O ", "ATTN "))


def is_described(words: list[str]) -> bool:
    """Return whether the words of a line describe a place, such as a corner, in place of naming it."""
    return not _DESCRIBING.isdisjoint(words)


def is_spoken(line: str, street: str, note: str) -> bool:
    """Return whether a line that names a street without a suffix describes a place, or is a telephone number."""
    directed = street.split()[0] in DIRECTIONS  # as in 12 W LARKSPUR, it is a street whatever stands beside it
    words = f"{street} {'' if directed else note}".split()
    return len(words) > _LONGEST_SPOKEN or is_described(words) or bool(_SHORT_PHONE.match(line))
