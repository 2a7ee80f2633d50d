"""Verifies a passkey's registration, and what it signed (W3C Web Authentication Level 3, sections 7.1 and 7.2).

The steps that verify an assertion have the same numbers in the code:

1. The credential's id is the id of one of the allowed passkeys.
2. The client data has the type ``webauthn.get``.
3. Its challenge is the expected one.
4. Its origin is exactly the expected one, and the page was not framed by another origin.
5. The authenticator data is for this relying party.
6. The user was present.
7. The user was verified.
8. If a credential cannot be backed up, its flags do not claim that it was.
9. The signature over authenticator data and client data is the credential's.
10. The counter has grown, or the authenticator has none.

`fido2` does steps 2, 3, 5, 6, 7 and 9. It checks the origin of step 4 with the function that `_server` passes to it,
since by default it accepts any subdomain. It does not check frames, backup flags or the counter.

The caller must

- choose a challenge that depends on everything that is signed, and never accept a challenge twice. For example, a
  determination's challenge depends on the dossier, the decision and the answers.
- store the new counter in the transaction that accepts the assertion.
- pass only passkeys from an accreditation that is in force.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidSignature
from fido2 import cbor
from fido2.cose import CoseKey, EdDSA
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code
from withhold.sealing import base64url
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.keys import protects_nothing
from withhold.sealing.keytext import Use
from withhold.sealing.passkey_record import MALFORMED, RegisteredPasskey, cose_key, require_credential_id

SHORTEST_CHALLENGE = 16
LONGEST_PART = 64 * 1024
"""Bytes. Longer parts of a registration or an assertion are rejected."""


def verify_registration(
    *, challenge: bytes, rp_id: str, origin: str, user_handle: bytes, client_data_json: bytes, attestation_object: bytes
) -> RegisteredPasskey:
    """Return the passkey that these bytes register. The user must have been present and verified.

    Raises PasskeyRejected. No attestation is required, because a steward checks in person whose authenticator it is.
    """
    expected = _expected(challenge)
    try:
        client_data = _client_data(client_data_json)
        attested = AttestationObject(_capped(attestation_object))
        credential = attested.auth_data.credential_data
        response = AuthenticatorAttestationResponse(client_data=client_data, attestation_object=attested)
        raw_id = credential.credential_id if credential else b""
        registration = RegistrationResponse(raw_id=raw_id, response=response)
    except MALFORMED:
        raise PasskeyRejected(Code.PASSKEY_REGISTRATION_MALFORMED) from None
    if credential is None:
        raise PasskeyRejected(Code.PASSKEY_REGISTRATION_EMPTY)
    _not_framed(client_data)
    _backup_flags(attested.auth_data)
    try:
        _server(rp_id, origin).register_complete(expected, registration)
    except ValueError as error:
        raise PasskeyRejected(Code.PASSKEY_REJECTED, problem=_rejection(error)) from None
    passkey = RegisteredPasskey(
        credential_id=credential.credential_id,
        public_key=cbor.encode(credential.public_key),
        counter=attested.auth_data.counter,
        user_handle=user_handle,
        aaguid=bytes(credential.aaguid),
    )
    require_credential_id(passkey.credential_id)
    _usable(cose_key(passkey.public_key))
    return passkey


def select_passkey(allowed: Sequence[RegisteredPasskey], credential_id: bytes) -> RegisteredPasskey:
    """Return the allowed passkey with this id (step 1). Raises PasskeyRejected if not exactly one has it."""
    found = [passkey for passkey in allowed if passkey.credential_id == credential_id]
    if len(found) != 1:
        raise PasskeyRejected(Code.PASSKEY_NOT_THIS_PERSONS)
    return found[0]


def verify_assertion(
    passkey: RegisteredPasskey,
    *,
    challenge: bytes,
    rp_id: str,
    origin: str,
    client_data_json: bytes,
    authenticator_data: bytes,
    signature: bytes,
) -> int:
    """Verify steps 2 to 10 for the passkey that step 1 found. Returns the new counter. Raises PasskeyRejected."""
    expected = _expected(challenge)
    try:
        client_data = _client_data(client_data_json)
        data = AuthenticatorData(_capped(authenticator_data))
        answer = AuthenticatorAssertionResponse(
            client_data=client_data, authenticator_data=data, signature=_capped(signature)
        )
        response = AuthenticationResponse(raw_id=passkey.credential_id, response=answer)
    except MALFORMED:
        raise PasskeyRejected(Code.PASSKEY_ASSERTION_MALFORMED) from None
    _not_framed(client_data)  # 4
    _backup_flags(data)  # 8
    key = cose_key(passkey.public_key)
    credential = AttestedCredentialData.create(passkey.aaguid, passkey.credential_id, key)
    try:
        _server(rp_id, origin).authenticate_complete(expected, [credential], response)  # 2-7, 9
    except ValueError as error:
        raise PasskeyRejected(Code.PASSKEY_REJECTED, problem=_rejection(error)) from None
    if (data.counter or passkey.counter) and data.counter <= passkey.counter:  # 10
        raise PasskeyRejected(Code.PASSKEY_COUNTER_NOT_GROWN)
    return data.counter


def check_assertion(
    allowed: Sequence[RegisteredPasskey], assertion: Assertion, *, challenge: bytes, rp_id: str, origin: str
) -> RegisteredPasskey:
    """Verify all steps, and return the passkey that signed, with its new counter. Raises PasskeyRejected."""
    try:
        credential_id = base64url.decode(assertion.credential_id)
        client_data_json = base64url.decode(assertion.client_data)
        authenticator_data = base64url.decode(assertion.authenticator_data)
        signature = base64url.decode(assertion.signature)
    except ValueError:
        raise PasskeyRejected(Code.PASSKEY_ASSERTION_NOT_TEXT) from None
    passkey = select_passkey(allowed, credential_id)  # 1
    counter = verify_assertion(
        passkey,
        challenge=challenge,
        rp_id=rp_id,
        origin=origin,
        client_data_json=client_data_json,
        authenticator_data=authenticator_data,
        signature=signature,
    )
    return replace(passkey, counter=counter)


# `fido2` reads the types of its own classes again for each server. A server keeps nothing of a ceremony.
@lru_cache(maxsize=8)
def _server(rp_id: str, origin: str) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(name=rp_id, id=rp_id)
    return Fido2Server(party, verify_origin=lambda given: given == origin)


def _expected(challenge: bytes) -> dict[str, Any]:
    """Return the state that `fido2` expects from the start of the ceremony. The caller has made the challenge."""
    if len(challenge) < SHORTEST_CHALLENGE:
        raise ValueError(f"a challenge has at least {SHORTEST_CHALLENGE} bytes")
    return {
        "challenge": base64url.encode(challenge),
        "user_verification": UserVerificationRequirement.REQUIRED,
    }


def _rejection(error: ValueError) -> str:
    """Return the step that failed, in the library's words. They repeat nothing that was sent."""
    text = str(error).rstrip(".")
    return f"{text[:1].lower()}{text[1:]}"


