"""Data keys: one for each month or batch, each in a file of its own, wrapped by the instance key.

`<id>.key` is one line: ``withhold-data-key-1 <label> <id> <instance key id> <base64 of nonce ‖ wrapped key ‖ tag>``.
The key is wrapped with AES-256-GCM under a random nonce, and bound to the rest of the line. The id is the first 16
bytes of a SHA-256 of the label, in hex.

A key is destroyed by removing its file. The file `<id>.destroyed` records that, and no key for that label is made
again. Destroying a key affects this directory only. A copy in a backup exists until the backup is removed. So keep
backups of this directory only as long as the law requires, and apart from backups of the encrypted data. Another
process that has the key in memory discards it when it next uses it.
"""

import binascii
import hashlib
import os
import re
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from withhold.model.errors import Code, Conflict, Unreadable
from withhold.sealing import files
from withhold.sealing.errors import SealBroken, Shredded
from withhold.sealing.keys import SecretKey

HEADER = "withhold-data-key-1"
ID_BYTES = 16
NONCE_BYTES = 12
LONGEST = 1024

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/@:-]{0,199}")


class DataKeys:
    """The data keys of one instance, in one directory.

    Several processes may use one directory. If two of them create the same key at once, both get the one that was
    created first.
    """

    def __init__(self, instance_key: SecretKey, directory: Path) -> None:
        """`instance_key` wraps the data keys. The directory is made if it is missing, open to its owner only."""
        self._instance_key, self._directory = instance_key, directory
        self._known: dict[bytes, bytes] = {}
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def obtain(self, label: str) -> tuple[bytes, bytes]:
        """Return the id (16 bytes) and the key (32 bytes) of the label. The key is made if there is none.

        Raises Shredded if it was destroyed, and SealBroken if it does not unwrap. Raises ValueError if the label has
        other characters than ASCII letters, digits and ``._+/@:-``, or more than 200.
        """
        identifier = key_id(label)
        self._refuse_destroyed(identifier)
        if identifier not in self._known and not self._path(identifier).exists():
            self._create(label, identifier)
        return identifier, self.find(identifier)

    def find(self, identifier: bytes) -> bytes:
        """Return the key with that id.

        Raises Shredded if it was destroyed, and SealBroken if it is missing or does not unwrap.
        """
        self._refuse_destroyed(identifier)
        if identifier not in self._known:
            self._known[identifier] = self._unwrap(identifier)
        return self._known[identifier]

    def destroy(self, label: str) -> None:
        """Destroy the label's key, so that nothing it encrypted can be decrypted again.

        The key is gone when this returns. If it was interrupted, call it again. Raises Conflict if there is no such
        key.
        """
        identifier = key_id(label)
        path, mark = self._path(identifier), self._mark(identifier)
        if not path.exists() and not mark.exists():
            raise Conflict(Code.SEAL_DATA_KEY_MISSING)
        # The mark comes first. From then on no process uses the key, and an interrupted destruction can be finished.
        files.replace(mark, f"{HEADER} {label} {identifier.hex()} destroyed\n".encode())
        self._known.pop(identifier, None)
        if path.exists():
            _overwrite(path)
            path.unlink(missing_ok=True)
            files.sync_directory(self._directory)

    def destroyed(self, label: str) -> bool:
        """Return whether the label's key was destroyed and its file is removed."""
        identifier = key_id(label)
        return self._mark(identifier).exists() and not self._path(identifier).exists()

    def _create(self, label: str, identifier: bytes) -> None:
        start = f"{HEADER} {label} {identifier.hex()} {self._instance_key.key_id} "
        nonce = os.urandom(NONCE_BYTES)
        wrapped = nonce + AESGCM(self._instance_key.secret).encrypt(nonce, AESGCM.generate_key(256), start.encode())
        try:
            files.create(self._path(identifier), f"{start}{b64encode(wrapped).decode()}\n".encode())
        except Conflict:
            return  # Another process made it in between. That one is the key.

    def _unwrap(self, identifier: bytes) -> bytes:
        path = self._path(identifier)
        try:
            line = files.read_secret(path, LONGEST)
        except Unreadable as error:
            raise SealBroken(Code.SEAL_DATA_KEY_LOST, problem=str(error)) from None
        start, _, wrapped = line.removesuffix(b"\n").rpartition(b" ")
        if not start.endswith(f" {identifier.hex()} {self._instance_key.key_id}".encode()):
            raise SealBroken(Code.SEAL_DATA_KEY_FOREIGN, file=path.name)
        try:
            content = b64decode(wrapped, validate=True)
            cipher = AESGCM(self._instance_key.secret)
            return cipher.decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], start + b" ")
        except (InvalidTag, ValueError, binascii.Error):
            raise SealBroken(Code.SEAL_DATA_KEY_ALTERED, file=path.name) from None

    def _refuse_destroyed(self, identifier: bytes) -> None:
        if self._mark(identifier).exists():
            self._known.pop(identifier, None)
            raise Shredded(Code.SEAL_SHREDDED)

    def _path(self, identifier: bytes) -> Path:
        return self._directory / f"{identifier.hex()}.key"

    def _mark(self, identifier: bytes) -> Path:
        return self._directory / f"{identifier.hex()}.destroyed"


def key_id(label: str) -> bytes:
    """Return the id of the label's key, 16 bytes. Raises ValueError for a label that a key cannot have."""
    if not _LABEL.fullmatch(label):
        raise ValueError("a data key's label may hold letters, digits and ._+/@:- only, at most 200 of them")
    return hashlib.sha256(b"withhold data key\n" + label.encode()).digest()[:ID_BYTES]


def _overwrite(path: Path) -> None:
    """Overwrite the file with zeros. Only a disk that writes in place loses the old content by this."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
