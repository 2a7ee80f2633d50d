"""House numbers at the start of a line (Publication 28, D1), and whether a street is complete."""

import re
from dataclasses import replace
from typing import Final

from withhold.identity.highways import NUMBERED
from withhold.identity.lines.parts import Delivery
from withhold.identity.postal import DIRECTIONS, SUFFIXES, UNITS, UNITS_IN_NAMES
from withhold.identity.streets import canonical_street
from withhold.identity.units import parse_units, split_units

_STREET_FIRST_WORDS: Final = (
    "CALLE CLL AVE AVENIDA BLVD CAMINO PASEO VIA CARR CARRETERA RUE ROUTE EST CALLEJON VEREDA MARGINAL CHALAN"
)
STREET_FIRST: Final = frozenset(_STREET_FIRST_WORDS.split())
"""Words that stand before a street's name in Spanish, French and the territories, as a suffix stands behind it."""

# Grid (N6W23001, 39W123), plain with fraction, range or letter (123 1/2, 61-15, 12B), Puerto Rico (A19, AA-12, 2KR-651,
# and WB 31 before a Spanish street).
_HOUSE: Final = re.compile(
    r"(?:([NSEW]) ?([0-9]{1,5}) ?([NSEW]) ?([0-9]{1,6})|([0-9]{1,3}[NSEW][0-9]{1,5})"
    r"|([0-9]{1,6}[A-Z]{1,2}-[0-9]{1,4})"
    r"|([0-9]{1,6}(?:-[0-9]{1,5})?)(?:-?([A-Z])|[ -]([0-9]/[0-9]{1,2}))?"
    r"|(?!(?:CH|CR|FM|HC|I|RM|RR|SH|SR|TR|US)-?[0-9])([A-Z]{1,2})-?([0-9]{1,5}[A-Z]?)"
    r"|([A-Z]{1,2})[ -]?([0-9]{1,4}[A-Z]?)(?= (?:CALLE|AVE|AVENIDA|CAMINO|PASEO|VIA) )) "
)
_AFTER_NUMBER: Final = frozenset({"APT", "STE", "UNIT", "BLDG", "DEPT", "LOT", "SPC", "TRLR", "PMB", "#"})
"""Designators of a unit that may stand between the house number and the street, as in ``410 UNIT 100 OAK LN``."""
BUILDINGS: Final = frozenset({"BARRACKS", "DORM", "HALL", "TOWER", "TOWERS", "WHARF"})
"""Words that end the name of a building with a number of its own, as in ``221 OAK HALL``."""
_MEASURES: Final = frozenset({"MI", "MILE", "MILES", "BLOCK", "BLOCKS", "YARDS"})
_FROM: Final = frozenset({"OF", "FROM", "PAST", "ON"})
_TURNED: Final = re.compile(r"([NSEW]) ([0-9]{2,6}) (.+)")
_GRID: Final = re.compile(r"([0-9]{1,5}) ?([NSEW]) ([0-9]{1,5}) ?([NSEW])")


def parse_street(line: str) -> Delivery | None:
    """Return the house number, street and unit of a folded line that begins with a house number, or None."""
    house = _HOUSE.match(line)
    if house is None:
        return _turned(line)
    words = line[house.end() :].replace("-", " ").replace("/", " ").split()
    if words and words[0] in _MEASURES and not _FROM.isdisjoint(words):
        return None  # a distance, such as 3 MI N OF THE MILL
    if len(words) > 3 and UNITS.get(words[0]) in _AFTER_NUMBER and (unit := _numbered_unit(words[:2])):
        inner = parse_street(f"{house[0]}{' '.join(words[2:])}")
        return None if inner is None else replace(inner, unit=f"{unit} {inner.unit}".strip())
    whole = parse_units(words)
    if whole is not None and whole.split()[0] not in UNITS_IN_NAMES and not _is_ranch_road(words):
        return None
    named, unit = (words[:2], "") if _is_ranch_road(words) and len(words) == 2 else split_units(words)
    street = canonical_street(named)
    if street is None:
        return _on_a_grid(line)
    found = Delivery("street", _number(house), street, unit)
    lettered = house[10] is not None
    return None if lettered and not is_complete(found) else found


def is_complete(found: Delivery) -> bool:
    """Return whether nothing is missing: the street has its suffix or number at an end, or it is no street."""
    return ends_complete(found) or found.street.split()[0] in STREET_FIRST


def ends_complete(found: Delivery) -> bool:
    """Return whether the street ends with its suffix or number, so that nothing is left over, or it is no street."""
    if found.kind != "street":
        return True
    words = found.street.split()
    if len(words) > 1 and words[-1] in DIRECTIONS:
        words = words[:-1]
    ends = (len(words) > 1 or len(found.street.split()) > 1) and (words[-1] in SUFFIXES or words[-1] in BUILDINGS)
    return ends or NUMBERED.search(" ".join(words)) is not None


def _numbered_unit(words: list[str]) -> str | None:
    """Return the unit that a designator and a number are, such as ``UNIT 100``, or None."""
    return parse_units(words) if any(letter.isdigit() for letter in words[1]) else None


def _turned(line: str) -> Delivery | None:
    """Parse a directional before the house number. For example, ``E 11219 5TH LN`` is ``11219 E 5TH LN``."""
    turned = _TURNED.fullmatch(line)
    found = parse_street(f"{turned[2]} {turned[1]} {turned[3]}") if turned else None
    return found if found is not None and is_complete(found) else None


def _on_a_grid(line: str) -> Delivery | None:
    """Parse a house number on a grid with both directionals joined, such as ``12N 1450E``."""
    if found := _GRID.fullmatch(line):
        return Delivery("street", found[1], f"{found[2]} {found[3]} {found[4]}")
    return None


def _is_ranch_road(words: list[str]) -> bool:
    """Return whether the street is a ranch-to-market road of Texas, which is written like a room: ``RM 620``."""
    return words[:1] == ["RM"] and len(words) > 1 and words[1].isdigit() and 1 < len(words[1]) < 5


def _number(house: re.Match[str]) -> str:
    north, first, east, second, grid, lettered, plain, letter, fraction, block, lot, area, plot = house.groups()
    if plain:
        return f"{plain}{letter or ''}{f' {fraction}' if fraction else ''}"
    if north:
        return f"{north}{first}{east}{second}"
    return grid or lettered or f"{block or area}{lot or plot}"
