"""Seals one release to one named official, and opens it: HPKE (RFC 9180), base mode, single-shot.

The suite is DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. A sealed release is one file::

    "withhold sealed release 1\\n"  26 bytes
    length of the binding           2 bytes, big-endian
    the binding                     see `binding`, in clear, so that the opener can show and check it
    enc ‖ ciphertext                32 bytes of encapsulated key, then the plaintext's length + 16 bytes

The binding is HPKE's `info`, so the file does not open if any byte of it is changed. HPKE proves that nothing was
altered. It does not prove who sealed the file. The ledger proves that: an entry commits to the SHA-256 of the file.
"""

import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from withhold.model.errors import Code, Unreadable
from withhold.sealing import binding as bindings
from withhold.sealing.binding import ReleaseBinding
from withhold.sealing.errors import SealBroken
from withhold.sealing.keys import RecipientKey, ReleaseKey

MAGIC = b"withhold sealed release 1\n"
LONGEST_PLAINTEXT = 64 * 1024
"""Bytes. One permitted item is far shorter."""
LONGEST_SEALED = len(MAGIC) + 2 + bindings.LONGEST + 48 + LONGEST_PLAINTEXT

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_LENGTH = struct.Struct(">H")
_OVERHEAD = 32 + 16


def seal_release(plaintext: bytes, recipient: RecipientKey, binding: ReleaseBinding) -> bytes:
    """Return the sealed release file. Raises ValueError if the binding names another key or the text is too long."""
    if binding.recipient_key != recipient.key_id:
        raise ValueError("the binding names another recipient key than the one to seal to")
    if len(plaintext) > LONGEST_PLAINTEXT:
        raise ValueError(f"a release holds at most {LONGEST_PLAINTEXT} bytes")
    info = binding.encode()
    box = _SUITE.encrypt(plaintext, X25519PublicKey.from_public_bytes(recipient.raw), info=info)
    return MAGIC + _LENGTH.pack(len(info)) + info + box


def read_binding(sealed: bytes, file: str = "sealed release") -> ReleaseBinding:
    """Return the binding that the file states. It is proven only when the file opens. Raises Unreadable."""
    return ReleaseBinding.decode(_split(sealed, file)[0], file)


def open_sealed_release(sealed: bytes, key: ReleaseKey, file: str = "sealed release") -> bytes:
    """Return the plaintext of a sealed release file. It needs only the file and the official's private key.

    Raises Unreadable if the file is not a sealed release. Raises SealBroken (a Fault) if it was sealed to another key
    or was altered after it was sealed.
    """
    info, box = _split(sealed, file)
    binding = ReleaseBinding.decode(info, file)
    if binding.recipient_key != key.key_id:
        raise SealBroken(Code.SEAL_ANOTHER_RECIPIENT, file=file, sealed_to=binding.recipient_key, given=key.key_id)
    try:
        return _SUITE.decrypt(box, X25519PrivateKey.from_private_bytes(key.secret), info=info)
    except InvalidTag:
        raise SealBroken(Code.SEAL_ALTERED, file=file) from None


def _split(sealed: bytes, file: str) -> tuple[bytes, bytes]:
    start = len(MAGIC) + _LENGTH.size
    if not sealed.startswith(MAGIC):
        raise Unreadable(Code.SEAL_NOT_A_RELEASE, file=file)
    if len(sealed) > LONGEST_SEALED:
        raise Unreadable(Code.SEAL_RELEASE_TOO_LONG, file=file)
    if len(sealed) < start:
        raise Unreadable(Code.SEAL_RELEASE_CUT_SHORT, file=file)
    (length,) = _LENGTH.unpack_from(sealed, len(MAGIC))
    info, box = sealed[start : start + length], sealed[start + length :]
    if len(box) < _OVERHEAD:
        raise Unreadable(Code.SEAL_RELEASE_CUT_SHORT, file=file)
    return info, box
