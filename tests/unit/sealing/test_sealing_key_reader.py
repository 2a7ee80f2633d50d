"""What identifies a key: two forms of one key pair are one key, whoever offers them."""

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from support.codes import raises
from withhold.model.authority.events import KeysOffered
from withhold.model.authority.rules.offers import read_offer
from withhold.model.errors import Code, Conflict, NotAdmitted, Unreadable
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.key_reader import SealingKeyReader
from withhold.sealing.keys import ReleaseKey, SigningKey
from withhold.sealing.keytext import Use
from withhold.sealing.passkey_record import RegisteredPasskey
from withhold.sealing.passkeys import verify_registration

COVERS = ("withhold.model.authority.rules.offers", "withhold.sealing.key_reader")

READER = SealingKeyReader()
HERE = {"rp_id": "localhost", "origin": "http://localhost:8000"}


def enroll(authenticator: SoftwareAuthenticator) -> RegisteredPasskey:
    challenge, handle = bytes(32), b"NAM-1"
    made = authenticator.register(challenge=challenge, user_handle=handle, **HERE)
    return verify_registration(
        challenge=challenge,
        user_handle=handle,
        client_data_json=made.client_data_json,
        attestation_object=made.attestation_object,
        **HERE,
    )


def official(*, sealing: str, signing: str = "", passkeys: int = 2) -> KeysOffered:
    authenticator = SoftwareAuthenticator()
    records = tuple(enroll(authenticator).record() for _ in range(passkeys))
    return KeysOffered(PersonId("NAM-1"), records, {"sealing": sealing} | ({"signing": signing} if signing else {}))


def test_an_officials_keys_are_read() -> None:
    sealing = ReleaseKey.generate("NAM-1").public.text()
    signing = SigningKey.generate(Use.SIGNER, "NAM-1").public.text()
    offer = read_offer(official(sealing=sealing, signing=signing), Role.OFFICIAL, READER)
    assert len(offer.ids) == 6


def test_one_key_pair_in_two_forms_is_one_key() -> None:
    seed = SigningKey.generate(Use.SIGNER, "NAM-1")
    ed25519 = Ed25519PrivateKey.from_private_bytes(seed.secret)
    scalar = bytearray(hashlib.sha512(ed25519.private_bytes_raw()).digest()[:32])
    sealing = ReleaseKey(Use.RELEASE, "NAM-1", bytes(scalar)).public.text()
    with raises(NotAdmitted, Code.AUTHORITY_KEY_OFFERED_TWICE):
        read_offer(official(sealing=sealing, signing=seed.public.text()), Role.OFFICIAL, READER)


def test_a_key_of_another_person_or_use_is_refused() -> None:
    with raises(NotAdmitted, Code.AUTHORITY_KEY_OF_ANOTHER_NAME):
        read_offer(official(sealing=ReleaseKey.generate("NAM-2").public.text()), Role.OFFICIAL, READER)
    sealing = ReleaseKey.generate("NAM-1").public.text()
    log = SigningKey.generate(Use.LOG, "NAM-1").public.text()
    with raises(Conflict, Code.KEY_OF_LOG_OR_WITNESS):
        read_offer(official(sealing=sealing, signing=log), Role.OFFICIAL, READER)
    with pytest.raises(Unreadable):
        read_offer(official(sealing="no key"), Role.OFFICIAL, READER)
    with pytest.raises(PasskeyRejected):
        READER.passkey_ids({"credential_id": "x"})
