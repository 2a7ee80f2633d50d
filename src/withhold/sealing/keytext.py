"""The text of keys: one line for a public key, a short file with a header for a private one.

A public key, in an accreditation or a file of its own::

    withhold-public-key-1 release official-17 2b9e…(32 hex) 8nQx…(base64)

A private key, in a file that only its owner may read::

    withhold private key, version 1
    use: release
    name: official-17
    id: 2b9e…
    secret: Zk0d…
    checksum: 61aa…(SHA-256 of the lines above)

A text is parsed, written again and compared. So a key has only one text, and a damaged text is rejected.
"""

import binascii
import hashlib
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from enum import StrEnum

from withhold.model.errors import Code, Unreadable

PRIVATE_HEADER = "withhold private key, version 1"
PUBLIC_HEADER = "withhold-public-key-1"
LONGEST = 2048
"""Bytes. A key's text is far shorter."""

_LONGEST_NAME = 120
_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._+/@-]{{0,{_LONGEST_NAME - 1}}}")
_PRIVATE = re.compile(
    PRIVATE_HEADER + r"\nuse: (\S+)\nname: (\S+)\nid: ([0-9a-f]{32})\nsecret: (\S+)\nchecksum: [0-9a-f]{64}\n"
)


class Use(StrEnum):
    """What a key is for. A key has one use, which is part of what its id is computed from."""

    RELEASE = "release"
    """X25519: the named official opens releases with it."""
    LOG = "log"
    """Ed25519: the custodian signs checkpoints with it."""
    SIGNER = "signer"
    """Ed25519: the signer, an office holder of an agency, signs batches with it."""
    WITNESS = "witness"
    """Ed25519: a witness cosigns checkpoints with it."""
    VAULT = "vault"
    """Ed25519: the vault signs releases with it."""
    RECOVERY = "recovery"
    """Ed25519: it is printed, and names new founders if too few are left."""
    HOME = "home"
    """32 secret bytes that wrap the data keys of an instance."""
    SUBJECTS = "subjects"
    """32 secret bytes: one year's master key, from which subject keys are derived."""


@dataclass(frozen=True, slots=True)
class KeyText:
    """The parts of a key's text. `material` is 32 bytes, public or secret."""

    use: Use
    name: str
    key_id: str
    material: bytes = field(repr=False)


def key_id(use: Use, identifying: bytes) -> str:
    """Return the id of a key, 32 hex digits. `identifying` is the public key, or a digest of a key without one."""
    return hashlib.sha256(b"withhold key\n" + use.encode() + b"\n" + identifying).hexdigest()[:32]


def checked_name(name: str, file: str) -> str:
    """Return the name if a key may have it: ASCII letters, digits and ``._+/@-``. Raises Unreadable otherwise."""
    if not _NAME.fullmatch(name):
        raise Unreadable(Code.KEY_NAME_MALFORMED, file=file, limit=_LONGEST_NAME)
    return name


def public_text(key: KeyText) -> str:
    """Return the line of a public key, without a newline."""
    return f"{PUBLIC_HEADER} {key.use} {key.name} {key.key_id} {b64encode(key.material).decode()}"


def private_text(key: KeyText) -> str:
    """Return the content of the private key file."""
    lines = (
        f"{PRIVATE_HEADER}\nuse: {key.use}\nname: {key.name}\nid: {key.key_id}\n"
        f"secret: {b64encode(key.material).decode()}\n"
    )
    return f"{lines}checksum: {hashlib.sha256(lines.encode()).hexdigest()}\n"


def parse_public(text: str, file: str) -> KeyText:
    """Parse a public key's line, with or without its newline. Raises Unreadable, which names `file`."""
    line = text.removesuffix("\n")
    if line.startswith(PRIVATE_HEADER):
        raise Unreadable(Code.KEY_PRIVATE_GIVEN, file=file)
    parts = line.split(" ")
    if len(parts) != 5 or parts[0] != PUBLIC_HEADER:
        raise Unreadable(Code.KEY_NOT_PUBLIC, file=file, header=PUBLIC_HEADER)
    key = KeyText(_use(parts[1], file), checked_name(parts[2], file), parts[3], _material(parts[4], file))
    if public_text(key) != line or key.key_id != key_id(key.use, key.material):
        raise Unreadable(Code.KEY_PUBLIC_ALTERED, file=file)
    return key


def parse_private(content: bytes, file: str) -> KeyText:
    """Parse a private key file. Raises Unreadable. The caller must check that the id belongs to the secret."""
    text = content.decode("ascii", "replace")
    if text.startswith(PUBLIC_HEADER):
        raise Unreadable(Code.KEY_PUBLIC_GIVEN, file=file)
    if not text.startswith(PRIVATE_HEADER + "\n"):
        raise Unreadable(Code.KEY_NOT_PRIVATE, file=file, header=PRIVATE_HEADER)
    found = _PRIVATE.fullmatch(text)
    if not found:
        raise Unreadable(Code.KEY_DAMAGED, file=file)
    use, name, key, secret = found.groups()
    parsed = KeyText(_use(use, file), checked_name(name, file), key, _material(secret, file))
    if private_text(parsed) != text:
        raise Unreadable(Code.KEY_DAMAGED, file=file)
    return parsed


def _use(text: str, file: str) -> Use:
    try:
        return Use(text)
    except ValueError:
        raise Unreadable(Code.KEY_USE_UNKNOWN, file=file, uses=", ".join(Use)) from None


def _material(text: str, file: str) -> bytes:
    try:
        material = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        material = b""
    if len(material) != 32:
        raise Unreadable(Code.KEY_MATERIAL_MALFORMED, file=file)
    return material
