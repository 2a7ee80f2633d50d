"""Parse a deliverable US address line, by USPS Publication 28.

This module checks the shape only: a number and a street, a box, or a route. For example, ``12345 Dont Care`` has the
shape of a street address. `law` checks whether the words mean anything. Nothing checks whether the place exists.
"""

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from withhold.identity.folding import fold_line
from withhold.identity.postal import SUFFIXES, UNITS_IN_NAMES
from withhold.identity.streets import canonical_street
from withhold.identity.units import parse_units, split_units

Kind = Literal["street", "box", "route", "military", "general"]


@dataclass(frozen=True, slots=True, repr=False)
class Delivery:
    """A delivery line in canonical form. A part that its kind does not have is ""."""

    kind: Kind
    number: str = ""
    """The house number, such as ``123``, ``123 1/2``, ``61-15``, ``12B`` or ``N6W23001``."""
    street: str = ""
    """Directionals, name and suffix, such as ``N MAIN ST`` or ``COUNTY RD 12``."""
    unit: str = ""
    """Designators and identifiers, such as ``APT 4B`` or ``BLDG 2 STE 100``."""
    box: str = ""
    route: str = ""
    """``RR 2``, ``HC 68``, or ``PSC 802``, ``CMR 3``, ``UNIT 2050`` of a military address."""
    urbanization: str = ""
    """In Puerto Rico, the area within which street names are unique."""


_BOX_ID: Final = (
    r"(?: ?# ?| NO | NUMBER | ?)([0-9]{1,6}[A-Z]?(?:-[0-9A-Z]{1,4})?|[A-Z]{1,2}-?[0-9]{1,5}|(?<= )[A-Z]"
    r"|(?<= )(?!NA|NO|XX)[A-Z]{2})(?= |$)"
)
_BOX: Final = re.compile(
    r"(?:(?:P[ -]?O|POST OFFICE|POSTAL)[ -]?(?:BOX|BX|DRAWER)"
    r"|POB|BOX|DRAWER|LOCK ?BOX|BIN|(?:FIRM )?CALLER(?: SERVICE)?)" + _BOX_ID
)
_ROUTE_BOX: Final = r"[ -]?(?:NO |# )?([0-9]{1,5}[A-Z]?) (?:(?:BOX|BX)" + _BOX_ID + r"|# ([0-9A-Z-]{1,8})(?= |$))"
_ROUTES: Final = (
    ("RR", re.compile(r"(?:R ?R|RFD ROUTE|R ?F ?D|R ?D|RURAL(?: ROUTE| RTE?| DELIVERY)?|RTE?|ROUTE)" + _ROUTE_BOX)),
    ("HC", re.compile(r"(?:H ?C ?R?|HIGHWAY CONTRACT(?: ROUTE| RTE?)?|STAR (?:ROUTE|RTE?))" + _ROUTE_BOX)),
)
_MILITARY: Final = re.compile(r"(PSC|CMR|UMR|UNIT) ?([0-9]{1,6}) (?:BOX|BX)" + _BOX_ID)
_GENERAL: Final = re.compile(r"GEN(?:ERAL)? DEL(?:IVERY)?(?= |$)")
_URBANIZATION: Final = re.compile(r"(?:URB|URBANIZACION|URBANIZATION) (?=\S)")

