"""Verifier keys, by which a log or a witness is known (C2SP signed-note, "Verifier keys").

The text form is ``<name>+<key id, 8 hex digits>+<base64(type ‖ public key)>``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from withhold.tlog.errors import Malformed, NotReadable
from withhold.tlog.notes.canonical import from_base64, to_base64

Sign = Callable[[bytes], bytes]
"""(message) → signature by a private key. Ed25519: 64 bytes."""

SignatureCheck = Callable[[bytes, bytes, bytes], None]
"""(public key, signature, message) → None. Raises ValueError if the signature is wrong."""

PUBLIC_KEY_SIZE = 32
_KEY_ID = re.compile("[0-9a-f]{8}")


class KeyType(IntEnum):
    """The signature type, one byte in a verifier key (C2SP signed-note, tlog-cosignature)."""

    ED25519 = 0x01
    COSIGNATURE = 0x04
    """Ed25519 over a checkpoint and the time at which a witness saw it."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The name of a signer, its signature type, and its Ed25519 public key of 32 bytes."""

    name: str
    type: KeyType
    public_key: bytes

    def __post_init__(self) -> None:
        """Raise Malformed on a name that a signature line cannot contain, or a key of another length."""
        check_key_name(self.name)
        if not self.name.isprintable():  # it is shown on terminals
            raise Malformed("verifier key: the name has a character that cannot be printed")
        if len(self.public_key) != PUBLIC_KEY_SIZE:
            raise Malformed("verifier key: the public key is not 32 bytes long")

    @property
    def key_id(self) -> bytes:
        """The 4 bytes that identify this key in a signature line."""
        return sha256(self.name.encode() + b"\n" + bytes([self.type]) + self.public_key).digest()[:4]

    def __str__(self) -> str:
        """The text form."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.type]) + self.public_key)}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        """Read the text form, without surrounding space. Raises NotReadable with the reason."""
        try:
            return cls._parse(text.strip())
        except Malformed as fault:
            raise NotReadable("verifier key", str(fault).removeprefix("verifier key: ")) from None

    @classmethod
    def _parse(cls, text: str) -> "VerifierKey":
        parts = text.split("+", 2)  # base64 may contain a plus, a name and a key id may not
        if len(parts) != 3:
            raise Malformed("verifier key: not of the form name+id+key")
        name, key_id, encoded = parts
        data = from_base64(encoded, "verifier key: the key part")
        if not data or data[0] not in tuple(KeyType):
            raise Malformed("verifier key: neither Ed25519 (1) nor a cosignature key (4)")
        key = cls(name, KeyType(data[0]), data[1:])
        if key.key_id.hex() != key_id:
            raise Malformed("verifier key: the key id is not that of the name and key")
        return key


def is_unknown_type(text: str) -> bool:
    """Return whether a text is a verifier key of a type that this library does not know, such as ML-DSA-44 (6).

    Signatures of such a key cannot be checked. They are ignored, like those of any unknown key.
    """
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        check_key_name(name)
        data = from_base64(encoded, "verifier key")
    except Malformed:
        return False
    return bool(_KEY_ID.fullmatch(key_id)) and len(data) > 1 and data[0] not in tuple(KeyType)


def check_key_name(name: str) -> None:
    """Raise Malformed if a name is empty, or contains a Unicode space, a plus or a control character."""
    if not name or "+" in name or any(c.isspace() or c < " " for c in name):
        raise Malformed("key name: empty, or holds a space, a plus or a control character")
