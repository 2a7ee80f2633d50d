"""A software authenticator, FOR DEMONSTRATIONS AND TESTS ONLY: a file is not a person's hardware key.

It replaces the browser and the authenticator together, and makes the same bytes as they do. Its signatures pass the
same verification as any others, which has no exception for it. Its model is SOFTWARE_AAGUID. An instance that is not a
demonstration recognizes that model and rejects it.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fido2.cose import ES256, CoseKey, EdDSA
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.sealing import base64url, files
from withhold.sealing.passkey_record import SOFTWARE_AAGUID

FORMAT = "withhold software authenticator, version 1"
LONGEST_FILE = 1024 * 1024

_FLAG = AuthenticatorData.FLAG


class Algorithm(StrEnum):
    """The signature algorithm of a credential."""

    ES256 = "ES256"
    EDDSA = "EdDSA"


@dataclass(frozen=True, slots=True)
class Registration:
    """What a browser sends to register a passkey."""

    client_data_json: bytes
    attestation_object: bytes


@dataclass(frozen=True, slots=True)
class _Credential:
    credential_id: bytes
    rp_id: str
    user_handle: bytes
    algorithm: Algorithm
    secret: bytes = field(repr=False)
    counter: int


class SoftwareAuthenticator:
    """One person's authenticator. With a path, its credentials and counters are in that file (mode 0600).

    `user_verifies` is whether the person verifies themself when the authenticator asks. It becomes the flag "user
    verified" in the authenticator data.
    """

    def __init__(self, path: Path | None = None, *, user_verifies: bool = True) -> None:
        """Open the authenticator. Raises Unreadable if the file is not an authenticator's."""
        self.user_verifies = user_verifies
        self._path = path
        self._credentials: dict[bytes, _Credential] = _load(path) if path is not None and path.exists() else {}

    def register(
        self,
        *,
        rp_id: str,
        origin: str,
        challenge: bytes,
        user_handle: bytes,
        algorithm: Algorithm = Algorithm.ES256,
    ) -> Registration:
        """Make a credential, and return the bytes that register it."""
        made = _Credential(os.urandom(16), rp_id, user_handle, algorithm, _new_secret(algorithm), 0)
        attested = AttestedCredentialData.create(SOFTWARE_AAGUID, made.credential_id, _public(made))
        data = AuthenticatorData.create(_hash(rp_id), self._flags() | _FLAG.AT, 0, attested)
        self._keep(made)
        return Registration(
            bytes(CollectedClientData.create(CollectedClientData.TYPE.CREATE, challenge, origin)),
            bytes(AttestationObject.create("none", data, {})),
        )

    def sign(self, *, rp_id: str, origin: str, challenge: bytes, allowed: Sequence[bytes]) -> Assertion:
        """Sign the challenge with the first of the allowed credentials that it has for the relying party.

        Raises Conflict if it has none.
        """
        mine = (self._credentials[name] for name in allowed if name in self._credentials)
        chosen = next((each for each in mine if each.rp_id == rp_id), None)
        if chosen is None:
            raise Conflict(Code.PASSKEY_NONE_ALLOWED)
        used = replace(chosen, counter=chosen.counter + 1)
        # The counter is on disk before the signature is returned, so no two signatures have the same counter.
        self._keep(used)
        data = AuthenticatorData.create(_hash(rp_id), self._flags(), used.counter)
        client_data = CollectedClientData.create(CollectedClientData.TYPE.GET, challenge, origin)
        signature = _sign(used, data + client_data.hash)
        texts = map(base64url.encode, (used.credential_id, client_data, data, signature))
        return Assertion(*texts)

    def _flags(self) -> AuthenticatorData.FLAG:
        return _FLAG.UP | _FLAG.UV if self.user_verifies else _FLAG.UP

    def _keep(self, credential: _Credential) -> None:
        self._credentials[credential.credential_id] = credential
        if self._path is not None:
            files.replace(self._path, _dump(self._credentials).encode())


def _hash(rp_id: str) -> bytes:
    return sha256(rp_id.encode()).digest()


def _new_secret(algorithm: Algorithm) -> bytes:
    if algorithm is Algorithm.EDDSA:
        return Ed25519PrivateKey.generate().private_bytes_raw()
    return ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value.to_bytes(32, "big")


def _p256(credential: _Credential) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(credential.secret, "big"), ec.SECP256R1())


def _public(credential: _Credential) -> CoseKey:
    """Return the public key as a COSE key.

    Its labels (RFC 9053, section 7) are 1 for the key type, 3 for the algorithm, -1 for the curve, and -2 and -3 for
    the coordinates.
    """
    if credential.algorithm is Algorithm.EDDSA:
        public = Ed25519PrivateKey.from_private_bytes(credential.secret).public_key().public_bytes_raw()
        return CoseKey.parse({1: 1, 3: EdDSA.ALGORITHM, -1: 6, -2: public})
    point = _p256(credential).public_key().public_numbers()
    x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
    return CoseKey.parse({1: 2, 3: ES256.ALGORITHM, -1: 1, -2: x, -3: y})


def _sign(credential: _Credential, message: bytes) -> bytes:
    if credential.algorithm is Algorithm.EDDSA:
        return Ed25519PrivateKey.from_private_bytes(credential.secret).sign(message)
    return _p256(credential).sign(message, ec.ECDSA(hashes.SHA256()))


def _dump(credentials: dict[bytes, _Credential]) -> str:
    entries = [
        {
            "credential_id": base64url.encode(each.credential_id),
            "rp_id": each.rp_id,
            "user_handle": base64url.encode(each.user_handle),
            "algorithm": each.algorithm.value,
            "secret": base64url.encode(each.secret),
            "counter": each.counter,
        }
        for each in credentials.values()
    ]
    return json.dumps({"format": FORMAT, "credentials": entries}, indent=2) + "\n"


def _load(path: Path) -> dict[bytes, _Credential]:
    content = files.read_secret(path, LONGEST_FILE)
    try:
        document = json.loads(content)
        entries = [_credential(each) for each in document["credentials"]]
        credentials = {each.credential_id: each for each in entries}
        if document["format"] == FORMAT and _dump(credentials).encode() == content:
            return credentials
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise Unreadable(Code.PASSKEY_FILE_ALTERED, file=path.name, format=FORMAT)


def _credential(entry: dict[str, Any]) -> _Credential:
    secret = base64url.decode(entry["secret"])
    if len(secret) != 32:
        raise ValueError("a secret is 32 bytes")
    return _Credential(
        base64url.decode(entry["credential_id"]),
        str(entry["rp_id"]),
        base64url.decode(entry["user_handle"]),
        Algorithm(entry["algorithm"]),
        secret,
        int(entry["counter"]),
    )
