"""Parse a deliverable US address line, by USPS Publication 28.

This module checks the shape only: a number and a street, a box, or a route. For example, ``12345 Dont Care`` has the
shape of a street address. `law` checks whether the words mean anything. Nothing checks whether the place exists.
"""

import re
from dataclasses import replace
from typing import Final

from withhold.identity.folding import fold_line
from withhold.identity.highways import STATE_CODE
from withhold.identity.lines.boxes import parse_box, parse_box_behind
from withhold.identity.lines.house import STREET_FIRST, ends_complete, is_complete, parse_street
from withhold.identity.lines.marked import parse_marked
from withhold.identity.lines.parts import Delivery, Kind
from withhold.identity.lines.spanish import (
    area_name,
    is_building,
    is_urbanization,
    parse_spanish,
    parse_spanish_behind,
    parse_urbanization,
)
from withhold.identity.postal import DIRECTIONS, GENERIC, UNITS
from withhold.identity.units import parse_units

__all__ = ["Delivery", "Kind", "parse_delivery"]

_SEPARATORS: Final = re.compile(r"[,;()\"]+| - ")
_RUN_NUMBER: Final = re.compile(r"^([0-9]{1,6})(?=[A-Z]{4})")
_RUN_UNIT: Final = re.compile(r"\b(APT|UNIT|STE|BLDG)([0-9]{1,4}[A-Z]?)\b")
_CALLE: Final = re.compile(r"\bC/ ?(?!O\b)")
_CARE_OF: Final = re.compile(r"(?:C/O|C O|CARE OF|IN CARE OF|ATTN|HOME OF)(?= |$)")
_INDOORS: Final = frozenset({"APT", "STE", "RM", "FL"})
"""Designators of a part of a house. Their number is never the house's, so ``APT 4 OAK ST`` has none."""
_OF_UNIT: Final = frozenset({"AT", "BEHIND", "OF", "OFF"})
"""Words between a unit and the house to which it belongs, as in ``TRLR 6 OFF 2290 OAK RD``."""
_PLACE_BEHIND: Final = re.compile(rf"(.+) (?:{STATE_CODE}|DC) [0-9]{{5}}(?:[ -]?[0-9]{{4}})?")
_LONGEST_CITY: Final = 4
_ROADS_WORDS: Final = (
    "HWY HIGHWAY RTE RT ROUTE FM CR SR SH US I INTERSTATE EXIT RD ROAD LOOP CARR MILE MI GATE GRID SECTOR ZONE "
    "AT X AND LAT LON LONG SEC"
)
_ROADS: Final = frozenset(_ROADS_WORDS.split())
"""Before a number, these make it a road's or a place's number, not a house's."""
_PLACES_WORDS: Final = (
    "ACROSS AT BEHIND BETWEEN BTW BTWN COR CORNER CROSSING EXIT INTERSECTION JCT JUNCTION NEAR NEXT OFF PAST "
    "UNDER WHERE"
)
_CONNECTING: Final = frozenset(("AND", "OF", "TO", "THE", *_PLACES_WORDS.split()))
_PLACES: Final = frozenset(_PLACES_WORDS.split())
"""Words of a description. A number behind them is no house's."""


def parse_delivery(line1: str, line2: str) -> Delivery | None:
    """Return the delivery that two address lines describe, or None if neither has a deliverable shape.

    A unit or an urbanization may be on either line. If both lines are deliverable, the second one is used, because
    Publication 28 delivers to the line just above city and state. For example, of ``123 Main St`` and ``12 Oak Ave``,
    the second is used. A line that is not deliverable, such as ``c/o The Baker``, is left out.

    Of one line, the longest tail that is deliverable is used. What is before it is a name, for example of a person or
    an institution, and becomes the note. A unit before it, as in ``Apt 4, 12 Oak Ave``, stays a unit.
    """
    first, second = _pieces(line1), _pieces(line2)
    if not second:
        return _line(first)
    one, other = " ".join(first), " ".join(second)
    for area, rest in ((one, second), (other, first)):
        if is_urbanization(area):
            found = _line(rest)
            return _line((area,)) if found is None else replace(found, urbanization=area_name(area))
    if building := parse_spanish(f"{one} {other}") if is_building(f"{one} {other}") else None:
        return building
    unit = _unit_line(other)
    if other.startswith("MARINE POST OFFICE"):
        return _line((*first, *second))
    if unit:
        return _with_unit(_line(first), unit)
    found = _line(second)
    if found is None:
        return _line(first) or _joined(one, other)
    return _with_unit(found, _unit_line(one) if not found.unit else "")


def _pieces(line: str) -> tuple[str, ...]:
    """Return the folded parts of a line between commas and the like. () if nothing is left."""
    folded = tuple(_spaced(part) for part in map(fold_line, _SEPARATORS.split(line)) if part)
    return tuple(_CALLE.sub("CALLE ", part) for part in folded) if "/" in line else folded


def _spaced(line: str) -> str:
    """Return a folded line with the spaces that were left out, as in ``1633OAK LN APT9``."""
    return _RUN_UNIT.sub(r"\1 \2", _RUN_NUMBER.sub(r"\1 ", line))


