"""Forms of Puerto Rico: urbanizations, numbers behind the street, kilometers, and buildings (Publication 28, 29)."""

import re
from dataclasses import replace
from typing import Final

from withhold.identity.lines.house import parse_street
from withhold.identity.lines.parts import Delivery
from withhold.identity.units import parse_units

_URBANIZATION: Final = re.compile(r"(?:URB|URBANIZACION|URBANIZATION) (?=\S)")
_STREET: Final = r"(?:CALLE|CLL|AVENIDA|AVE?|CAMINO|PASEO|VIA|CALLEJON|VEREDA)"
_NUMBER_BEHIND: Final = re.compile(
    rf"({_STREET} [A-Z0-9].*?) (?:# ?|NUM |NO )?"
    r"([0-9]{1,5}(?:-?[A-Z](?![A-Z0-9]))?|[A-Z]{1,2}-?[0-9]{1,4}[A-Z]?)"
    r"(?: (.+))?"
)
_KILOMETER: Final = re.compile(
    r"(?:CARR|CARRETERA|RUTA|ROAD|RD|PR)(?: PR)?[ -]?([0-9]{1,4}R?) (?:R )?(?:KM|KMS|KILOMETROS?|KILOMETERS?|K)"
    r" ?([0-9]{1,3}(?:[ .][0-9]{1,2})?)(?: .*)?"
)
_BUILDING: Final = re.compile(
    r"((?:RES|RESIDENCIAL|COND|CONDOMINIO|EDIFICIO|COOP|EXT) .+?)"
    r" (?:EDIF|EDIFICIO|BLDG|TORRE) ([0-9A-Z]{1,4})(?: (.+))?"
)
_BLOCK: Final = re.compile(r"(?:BLQ|BLOQUE|BLK|BLOCK) ([0-9A-Z]{1,4}) (?:#|CASA|NO|SOLAR) ?([0-9A-Z]{1,4}) (.+)")
_AREA: Final = re.compile(r" (?:URB|SEC|SECTOR|BO|BARRIO|PARC|PARCELAS|COM|BDA|EXT|REPTO) .+$")
_START: Final = re.compile(rf"(?<= )(?:{_STREET} |(?:CARR|CARRETERA) )")


def parse_urbanization(line: str) -> Delivery | None:
    """Split a line into urbanization and delivery. The delivery begins at the first word at which one can be parsed.

    For example, ``URB LAS GLADIOLAS 150 CALLE A`` is ``150 CALLE A`` in the urbanization ``LAS GLADIOLAS``.
    """
    if not _URBANIZATION.match(line):
        return None
    words = line.split()
    for start in range(2, len(words)):
        rest = " ".join(words[start:])
        found = parse_spanish(rest) or parse_street(rest)
        if found is not None:
            return replace(found, urbanization=area_name(" ".join(words[:start])))
    return None


def is_urbanization(line: str) -> bool:
    """Return whether a folded line begins with the word for an urbanization."""
    return _URBANIZATION.match(line) is not None


def area_name(line: str) -> str:
    """Return the name of the urbanization that a line is, without the word for it."""
    return _URBANIZATION.sub("", line, count=1).replace("-", " ")


def parse_spanish(line: str) -> Delivery | None:
    """Parse forms of Puerto Rico that do not begin with a house number, or return None.

    The number follows the street (``CALLE 4 # 238``, ``CALLE LUNA 12``), the place is a kilometer of a road
    (``CARR 2 KM 4.5``), a house in a block (``BLQ 141 # 22 CALLE 409``), or a building of a complex
    (``RES LAS PALMAS EDIF 3 APT 12``). A barrio or a sector behind it is left out.
    """
    if found := _KILOMETER.fullmatch(line):
        return Delivery("street", f"KM {found[2]}", f"CARR {found[1]}")
    if is_building(line):
        return _building(line)
    if found := _BLOCK.fullmatch(line):
        inner = parse_street(f"{found[2]} {found[3]}")
        return None if inner is None else replace(inner, number=f"{found[1]}-{inner.number}")
    plain = _AREA.sub("", line)
    if found := _NUMBER_BEHIND.fullmatch(plain):
        unit = parse_units(found[3].split()) if found[3] else ""
        number = found[2].replace("-", "")
        street = None if unit is None else parse_street(f"1 {found[1]}")
        return None if street is None else replace(street, number=number, unit=unit or "")
    return None


def parse_spanish_behind(line: str) -> Delivery | None:
    """Return the Spanish form behind the name of an area, such as ``BO ARRIBA CARR 181 KM 4``, or None."""
    for start in _START.finditer(line):
        if (found := parse_spanish(line[start.start() :])) is not None:
            return replace(found, note=line[: start.start()].strip())
    return None


def is_building(line: str) -> bool:
    """Return whether a folded line, or two lines joined, name a building of a complex."""
    return _BUILDING.fullmatch(line) is not None


def _building(line: str) -> Delivery | None:
    found = _BUILDING.fullmatch(line)
    assert found is not None
    unit = parse_units(found[3].split()) if found[3] else ""
    return None if unit is None else Delivery("street", found[2], found[1], f"BLDG {found[2]} {unit}".strip())
