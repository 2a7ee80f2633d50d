"""Keys, and Ed25519 signatures with them.

X25519 (RFC 7748) opens releases, Ed25519 (RFC 8032) signs, 32 secret bytes wrap or derive. `generate` draws from the
library's random generator and nothing else; a key may also be made from 32 given bytes. Secrets never show in a repr.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from withhold.model.errors import Unreadable
from withhold.sealing import files, keytext
from withhold.sealing.errors import SignatureFails
from withhold.sealing.keytext import KeyText, Use

_FIELD = 2**255 - 19


@dataclass(frozen=True, slots=True)
class _Public:
    USES: ClassVar[frozenset[Use]]

    use: Use
    name: str
    raw: bytes

    @property
    def key_id(self) -> str:
        """32 hex digits."""
        return keytext.key_id(self.use, self.raw)

    def text(self) -> str:
        """The one line that stands in an accreditation or a file."""
        return keytext.public_text(KeyText(self.use, self.name, self.key_id, self.raw))

    @classmethod
    def parse(cls, text: str, file: str = "public key") -> Self:
        """Parse the line of `text`. Raises Unreadable, naming `file`; so do keys that anyone could answer for."""
        key = keytext.parse_public(text, file)
        _expect(key.use, cls.USES, file)
        if protects_nothing(key.use, key.material):
            raise Unreadable(file, "the public key is one that protects nothing; its owner must make a new one")
        return cls(key.use, key.name, key.material)


@dataclass(frozen=True, slots=True)
class RecipientKey(_Public):
    """A named official's X25519 public key; releases are sealed to it."""

    USES = frozenset({Use.RELEASE})


@dataclass(frozen=True, slots=True)
class VerifyingKey(_Public):
    """An Ed25519 public key."""

    USES = frozenset({Use.LOG, Use.SIGNER, Use.WITNESS})

    def check(self, signature: bytes, message: bytes) -> None:
        """Return if the signature is this key's over the message. Raises SignatureFails."""
        check_ed25519(self.raw, signature, message)


@dataclass(frozen=True, slots=True)
class _Private:
    USES: ClassVar[frozenset[Use]]

    use: Use
    name: str
    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """32 hex digits; the same as the public key's, where there is one."""
        return keytext.key_id(self.use, _identifying(self.use, self.secret))

    def write(self, path: Path) -> None:
        """Write the key file, mode 0600, durably. Raises Conflict if the file exists."""
        name = keytext.checked_name(self.name, path.name)
        files.create(path, keytext.private_text(KeyText(self.use, name, self.key_id, self.secret)).encode())

    @classmethod
    def parse(cls, content: bytes, file: str, use: Use | None = None) -> Self:
        """Parse a key file's content. With `use`, a key for another use is refused. Raises Unreadable."""
        text = keytext.parse_private(content, file)
        _expect(text.use, frozenset({use}) if use else cls.USES, file)
        key = cls(text.use, text.name, text.material)
        if key.key_id != text.key_id:
            raise Unreadable(file, keytext.DAMAGED)
        return key

    @classmethod
    def read(cls, path: Path, use: Use | None = None) -> Self:
        """Read a key file. Raises Unreadable, also if others than its owner may read it."""
        return cls.parse(files.read_secret(path, keytext.LONGEST), path.name, use)


@dataclass(frozen=True, slots=True)
class ReleaseKey(_Private):
    """A named official's X25519 private key."""

    USES = frozenset({Use.RELEASE})

    @classmethod
    def generate(cls, name: str) -> Self:
        """A new key; `name` says whose (ASCII letters, digits and ``._+/@-``)."""
        return cls(Use.RELEASE, name, X25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> RecipientKey:
        """What the official hands to the steward."""
        return RecipientKey(self.use, self.name, _identifying(self.use, self.secret))


@dataclass(frozen=True, slots=True)
class SigningKey(_Private):
    """An Ed25519 private key: the log's, a signer's or a witness's."""

    USES = frozenset({Use.LOG, Use.SIGNER, Use.WITNESS})

    @classmethod
    def generate(cls, use: Use, name: str) -> Self:
        """A new key; `name` says whose: for LOG and WITNESS the name in the verifier key."""
        return cls(use, name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> VerifyingKey:
        """What others check its signatures with."""
        return VerifyingKey(self.use, self.name, _identifying(self.use, self.secret))


@dataclass(frozen=True, slots=True)
class SecretKey(_Private):
    """32 secret bytes: a home's wrapping key, or one year's master key for subject keys."""

    USES = frozenset({Use.HOME, Use.SUBJECTS})

    @classmethod
    def generate(cls, use: Use, name: str) -> Self:
        """A new key; for SUBJECTS `name` is the year."""
        return cls(use, name, AESGCM.generate_key(256))


def ed25519_sign(key: SigningKey) -> Callable[[bytes], bytes]:
    """The function that signs a message with `key`: 64 bytes, RFC 8032 Ed25519."""
    return Ed25519PrivateKey.from_private_bytes(key.secret).sign


def check_ed25519(public: bytes, signature: bytes, message: bytes) -> None:
    """Return if `signature` is `public`'s (32 bytes) over `message`. Raises SignatureFails."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SignatureFails("the signature is not this key's over this message") from None


def protects_nothing(use: Use, raw: bytes) -> bool:
    """Whether a public key (32 bytes) is a point of low order.

    A seal to such a key is open to all, and one signature verifies under it over any message, so that its owner could
    disown every one. An X25519 exchange with it gives zero, which the library refuses (RFC 7748, section 6.1).
    """
    try:
        X25519PrivateKey.from_private_bytes(bytes(range(32))).exchange(
            X25519PublicKey.from_public_bytes(_montgomery(use, raw))
        )
    except ValueError:
        return True
    return False


def key_pair_id(use: Use, raw: bytes) -> str:
    """64 hex digits that every form of one key pair shares: the SHA-256 of its u-coordinate.

    A key written with its unused bits set, with the other sign, or mapped from Ed25519 to X25519 is the same pair, and
    one person alone can answer for it.
    """
    point = (int.from_bytes(_montgomery(use, raw), "little") & (2**255 - 1)) % _FIELD
    return hashlib.sha256(b"withhold key pair\n" + point.to_bytes(32, "little")).hexdigest()


def _identifying(use: Use, secret: bytes) -> bytes:
    """What a key's id is taken from: the public key, or a digest of a key that has none."""
    if use == Use.RELEASE:
        return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    if use in SigningKey.USES:
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return hashlib.sha256(b"withhold secret key\n" + secret).digest()


def _expect(use: Use, wanted: frozenset[Use], file: str) -> None:
    if use not in wanted:
        kinds = " or ".join(sorted(wanted))
        raise Unreadable(file, f"holds a key for the use {use!s}; give one for {kinds}")


def _montgomery(use: Use, raw: bytes) -> bytes:
    """The key as an X25519 u-coordinate; for Ed25519 by the map of RFC 7748, section 4.1."""
    if use == Use.RELEASE:
        return raw
    y = (int.from_bytes(raw, "little") & (2**255 - 1)) % _FIELD
    if y == 1:
        return bytes(32)
    return ((1 + y) * pow(1 - y, -1, _FIELD) % _FIELD).to_bytes(32, "little")
