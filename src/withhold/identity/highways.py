"""Numbered roads, whose many spellings Publication 28, appendix F, brings to one."""

import re
from typing import Final

_NUMBER: Final = r" ?([0-9]{1,5}[A-Z]?|(?<= )[A-Z]{1,2})(?= |$)"

_SPELLINGS: Final = (
    ("COUNTY RD", r"C ?R|(?:CO|CNTY|COUNTY) (?:RD|ROAD)"),
    ("COUNTY HWY", r"C ?H|(?:CO|CNTY|COUNTY) (?:HWY|HIGHWAY)"),
    ("COUNTY RTE", r"(?:CO|CNTY|COUNTY) (?:RTE?|ROUTE)"),
    ("STATE RD", r"S ?R|(?:ST|STATE) (?:RD|ROAD)"),
    ("STATE HWY", r"S ?H|(?:ST|STATE) (?:HWY|HIGHWAY)"),
    ("STATE RTE", r"(?:ST|STATE) (?:RTE?|ROUTE)"),
    ("US HWY", r"U ?S(?: (?:HWY|HIGHWAY))?"),
    ("US RTE", r"U ?S (?:RTE?|ROUTE)"),
    ("INTERSTATE", r"I|INTERSTATE(?: (?:HWY|HIGHWAY))?"),
    ("FM", r"F ?M(?: (?:RD|ROAD))?|FARM TO MARKET(?: (?:RD|ROAD))?"),
    ("TOWNSHIP RD", r"T ?R|(?:TWP|TOWNSHIP) (?:RD|ROAD)"),
    ("HWY", r"HWY|HIGHWAY|HIGHWY|HIWAY|HIWY|HWAY"),
    ("RTE", r"RTE?|ROUTE"),
)
_HIGHWAYS: Final = tuple((name, re.compile(f"(?:{spellings}){_NUMBER}")) for name, spellings in _SPELLINGS)
_FIRST_LETTERS: Final = frozenset("CSUIFTHR")


def canonical_highway(street: str) -> str:
    """``street`` with a numbered road's name at its start spelled the one way; any other street unchanged."""
    if street[:1] not in _FIRST_LETTERS:
        return street
    for name, spelling in _HIGHWAYS:
        found = spelling.match(street)
        if found:
            return f"{name} {found[1]}{street[found.end() :]}"
    return street
