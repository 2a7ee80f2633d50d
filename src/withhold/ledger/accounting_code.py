"""Accounting codes: a person's key to their own entries of one year, as text that can be typed.

A code is ``WH2026-`` and fourteen groups of four letters and digits. They encode a subject key of 32 bytes and a
checksum of 3 bytes in Crockford's base32, which has no I, L, O or U. Anyone with the code can find that person's
entries of that year in a copy of the log, and no other entries. Without codes, the log does not show which entries
belong to the same person.
"""

from dataclasses import dataclass, field
from hashlib import sha256

from withhold.ledger.leaf import KEY_SIZE
from withhold.model.errors import Code, Unreadable

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_MISREAD = str.maketrans("OIL", "011")
_CHECKSUM_SIZE = 3
_LENGTH = (KEY_SIZE + _CHECKSUM_SIZE) * 8 // 5
_GROUP = 4
_PREFIX = "WH"
_FIRST_YEAR = 1970
_PLACE = "accounting code"
"""What messages name, since the code comes from no file."""


class NotACode(Unreadable):
    """The text is not an accounting code."""


@dataclass(frozen=True, slots=True)
class AccountingCode:
    """A year, and the subject key of a person for that year. It is secret, so a repr does not show it."""

    year: int
    subject_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Raise ValueError on a year before 1970 or after 9999, or a key that is not 32 bytes long."""
        if not _FIRST_YEAR <= self.year <= 9999 or len(self.subject_key) != KEY_SIZE:
            raise ValueError("an accounting code has a year from 1970 to 9999 and a key of 32 bytes")

    def encode(self) -> str:
        """Return the text for the person."""
        number = int.from_bytes(self.subject_key + self._checksum(), "big")
        digits = "".join(_DIGITS[number >> shift & 31] for shift in range((_LENGTH - 1) * 5, -1, -5))
        groups = [digits[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP)]
        return "-".join([f"{_PREFIX}{self.year}", *groups])

    @classmethod
    def parse(cls, text: str) -> "AccountingCode":
        """Read a code as it was typed. Case, spaces and hyphens are ignored. O is read as 0, and I and L as 1.

        Raises NotACode with the position of the fault. The message contains no character of the code.
        """
        typed = text.upper().replace("-", "").replace(" ", "").strip()
        year, digits = typed[2:6], typed[6:].translate(_MISREAD)
        if not typed.startswith(_PREFIX) or not _is_year(year):
            raise NotACode(Code.ACCOUNTING_CODE_PREFIX, file=_PLACE)
        if len(digits) != _LENGTH:
            raise NotACode(Code.ACCOUNTING_CODE_LENGTH, file=_PLACE, length=len(digits), expected=_LENGTH)
        for place, digit in enumerate(digits):
            if digit not in _VALUES:
                group = place // _GROUP + 1
                raise NotACode(Code.ACCOUNTING_CODE_CHARACTER, file=_PLACE, group=group)
        return cls._decode(year, digits)

    @classmethod
    def _decode(cls, year: str, digits: str) -> "AccountingCode":
        number = 0
        for digit in digits:
            number = number << 5 | _VALUES[digit]
        data = number.to_bytes(KEY_SIZE + _CHECKSUM_SIZE, "big")
        code = cls(int(year), data[:KEY_SIZE])
        if code._checksum() != data[KEY_SIZE:]:
            raise NotACode(Code.ACCOUNTING_CODE_CHECKSUM, file=_PLACE)
        return code

    def _checksum(self) -> bytes:
        """Return the checksum. It finds typing errors. It does not prove that the custodian issued the code."""
        return sha256(b"withhold accounting code\n%d\n" % self.year + self.subject_key).digest()[:_CHECKSUM_SIZE]


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdigit() and int(text) >= _FIRST_YEAR