def _client_data(raw: bytes) -> CollectedClientData:
    """Parse the client data. Raises ValueError if type, challenge or origin is not text."""
    # The library accepts a number as the challenge, and makes that many zero bytes of it.
    members = json.loads(_capped(raw))
    if any(type(members[name]) is not str for name in ("type", "challenge", "origin")):
        raise ValueError("not text")
    return CollectedClientData(raw)


def _capped(part: bytes) -> bytes:
    if len(part) > LONGEST_PART:
        raise ValueError("too long")
    return part


def _not_framed(client_data: CollectedClientData) -> None:
    # Both members show it. A browser sends topOrigin only from a frame (section 5.8.1). Unknown members are ignored.
    if client_data.cross_origin is not False or "topOrigin" in json.loads(client_data):
        raise PasskeyRejected(Code.PASSKEY_FRAMED)


def _backup_flags(data: AuthenticatorData) -> None:
    if data.is_backed_up() and not data.is_backup_eligible():
        raise PasskeyRejected(Code.PASSKEY_BACKED_UP)


def _usable(key: CoseKey) -> None:
    """Raise PasskeyRejected for a key under which no signature, or every signature, verifies."""
    if key[3] == EdDSA.ALGORITHM and protects_nothing(Use.SIGNER, key[-2]):
        raise PasskeyRejected(Code.PASSKEY_KEY_PROTECTS_NOTHING)
    try:
        key.verify(b"", bytes(64))
    except InvalidSignature:
        return
    except ValueError:
        pass
    raise PasskeyRejected(Code.PASSKEY_KEY_UNUSABLE)
