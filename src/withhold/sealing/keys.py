"""Keys, and Ed25519 signatures with them.

X25519 keys (RFC 7748) open releases. Ed25519 keys (RFC 8032) sign. Secret keys of 32 bytes wrap other keys or derive
them. `generate` uses only the random generator of the library. A key can also be made from 32 given bytes. No repr
shows a secret.
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

from withhold.model.errors import Code, Unreadable
from withhold.sealing import files, keytext
from withhold.sealing.errors import SignatureFails
from withhold.sealing.keytext import KeyText, Use

_FIELD = 2**255 - 19

SIGNING = frozenset({Use.LOG, Use.SIGNER, Use.WITNESS, Use.VAULT, Use.RECOVERY})
"""The uses of Ed25519 keys."""


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
        """Return the key as one line, for an accreditation or a file."""
        return keytext.public_text(KeyText(self.use, self.name, self.key_id, self.raw))

    @classmethod
    def parse(cls, text: str, file: str = "public key") -> Self:
        """Parse the line that `text` returns. Raises Unreadable, which names `file`, also for a key of low order."""
        key = keytext.parse_public(text, file)
        _expect(key.use, cls.USES, file)
        if protects_nothing(key.use, key.material):
            raise Unreadable(Code.KEY_PROTECTS_NOTHING, file=file)
        return cls(key.use, key.name, key.material)


@dataclass(frozen=True, slots=True)
class RecipientKey(_Public):
    """A named official's X25519 public key, to which releases are sealed."""

    USES = frozenset({Use.RELEASE})


@dataclass(frozen=True, slots=True)
class VerifyingKey(_Public):
    """An Ed25519 public key."""

    USES = SIGNING

    def check(self, signature: bytes, message: bytes) -> None:
        """Verify this key's signature over the message. Raises SignatureFails."""
        check_ed25519(self.raw, signature, message)


@dataclass(frozen=True, slots=True)
class _Private:
    USES: ClassVar[frozenset[Use]]

    use: Use
    name: str
    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """32 hex digits. If there is a public key, it has the same id."""
        return keytext.key_id(self.use, _identifying(self.use, self.secret))

    def write(self, path: Path) -> None:
        """Write the key file, mode 0600, durably. Raises Conflict if the file exists."""
        keytext.checked_name(self.name, path.name)
        files.create(path, self.text().encode())

    def text(self) -> str:
        """Return the content of the key file. It is secret."""
        return keytext.private_text(KeyText(self.use, self.name, self.key_id, self.secret))

    @classmethod
    def parse(cls, content: bytes, file: str, use: Use | None = None) -> Self:
        """Parse a key file's content. Raises Unreadable, also for a key whose use is not `use`, if that is given."""
        text = keytext.parse_private(content, file)
        _expect(text.use, frozenset({use}) if use else cls.USES, file)
        key = cls(text.use, text.name, text.material)
        if key.key_id != text.key_id:
            raise Unreadable(Code.KEY_DAMAGED, file=file)
        return key

    @classmethod
    def read(cls, path: Path, use: Use | None = None) -> Self:
        """Read a key file. Raises Unreadable, also if anyone but its owner may read it."""
        return cls.parse(files.read_secret(path, keytext.LONGEST), path.name, use)


@dataclass(frozen=True, slots=True)
class ReleaseKey(_Private):
    """A named official's X25519 private key."""

    USES = frozenset({Use.RELEASE})

    @classmethod
    def generate(cls, name: str) -> Self:
        """Return a new key. `name` is its owner's (ASCII letters, digits and ``._+/@-``), for example official-17."""
        return cls(Use.RELEASE, name, X25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> RecipientKey:
        """Return the public key, which the official gives to the steward."""
        return RecipientKey(self.use, self.name, _identifying(self.use, self.secret))


@dataclass(frozen=True, slots=True)
class SigningKey(_Private):
    """An Ed25519 private key: the log's, a signer's, a witness's, the vault's or the one for recovery."""

    USES = SIGNING

    @classmethod
    def generate(cls, use: Use, name: str) -> Self:
        """Return a new key. `name` is its owner's. For LOG and WITNESS it is the name in the verifier key."""
        return cls(use, name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> VerifyingKey:
        """Return the public key, with which others verify its signatures."""
        return VerifyingKey(self.use, self.name, _identifying(self.use, self.secret))


@dataclass(frozen=True, slots=True)
class SecretKey(_Private):
    """32 secret bytes: the instance key, or one year's master key for subject keys."""

    USES = frozenset({Use.HOME, Use.SUBJECTS})

    @classmethod
    def generate(cls, use: Use, name: str) -> Self:
        """Return a new key. For SUBJECTS, `name` is the year."""
        return cls(use, name, AESGCM.generate_key(256))


def ed25519_sign(key: SigningKey) -> Callable[[bytes], bytes]:
    """Return a function that signs a message with `key`. The signature is 64 bytes (RFC 8032, Ed25519)."""
    return Ed25519PrivateKey.from_private_bytes(key.secret).sign


def check_ed25519(public: bytes, signature: bytes, message: bytes) -> None:
    """Verify the signature over the message with a public key of 32 bytes. Raises SignatureFails."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise SignatureFails(Code.SIGNATURE_FAILS) from None


def protects_nothing(use: Use, raw: bytes) -> bool:
    """Return whether a public key (32 bytes) is a point of low order.

    Anyone can open what is sealed to such a key. One signature verifies under it over every message, so its owner
    could disown any signature.
    """
    # An X25519 exchange with such a point gives zero, which the library rejects (RFC 7748, section 6.1).
    try:
        X25519PrivateKey.from_private_bytes(bytes(range(32))).exchange(
            X25519PublicKey.from_public_bytes(_montgomery(use, raw))
        )
    except ValueError:
        return True
    return False


def key_pair_id(use: Use, raw: bytes) -> str:
    """Return 64 hex digits that are the same for every form of one key pair: the SHA-256 of its u-coordinate.

    For example, a key written with its unused bits set, with the other sign, or mapped from Ed25519 to X25519 is the
    same pair. Whoever has the private key of one form can use all of them, so only one person may register the pair.
    """
    point = (int.from_bytes(_montgomery(use, raw), "little") & (2**255 - 1)) % _FIELD
    return hashlib.sha256(b"withhold key pair\n" + point.to_bytes(32, "little")).hexdigest()


def _identifying(use: Use, secret: bytes) -> bytes:
    """Return the bytes that a key's id is computed from: the public key, or a digest if the key has none."""
    if use == Use.RELEASE:
        return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    if use in SigningKey.USES:
        return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return hashlib.sha256(b"withhold secret key\n" + secret).digest()


def _expect(use: Use, wanted: frozenset[Use], file: str) -> None:
    if use not in wanted:
        raise Unreadable(Code.KEY_WRONG_USE, file=file, use=str(use), wanted=", ".join(sorted(wanted)))


def _montgomery(use: Use, raw: bytes) -> bytes:
    """Return the key as an X25519 u-coordinate. An Ed25519 key is mapped as in RFC 7748, section 4.1."""
    if use == Use.RELEASE:
        return raw
    y = (int.from_bytes(raw, "little") & (2**255 - 1)) % _FIELD
    if y == 1:
        return bytes(32)
    return ((1 + y) * pow(1 - y, -1, _FIELD) % _FIELD).to_bytes(32, "little")