def _joined(one: str, other: str) -> Delivery | None:
    """Parse a house number on one line and its street on the other."""
    found = _single(f"{one} {other}") or _tail(f"{one} {other}")
    return found if found is not None and found.kind == "street" and is_complete(found) else None


def _unit_line(line: str) -> str:
    """Return the unit if the whole line is one, else "". A short identifier such as ``4B`` counts as a unit."""
    words = line.split()
    if len(words) == 1 and len(line) <= 4 and any(letter.isdigit() for letter in line):
        return f"# {line.replace('-', '')}"
    return parse_units(words) or ""


def _with_unit(found: Delivery | None, unit: str) -> Delivery | None:
    if found is None or not unit:
        return found
    return replace(found, unit=f"{found.unit} {unit}".strip())


def _line(pieces: tuple[str, ...]) -> Delivery | None:
    """Return the delivery of one line, given as its folded parts, or None."""
    if not pieces:
        return None
    whole = " ".join(pieces)
    if (behind := _PLACE_BEHIND.fullmatch(whole)) and (street := _before_place(behind[1], sure=False)):
        return street
    found = _single(whole)
    if found is not None and not ends_complete(found) and (street := _before_place(whole, sure=True)):
        return street
    if found is not None and (len(pieces) == 1 or (ends_complete(found) and not found.note)):
        return found
    return (_among(pieces) if len(pieces) > 1 else None) or found or _tail(whole)


def _single(line: str) -> Delivery | None:
    """Return the delivery that a folded line is, as a whole, or None."""
    if line[0].isdigit():  # the most frequent shape
        return parse_street(line)
    return (
        parse_box(line) or parse_urbanization(line) or parse_spanish(line) or parse_marked(line) or parse_street(line)
    )


def _before_place(line: str, *, sure: bool) -> Delivery | None:
    """Return the complete street with which a line begins that ends with a city, or None. The city becomes the note.

    If several are complete, as in ``17 OAK CT PORT HURON``, the longest one is used whose suffix is no part of names
    (`postal.GENERIC`). If there is none, the shortest one is used, unless the street must be ``sure``.
    """
    words = line.split()
    shortest = None
    for end in range(len(words), max(len(words) - _LONGEST_CITY, 2) - 1, -1):
        found = _single(" ".join(words[:end]))
        if found is None or found.kind != "street" or found.note or found.street.split()[0] in STREET_FIRST:
            return None
        if ends_complete(found):
            shortest = replace(found, note=" ".join(words[end:]))
            if [word for word in found.street.split() if word not in DIRECTIONS][-1] in GENERIC:
                return shortest
        if words[end - 1] in _CONNECTING or words[end - 1] in UNITS:
            return None
        if not words[end - 1].isalpha():
            break
    return None if sure else shortest


def _among(pieces: tuple[str, ...]) -> Delivery | None:
    """Return the first delivery that consists of whole parts of a line. The other parts are units or the note."""
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            part = " ".join(pieces[start:end])
            found = _single(part)
            if end == start + 1 and (found is None or not is_complete(found)):
                found = _tail(part)
            if found is not None and is_complete(found) and (not found.note or end == start + 1):
                return _beside(found, pieces[:start], pieces[end:])
    first = _single(pieces[0])
    if first is not None:
        return replace(first, note=" ".join(pieces[1:]))
    for at, piece in enumerate(pieces):
        found = _single(piece)
        if found is not None and found.street.partition(" ")[0] in DIRECTIONS:
            return _beside(found, pieces[:at], pieces[at + 1 :])
    return None


def _beside(found: Delivery, before: tuple[str, ...], behind: tuple[str, ...]) -> Delivery:
    notes = []
    for piece in (*before, *behind):
        if unit := _unit_line(piece):
            found = _with_unit(found, unit) or found
        else:
            notes.append(piece)
    return replace(found, note=" ".join(filter(None, (found.note, *notes))))


def _tail(line: str) -> Delivery | None:
    """Return the longest tail of a folded line that is a delivery with its suffix, or None.

    After a unit or ``C/O``, the street needs no suffix.
    """
    if (found := parse_box_behind(line) or parse_spanish_behind(line)) is not None:
        return found
    words = line.split()
    for at in range(1, len(words)):
        if words[at].isalpha() or words[at - 1] in _ROADS or _is_of_a_unit(words, at):
            continue
        found = parse_street(" ".join(words[at:]))
        if found is None:
            continue
        of_unit = words[: at - 1] if words[at - 1] in _OF_UNIT else words[:at]
        unit = parse_units(of_unit) if words[0] in UNITS or words[1] in UNITS else None
        if unit:
            return _with_unit(found, unit)
        if _CARE_OF.match(line) or (is_complete(found) and _PLACES.isdisjoint(words)):
            return replace(found, note=" ".join(words[:at]).rstrip(" #"))
    return None


def _is_of_a_unit(words: list[str], at: int) -> bool:
    """Return whether a number belongs to the designator before it: another follows, or it is no house's designator."""
    if words[at - 1] not in UNITS:
        return False
    own = at > 1 and words[at - 2][0].isdigit()  # 5TH FLR
    return (UNITS[words[at - 1]] in _INDOORS and not own) or (at + 1 < len(words) and words[at + 1].isdigit())
