"""A registered passkey, and its record in an accreditation."""

import hashlib
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from fido2 import cbor
from fido2.cose import ES256, CoseKey, EdDSA

from withhold.model.errors import Code
from withhold.model.limits import CREDENTIAL_ID_BYTES
from withhold.sealing import base64url
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.keys import key_pair_id
from withhold.sealing.keytext import Use

SOFTWARE_AAGUID = b"withhold softwar"
"""The authenticator model of `authenticator.SoftwareAuthenticator`, for demonstrations and tests only."""

ALGORITHMS: Mapping[int, tuple[int, int, frozenset[int]]] = {
    ES256.ALGORITHM: (2, 1, frozenset({1, 3, -1, -2, -3})),
    EdDSA.ALGORITHM: (1, 6, frozenset({1, 3, -1, -2})),
}
"""COSE algorithm → key type, curve (P-256, Ed25519) and the labels that its key must have (RFC 9053, section 7)."""

MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError, AssertionError, RecursionError, struct.error)
"""The exceptions that the parsers of `fido2` raise for bytes that are malformed."""

_FIELDS = {"credential_id": str, "public_key": str, "counter": int, "user_handle": str, "aaguid": str}


@dataclass(frozen=True, slots=True)
class RegisteredPasskey:
    """One passkey of one person. `public_key` is a COSE_Key in CBOR. `counter` is the last one that was verified."""

    credential_id: bytes
    public_key: bytes
    counter: int
    user_handle: bytes
    aaguid: bytes
    """The authenticator's model, as it states it. Nothing proves it."""

    @property
    def model(self) -> str:
        """The authenticator's model as UUID text, for example ``ee882879-721c-4913-9775-3dfcce97072a``."""
        return str(UUID(bytes=self.aaguid))

    @property
    def software(self) -> bool:
        """Whether the model is this project's software authenticator, which only a demonstration may accept."""
        return self.aaguid == SOFTWARE_AAGUID

    @property
    def ids(self) -> tuple[str, str]:
        """Two digests, of the key pair and of the credential id, 64 hex digits each.

        No passkey of another person may have one of them.
        """
        key = cose_key(self.public_key)
        x = cast(bytes, key[-2])
        if key[3] == EdDSA.ALGORITHM:
            pair = key_pair_id(Use.SIGNER, x)
        else:  # the x-coordinate alone, which is the same for both signs of y
            pair = hashlib.sha256(b"withhold key pair, P-256\n" + x).hexdigest()
        return pair, hashlib.sha256(b"withhold credential\n" + self.credential_id).hexdigest()

    def record(self) -> dict[str, str | int]:
        """Return plain values for an accreditation. Bytes are in base64url."""
        return {
            "credential_id": base64url.encode(self.credential_id),
            "public_key": base64url.encode(self.public_key),
            "counter": self.counter,
            "user_handle": base64url.encode(self.user_handle),
            "aaguid": base64url.encode(self.aaguid),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "RegisteredPasskey":
        """Return the passkey of a record. Raises PasskeyRejected if it is not exactly what `record` returns."""
        if record.keys() != _FIELDS.keys() or any(type(record[name]) is not kind for name, kind in _FIELDS.items()):
            raise PasskeyRejected(Code.PASSKEY_RECORD_FIELDS)
        try:
            passkey = cls(
                credential_id=base64url.decode(record["credential_id"]),
                public_key=base64url.decode(record["public_key"]),
                counter=record["counter"],
                user_handle=base64url.decode(record["user_handle"]),
                aaguid=base64url.decode(record["aaguid"]),
            )
        except ValueError:
            raise PasskeyRejected(Code.PASSKEY_RECORD_FIELDS) from None
        if not 0 <= passkey.counter < 2**32 or len(passkey.aaguid) != 16 or not passkey.credential_id:
            raise PasskeyRejected(Code.PASSKEY_RECORD_VALUES)
        require_credential_id(passkey.credential_id)
        cose_key(passkey.public_key)
        return passkey


def require_credential_id(credential_id: bytes) -> None:
    """Raise PasskeyRejected for an id longer than Web Authentication allows (Level 3, section 4)."""
    if len(credential_id) > CREDENTIAL_ID_BYTES:
        raise PasskeyRejected(Code.PASSKEY_ID_TOO_LONG, limit=CREDENTIAL_ID_BYTES)


def cose_key(encoded: bytes) -> CoseKey:
    """Return the public key. Raises PasskeyRejected if its algorithm is not allowed, or its labels are not exact."""
    try:
        members = cast(Mapping[int, Any], cbor.decode(encoded))
        key_type, curve, labels = ALGORITHMS[members[3]]
        if members.keys() == labels and (members[1], members[-1]) == (key_type, curve):
            coordinates = [members[label] for label in labels if label in (-2, -3)]
            if all(type(part) is bytes and len(part) == 32 for part in coordinates):
                return CoseKey.parse(members)
    except MALFORMED:
        pass
    raise PasskeyRejected(Code.PASSKEY_ALGORITHM)
