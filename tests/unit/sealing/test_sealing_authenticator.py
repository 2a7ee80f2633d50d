"""The software authenticator has its credentials and counters in a file, and its model marks it as software."""

import json
import stat

import pytest

from withhold.model.errors import Conflict, Unreadable
from withhold.sealing import base64url
from withhold.sealing.authenticator import Algorithm, SoftwareAuthenticator
from withhold.sealing.passkeys import check_assertion, verify_registration

COVERS = ("withhold.sealing.authenticator", "withhold.sealing.base64url", "withhold.sealing.passkeys")

HERE = {"rp_id": "localhost", "origin": "http://localhost:8000"}
CHALLENGE = bytes(32)


def enroll(authenticator, algorithm=Algorithm.ES256):
    made = authenticator.register(challenge=CHALLENGE, user_handle=b"counsel-1", algorithm=algorithm, **HERE)
    return verify_registration(
        challenge=CHALLENGE,
        user_handle=b"counsel-1",
        client_data_json=made.client_data_json,
        attestation_object=made.attestation_object,
        **HERE,
    )


@pytest.mark.parametrize("algorithm", Algorithm)
def test_it_lives_in_its_file_and_its_counter_with_it(tmp_path, algorithm):
    path = tmp_path / "counsel-1.passkey"
    passkey = enroll(SoftwareAuthenticator(path), algorithm)
    for counter in (1, 2, 3):
        again = SoftwareAuthenticator(path)
        assertion = again.sign(challenge=CHALLENGE, allowed=[passkey.credential_id], **HERE)
        passkey = check_assertion([passkey], assertion, challenge=CHALLENGE, **HERE)
        assert passkey.counter == counter
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_counter_that_could_not_be_written_signs_nothing(tmp_path):
    path = tmp_path / "gone" / "counsel-1.passkey"
    path.parent.mkdir()
    authenticator = SoftwareAuthenticator(path)
    passkey = enroll(authenticator)
    path.unlink()
    path.parent.rmdir()
    with pytest.raises(FileNotFoundError):
        authenticator.sign(challenge=CHALLENGE, allowed=[passkey.credential_id], **HERE)


def test_it_signs_only_with_a_passkey_for_that_party():
    authenticator = SoftwareAuthenticator()
    first, second = enroll(authenticator), enroll(authenticator)
    with pytest.raises(Conflict):
        authenticator.sign(challenge=CHALLENGE, allowed=[b"other"], **HERE)
    with pytest.raises(Conflict):
        authenticator.sign(
            rp_id="other.example", origin="https://other.example", challenge=CHALLENGE, allowed=[first.credential_id]
        )
    assertion = authenticator.sign(challenge=CHALLENGE, allowed=[b"other", second.credential_id], **HERE)
    assert base64url.decode(assertion.credential_id) == second.credential_id


def test_a_file_that_is_none_is_unreadable(tmp_path):
    path = tmp_path / "a.passkey"
    enroll(SoftwareAuthenticator(path))
    document = json.loads(path.read_text())
    short = json.loads(path.read_text())
    short["credentials"][0]["secret"] = "AA"
    for content in (
        "",
        "[]",
        "{}",
        json.dumps(document),
        json.dumps(document | {"format": "other"}, indent=2) + "\n",
        json.dumps(document | {"credentials": [{}]}, indent=2) + "\n",
        json.dumps(short, indent=2) + "\n",
        "[" * 100_000,
    ):
        path.write_text(content)
        with pytest.raises(Unreadable, match="software authenticator"):
            SoftwareAuthenticator(path)


def test_its_secrets_do_not_show():
    authenticator = SoftwareAuthenticator()
    enroll(authenticator)
    assert "secret" not in repr(authenticator._credentials)
