"""Registering passkeys: with a code that a steward hands over in person, or by somebody who is signed in.

One steward can open the first code for a person. Once the person has passkeys, another code takes two stewards. Whoever
has the code can act as that person, so no steward may open it alone. Opening it ends the passkeys registered before.
"""

from base64 import b32encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from withhold.casework.acts.challenges import client_challenge, set_challenge, use_challenge
from withhold.casework.acts.registered_passkeys import require_passkey_kind
from withhold.casework.checks import acting, acting_as, require_accredited
from withhold.casework.instance import Instance
from withhold.casework.sign_in.key_ownership import take_keys
from withhold.casework.sign_in.signing_in import require_recent_sign_in
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.given_reasons import required_reason
from withhold.model.identifiers import PersonId
from withhold.model.occurrences import EnrollmentOpened, PasskeyRegistered, RecoveryProposed
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


def open_enrollment(instance: Instance, actor: Actor, person: PersonId) -> str:
    """Return a code for a person who has no passkey yet, to be handed to them. Only its digest is stored.

    Raises Forbidden, or Conflict if the person's accreditation is not in force or they have passkeys.
    """
    with acting(instance, actor, commands.Accredit):
        return _open(instance, actor, person)


def _open(instance: Instance, actor: Actor, person: PersonId) -> str:
    if instance.people.passkeys(person):
        raise Conflict(Code.ENROLLMENT_HAS_PASSKEYS)
    return _opened(instance, actor, person, recovery=False)


def recover(instance: Instance, actor: Actor, person: PersonId, reason: str) -> str:
    """Agree that a person's passkeys are lost. The first steward proposes and gets "", the second gets the code.

    The person's passkeys and sessions end when the second steward agrees. Raises Forbidden, or Conflict if the same
    steward agrees twice, the person is the steward, or no reason is given.
    """
    with acting(instance, actor, commands.Accredit) as at:
        # The reason states how the loss is known and how the person was recognized.
        given = required_reason(reason, "a recovery")
        if actor.person == person:
            raise Conflict(Code.RECOVERY_OWN)
        proposer = proposed_by(instance, person)
        if proposer == actor.person:
            raise Conflict(Code.RECOVERY_SECOND_STEWARD)
        if not proposer:
            stream = instance.recorder.tail(f"person/{person}")
            instance.recorder.record(stream, [RecoveryProposed(person, given)], actor, at)
            return ""
        instance.people.remove_passkeys(person)
        instance.sessions.end_all(person)
        return _opened(instance, actor, person, recovery=True)


def proposed_by(instance: Instance, person: PersonId) -> str:
    """Return the steward who proposed a recovery that nobody has agreed to yet, or "" if there is none."""
    proposer = ""
    for stored in instance.journal.stream(f"person/{person}"):
        event = instance.recorder.read_event(stored)
        if isinstance(event, RecoveryProposed):
            proposer = stored.actor
        elif isinstance(event, EnrollmentOpened):
            proposer = ""
    return proposer


def _opened(instance: Instance, actor: Actor, person: PersonId, *, recovery: bool) -> str:
    try:
        require_accredited(instance, acting_as(instance, person))
    except Forbidden:
        raise Conflict(Code.PERSON_NOT_IN_FORCE) from None
    code = b32encode(instance.entropy(20)).decode()
    until = instance.now() + _VALID_FOR
    instance.sessions.open_enrollment(_digest(code), person, until, _TIMES)
    opened = EnrollmentOpened(person, until.isoformat(), recovery)
    instance.recorder.record(instance.recorder.tail(f"person/{person}"), [opened], actor, instance.now())
    return "-".join(code[start : start + 8] for start in range(0, len(code), 8))


def enrolling(instance: Instance, code: str) -> PersonId:
    """Return the person for whom a code is valid. Raises Forbidden if it is invalid, expired or used up."""
    return instance.sessions.enrolling(_digest(code), instance.now())


def registration_challenge(instance: Instance, person: PersonId) -> bytes:
    """Return the challenge that a new passkey of the person must sign."""
    return set_challenge(instance, f"register\n{person}")


def register_with_code(instance: Instance, code: str, registration: Registration) -> PersonId:
    """Register a passkey for the person whom the code is for, and return that person. Raises as `register` does."""
    with write_transaction(instance.alias):
        person = enrolling(instance, code)
        _register(instance, person, registration)
        instance.sessions.enrolled(_digest(code))
    return person


def register(instance: Instance, actor: Actor, token: str, registration: Registration) -> None:
    """Register another passkey of somebody who signed in within the last ten minutes. `token` is the session's.

    The limit keeps a stolen session from registering a passkey later. Raises Forbidden, Conflict, or PasskeyRejected.
    """
    authorize(actor, commands.SignIn)
    with write_transaction(instance.alias):
        require_recent_sign_in(instance, token)
        _register(instance, actor.person, registration)


def _register(instance: Instance, person: PersonId, registration: Registration) -> None:
    actor = acting_as(instance, person)
    require_accredited(instance, actor)
    try:
        challenge = client_challenge(registration.client_data)
    except ValueError:
        challenge = b""
    use_challenge(instance, challenge, f"register\n{person}")
    passkey = verify_registration(
        challenge=challenge,
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
        user_handle=person.encode(),
        client_data_json=registration.client_data,
        attestation_object=registration.attestation,
    )
    require_passkey_kind(instance, passkey)
    registered = PasskeyRegistered(person, passkey.record())
    take_keys(instance, registered)
    instance.people.add_passkey(registered)
    instance.recorder.record(instance.recorder.tail(f"person/{person}"), [registered], actor, instance.now())


def _digest(code: str) -> str:
    folded = "".join(each for each in code.upper() if each.isalnum())
    return sha256(b"withhold enrollment v1\n" + folded.encode()).hexdigest()
