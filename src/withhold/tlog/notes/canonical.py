"""Numbers and bytes as text, each in one form. Other forms are refused."""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from withhold.tlog.errors import Malformed
from withhold.tlog.tree.hashing import HASH_SIZE

LARGEST = 2**63 - 1
"""The largest size, index or time in any of the formats."""


def to_base64(data: bytes) -> str:
    """Return base64 with padding (RFC 4648 § 4)."""
    return b64encode(data).decode("ascii")


def from_base64(text: str, what: str) -> bytes:
    """Return the bytes that a base64 text encodes. ``what`` is the name of the text, for the message of an error.

    Raises Malformed, also if the bytes would be encoded to another text. Otherwise somebody could change the unused
    bits of the last character, and nobody would notice.
    """
    try:
        data = b64decode(text, validate=True)
    except (Base64Error, ValueError):
        raise Malformed(f"{what}: not base64") from None
    if to_base64(data) != text:
        raise Malformed(f"{what}: not the canonical base64 of its bytes")
    return data


def hash_from_base64(text: str, what: str) -> bytes:
    """Return the 32-byte hash that a base64 text encodes. Raises Malformed."""
    data = from_base64(text, what)
    if len(data) != HASH_SIZE:
        raise Malformed(f"{what}: not a hash of 32 bytes")
    return data


def from_decimal(text: str, what: str) -> int:
    """Return a number from 0 to 2^63 - 1, given ASCII digits without leading zeros. Raises Malformed."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or (text != "0" and text[0] == "0"):
        raise Malformed(f"{what}: not a decimal number without leading zeros")
    number = int(text)
    if number > LARGEST:
        raise Malformed(f"{what}: larger than 2^63 - 1")
    return number
