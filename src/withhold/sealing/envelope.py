"""Encryption at rest: a vault seals payloads under data keys, and data keys under the home's key.

A sealed payload is ``version 1 ‖ data key id 16 ‖ nonce 12 ‖ ciphertext ‖ tag 16``, 45 bytes more than the payload:
AES-256-GCM (NIST SP 800-38D) with a random nonce. The first 17 bytes and the caller's `aad` are authenticated with it,
so a payload opens only under the context it was sealed in: give what it is and whose, such as the event's id, lest a
row be exchanged for another. For whole files, which may be large, see `sealed_file`.

Random nonces of 96 bits allow 2**32 payloads for one data key; one per period or batch stays far below.
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from withhold.sealing.data_keys import ID_BYTES, NONCE_BYTES, DataKeys
from withhold.sealing.errors import SealBroken
from withhold.sealing.keys import SecretKey

VERSION = b"\x01"
OVERHEAD = 1 + ID_BYTES + NONCE_BYTES + 16
"""Bytes that a seal adds."""

_HEAD = 1 + ID_BYTES


class Sealer:
    """Seals under one data key: for many small payloads. Hold it for one batch, not for longer."""

    __slots__ = ("_cipher", "_head")

    def __init__(self, identifier: bytes, key: bytes) -> None:
        """Made by `Vault.sealer`."""
        self._head = VERSION + identifier
        self._cipher = AESGCM(key)

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """The sealed payload."""
        nonce = os.urandom(NONCE_BYTES)
        return self._head + nonce + self._cipher.encrypt(nonce, plaintext, self._head + aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """The payload, if this data key sealed it in this context. Raises SealBroken."""
        if len(sealed) < OVERHEAD or sealed[:_HEAD] != self._head:
            raise SealBroken("a sealed payload is cut short, or another data key sealed it")
        try:
            return self._cipher.decrypt(
                sealed[_HEAD : _HEAD + NONCE_BYTES], sealed[_HEAD + NONCE_BYTES :], self._head + aad
            )
        except InvalidTag:
            raise SealBroken("a sealed payload was altered, or belongs elsewhere") from None


class Vault:
    """A home's encryption at rest: its home key, and the directory of its data keys."""

    def __init__(self, home: SecretKey, directory: Path) -> None:
        """`home` is a key for the use HOME; `directory` holds the wrapped data keys."""
        self.keys = DataKeys(home, directory)
        self._sealers: dict[bytes, Sealer] = {}

    def sealer(self, label: str) -> Sealer:
        """The sealer under the label's data key, made if there is none. Raises as `DataKeys.obtain` does."""
        identifier, key = self.keys.obtain(label)
        return self._sealer(identifier, key)

    def seal(self, plaintext: bytes, aad: bytes, *, label: str) -> bytes:
        """Seal one payload under the label's data key. Raises Shredded if that key was destroyed."""
        return self.sealer(label).seal(plaintext, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """The payload. Raises Shredded if its data key was destroyed, SealBroken if it does not open."""
        if len(sealed) < OVERHEAD or sealed[:1] != VERSION:
            raise SealBroken("a sealed payload is cut short, or of another version")
        identifier = sealed[1:_HEAD]
        return self._sealer(identifier, self.keys.find(identifier)).open(sealed, aad)

    def destroy(self, label: str) -> None:
        """Shred all that was sealed under the label. Raises Conflict if nothing was."""
        self.keys.destroy(label)
        self._sealers.clear()

    def destroyed(self, label: str) -> bool:
        """Whether what was sealed under the label was shredded, wholly."""
        return self.keys.destroyed(label)

    def _sealer(self, identifier: bytes, key: bytes) -> Sealer:
        if identifier not in self._sealers:
            self._sealers[identifier] = Sealer(identifier, key)
        return self._sealers[identifier]
