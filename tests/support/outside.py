"""What can be checked without the application: a log's directory, a tree, a passkey's signature. Written from the
specifications (RFC 6962, C2SP tlog-tiles and signed-note, W3C WebAuthn), with nothing of the project's own.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fido2 import cbor

BUNDLE = 256


def published_leaves(log: Path) -> list[bytes]:
    """Every entry under the published checkpoint, whose signature and root are checked on the way."""
    size, root = _signed_head(log)
    leaves: list[bytes] = []
    for number in range(0, size, BUNDLE):
        leaves += _bundle(log, number // BUNDLE, min(BUNDLE, size - number))
    assert len(leaves) == size
    assert tree_root([hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]) == root
    return leaves


def _signed_head(log: Path) -> tuple[int, bytes]:
    text, _, signatures = (log / "checkpoint").read_text(encoding="utf-8").partition("\n\n")
    name, _, key = (log / "vkey").read_text(encoding="utf-8").strip().split("+", 2)
    origin, size, root = text.split("\n")
    dash, signer, signature = signatures.splitlines()[0].split(" ")
    assert (dash, signer) == ("\N{EM DASH}", name) == ("\N{EM DASH}", origin)
    public = base64.b64decode(key)
    assert public[0] == 1
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(base64.b64decode(signature)[4:], f"{text}\n".encode())
    return int(size), base64.b64decode(root)


def _bundle(log: Path, number: int, width: int) -> list[bytes]:
    assert number < 1000
    name = f"{number:03}" if width == BUNDLE else f"{number:03}.p/{width}"
    content = (log / "tile" / "entries" / name).read_bytes()
    entries = []
    while content:
        length = int.from_bytes(content[:2], "big")
        entries.append(content[2 : 2 + length])
        content = content[2 + length :]
    assert len(entries) == width
    return entries


def tree_root(hashed: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not hashed:
        return hashlib.sha256().digest()
    if len(hashed) == 1:
        return hashed[0]
    split = 1
    while split * 2 < len(hashed):
        split *= 2
    return hashlib.sha256(b"\1" + tree_root(hashed[:split]) + tree_root(hashed[split:])).digest()


def signed_in(payload: Mapping[str, Any], act: str) -> bytes:
    """The 32 bytes that the passkey of whoever acted must have signed, made from the payload of the event."""
    signed = payload["signed"]
    statement = {
        "log": signed["log"],
        "act": act,
        "about": payload["stream"],
        "content": payload["event"],
        "actor": payload["actor"],
        "role": payload["role"],
        "agency": payload["agency"],
        "on": signed["on"],
        "nonce": signed["nonce"],
        "until": signed["until"],
    }
    return hashlib.sha256(rfc8785.dumps(statement)).digest()


def assertion_counter(public_key: str, assertion: Mapping[str, str], challenge: bytes, domain: str, origin: str) -> int:
    """Verify a passkey's assertion (ES256) step by step, and return its counter."""
    client_data, data, signature = (
        _b64(assertion[part]) for part in ("client_data", "authenticator_data", "signature")
    )
    said = json.loads(client_data)
    assert said["type"] == "webauthn.get"
    assert _b64(said["challenge"]) == challenge
    assert said["origin"] == origin
    assert data[:32] == hashlib.sha256(domain.encode()).digest()
    assert data[32] & 1, "the user was present"
    assert data[32] & 4, "the user was verified"
    key: Any = cbor.decode(_b64(public_key))
    x, y = (int.from_bytes(key[part], "big") for part in (-2, -3))
    point = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    point.verify(signature, data + hashlib.sha256(client_data).digest(), ec.ECDSA(hashes.SHA256()))
    return int.from_bytes(data[33:37], "big")


def _b64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
