"""Decide whether a delivery line sets forth an address, or has other text in its place.

The shape comes first: a house number and a street's name, a box, or a route. Then come the words. If both readings are
possible, the request is returned, because that can be cured. For example, "100 Unknown Rd" and "123 Test St" are not
accepted, although such a road may exist. "1500 Street Rd", "100 N St" and "12 Nowhere Rd" are accepted.
"""

import re
from functools import lru_cache

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.identity.postal import DIRECTIONS, SUFFIXES
from withhold.law.folding import fold
from withhold.law.placeholders import is_bare_talk, is_no_street, is_placeholder, is_worn_out, without_true_names

NONE, WHOLE, GENERAL = "", "whole", "general delivery"
_NUMBERED = re.compile("(?=0*[1-9])[0-9]{1,6} (?=[A-Za-z])")
_KEPT = 1 << 17
_COUNTRY = frozenset(("USA", "US", "UNITED", "STATES", "AMERICA", "ZIP", "CODE"))


def delivery_line(line1: str, line2: str) -> str:
    """Return ``NONE``, ``WHOLE``, ``GENERAL``, or the words of a street without a suffix, for `is_place` to check.

    A second line such as "N/A" is left out. With such a first line, the result is NONE, whatever the second line is.
    """
    # The house number becomes 1, unless it is zero. So a street is parsed once, not once for each of its houses.
    return _line(_NUMBERED.sub("1 ", line1, count=1) if _NUMBERED.match(line1) else line1, line2)


@lru_cache(maxsize=_KEPT)
def _line(line1: str, line2: str) -> str:
    if is_placeholder(without_true_names(fold(line1))):
        return NONE
    second = "" if line2 and is_placeholder(without_true_names(fold(line2))) else line2
    found = parse_delivery(line1, second)
    if found is None:
        return NONE
    if found.kind == "general":
        return GENERAL
    return _street(found) if found.kind == "street" else _box(found)


def _box(found: Delivery) -> str:
    numbers = f"{found.route} {found.box}".split()
    return NONE if any(set(number) <= set("0X") for number in numbers) else WHOLE


def _street(found: Delivery) -> str:
    if not found.number.strip("0"):
        return NONE
    street = without_true_names(found.street)
    words = street.split()
    suffixed = any(word in SUFFIXES for word in words)
    name = " ".join(word for word in words if word not in SUFFIXES and word not in DIRECTIONS)
    if is_no_street(name) or is_worn_out(street) or (not suffixed and is_bare_talk(street)):
        return NONE
    return WHOLE if suffixed else found.street


def is_place(line: str, city: str, state: str) -> bool:
    """Return whether a delivery line without a suffix only repeats city and state, as "60601 Chicago IL" does."""
    words = {word for word in line.split() if word.isalpha()}
    return (
        bool(words) and line not in (WHOLE, GENERAL) and words <= {*fold(city).split(), *fold(state).split(), *_COUNTRY}
    )
