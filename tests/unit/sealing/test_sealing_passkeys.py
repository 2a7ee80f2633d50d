"""Registrations and assertions: the true ones pass, and each step of the verification refuses what it is for."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData
from hypothesis import given, settings
from hypothesis import strategies as st

from support.codes import raises
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code
from withhold.sealing import base64url
from withhold.sealing.authenticator import Algorithm, SoftwareAuthenticator
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.passkey_record import SOFTWARE_AAGUID, RegisteredPasskey, cose_key
from withhold.sealing.passkeys import check_assertion, select_passkey, verify_assertion, verify_registration

COVERS = (
    "withhold.sealing.authenticator",
    "withhold.sealing.base64url",
    "withhold.sealing.passkey_record",
    "withhold.sealing.passkeys",
)

RP, ORIGIN = "gateway.custodian.example", "https://gateway.custodian.example"
CHALLENGE, HANDLE = sha256(b"dossier").digest(), b"officer-1"
HERE = {"rp_id": RP, "origin": ORIGIN}


def registered(authenticator, algorithm=Algorithm.ES256, **changes):
    made = authenticator.register(challenge=CHALLENGE, user_handle=HANDLE, algorithm=algorithm, **HERE)
    given = {"challenge": CHALLENGE, "user_handle": HANDLE, **HERE}
    given |= {"client_data_json": made.client_data_json, "attestation_object": made.attestation_object}
    return verify_registration(**given | changes)


@pytest.fixture(params=Algorithm, ids=str)
def algorithm(request):
    return request.param


@pytest.fixture
def authenticator():
    return SoftwareAuthenticator()


@pytest.fixture
def passkey(authenticator, algorithm):
    return registered(authenticator, algorithm)


def signed(authenticator, passkey, challenge=CHALLENGE, **where):
    return authenticator.sign(challenge=challenge, allowed=[passkey.credential_id], **HERE | where)


def check(passkey, assertion, challenge=CHALLENGE, **where):
    return check_assertion([passkey], assertion, challenge=challenge, **HERE | where)


def with_client_data(assertion, **changes):
    data = json.loads(base64url.decode(assertion.client_data)) | changes
    return replace(assertion, client_data=base64url.encode(json.dumps(data).encode()))


def test_what_the_registered_passkey_signs_passes_and_its_counter_moves_on(authenticator, passkey):
    first = check(passkey, signed(authenticator, passkey))
    assert first == replace(passkey, counter=1)
    assert check(first, signed(authenticator, first)).counter == 2


def test_the_passkey_is_the_persons_and_its_model_is_software(passkey):
    assert (passkey.user_handle, passkey.aaguid, passkey.software) == (HANDLE, SOFTWARE_AAGUID, True)
    assert not replace(passkey, aaguid=bytes(16)).software


def test_step_1_a_passkey_of_somebody_else_is_refused(authenticator, passkey, algorithm):
    other = registered(authenticator, algorithm)
    with raises(PasskeyRejected, Code.PASSKEY_NOT_THIS_PERSONS):
        check(other, signed(authenticator, passkey))
    with raises(PasskeyRejected, Code.PASSKEY_NOT_THIS_PERSONS):
        select_passkey([], passkey.credential_id)
    with raises(PasskeyRejected, Code.PASSKEY_NOT_THIS_PERSONS):
        select_passkey([passkey, replace(other, credential_id=passkey.credential_id)], passkey.credential_id)
    assert select_passkey([other, passkey], passkey.credential_id) == passkey


def test_step_1_another_credentials_id_does_not_lend_its_name(authenticator, passkey, algorithm):
    other = registered(authenticator, algorithm)
    stolen = replace(signed(authenticator, passkey), credential_id=base64url.encode(other.credential_id))
    with pytest.raises(PasskeyRejected, match="invalid signature"):
        check_assertion([passkey, other], stolen, challenge=CHALLENGE, **HERE)


def test_step_2_a_registration_is_no_assertion(authenticator, passkey):
    assertion = with_client_data(signed(authenticator, passkey), type="webauthn.create")
    with pytest.raises(PasskeyRejected, match="incorrect type"):
        check(passkey, assertion)


def test_step_3_another_dossiers_signature_is_refused(authenticator, passkey):
    other = sha256(b"another dossier").digest()
    with pytest.raises(PasskeyRejected, match="wrong challenge"):
        check(passkey, signed(authenticator, passkey, challenge=other))
    with pytest.raises(PasskeyRejected, match="wrong challenge"):
        check(passkey, signed(authenticator, passkey), challenge=other)


@pytest.mark.parametrize(
    "origin",
    [
        "https://gateway.custodian.example.evil.example",
        "https://sub.gateway.custodian.example",
        "http://gateway.custodian.example",
        "https://gateway.custodian.example:8443",
        "https://gateway.custodian.example/",
    ],
)
def test_step_4_another_origin_is_refused_a_subdomain_too(authenticator, passkey, origin):
    with pytest.raises(PasskeyRejected, match="invalid origin"):
        check(passkey, signed(authenticator, passkey, origin=origin))


@pytest.mark.parametrize("framed", [True, 1, "false", None])
def test_step_4_a_framed_page_is_refused(authenticator, passkey, framed):
    with raises(PasskeyRejected, Code.PASSKEY_FRAMED):
        check(passkey, with_client_data(signed(authenticator, passkey), crossOrigin=framed))


@pytest.mark.parametrize("top", ["https://other.example", "https://reviews.example", "", None])
def test_step_4_a_top_origin_shows_that_the_page_was_framed(authenticator, passkey, top):
    with raises(PasskeyRejected, Code.PASSKEY_FRAMED):
        check(passkey, with_client_data(signed(authenticator, passkey), topOrigin=top))


def test_step_4_unknown_members_are_ignored(authenticator):
    made = authenticator.register(challenge=CHALLENGE, user_handle=HANDLE, **HERE)
    more = json.loads(made.client_data_json) | {"other_keys_can_be_added_here": "section 5.8.1"}
    given = {"challenge": CHALLENGE, "user_handle": HANDLE, "attestation_object": made.attestation_object, **HERE}
    assert verify_registration(**given, client_data_json=json.dumps(more).encode()).user_handle == HANDLE


def test_step_5_another_relying_party_is_refused(authenticator, passkey):
    with pytest.raises(PasskeyRejected, match="wrong RP ID hash"):
        check(passkey, signed(authenticator, passkey), rp_id="custodian.example")


def with_flags(assertion, flags):
    data = bytearray(base64url.decode(assertion.authenticator_data))
    data[32] = flags
    return replace(assertion, authenticator_data=base64url.encode(bytes(data)))


def test_step_6_without_the_user_present_it_is_refused(authenticator, passkey):
    with pytest.raises(PasskeyRejected, match="user Present flag"):
        check(passkey, with_flags(signed(authenticator, passkey), 0x04))


def test_step_7_without_user_verification_it_is_refused_though_truly_signed(authenticator, passkey):
    authenticator.user_verifies = False
    with pytest.raises(PasskeyRejected, match="user verified flag not set"):
        check(passkey, signed(authenticator, passkey))


def test_step_7_setting_the_flag_afterwards_breaks_the_signature(authenticator, passkey):
    authenticator.user_verifies = False
    with pytest.raises(PasskeyRejected, match="invalid signature"):
        check(passkey, with_flags(signed(authenticator, passkey), 0x05))


def test_step_8_a_backup_that_cannot_be_is_refused(authenticator, passkey):
    with raises(PasskeyRejected, Code.PASSKEY_BACKED_UP):
        check(passkey, with_flags(signed(authenticator, passkey), 0x15))


def test_step_9_any_altered_byte_is_refused(authenticator, passkey):
    good = signed(authenticator, passkey)
    for part in ("client_data", "authenticator_data", "signature"):
        content = base64url.decode(getattr(good, part))
        for position in range(len(content)):
            altered = bytearray(content)
            altered[position] ^= 1
            with pytest.raises(PasskeyRejected):
                check(passkey, replace(good, **{part: base64url.encode(bytes(altered))}))


def test_step_9_a_key_of_another_owner_does_not_verify(authenticator, passkey, algorithm):
    other = registered(SoftwareAuthenticator(), algorithm)
    with pytest.raises(PasskeyRejected, match="invalid signature"):
        check(replace(passkey, public_key=other.public_key), signed(authenticator, passkey))


def test_step_10_a_replayed_assertion_is_refused(authenticator, passkey):
    assertion = signed(authenticator, passkey)
    after = check(passkey, assertion)
    with raises(PasskeyRejected, Code.PASSKEY_COUNTER_NOT_GROWN):
        check(after, assertion)


def test_step_10_a_counter_that_falls_back_is_refused(authenticator, passkey):
    with raises(PasskeyRejected, Code.PASSKEY_COUNTER_NOT_GROWN):
        check(replace(passkey, counter=7), signed(authenticator, passkey))


def test_step_10_an_authenticator_without_a_counter_is_accepted():
    secret = ec.generate_private_key(ec.SECP256R1())
    numbers = secret.public_key().public_numbers()
    key = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
    passkey = RegisteredPasskey(b"id", cbor.encode(key), 0, HANDLE, bytes(16))
    data = sha256(RP.encode()).digest() + b"\x05" + bytes(4)
    client_data = CollectedClientData.create("webauthn.get", CHALLENGE, ORIGIN)
    signature = secret.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
    parts = {"client_data_json": bytes(client_data), "authenticator_data": data, "signature": signature}
    assert verify_assertion(passkey, challenge=CHALLENGE, **HERE, **parts) == 0
    with raises(PasskeyRejected, Code.PASSKEY_COUNTER_NOT_GROWN):
        verify_assertion(replace(passkey, counter=1), challenge=CHALLENGE, **HERE, **parts)


def test_a_challenge_that_is_too_short_raises_value_error(authenticator, passkey):
    with pytest.raises(ValueError, match="at least 16 bytes"):
        check(passkey, signed(authenticator, passkey, challenge=b"short"), challenge=b"short")


@given(st.binary(max_size=200), st.binary(max_size=200), st.binary(max_size=80))
@settings(max_examples=60, deadline=None)
def test_arbitrary_bytes_are_rejected_and_nothing_else(client_data, data, signature):
    passkey = registered(SoftwareAuthenticator())
    texts = [base64url.encode(part) for part in (passkey.credential_id, client_data, data, signature)]
    with pytest.raises(PasskeyRejected):
        check(passkey, Assertion(*texts))


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b'{"type":1}',
        b'{"type":"webauthn.get","challenge":99999999999999,"origin":""}',
        b"[" * 60_000,
        b" " * 70_000,
    ],
)
def test_client_data_that_is_not_what_it_should_be_is_rejected(authenticator, passkey, content):
    with raises(PasskeyRejected, Code.PASSKEY_ASSERTION_MALFORMED, Code.PASSKEY_REGISTRATION_MALFORMED):
        check(passkey, replace(signed(authenticator, passkey), client_data=base64url.encode(content)))


@pytest.mark.parametrize("text", ["A", "AA==", "AB", "A A", "\u00e9", "+/+/"])
def test_text_that_is_not_base64url_is_rejected(authenticator, passkey, text):
    with raises(PasskeyRejected, Code.PASSKEY_ASSERTION_NOT_TEXT):
        check(passkey, replace(signed(authenticator, passkey), signature=text))


def test_a_registration_is_refused_at_every_step(authenticator):
    made = authenticator.register(challenge=CHALLENGE, user_handle=HANDLE, **HERE)
    given = {"challenge": CHALLENGE, "user_handle": HANDLE, **HERE}
    given |= {"client_data_json": made.client_data_json, "attestation_object": made.attestation_object}
    framed = json.dumps(json.loads(made.client_data_json) | {"crossOrigin": True}).encode()
    topped = json.dumps(json.loads(made.client_data_json) | {"topOrigin": "https://other.example"}).encode()
    for changes, step in (
        ({"challenge": bytes(32)}, "wrong challenge"),
        ({"origin": "https://other.example"}, "invalid origin"),
        ({"rp_id": "other.example"}, "wrong RP ID hash"),
        ({"client_data_json": b"{}"}, "not WebAuthn data"),
        ({"client_data_json": framed}, "framed"),
        ({"client_data_json": topped}, "framed"),
        ({"attestation_object": made.attestation_object[:-9]}, "public key|not WebAuthn data"),
        ({"attestation_object": b""}, "not WebAuthn data"),
    ):
        with pytest.raises(PasskeyRejected, match=step):
            verify_registration(**given | changes)


def test_a_registration_without_user_verification_is_refused():
    with pytest.raises(PasskeyRejected, match="User Verified flag not set"):
        registered(SoftwareAuthenticator(user_verifies=False))


def attestation(key=None, flags=0x45):
    credential = AttestedCredentialData.create(bytes(16), b"id", key) if key else b""
    data = AuthenticatorData.create(sha256(RP.encode()).digest(), flags, 0, credential)
    return {"attestation_object": bytes(AttestationObject.create("none", data, {}))}


GOOD_EDDSA = {1: 1, 3: -8, -1: 6, -2: bytes(range(32))}


@pytest.mark.parametrize(
    "key",
    [
        {1: 3, 3: -257, -1: bytes(256), -2: b"\1\0\1"},
        {1: 2, 3: -7, -1: 2, -2: bytes(32), -3: bytes(32)},
        {1: 2, 3: -7, -1: 1, -2: bytes(32)},
        {1: 2, 3: -7, -1: 1, -2: bytes(31), -3: bytes(32)},
        {1: 2, 3: -7, -1: 1, -2: b"\1" * 32, -3: b"\1" * 32},
        {**GOOD_EDDSA, 4: [1]},
        {**GOOD_EDDSA, -2: (1).to_bytes(32, "little")},
        {**GOOD_EDDSA, 3: -999},
        {**GOOD_EDDSA, 3: "EdDSA"},
    ],
    ids=["RSA", "P-384", "no y", "short x", "off the curve", "beside", "low order", "unknown", "text"],
)
def test_an_unusable_public_key_is_refused_at_registration(authenticator, key):
    with raises(
        PasskeyRejected,
        Code.PASSKEY_ALGORITHM,
        Code.PASSKEY_KEY_UNUSABLE,
        Code.PASSKEY_KEY_PROTECTS_NOTHING,
        Code.PASSKEY_REGISTRATION_MALFORMED,
    ):
        registered(authenticator, **attestation(key))


def test_a_registration_without_a_credential_or_with_impossible_flags_is_refused(authenticator):
    with raises(PasskeyRejected, Code.PASSKEY_REGISTRATION_EMPTY):
        registered(authenticator, **attestation(flags=0x05))
    with raises(PasskeyRejected, Code.PASSKEY_BACKED_UP):
        registered(authenticator, **attestation(GOOD_EDDSA, flags=0x55))


def test_a_record_reads_back_and_is_plain(passkey):
    record = json.loads(json.dumps(passkey.record()))
    assert RegisteredPasskey.from_record(record) == passkey


@pytest.mark.parametrize(
    "changes",
    [
        {"counter": True},
        {"counter": -1},
        {"counter": 2**32},
        {"aaguid": "AA"},
        {"credential_id": ""},
        {"credential_id": "A"},
        {"public_key": "AA"},
        {"public_key": base64url.encode(b"\xff" * 5)},
        {"extra": ""},
    ],
)
def test_a_record_that_is_none_is_refused(passkey, changes):
    with pytest.raises(PasskeyRejected):
        RegisteredPasskey.from_record(passkey.record() | changes)


def test_a_record_with_a_field_missing_is_refused(passkey):
    record = passkey.record()
    del record["counter"]
    with raises(PasskeyRejected, Code.PASSKEY_RECORD_FIELDS):
        RegisteredPasskey.from_record(record)


@given(st.binary(max_size=120))
@settings(max_examples=100, deadline=None)
def test_arbitrary_key_bytes_are_rejected_and_nothing_else(content):
    with pytest.raises(PasskeyRejected):
        cose_key(content)