_NUMBER_BEHIND: Final = re.compile(r"((?:CALLE|CLL|AVE|AVENIDA) .+?) (?:# ?|NUM |NO )([0-9]{1,5}[A-Z]?)")
_KILOMETRE: Final = re.compile(r"((?:CARR|CARRETERA) [0-9]{1,4}R?) KM ([0-9]{1,3}(?:[ .][0-9]{1,2})?)(?: .*)?")
_BUILDING: Final = re.compile(
    r"((?:RES|RESIDENCIAL|COND|CONDOMINIO|EDIFICIO|COOP|EXT) .+?)"
    r" (?:EDIF|EDIFICIO|BLDG|TORRE) ([0-9A-Z]{1,4})(?: (.+))?"
)
_SPELLED: Final = {
    word: str(number)
    for number, word in enumerate(
        [
            "ONE",
            "TWO",
            "THREE",
            "FOUR",
            "FIVE",
            "SIX",
            "SEVEN",
            "EIGHT",
            "NINE",
            "TEN",
            "ELEVEN",
            "TWELVE",
            "THIRTEEN",
            "FOURTEEN",
            "FIFTEEN",
            "SIXTEEN",
            "SEVENTEEN",
            "EIGHTEEN",
            "NINETEEN",
            "TWENTY",
        ],
        1,
    )
}
_COUNTED: Final = frozenset(
    [
        "ACRE",
        "BIT",
        "BRIDGES",
        "BROTHERS",
        "BUTTES",
        "CANYONS",
        "CHIMNEYS",
        "CORNERS",
        "CREEKS",
        "ELMS",
        "FALLS",
        "FINGERS",
        "FOOT",
        "FORKS",
        "GABLES",
        "HILLS",
        "ISLANDS",
        "LAKES",
        "LAKE",
        "LICKS",
        "MILE",
        "MILES",
        "MILLS",
        "NOTCH",
        "OAKS",
        "OCLOCK",
        "PENNY",
        "PINES",
        "POINT",
        "POINTS",
        "PONDS",
        "RIVERS",
        "ROD",
        "RUN",
        "SISTERS",
        "SPRINGS",
        "STAR",
        "TREES",
        "TURKEYS",
        "WAY",
        "WELLS",
        "WELL",
        "WOOD",
    ]
)
"""Words that a spelled number counts as part of a street's name, as in ``FIVE POINTS RD``."""

# Grid (N6W23001, 39W123), plain with fraction, range or letter (123 1/2, 61-15, 12B), Puerto Rico (A19, AA-12).
_HOUSE: Final = re.compile(
    r"(?:([NSEW][0-9]{1,5}) ?([NSEW][0-9]{1,6})|([0-9]{1,3}[NSEW][0-9]{1,5})"
    r"|([0-9]{1,6}(?:-[0-9]{1,5})?)(?:-?([A-Z])|[ -]([0-9]/[0-9]{1,2}))?"
    r"|(?!(?:CH|CR|FM|HC|I|RR|SH|SR|TR|US)-?[0-9])([A-Z]{1,2})-?([0-9]{1,5}[A-Z]?)) "
)


def parse_delivery(line1: str, line2: str) -> Delivery | None:
    """Return the delivery that two address lines describe, or None if neither has a deliverable shape.

    A unit or an urbanization may be on either line. If both lines are deliverable, the second one is used, because
    Publication 28 delivers to the line just above city and state. For example, of ``123 Main St`` and ``12 Oak Ave``,
    the second is used. A line that is not deliverable, such as ``c/o The Baker``, is left out.
    """
    first, second = fold_line(line1), fold_line(line2)
    if not second:
        return _line(first)
    for area, rest in ((first, second), (second, first)):
        if _URBANIZATION.match(area):
            found = _line(rest)
            return _line(area) if found is None else replace(found, urbanization=_area(area))
    if building := _calle(f"{first} {second}") if _BUILDING.fullmatch(f"{first} {second}") else None:
        return building
    unit = _unit_line(second)
    if unit:
        return _with_unit(_line(first), unit)
    found = _line(second)
    if found is None:
        return _line(first)
    return _with_unit(found, _unit_line(first) if not found.unit else "")


def _area(line: str) -> str:
    return _URBANIZATION.sub("", line, count=1).replace("-", " ")


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


def _line(line: str) -> Delivery | None:
    """Return the delivery of one folded line, or None."""
    if not line:
        return None
    if line[0].isdigit():  # the most frequent shape
        return _street(line)
    return _special(line) or _urban(line) or _calle(line) or _street(line) or _spelled(line)


