"""A sealed release is plain RFC 9180: a second implementation, written here from the RFC's definitions, agrees.

Section numbers are the RFC's. Only X25519 and AES-GCM come from a library; HKDF is built on the standard library.
"""

import hmac
import struct

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from withhold.sealing.binding import ReleaseBinding
from withhold.sealing.hpke import MAGIC, open_sealed_release, seal_release
from withhold.sealing.keys import ReleaseKey
from withhold.sealing.keytext import Use

COVERS = ("withhold.sealing.binding", "withhold.sealing.hpke")

KEM = b"KEM" + struct.pack(">H", 0x0020)
HPKE = b"HPKE" + struct.pack(">HHH", 0x0020, 0x0001, 0x0002)

KEY = ReleaseKey(Use.RELEASE, "official-17", bytes(range(32)))
BINDING = ReleaseBinding("case-1", "official-17", KEY.key_id, "pack", "1", "ab" * 32, "log.custodian.example", 7)
PLAINTEXT = b"one permitted item"


def labeled_extract(suite, salt, label, ikm):
    """Section 4."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + ikm, "sha256")


def labeled_expand(suite, prk, label, info, length):
    """Section 4, with HKDF-Expand of RFC 5869, section 2.3, for one block."""
    assert length <= 32
    text = struct.pack(">H", length) + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, text + b"\x01", "sha256")[:length]


def shared_secret(exchanged, enc, recipient):
    """Section 4.1, ExtractAndExpand."""
    return labeled_expand(KEM, labeled_extract(KEM, b"", b"eae_prk", exchanged), b"shared_secret", enc + recipient, 32)


def key_and_nonce(secret, info):
    """Section 5.1, mode_base."""
    hashes = labeled_extract(HPKE, b"", b"psk_id_hash", b"") + labeled_extract(HPKE, b"", b"info_hash", info)
    extracted = labeled_extract(HPKE, secret, b"secret", b"")
    context = b"\x00" + hashes
    return labeled_expand(HPKE, extracted, b"key", context, 32), labeled_expand(
        HPKE, extracted, b"base_nonce", context, 12
    )


def parts(sealed):
    length = struct.unpack_from(">H", sealed, len(MAGIC))[0]
    start = len(MAGIC) + 2
    return sealed[start : start + length], sealed[start + length :]


def opened(sealed, info):
    box = parts(sealed)[1]
    exchanged = X25519PrivateKey.from_private_bytes(KEY.secret).exchange(X25519PublicKey.from_public_bytes(box[:32]))
    key, nonce = key_and_nonce(shared_secret(exchanged, box[:32], KEY.public.raw), info)
    return AESGCM(key).decrypt(nonce, box[32:], b"")


def test_the_second_implementation_opens_what_we_seal():
    sealed = seal_release(PLAINTEXT, KEY.public, BINDING)
    assert opened(sealed, parts(sealed)[0]) == PLAINTEXT


def test_the_info_is_the_binding_and_nothing_else():
    sealed = seal_release(PLAINTEXT, KEY.public, BINDING)
    assert parts(sealed)[0] == BINDING.encode()
    for info in (b"", BINDING.encode()[:-1]):
        with pytest.raises(InvalidTag):
            opened(sealed, info)


def test_we_open_what_the_second_implementation_seals():
    ephemeral = X25519PrivateKey.from_private_bytes(bytes(range(32, 64)))
    enc = ephemeral.public_key().public_bytes_raw()
    exchanged = ephemeral.exchange(X25519PublicKey.from_public_bytes(KEY.public.raw))
    info = BINDING.encode()
    key, nonce = key_and_nonce(shared_secret(exchanged, enc, KEY.public.raw), info)
    box = enc + AESGCM(key).encrypt(nonce, PLAINTEXT, b"")
    assert open_sealed_release(MAGIC + struct.pack(">H", len(info)) + info + box, KEY) == PLAINTEXT


def test_the_binding_is_encoded_as_documented():
    texts = ["case-1", "official-17", KEY.key_id, "pack", "1", "ab" * 32, "log.custodian.example"]
    expected = b"withhold-release/1"
    for text in texts:
        expected += len(text).to_bytes(2, "big") + text.encode()
    assert BINDING.encode() == expected + b"\x00\x08" + (7).to_bytes(8, "big")
