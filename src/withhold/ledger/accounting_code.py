"""The accounting code: one person's key to their own entries of one year, as a text to be typed.

``WH2026-`` and fourteen groups of four letters and digits: 32 bytes of subject key and a checksum of 3 bytes, in
Crockford's base32, which leaves out I, L, O and U. Whoever holds the code can find that person's entries of that year
in a copy of the log, and nothing else; the log alone tells nobody which entries belong together.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from withhold.ledger.leaf import KEY_SIZE
from withhold.model.errors import Unreadable

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_MISREAD = str.maketrans("OIL", "011")
_CHECKSUM_SIZE = 3
_LENGTH = (KEY_SIZE + _CHECKSUM_SIZE) * 8 // 5
_GROUP = 4
_PREFIX = "WH"
_FIRST_YEAR = 1970


class NotACode(Unreadable):
    """What was typed is no accounting code. `fault` and `number` say why, for messages in other languages."""

    def __init__(self, fault: str, reason: str, number: int = 0) -> None:
        super().__init__("accounting code", reason)
        self.fault, self.number = fault, number


@dataclass(frozen=True, slots=True)
class AccountingCode:
    """A year and the subject key of that year. A secret of the person: it does not show in a repr."""

    year: int
    subject_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError on a year that no day of a leaf is in, or a key that is not of 32 bytes."""
        if not _FIRST_YEAR <= self.year <= 9999 or len(self.subject_key) != KEY_SIZE:
            raise ValueError("an accounting code has a year from 1970 to 9999 and a key of 32 bytes")

    def encode(self) -> str:
        """The text to hand to the person."""
        number = int.from_bytes(self.subject_key + self._checksum(), "big")
        digits = "".join(_DIGITS[number >> shift & 31] for shift in range((_LENGTH - 1) * 5, -1, -5))
        groups = [digits[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)]
        return "-".join([f"{_PREFIX}{self.year}", *groups])

    @classmethod
    def parse(cls, text: str) -> "AccountingCode":
        """Read a code as typed: case, spaces and hyphens do not matter, and O is 0, I and L are 1.

        Raises NotACode, which says where it went wrong but repeats nothing of the code.
        """
        typed = text.upper().replace("-", "").replace(" ", "").strip()
        year, digits = typed[2:6], typed[6:].translate(_MISREAD)
        if not typed.startswith(_PREFIX) or not _is_year(year):
            raise NotACode("prefix", "does not begin with WH and a year, as in WH2026")
        if len(digits) != _LENGTH:
            raise NotACode("length", f"has {len(digits)} characters after the year, not {_LENGTH}", len(digits))
        for place, digit in enumerate(digits):
            if digit not in _VALUES:
                group = place // _GROUP + 1
                raise NotACode("character", f"group {group} holds a character no code has", group)
        return cls._decode(year, digits)

    @classmethod
    def _decode(cls, year: str, digits: str) -> "AccountingCode":
        number = 0
        for digit in digits:
            number = number << 5 | _VALUES[digit]
        data = number.to_bytes(KEY_SIZE + _CHECKSUM_SIZE, "big")
        code = cls(int(year), data[:KEY_SIZE])
        if code._checksum() != data[KEY_SIZE:]:
            raise NotACode("checksum", "the checksum does not fit: a character is mistyped, or the year")
        return code

    def _checksum(self) -> bytes:
        """Against typing errors only; it says nothing of whether the custodian issued the code."""
        return sha256(b"withhold accounting code\n%d\n" % self.year + self.subject_key).digest()[:_CHECKSUM_SIZE]


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and int(text) >= _FIRST_YEAR
