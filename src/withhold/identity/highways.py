"""Numbered roads. Publication 28, appendix F, has one spelling for the many in use."""

import re
from typing import Final

_NUMBER: Final = r" ?([0-9]{1,5}[A-Z]?|(?<= )[A-Z][0-9]{1,3}|(?<= )[A-Z]{1,2})(?= |$)"

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
    "R": (("RTE", r"RTE?|ROUTE"), ("RM", r"R ?M(?: (?:RD|ROAD))?|RANCH TO MARKET(?: (?:RD|ROAD))?|RANCH (?:RD|ROAD)")),
    "S": (
        ("STATE RD", r"SR|(?:ST|STATE) (?:RD|ROAD)"),
        ("STATE HWY", r"SH|(?:ST|STATE) (?:HWY|HIGHWAY)"),
        ("STATE RTE", r"(?:ST|STATE) (?:RTE?|ROUTE)"),
    ),
    "T": (("TOWNSHIP RD", r"T ?R|(?:TWP|TOWNSHIP) (?:RD|ROAD)"),),
    "U": (("US RTE", r"U ?S (?:RTE?|ROUTE)"), ("US HWY", r"U ?S(?: (?:HWY|HIGHWAY))?")),
}
STATE_CODE: Final = (
    r"A[KLRZ]|C[AOT]|DE|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
)
"""The two letters of a state, as a pattern."""
_STATES: Final = re.compile(
    f"({STATE_CODE})"
    r"(?: (?:STATE )?(?:HWY|HIGHWAY|RTE?|ROUTE|RD|ROAD))? ([0-9]{1,4}[A-Z]?)(?= |$)"
)
NUMBERED: Final = re.compile(
    r"(?:^| )(?:HWY|RTE|RD|ROAD|FM|RM|INTERSTATE|LOOP|SPUR|BR|PARK RD) [A-Z]?[0-9]|(?:^| )(?:RD|HWY|RTE) [A-Z]{1,2}$"
)
"""A road with its number, in canonical form."""
_TRUNKLINES: Final = re.compile(r"(?:(?:HWY|HIGHWAY|RTE?|ROUTE) )?([MK]) ?([0-9]{1,3})(?: (?:HWY|HIGHWAY))?(?= |$)")
"""State roads of Michigan and Kansas, which are written with one letter, such as ``M-28``."""
_LETTERED: Final = {"M": "MI HWY", "K": "KS HWY"}
_HIGHWAYS: Final = {
    letter: tuple((name, re.compile(f"(?:{spelling}){_NUMBER}")) for name, spelling in spellings)
    for letter, spellings in _SPELLINGS.items()
}


def canonical_highway(street: str) -> str:
    """Return ``street`` with a numbered road at its start in the one spelling, or any other street unchanged.

    For example, ``CR 12`` becomes ``COUNTY RD 12``, and ``NC 54`` becomes ``NC HWY 54``.
    """
    if found := _TRUNKLINES.match(street):
        return f"{_LETTERED[found[1]]} {found[2]}{street[found.end() :]}"
    for name, spelling in _HIGHWAYS.get(street[:1], ()):
        found = spelling.match(street)
        if found:
            return f"{name} {found[1]}{street[found.end() :]}"
    if found := _STATES.match(street):
        return f"{found[1]} HWY {found[2]}{street[found.end() :]}"
    return street
