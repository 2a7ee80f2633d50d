"""Encrypts whole files at rest, in chunks. The memory this takes does not depend on the size of the file.

The format is ``"withhold sealed file 1\\n"`` 23 bytes ‖ data key id 16 ‖ salt 32 ‖ chunks. A chunk is up to 1 MiB of
the file in AES-256-GCM, which adds 16 bytes. For example, a file of 1.5 MiB has two chunks. The key belongs to this
file alone: it is HKDF-SHA256 (RFC 5869) of the data key with the salt.

The nonce of a chunk is its number (11 bytes, big-endian), followed by 1 for the last chunk and by 0 for any other. So
chunks cannot be moved, omitted or cut off. The header and the caller's `aad` are authenticated with every chunk.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from withhold.model.errors import Code, Unreadable
from withhold.sealing import files
from withhold.sealing.data_keys import ID_BYTES
from withhold.sealing.envelope import AtRest
from withhold.sealing.errors import SealBroken

MAGIC = b"withhold sealed file 1\n"
CHUNK = 1024 * 1024
"""Bytes of the file in a chunk. Only the last chunk may be shorter. Only the chunk of an empty file is empty."""

_SALT = 32
_TAG = 16
_HEADER = len(MAGIC) + ID_BYTES + _SALT


def seal_file(at_rest: AtRest, source: BinaryIO, target: Path, aad: bytes, *, label: str) -> None:
    """Encrypt the rest of `source` into the file `target`, atomically and durably.

    Raises Shredded if the label's data key was destroyed.
    """
    identifier, key = at_rest.keys.obtain(label)
    header = MAGIC + identifier + os.urandom(_SALT)
    cipher = _cipher(key, header)
    with files.atomic_write(target) as file:
        file.write(header)
        for number, chunk, last in _chunks(source, CHUNK):
            file.write(cipher.encrypt(_nonce(number, last), chunk, header + aad))


def opened_chunks(at_rest: AtRest, path: Path, aad: bytes) -> Iterator[bytes]:
    """Yield the content of a sealed file, chunk by chunk. Each chunk is verified before it is yielded.

    Do not act on the content before the iterator ends: only the last chunk proves that nothing was cut off. Raises
    SealBroken if the file was altered, cut short or sealed for another place. Raises Shredded if its data key was
    destroyed, and Unreadable if it cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(Code.FILE_UNREADABLE, file=path.name, problem=str(error.strerror)) from None
    with file:
        header = file.read(_HEADER)
        if len(header) != _HEADER or not header.startswith(MAGIC):
            raise SealBroken(Code.SEAL_FILE_VERSION, file=path.name)
        cipher = _cipher(at_rest.keys.find(header[len(MAGIC) : len(MAGIC) + ID_BYTES]), header)
        for number, chunk, last in _chunks(file, CHUNK + _TAG):
            try:
                yield cipher.decrypt(_nonce(number, last), chunk, header + aad)
            except InvalidTag:
                raise SealBroken(Code.SEAL_FILE_ALTERED, file=path.name) from None


def _cipher(key: bytes, header: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=header[-_SALT:], info=MAGIC).derive(key))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (number, content, whether it is the last) of each chunk. An empty source has one empty chunk."""
    number, chunk = 0, source.read(size)
    while True:
        following = source.read(size) if len(chunk) == size else b""
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following
