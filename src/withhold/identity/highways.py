"""Numbered roads. Publication 28, appendix F, has one spelling for the many in use."""

import re
from typing import Final

_NUMBER: Final = r" ?([0-9]{1,5}[A-Z]?|(?<= )[A-Z]{1,2})(?= |$)"

# By first letter, so that most streets are compared with nothing. `US RTE` is before the plain `US`, which would match
# RT as the letters of a road.
_SPELLINGS: Final = {
    "C": (
        ("COUNTY RD", r"C ?R|(?:CO|CNTY|COUNTY) (?:RD|ROAD)"),
        ("COUNTY HWY", r"C ?H|(?:CO|CNTY|COUNTY) (?:HWY|HIGHWAY)"),
        ("COUNTY RTE", r"(?:CO|CNTY|COUNTY) (?:RTE?|ROUTE)"),
    ),
    "F": (("FM", r"F ?M(?: (?:RD|ROAD))?|FARM TO MARKET(?: (?:RD|ROAD))?"),),
    "H": (("HWY", r"HWY|HIGHWAY|HIGHWY|HIWAY|HIWY|HWAY"),),
    "I": (("INTERSTATE", r"I|INTERSTATE(?: (?:HWY|HIGHWAY))?"),),
    "R": (("RTE", r"RTE?|ROUTE"),),
    "S": (
        ("STATE RD", r"SR|(?:ST|STATE) (?:RD|ROAD)"),
        ("STATE HWY", r"SH|(?:ST|STATE) (?:HWY|HIGHWAY)"),
        ("STATE RTE", r"(?:ST|STATE) (?:RTE?|ROUTE)"),
    ),
    "T": (("TOWNSHIP RD", r"T ?R|(?:TWP|TOWNSHIP) (?:RD|ROAD)"),),
    "U": (("US RTE", r"U ?S (?:RTE?|ROUTE)"), ("US HWY", r"U ?S(?: (?:HWY|HIGHWAY))?")),
}
_HIGHWAYS: Final = {
    letter: tuple((name, re.compile(f"(?:{spelling}){_NUMBER}")) for name, spelling in spellings)
    for letter, spellings in _SPELLINGS.items()
}


def canonical_highway(street: str) -> str:
    """Return ``street`` with a numbered road at its start in the one spelling, or any other street unchanged.

    For example, ``CR 12`` becomes ``COUNTY RD 12``.
    """
    for name, spelling in _HIGHWAYS.get(street[:1], ()):
        found = spelling.match(street)
        if found:
            return f"{name} {found[1]}{street[found.end() :]}"
    return street
