"""Numbers that a word or a sign marks as such: ``NO 12``, ``HOUSE 41``, ``LOT 9``, ``MILE 14.5``, also in words."""

import re
from dataclasses import replace
from typing import Final

from withhold.identity.lines.house import is_complete, parse_street
from withhold.identity.lines.parts import Delivery
from withhold.identity.lines.spelled import split_spelled, starts_spelled
from withhold.identity.postal import SUFFIXES
from withhold.identity.streets import canonical_street

_BEFORE: Final = re.compile(
    r"(?:#|NO|NUM|NUMBER|HOUSE|HSE|CASA|CABIN|HOGAN|LOT|SITE|SLIP|SPACE|SPC|SP"
    r"|(?:FIRE|RURAL|EMERGENCY|911)(?: (?:#|NO|NUM|NUMBER))+)"
    r" ?((?:[A-Z]{1,2}(?=[0-9]{3}))?[0-9]{1,6}[A-Z]?(?:-[0-9]{1,6})?) (.+)"
)
_UNIT_HYPHEN_NUMBER: Final = re.compile(r"([0-9]{3,5}[A-Z]?|[0-9]{1,4}[A-Z])-([0-9]{1,6})")
_BEHIND: Final = re.compile(r"(.+?) (?:HOUSE|HSE|CASA|CABIN|HOGAN|NO|NUMBER|BLDG) ([0-9]{1,6}[A-Z]?|[A-Z]{3,9})")
_MILE: Final = re.compile(r"(?:MILE(?: ?POST| ?MARKER)?|MI|MM|MP) ([0-9]{1,4}(?: [0-9]{1,2})?) (?![0-9]+ )(.+)")
_NUMBER_LAST: Final = re.compile(r"([A-Z].*[A-Z]{2}.*) ([0-9]{1,5}[A-Z]?)")
_BEFORE_NUMBER_WORDS: Final = "ST AVE BLVD DR LN CT PL CIR TER HALL BARRACKS"
_BEFORE_NUMBER: Final = frozenset(_BEFORE_NUMBER_WORDS.split())
"""Suffixes behind which a number is a house's. Behind ``RD`` or ``HWY`` it is the road's."""


def parse_marked(line: str) -> Delivery | None:
    """Return the delivery of a folded line that does not begin with a house number in digits, or None."""
    if found := _BEFORE.fullmatch(line):
        return _marked_before(found)
    if found := _MILE.fullmatch(line):
        return _at_mile(found[1], found[2].split())
    if starts_spelled(line) and (inner := _spelled(line)) is not None:
        return inner
    if line.startswith(("NUMBER ", "NO ")) and starts_spelled(line.partition(" ")[2]):
        return _spelled(line.partition(" ")[2])
    if found := _BEHIND.fullmatch(line):
        number = found[2] if found[2][0].isdigit() else split_spelled(found[2])[0]
        return _numbered(found[1], number)
    if (found := _NUMBER_LAST.fullmatch(line)) and SUFFIXES.get(last := found[1].split()[-1], last) in _BEFORE_NUMBER:
        return _numbered(found[1], found[2])
    return None


def _at_mile(mile: str, words: list[str]) -> Delivery | None:
    """Return the place at a mile of a road. What is behind the road's suffix becomes the note."""
    for end in range(len(words), 1, -1):
        if (inner := _complete(f"1 {' '.join(words[:end])}")) is not None:
            return replace(inner, number=f"MI {mile}", note=" ".join(words[end:]))
    return None


def _marked_before(found: re.Match[str]) -> Delivery | None:
    number, rest = found[1], found[2]
    if pair := _UNIT_HYPHEN_NUMBER.fullmatch(number):
        inner = _complete(f"{pair[2]} {rest}")
        return None if inner is None else replace(inner, unit=f"# {pair[1]}")
    return None if rest[0].isdigit() else _complete(f"{number} {rest}")


def _complete(line: str) -> Delivery | None:
    found = parse_street(line)
    return found if found is not None and is_complete(found) else None


def _numbered(name: str, number: str) -> Delivery | None:
    street = canonical_street(name.replace("-", " ").replace("/", " ").split()) if number else None
    found = None if street is None else Delivery("street", number, street)
    return found if found is not None and len(found.street.split()) > 1 else None


def _spelled(line: str) -> Delivery | None:
    """Parse a house number in words. For example, ``TWELVE OAK LN`` has the number 12.

    ``SEVEN HILLS RD`` and ``FIVE POINTS RD`` have no number, because the number is part of the name. A street without
    a suffix needs a number of two words, a number above ten, or a directional, as in ``TWO EAST MAIN``.
    """
    number, count, rest = split_spelled(line)
    if not number or not rest:
        return None
    found = parse_street(f"{number} {' '.join(rest)}")
    if found is None:
        return None
    words = found.street.split()
    suffixed = any(word in SUFFIXES for word in words[1:])
    sure = count > 1 or (len(words) > 1 and (int(re.sub("[A-Z]", "", number)) > 12 or words[0] in ("N", "S", "E", "W")))
    return found if suffixed or sure else None
