"""Recognize what people write in the place of an address: coordinates, telephone numbers, accounts, places abroad."""

import re

from withhold.law.placeholders import is_abroad

_PLAIN = re.compile(r"[A-Za-z0-9 ,#']+(?:\.(?: |,|$)[A-Za-z0-9 ,#']*)*")
_DIGITS = re.compile("[0-9]+")
_OTHER = re.compile(
    r"\b[0-9]{1,3}\.[0-9]{3,}|\u00b0|/{3}|\b(?:mgrs|utm|what3words|w3w)\b|\b(?:lat|lon|long)\b\W*[0-9]+\.[0-9]"
    r"|^[0-9]+ (?:[nsew][a-z]* )?n/a\b"
    r"|\b[0-9]{1,2}[c-hj-np-x] [a-hj-np-z]{2} [0-9]{3,5} [0-9]{3,5}\b"
    r"|\bt\.?[0-9]{1,3}[ns]\b.{0,3}\br\.?[0-9]{1,3}[ew]\b"
    r"|(?<![0-9-])\(?[0-9]{3}\)?[ .-]{1,2}[0-9]{3}[ .-][0-9]{4}(?![0-9])"
    r"|(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9])|\b[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}\b"
    r"|@|://|\bwww\.|\b[0-9]{1,2} u\.? ?s\.? ?c\.?(?: code)?(?:$|[ ,.\u00a7])"
    r"|&\s*[0-9]|\b(?:st|street|ave|avenue|rd|road|hwy|blvd) ?& ",
    re.IGNORECASE,
)
_SHORT_PHONE = re.compile(r"\D{0,12}[0-9]{3}[.-][0-9]{4}(?![0-9])")
_POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])\b|^[0-9]{4,5} [A-Z ]+$"
)
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
    return is_abroad(note) or _POSTCODE.search(note) is not None


def is_described(words: list[str]) -> bool:
    """Return whether the words of a line describe a place, such as a corner, in place of naming it."""
    return not _DESCRIBING.isdisjoint(words)


def is_spoken(line: str, street: str, note: str) -> bool:
    """Return whether a line that names a street without a suffix describes a place, or is a telephone number."""
    words = f"{street} {note}".split()
    return len(words) > _LONGEST_SPOKEN or is_described(words) or bool(_SHORT_PHONE.match(line))
