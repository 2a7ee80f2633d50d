"""Signing in to a little home and registering passkeys there, with software authenticators."""

from pathlib import Path

from support.home import DOMAIN, ORIGIN, LittleHome
from withhold.casework.sign_in.enrolling import Registration, registration_challenge
from withhold.casework.sign_in.signing_in import sign_in, sign_in_challenge
from withhold.model.cases.determination import Assertion
from withhold.model.occurrences import PersonAccredited
from withhold.model.vocabulary import Role
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator


def made_passkey(home: LittleHome, person: str, name: str = "") -> Registration:
    """Return a new passkey of a person, as their browser sends it. The authenticator has its own file."""
    made = SoftwareAuthenticator(passkey_file(home, name or person)).register(
        rp_id=DOMAIN,
        origin=ORIGIN,
        challenge=registration_challenge(home.instance, person),
        user_handle=person.encode(),
    )
    return Registration(made.client_data_json, made.attestation_object)


def passkey_file(home: LittleHome, name: str) -> Path:
    return home.root / "people" / f"{name}.passkey"


def answered(home: LittleHome, person: str, challenge: bytes, name: str = "") -> Assertion:
    """What the person's authenticator answers."""
    return SoftwareAuthenticator(passkey_file(home, name or person)).sign(
        rp_id=DOMAIN,
        origin=ORIGIN,
        challenge=challenge,
        allowed=[base64url.decode(each.credential_id) for each in home.instance.people.passkeys(person)],
    )


def signed_in_as(home: LittleHome, person: str, name: str = "") -> str:
    """A session's token."""
    return sign_in(home.instance, answered(home, person, sign_in_challenge(home.instance), name))


def custodian(person: str, role: Role) -> PersonAccredited:
    """Somebody of the custodian's side, without passkeys yet."""
    return PersonAccredited(person, f"{person} (fictional)", "", role.value, "", "", "", {}, (), "", "")
