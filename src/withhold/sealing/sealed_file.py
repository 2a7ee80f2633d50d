"""Whole files at rest, sealed in pieces: memory stays flat however large they are.

Format: ``"withhold sealed file 1\\n"`` 23 bytes ‖ data key id 16 ‖ salt 32 ‖ pieces. Each piece is up to 1 MiB of the
file in AES-256-GCM (16 bytes more), under a key of this file alone: HKDF-SHA256 (RFC 5869) of the data key with the
salt. The nonce is the piece's number (11 bytes, big-endian) and 1 for the last piece, 0 for any other, so that pieces
can be neither moved, left out nor cut off. The header and the caller's `aad` are authenticated with every piece.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from withhold.model.errors import Unreadable
from withhold.sealing import files
from withhold.sealing.data_keys import ID_BYTES
from withhold.sealing.envelope import Vault
from withhold.sealing.errors import SealBroken

MAGIC = b"withhold sealed file 1\n"
PIECE = 1024 * 1024
"""Bytes of the file in a piece; only the last may be shorter, and only an empty file's is empty."""

_SALT = 32
_TAG = 16
_HEADER = len(MAGIC) + ID_BYTES + _SALT


def seal_file(vault: Vault, source: BinaryIO, target: Path, aad: bytes, *, label: str) -> None:
    """Seal what `source` holds from here on into the file `target`, durably, whole or not at all.

    Raises Shredded if the label's data key was destroyed.
    """
    identifier, key = vault.keys.obtain(label)
    header = MAGIC + identifier + os.urandom(_SALT)
    cipher = _cipher(key, header)
    with files.atomic_write(target) as file:
        file.write(header)
        for number, piece, last in _pieces(source, PIECE):
            file.write(cipher.encrypt(_nonce(number, last), piece, header + aad))


def opened_pieces(vault: Vault, path: Path, aad: bytes) -> Iterator[bytes]:
    """What `path` was sealed from, piece by piece as each proves sound.

    Only when the last has come is it known that nothing was cut off: nobody may act on less. Raises SealBroken
    (altered, cut short, sealed elsewhere), Shredded (its data key was destroyed) or Unreadable (not there).
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(path.name, f"cannot be opened ({error.strerror})") from None
    with file:
        header = file.read(_HEADER)
        if len(header) != _HEADER or not header.startswith(MAGIC):
            raise SealBroken(f"{path.name} is not a sealed file of this version, or is cut short")
        cipher = _cipher(vault.keys.find(header[len(MAGIC) : len(MAGIC) + ID_BYTES]), header)
        for number, piece, last in _pieces(file, PIECE + _TAG):
            try:
                yield cipher.decrypt(_nonce(number, last), piece, header + aad)
            except InvalidTag:
                raise SealBroken(f"{path.name} was altered or cut short, or belongs elsewhere") from None


def _cipher(key: bytes, header: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=header[-_SALT:], info=MAGIC).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _pieces(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, content and whether it is the last; one, and an empty one, for an empty source."""
    number, piece = 0, source.read(size)
    while True:
        following = source.read(size) if len(piece) == size else b""
        yield number, piece, not following
        if not following:
            return
        number, piece = number + 1, following
