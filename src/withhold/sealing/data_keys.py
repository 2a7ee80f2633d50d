"""Data keys: one per period or batch, each in a file of its own, wrapped by the home's key.

`<id>.key` is one line: ``withhold-data-key-1 <label> <id> <home key id> <base64 of nonce ‖ wrapped key ‖ tag>``,
wrapped with AES-256-GCM under a random nonce and bound to the rest of the line. The id is the first 16 bytes of a
SHA-256 of the label, in hex. A key is destroyed by its file going: `<id>.destroyed` says that it did, and no key of
that label is made again.

What destroying reaches: this directory. A copy in a backup lives until the backup goes, so keep this directory's
backups for as short a time as the law asks, and apart from those of what the keys seal. Another process that holds
the key in memory notices at its next step.
"""

import binascii
import hashlib
import os
import re
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from withhold.model.errors import Conflict, Unreadable
from withhold.sealing import files
from withhold.sealing.errors import SealBroken, Shredded
from withhold.sealing.keys import SecretKey

HEADER = "withhold-data-key-1"
ID_BYTES = 16
NONCE_BYTES = 12
LONGEST = 1024

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/@:-]{0,199}")


class DataKeys:
    """The data keys of one home, in one directory.

    Safe with several processes on one directory: a key is created under its name exclusively, and all get the first.
    """

    def __init__(self, home: SecretKey, directory: Path) -> None:
        """`home` wraps; the directory is made if need be, open to its owner only."""
        self._home, self._directory = home, directory
        self._known: dict[bytes, bytes] = {}
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)

    def obtain(self, label: str) -> tuple[bytes, bytes]:
        """Id (16 bytes) and key (32 bytes) of the label, made now if there is none. Raises Shredded, SealBroken.

        Raises ValueError for a label of other than ASCII letters, digits and ``._+/@:-``, or over 200 of them.
        """
        identifier = key_id(label)
        self._refuse_destroyed(identifier)
        if identifier not in self._known and not self._path(identifier).exists():
            self._create(label, identifier)
        return identifier, self.find(identifier)

    def find(self, identifier: bytes) -> bytes:
        """The key of that id. Raises Shredded if it was destroyed, SealBroken if it is missing or does not unwrap."""
        self._refuse_destroyed(identifier)
        if identifier not in self._known:
            self._known[identifier] = self._unwrap(identifier)
        return self._known[identifier]

    def destroy(self, label: str) -> None:
        """Shred what the label's key sealed. Done when it returns; to be called again where it was interrupted.

        Raises Conflict if there is no such key.
        """
        identifier = key_id(label)
        path, mark = self._path(identifier), self._mark(identifier)
        if not path.exists() and not mark.exists():
            raise Conflict("there is no data key of that label to destroy")
        # The mark first: from here on no process uses the key, and an interrupted destruction is finished later.
        files.replace(mark, f"{HEADER} {label} {identifier.hex()} destroyed\n".encode())
        self._known.pop(identifier, None)
        if path.exists():
            _overwrite(path)
            path.unlink(missing_ok=True)
            files.sync_directory(self._directory)

    def destroyed(self, label: str) -> bool:
        """Whether the label's key was destroyed, wholly."""
        identifier = key_id(label)
        return self._mark(identifier).exists() and not self._path(identifier).exists()

    def _create(self, label: str, identifier: bytes) -> None:
        start = f"{HEADER} {label} {identifier.hex()} {self._home.key_id} "
        nonce = os.urandom(NONCE_BYTES)
        wrapped = nonce + AESGCM(self._home.secret).encrypt(nonce, AESGCM.generate_key(256), start.encode())
        try:
            files.create(self._path(identifier), f"{start}{b64encode(wrapped).decode()}\n".encode())
        except Conflict:
            return  # Another process made it in between; that one is the key.

    def _unwrap(self, identifier: bytes) -> bytes:
        path = self._path(identifier)
        try:
            line = files.read_secret(path, LONGEST)
        except Unreadable as error:
            raise SealBroken(f"a data key is not to be had: {error}") from None
        start, _, wrapped = line.removesuffix(b"\n").rpartition(b" ")
        if not start.endswith(f" {identifier.hex()} {self._home.key_id}".encode()):
            raise SealBroken(f"the data key {path.name} is not one that this home's key wrapped")
        try:
            content = b64decode(wrapped, validate=True)
            return AESGCM(self._home.secret).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], start + b" ")
        except (InvalidTag, ValueError, binascii.Error):
            raise SealBroken(f"the data key {path.name} was altered or cut short") from None

    def _refuse_destroyed(self, identifier: bytes) -> None:
        if self._mark(identifier).exists():
            self._known.pop(identifier, None)
            raise Shredded("what this data key sealed was shredded; nobody can open it")

    def _path(self, identifier: bytes) -> Path:
        return self._directory / f"{identifier.hex()}.key"

    def _mark(self, identifier: bytes) -> Path:
        return self._directory / f"{identifier.hex()}.destroyed"


def key_id(label: str) -> bytes:
    """The 16 bytes that name the label's key. Raises ValueError for a label that a key cannot have."""
    if not _LABEL.fullmatch(label):
        raise ValueError("a data key's label may hold letters, digits and ._+/@:- only, at most 200 of them")
    return hashlib.sha256(b"withhold data key\n" + label.encode()).digest()[:ID_BYTES]


def _overwrite(path: Path) -> None:
    """Best effort, for disks that write in place; what counts is that the wrapped key is no longer to be had."""
    with path.open("r+b") as file:
        file.write(bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
