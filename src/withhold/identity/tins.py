"""Structurally possible taxpayer identification numbers: SSN (SSA, POMS RM 10201) and ITIN (IRS)."""

import re
from typing import Final

# For strings of nine digits. There is no look-around, so that the regular expressions of Rust and Java accept them too.
SSN_PATTERN: Final = (
    r"^(?:00[1-9]|0[1-9][0-9]|[1-578][0-9][0-9]|6[0-57-9][0-9]|66[0-57-9])"  # area not 000, 666, 9xx
    r"(?:0[1-9]|[1-9][0-9])"  # group not 00
    r"(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9][0-9]|[1-9][0-9][0-9][0-9])$"  # serial not 0000
)
ITIN_PATTERN: Final = r"^9[0-9][0-9](?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[0-9][0-9][0-9][0-9]$"

ADVERTISED: Final = ("078051120", "219099999", "457555462")
"""Numbers that were printed in advertisements. Thousands of people later gave them as their own."""

_WRITTEN: Final = re.compile(r"([0-9]{3})-([0-9]{2})-([0-9]{4})|([0-9]{9})")
_POSSIBLE: Final = re.compile(f"{SSN_PATTERN}|{ITIN_PATTERN}")


def canonical_tin(text: str) -> str | None:
    """Return the nine digits of a TIN that is written as nine digits or as ``ddd-dd-dddd``.

    None for any other spelling, for a number that is not structurally possible, and for the numbers of ADVERTISED.
    """
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    digits = written[4] or f"{written[1]}{written[2]}{written[3]}"
    if digits in ADVERTISED or not _POSSIBLE.match(digits):
        return None
    return digits
