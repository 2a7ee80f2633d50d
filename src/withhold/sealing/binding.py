"""What a sealed release is bound to, in one canonical encoding.

The encoding is `withhold-release/1`, followed by each field in the order below. A field is two bytes of length
(big-endian) and that many bytes. Text is in UTF-8, and the index is eight bytes, big-endian. For example, the pack
version ``1`` is the three bytes 00 01 31.

The encoding is the `info` of HPKE, which RFC 9180, section 8.1, recommends for data that a single-shot seal must be
bound to. So a sealed release opens only with exactly this binding.
"""

import struct
from dataclasses import dataclass, fields

from withhold.model.errors import Code, Unreadable

LABEL = b"withhold-release/1"
LONGEST_FIELD = 1024
LONGEST = 16 * 1024
"""The largest size of an encoded binding, in bytes."""

_LENGTH = struct.Struct(">H")
_INDEX = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class ReleaseBinding:
    """The request, the recipient, the rules and the place on the ledger. Nothing in it is about the record subject."""

    request: str
    """The case id."""
    official: str
    """The named official's id."""
    recipient_key: str
    """Key id of the named official's release key, 32 hex digits."""
    pack: str
    pack_version: str
    pack_digest: str
    """The digest, in hex, of the rule pack under which the request was released."""
    origin: str
    """Origin of the ledger."""
    index: int
    """Position on that ledger of the entry that permits the release, counted from 0."""

    def encode(self) -> bytes:
        """Return the canonical bytes.

        Raises ValueError if a field is empty, longer than 1,024 bytes or not printable, or if the index is too large.
        """
        return LABEL + b"".join(_LENGTH.pack(len(part)) + part for part in map(_part, _values(self)))

    @classmethod
    def decode(cls, encoded: bytes, file: str = "sealed release") -> "ReleaseBinding":
        """Return the binding that encodes to exactly these bytes. Raises Unreadable, which names `file`."""
        try:
            *texts, index = _split(encoded)
            request, official, key, pack, version, digest, origin = (text.decode("utf-8") for text in texts)
            binding = cls(request, official, key, pack, version, digest, origin, _INDEX.unpack(index)[0])
            if binding.encode() == encoded:
                return binding
        except (ValueError, struct.error):
            pass
        raise Unreadable(Code.SEAL_HEADER_DAMAGED, file=file)


def _values(binding: ReleaseBinding) -> list[str | int]:
    return [getattr(binding, field.name) for field in fields(binding)]


def _part(value: str | int) -> bytes:
    try:
        part = _INDEX.pack(value) if isinstance(value, int) else value.encode("utf-8")
    except struct.error:
        raise ValueError("a ledger index is from 0 to 2**64 - 1") from None
    if not 0 < len(part) <= LONGEST_FIELD:
        raise ValueError(f"a bound field is empty or longer than {LONGEST_FIELD} bytes")
    if isinstance(value, str) and not value.isprintable():
        # The opener shows these fields on a terminal before it has verified them.
        raise ValueError("a bound field holds a character that cannot be printed")
    return part


def _split(encoded: bytes) -> list[bytes]:
    if not encoded.startswith(LABEL):
        raise ValueError("another label")
    parts, place = [], len(LABEL)
    while place < len(encoded):
        (length,) = _LENGTH.unpack_from(encoded, place)
        place += _LENGTH.size
        parts.append(encoded[place : place + length])
        place += length
    return parts
