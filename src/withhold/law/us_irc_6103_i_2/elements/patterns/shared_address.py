"""Custodian's rule, to (i)(2)(B)(i): an address set forth for too many people is set forth for none of them.

A household has a plausible size. Units count as different addresses, so a large building exceeds the limit only if its
units are left out. If the address names an institution, for example a shelter or a hospital, the limit is higher. A
text that is no address is left to `address`.
"""

import narwhals as nw

from withhold.identity.folding import fold_line
from withhold.identity.postal import DIRECTIONS, SUFFIXES, UNITS
from withhold.law.pack import Check, Element, Fact, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome

_SPELLED = {**SUFFIXES, **DIRECTIONS, **dict.fromkeys(UNITS, "")}
_SHORT_UNIT = 4
_ZIP = 5
_INSTITUTION = (
    r"\b(SHELTER|MISSION|HOSPITAL|HOSPICE|NURSING|JAIL|PRISON|CORRECTIONAL|DETENTION|REENTRY|HALFWAY|SALVATION ARMY"
    r"|COLLEGE|UNIVERSITY|DORMITORY|RESIDENCE HALL|BARRACKS|CONVENT|MONASTERY|PSC|CMR)\b"
)


def address_key(line1: str, line2: str, zip_code: str) -> str:
    """Return one spelling for all spellings of a delivery in one ZIP Code. "" if nothing is left of the lines.

    A second line that is no unit is left out. For example, ``410 Larkspur Lane Apt 4B`` and ``410 Larkspur Ln # 4B``
    have the same key.
    """
    spelled = delivery_spelled(line1, line2)
    return f"{spelled} {zip_code[:_ZIP]}" if spelled else ""


def delivery_spelled(line1: str, line2: str) -> str:
    """Return the key without the ZIP Code. Lines repeat in many ZIP Codes, so this is done once for all of them."""
    first, second = fold_line(line1), fold_line(line2) if line2 else ""
    if second and not first[:1].isdigit() and second[0].isdigit() and " " in second:
        first, second = second, ""  # the first is a care-of line, and the delivery is below it
    words = first.split() + (second.split() if _is_unit(second) else [])
    return " ".join([kept for word in words if (kept := _SPELLED.get(word, word).lstrip("0"))])


def _is_unit(line: str) -> bool:
    short = len(line) <= _SHORT_UNIT and any(letter.isdigit() for letter in line)
    return short or line.partition(" ")[0] in UNITS


def _key() -> nw.Expr:
    """Return `address_key`."""
    spelled = nw.col("address_spelled")
    key = nw.concat_str(spelled, nw.col("zip").str.slice(0, _ZIP), separator=" ")
    return nw.when(spelled == "").then(nw.lit("")).otherwise(key)


def _institution() -> nw.Expr:
    lines = nw.concat_str(nw.col("address_line1"), nw.col("address_line2"), separator=" ")
    return lines.str.to_uppercase().str.contains(_INSTITUTION)


FACTS = (
    Fact("address_spelled", ("address_line1", "address_line2"), str, delivery_spelled),
    Fact("address_key", ("address_spelled", "zip"), str, expression=_key),
    Fact("address_institution", ("address_line1", "address_line2"), bool, expression=_institution),
)

_SHARED = Pattern(
    "address_people", ("address_key",), Measure.DISTINCT, of="person", recent=True, label="people with this address"
)
PATTERNS = (_SHARED,)


def _set_forth() -> nw.Expr:
    return nw.col("line_fault") == ""


def _too_many(parameters: Parameters, with_records: bool) -> nw.Expr:
    many = _SHARED.people(with_records) > parameters.address_people_max
    return _set_forth() & many & ~nw.col("address_institution")


def _beyond_institution(parameters: Parameters, with_records: bool) -> nw.Expr:
    many = _SHARED.people(with_records) > parameters.institution_people_max
    return _set_forth() & many & ~_too_many(parameters, with_records)


CHECKS = (
    Check(
        "shared_address_people",
        "More people than a household has",
        "Give each person's own address, with the unit. If it is an institution's, include its name.",
        _too_many,
    ),
    Check(
        "shared_address_institution",
        "More people than an institution has",
        "Set forth for each person the address that the agency has for that person.",
        _beyond_institution,
    ),
)

_READS = ("line_fault", "address_institution", _SHARED.name)

ELEMENT = Element(
    id="shared_address",
    title="One address is not set forth for more people than can plausibly have it",
    citation="custodian's rule; 26 U.S.C. 6103(i)(2)(B)(i)",
    cure="Set forth for each person the address that the agency has for that person. In a building with several units, "
    "include the unit. If the address is that of an institution, include its name.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=_READS,
    reads_with_records=(*_READS, _SHARED.recent_column),
)
