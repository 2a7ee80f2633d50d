"""Which taxpayer identification numbers are structurally possible: SSN (SSA, POMS RM 10201) and ITIN (IRS)."""

import re
from typing import Final

# No look-around: the same text runs in Rust's and Java's engines. Meant for strings of nine digits.
SSN_PATTERN: Final = (
    r"^(?:00[1-9]|0[1-9][0-9]|[1-578][0-9][0-9]|6[0-57-9][0-9]|66[0-57-9])"  # area not 000, 666, 9xx
    r"(?:0[1-9]|[1-9][0-9])"  # group not 00
    r"(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9][0-9]|[1-9][0-9][0-9][0-9])$"  # serial not 0000
)
ITIN_PATTERN: Final = r"^9[0-9][0-9](?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[0-9][0-9][0-9][0-9]$"

ADVERTISED: Final = ("078051120", "219099999", "457555462")
"""Numbers printed in advertisements, later given by thousands of people as their own."""

_WRITTEN: Final = re.compile(r"([0-9]{3})-([0-9]{2})-([0-9]{4})|([0-9]{9})")
_POSSIBLE: Final = re.compile(f"{SSN_PATTERN}|{ITIN_PATTERN}")


def canonical_tin(text: str) -> str | None:
    """Nine digits, from nine digits or ``ddd-dd-dddd`` and nothing else; None unless structurally possible."""
    written = _WRITTEN.fullmatch(text)
    if written is None:
        return None
    digits = written[4] or f"{written[1]}{written[2]}{written[3]}"
    if digits in ADVERTISED or not _POSSIBLE.match(digits):
        return None
    return digits
