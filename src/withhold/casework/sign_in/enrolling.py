"""Registering passkeys: with a code that a steward hands over in person, or by somebody who is signed in.

One steward can open the first code for a person. Once the person has passkeys, another code takes two stewards. Whoever
has the code can act as that person, so no steward may open it alone. Opening it ends the passkeys registered before.
"""

from base64 import b32encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from withhold.casework.checks import acting, acting_as, require_accredited
from withhold.casework.desk import Desk
from withhold.casework.sign_in.challenges import client_challenge, set_challenge, use_challenge
from withhold.casework.sign_in.key_ownership import take_keys
from withhold.casework.sign_in.registered_passkeys import require_passkey_kind
from withhold.casework.sign_in.signing_in import require_recent_sign_in
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.given_reasons import required_reason
from withhold.model.identifiers import PersonId
from withhold.model.occurrences import EnrollmentOpened, PasskeyRegistered, RecoveryProposed
from withhold.model.vocabulary import Role
from withhold.records.writing import write_transaction
from withhold.sealing.passkeys import verify_registration

_VALID_FOR = timedelta(days=7)
_TIMES = 2
"""How many passkeys one code registers. With two, nobody is locked out by losing one."""


@dataclass(frozen=True, slots=True)
class Registration:
    """What a browser sends to register a passkey: WebAuthn client data and attestation object."""

    client_data: bytes
    attestation: bytes


def open_enrollment(desk: Desk, actor: Actor, person: PersonId) -> str:
    """Return a code for a person who has no passkey yet, to be handed to them. Only its digest is stored.

    Raises Forbidden, or Conflict if the person's accreditation is not in force or they have passkeys.
    """
    with acting(desk, actor, commands.Accredit):
        return _open(desk, actor, person)


def open_first_enrollment(desk: Desk, person: PersonId) -> str:
    """Return a code for a steward, from the console of the machine, while no steward has a passkey yet.

    Raises Conflict if a steward has one, or the person is not a steward.
    """
    stewards = desk.people.all_in_force(Role.STEWARD, desk.now().date())
    with write_transaction(desk.alias):
        if person not in {each.person_id for each in stewards}:
            raise Conflict(Code.ENROLLMENT_STEWARD_ONLY)
        if any(desk.people.passkeys(each.person_id) for each in stewards):
            raise Conflict(Code.ENROLLMENT_STEWARD_HAS_PASSKEYS)
        return _open(desk, Actor(PersonId(person), Role.STEWARD), person)


def _open(desk: Desk, actor: Actor, person: PersonId) -> str:
    if desk.people.passkeys(person):
        raise Conflict(Code.ENROLLMENT_HAS_PASSKEYS)
    return _opened(desk, actor, person, recovery=False)


def recover(desk: Desk, actor: Actor, person: PersonId, reason: str) -> str:
    """Agree that a person's passkeys are lost. The first steward proposes and gets "", the second gets the code.

    The person's passkeys and sessions end when the second steward agrees. Raises Forbidden, or Conflict if the same
    steward agrees twice, the person is the steward, or no reason is given.
    """
    with acting(desk, actor, commands.Accredit) as at:
        # The reason states how the loss is known and how the person was recognized.
        given = required_reason(reason, "a recovery")
        if actor.person == person:
            raise Conflict(Code.RECOVERY_OWN)
        proposer = proposed_by(desk, person)
        if proposer == actor.person:
            raise Conflict(Code.RECOVERY_SECOND_STEWARD)
        if not proposer:
            stream = desk.recorder.tail(f"person/{person}")
            desk.recorder.record(stream, [RecoveryProposed(person, given)], actor, at)
            return ""
        desk.people.remove_passkeys(person)
        desk.sessions.end_all(person)
        return _opened(desk, actor, person, recovery=True)


def proposed_by(desk: Desk, person: PersonId) -> str:
    """Return the steward who proposed a recovery that nobody has agreed to yet, or "" if there is none."""
    proposer = ""
    for stored in desk.journal.stream(f"person/{person}"):
        event = desk.recorder.read_event(stored)
        if isinstance(event, RecoveryProposed):
            proposer = stored.actor
        elif isinstance(event, EnrollmentOpened):
            proposer = ""
    return proposer


def _opened(desk: Desk, actor: Actor, person: PersonId, *, recovery: bool) -> str:
    try:
        require_accredited(desk, acting_as(desk, person))
    except Forbidden:
        raise Conflict(Code.PERSON_NOT_IN_FORCE) from None
    code = b32encode(desk.entropy(20)).decode()
    until = desk.now() + _VALID_FOR
    desk.sessions.open_enrollment(_digest(code), person, until, _TIMES)
    opened = EnrollmentOpened(person, until.isoformat(), recovery)
    desk.recorder.record(desk.recorder.tail(f"person/{person}"), [opened], actor, desk.now())
    return "-".join(code[start : start + 8] for start in range(0, len(code), 8))


def enrolling(desk: Desk, code: str) -> PersonId:
    """Return the person for whom a code is valid. Raises Forbidden if it is invalid, expired or used up."""
    return desk.sessions.enrolling(_digest(code), desk.now())


def registration_challenge(desk: Desk, person: PersonId) -> bytes:
    """Return the challenge that a new passkey of the person must sign."""
    return set_challenge(desk, f"register\n{person}")


def register_with_code(desk: Desk, code: str, registration: Registration) -> PersonId:
    """Register a passkey for the person whom the code is for, and return that person. Raises as `register` does."""
    with write_transaction(desk.alias):
        person = enrolling(desk, code)
        _register(desk, person, registration)
        desk.sessions.enrolled(_digest(code))
    return person


def register(desk: Desk, actor: Actor, token: str, registration: Registration) -> None:
    """Register another passkey of somebody who signed in within the last ten minutes. `token` is the session's.

    The limit keeps a stolen session from registering a passkey later. Raises Forbidden, Conflict, or PasskeyRejected.
    """
    authorize(actor, commands.SignIn)
    with write_transaction(desk.alias):
        require_recent_sign_in(desk, token)
        _register(desk, actor.person, registration)


def _register(desk: Desk, person: PersonId, registration: Registration) -> None:
    actor = acting_as(desk, person)
    require_accredited(desk, actor)
    try:
        challenge = client_challenge(registration.client_data)
    except ValueError:
        challenge = b""
    use_challenge(desk, challenge, f"register\n{person}")
    passkey = verify_registration(
        challenge=challenge,
        rp_id=desk.configuration.passkey_domain,
        origin=desk.configuration.passkey_origin,
        user_handle=person.encode(),
        client_data_json=registration.client_data,
        attestation_object=registration.attestation,
    )
    require_passkey_kind(desk, passkey)
    registered = PasskeyRegistered(person, passkey.record())
    take_keys(desk, registered)
    desk.people.add_passkey(registered)
    desk.recorder.record(desk.recorder.tail(f"person/{person}"), [registered], actor, desk.now())


def _digest(code: str) -> str:
    folded = "".join(each for each in code.upper() if each.isalnum())
    return sha256(b"withhold enrollment v1\n" + folded.encode()).hexdigest()
