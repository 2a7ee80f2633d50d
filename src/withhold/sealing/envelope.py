"""Encryption at rest: payloads are encrypted under data keys, and data keys under the instance key.

A sealed payload is ``version 1 ‖ data key id 16 ‖ nonce 12 ‖ ciphertext ‖ tag 16``, 45 bytes more than the payload. The
cipher is AES-256-GCM (NIST SP 800-38D) with a random nonce. The first 17 bytes and the caller's `aad` are authenticated
too, so a payload opens only with the `aad` that it was sealed with. Pass what the payload is and whose. For example,
``payload case/…#3`` for the payload of a case's third event, so that nobody can exchange two rows. For whole files,
which may be large, see `sealed_file`.

Random nonces of 96 bits allow 2**32 payloads under one data key. A month or a batch has far fewer.
"""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from withhold.model.errors import Code
from withhold.sealing.data_keys import ID_BYTES, NONCE_BYTES, DataKeys, key_id
from withhold.sealing.errors import SealBroken
from withhold.sealing.keys import SecretKey

VERSION = b"\x01"
OVERHEAD = 1 + ID_BYTES + NONCE_BYTES + 16
"""Bytes that a seal adds."""

_HEAD = 1 + ID_BYTES


class Sealer:
    """Encrypts many small payloads under one data key. Use it for one batch, not for longer."""

    __slots__ = ("_cipher", "_head")

    def __init__(self, identifier: bytes, key: bytes) -> None:
        """Do not call it. `AtRest.sealer` makes one."""
        self._head = VERSION + identifier
        self._cipher = AESGCM(key)

    def seal(self, plaintext: bytes, aad: bytes) -> bytes:
        """Return the sealed payload."""
        nonce = os.urandom(NONCE_BYTES)
        return self._head + nonce + self._cipher.encrypt(nonce, plaintext, self._head + aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """Return the payload. Raises SealBroken if another data key or another `aad` sealed it, or it was altered."""
        if len(sealed) < OVERHEAD or sealed[:_HEAD] != self._head:
            raise SealBroken(Code.SEAL_CUT_SHORT)
        try:
            return self._cipher.decrypt(
                sealed[_HEAD : _HEAD + NONCE_BYTES], sealed[_HEAD + NONCE_BYTES :], self._head + aad
            )
        except InvalidTag:
            raise SealBroken(Code.SEAL_BROKEN) from None


class AtRest:
    """The encryption at rest of one instance: its instance key, and the directory of its data keys."""

    def __init__(self, instance_key: SecretKey, directory: Path) -> None:
        """`instance_key` is a key for the use HOME. The wrapped data keys are in `directory`."""
        self.keys = DataKeys(instance_key, directory)
        self._sealers: dict[bytes, Sealer] = {}

    def sealer(self, label: str) -> Sealer:
        """Return the sealer of the label's data key, which is made if there is none. Raises as `DataKeys.obtain`."""
        identifier, key = self.keys.obtain(label)
        return self._sealer(identifier, key)

    def seal(self, plaintext: bytes, aad: bytes, *, label: str) -> bytes:
        """Return one payload, sealed under the label's data key. Raises Shredded if that key was destroyed."""
        return self.sealer(label).seal(plaintext, aad)

    def open(self, sealed: bytes, aad: bytes) -> bytes:
        """Return the payload. Raises Shredded if its data key was destroyed, SealBroken if it does not open."""
        if len(sealed) < OVERHEAD or sealed[:1] != VERSION:
            raise SealBroken(Code.SEAL_ENVELOPE_VERSION)
        identifier = sealed[1:_HEAD]
        return self._sealer(identifier, self.keys.find(identifier)).open(sealed, aad)

    def sealed_under(self, sealed: bytes, label: str) -> bool:
        """Return whether a sealed payload names the label's data key. Nothing is opened."""
        return sealed[1:_HEAD] == key_id(label)

    def destroy(self, label: str) -> None:
        """Destroy the label's data key, so that nothing it sealed opens again. Raises Conflict if there is none."""
        self.keys.destroy(label)
        self._sealers.clear()

    def destroyed(self, label: str) -> bool:
        """Return whether the label's data key was destroyed completely."""
        return self.keys.destroyed(label)

    def _sealer(self, identifier: bytes, key: bytes) -> Sealer:
        if identifier not in self._sealers:
            self._sealers[identifier] = Sealer(identifier, key)
        return self._sealers[identifier]