def _special(line: str) -> Delivery | None:
    """Return a box, a route, a military box or general delivery, or None. A unit may follow."""
    if found := _BOX.match(line):
        return _tail(Delivery("box", box=_box(found[1])), line[found.end() :])
    for route, shape in _ROUTES:
        if found := shape.match(line):
            box = _box(found[2] or found[3])
            return _tail(Delivery("route", route=f"{route} {found[1]}", box=box), line[found.end() :])
    if found := _MILITARY.match(line):
        place = f"{found[1]} {found[2]}"
        return _tail(Delivery("military", route=place, box=_box(found[3])), line[found.end() :])
    if found := _GENERAL.match(line):
        return _tail(Delivery("general"), line[found.end() :])
    return None


def _box(written: str) -> str:
    return written.replace("-", "")


def _tail(found: Delivery, rest: str) -> Delivery | None:
    """Return ``found`` with the unit in ``rest``, or None if ``rest`` is anything but a unit."""
    if not rest:
        return found
    unit = parse_units(rest.split())
    return None if unit is None else replace(found, unit=unit)


def _urban(line: str) -> Delivery | None:
    """Split a line into urbanization and delivery. The delivery begins at the first word at which one can be parsed.

    For example, ``URB LAS GLADIOLAS 150 CALLE A`` is ``150 CALLE A`` in the urbanization ``LAS GLADIOLAS``.
    """
    if not _URBANIZATION.match(line):
        return None
    words = line.split()
    for start in range(2, len(words)):
        found = _street(" ".join(words[start:]))
        if found is not None:
            return replace(found, urbanization=_area(" ".join(words[:start])))
    return None


def _street(line: str) -> Delivery | None:
    house = _HOUSE.match(line)
    if house is None:
        return None
    words = line[house.end() :].replace("-", " ").replace("/", " ").split()
    whole = parse_units(words)
    if whole is not None and whole.split()[0] not in UNITS_IN_NAMES:
        return None
    named, unit = split_units(words)
    street = canonical_street(named)
    return None if street is None else Delivery("street", _number(house), street, unit)


def _calle(line: str) -> Delivery | None:
    """Parse three forms of Puerto Rico.

    The number follows the street (``CALLE 4 # 238``), the place is a kilometer of a road (``CARR 2 KM 4.5``), or it is
    a building of a complex (``RES LAS PALMAS EDIF 3 APT 12``).
    """
    if found := _NUMBER_BEHIND.fullmatch(line):
        return _street(f"{found[2]} {found[1]}")
    if found := _KILOMETRE.fullmatch(line):
        return Delivery("street", f"KM {found[2]}", found[1])
    if found := _BUILDING.fullmatch(line):
        unit = parse_units(found[3].split()) if found[3] else ""
        return None if unit is None else Delivery("street", found[2], found[1], f"BLDG {found[2]} {unit}".strip())
    return None


def _spelled(line: str) -> Delivery | None:
    """Parse a house number in words, which Publication 28 allows. A street's name and suffix must follow it.

    For example, ``TWELVE OAK LN`` has the number 12. ``SEVEN HILLS RD`` and ``FIVE POINTS RD`` have no number, because
    the number is part of the name.
    """
    number, _, rest = line.partition(" ")
    words = rest.split()
    if number not in _SPELLED or len(words) < 2 or words[0] in _COUNTED:
        return None
    found = _street(f"{_SPELLED[number]} {rest}")
    suffixed = found is not None and any(word in SUFFIXES for word in found.street.split()[1:])
    return found if suffixed else None


def _number(house: re.Match[str]) -> str:
    north, east, grid, plain, letter, fraction, block, lot = house.groups()
    if plain:
        return f"{plain}{letter or ''}{f' {fraction}' if fraction else ''}"
    return grid or (f"{north}{east}" if north else f"{block}{lot}")
