"""Post office boxes, routes, military addresses, ships and general delivery (Publication 28, 22 to 28)."""

import re
from dataclasses import replace
from typing import Final

from withhold.identity.lines.parts import Delivery
from withhold.identity.lines.spelled import split_spelled
from withhold.identity.units import parse_units

_ID: Final = (
    r"(?: ?# ?| NO | NUMBER | ?)([0-9]{1,6}[A-Z]?(?:-[0-9A-Z]{1,4})?|[A-Z]{1,2}-?[0-9]{1,5}|(?<= )[A-Z]"
    r"|(?<= )(?!NA|NO|XX)[A-Z]{2}(?=$))(?= |$)"
)
_BOX: Final = re.compile(
    r"(?:(?:P[ -]?O|POST OFFICE|POSTAL|APARTADO|APDO)[ -]?(?:(?:MAIL )?BOX|BX|DRAWER|DRWR|CALLER|DE CORREOS)"
    r"|P ?O ?B|(?:CPO|SPO|UPO|CMB|SMC|OCMR)(?: BOX)?|BOX|BZN|BUZON|DRAWER|DRWR|LOCK ?BOX|MAIL ?BOX|BIN|APARTADO|APDO"
    r"|(?:FIRM )?CALLER(?: (?:SERVICE|SVC|BOX|NO))?)" + _ID
)
_BOX_IN_WORDS: Final = re.compile(r"(?:(?:P[ -]?O|POST OFFICE) BOX|BOX) ([A-Z].*)")
_ROUTE_BOX: Final = (
    r"[ -]?(?:NO |# )?0*([0-9]{1,5}[A-Z]?) (?:(?:BOX|BX|BZN|BUZON)" + _ID + r"|# ([0-9A-Z-]{1,8})(?= |$))"
)
_ROUTES: Final = (
    ("RR", re.compile(r"(?:R ?R|RFD ROUTE|R ?F ?D|R ?D|RURAL(?: ROUTE| RTE?| DELIVERY)?|RTE?|ROUTE)" + _ROUTE_BOX)),
    ("HC", re.compile(r"(?:H ?C ?R?|(?:HIGHWAY|HWY) CONTRACT(?: ROUTE| RTE?)?|STAR (?:ROUTE|RTE?)|SR)" + _ROUTE_BOX)),
)
_MILITARY: Final = re.compile(
    r"(PSC|CMR|UMR|UNIT) ?([0-9]{1,6}) (?:[A-Z]+ ){0,4}?(?:BOX|BX)(?:"
    + _ID
    + r"|(?<=X) ([A-Z]{2,5} ?[0-9]{1,5})(?= |$))"
)
_COMMUNITY: Final = re.compile(r"(PSC|CMR|UMR|UNIT(?= [0-9]{5,6}$)) ?([0-9]{1,6})(?= |$)")
_SHIP: Final = re.compile(
    r"(USS|USNS|USCGC|CGC|USNV|USAV) ([A-Z]+(?: [A-Z]+){0,5}?)(?= (?:T-)?[A-Z]{1,5}[ -]?[0-9]|$| [0-9])"
)
_MARINE: Final = "MARINE POST OFFICE"
_LAKE_SHIP: Final = re.compile(
    rf"(?:M ?/? ?V |S ?/? ?S |STR |TUG |VESSEL )?([A-Z]+(?: [A-Z]+){{0,7}}) {_MARINE}(?: DETROIT)?"
)
"""Mail for ships on the Great Lakes goes by their name to the Marine Post Office in Detroit."""
_CREW: Final = re.compile(r" (?:ATTN|BERTHING|CREW|DECK|DEPT|DEPARTMENT|DIV|DIVISION|ENG|MED|SUPPLY|UNIT|BOX)\b.*")
_GENERAL: Final = re.compile(r"GEN(?:ERAL)? DEL(?:IVERY)?(?= |$)")
_FIRST_WORDS: Final = (
    "PO P POB CPO SPO UPO CMB SMC OCMR POST POSTAL BOX BZN BUZON DRAWER DRWR LOCKBOX LOCK MAILBOX CALLER FIRM APARTADO "
    "PSC CMR UMR UNIT RR R HC RURAL HCR"
)
_FIRST: Final = frozenset(_FIRST_WORDS.split())


def parse_box(line: str) -> Delivery | None:
    """Return the box, route, military box, ship or general delivery with which a folded line begins, or None.

    A unit may follow. What else follows, for example the station of a box, becomes the note.
    """
    if found := _BOX.match(line):
        return _tail(Delivery("box", box=_box(found[1])), line[found.end() :])
    for route, shape in _ROUTES:
        if found := shape.match(line):
            box = _box(found[2] or found[3])
            return _tail(Delivery("route", route=f"{route} {found[1]}", box=box), line[found.end() :])
    if found := _MILITARY.match(line):
        place = f"{found[1]} {found[2]}"
        return _tail(Delivery("military", route=place, box=_box(found[3] or found[4])), line[found.end() :])
    if found := _COMMUNITY.match(line):
        return _tail(Delivery("military", route=f"{found[1]} {found[2]}"), line[found.end() :])
    if found := _GENERAL.match(line):
        return _tail(Delivery("general"), line[found.end() :])
    return _in_words(line) or _ship(line)


def parse_box_behind(line: str) -> Delivery | None:
    """Return the box or route behind a name, such as ``STUDENT BOX 4471``, or None. The name becomes the note.

    A box of a private mail service, ``PMB 12 BOX 100``, has a unit before it.
    """
    words = line.split()
    for at in range(1, len(words)):
        if words[at] in _FIRST and (found := parse_box(" ".join(words[at:]))) is not None:
            before = " ".join(words[:at])
            unit = parse_units(words[:at])
            if unit is not None:
                return replace(found, unit=f"{unit} {found.unit}".strip())
            return replace(found, note=f"{before} {found.note}".strip())
    return None


def _in_words(line: str) -> Delivery | None:
    if (found := _BOX_IN_WORDS.fullmatch(line)) is None:
        return None
    number, _, rest = split_spelled(found[1])
    return Delivery("box", box=number) if number and not rest else None


def _ship(line: str) -> Delivery | None:
    """Parse a ship, whose name is the delivery line (Publication 28, 225). Hull number and division are left out."""
    if found := _LAKE_SHIP.fullmatch(line):
        return Delivery("military", route=f"{_MARINE} {_CREW.sub('', found[1])}")
    if (found := _SHIP.match(line)) is None:
        return None
    name = _CREW.sub("", f" {found[2]}").strip()
    service = "USCGC" if found[1] == "CGC" else found[1]
    return Delivery("military", route=f"{service} {name}") if name else None


def _box(written: str) -> str:
    """Return one spelling of a box number: without hyphens, spaces or leading zeros."""
    plain = written.replace("-", "").replace(" ", "")
    return plain.lstrip("0") or "0"


def _tail(found: Delivery, rest: str) -> Delivery:
    """Return ``found`` with the unit in ``rest``, or with ``rest`` as its note."""
    if not rest:
        return found
    unit = parse_units(rest.split())
    return replace(found, note=rest.strip()) if unit is None else replace(found, unit=unit)
