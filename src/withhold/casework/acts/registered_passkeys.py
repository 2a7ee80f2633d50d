"""Verifies passkey signatures against the passkeys that a person has registered."""

from withhold.casework.instance import Instance
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import PersonId
from withhold.records.models import Passkey
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.passkey_record import RegisteredPasskey
from withhold.sealing.passkeys import check_assertion

FEWEST = 2
"""How many passkeys everyone should have. Whoever loses one then still has the other."""


def verify_passkey_signature(instance: Instance, person: PersonId, assertion: Assertion, challenge: bytes) -> None:
    """Raise PasskeyRejected unless one of the person's passkeys signed the challenge. Store its new counter.

    Call inside the write that relies on the signature. Raises Conflict if the passkey was used in between, or if it is
    a software authenticator's and this is no demonstration.
    """
    allowed = {each.credential_id: each for each in instance.people.passkeys(person)}
    signed = check_assertion(
        [registered(each) for each in allowed.values()],
        assertion,
        challenge=challenge,
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
    )
    used = allowed[assertion.credential_id]
    require_passkey_kind(instance, registered(used))
    instance.people.advance_counter(used.credential_id, used.sign_count, signed.counter)


class PasskeyNotRegistered(PasskeyRejected):
    """The passkey of a recorded assertion is not, or no longer, registered to the person."""


def verify_recorded_assertion(instance: Instance, person: PersonId, assertion: Assertion, challenge: bytes) -> None:
    """Raise PasskeyRejected unless a passkey that the person has now signed the challenge, at whatever time.

    The counter is not compared: it was checked when the assertion was made, and has grown since. Raises
    PasskeyNotRegistered if the passkey is not the person's, or Conflict if it is a software authenticator's and this is
    no demonstration.
    """
    known = {each.credential_id: each for each in instance.people.passkeys(person)}
    passkey = known.get(assertion.credential_id)
    if passkey is None:
        raise PasskeyNotRegistered(Code.PASSKEY_NOT_REGISTERED)
    passkey.sign_count = 0
    require_passkey_kind(instance, registered(passkey))
    check_assertion(
        [registered(passkey)],
        assertion,
        challenge=challenge,
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
    )


def registered(passkey: Passkey) -> RegisteredPasskey:
    """Return a stored passkey in the form that verification needs, with the counter last seen."""
    return RegisteredPasskey.from_record(
        {
            "credential_id": passkey.credential_id,
            "public_key": passkey.public_key,
            "counter": passkey.sign_count,
            "user_handle": passkey.user_handle,
            "aaguid": passkey.aaguid,
        }
    )


def require_passkey_kind(instance: Instance, passkey: RegisteredPasskey) -> None:
    """Raise Conflict for a software authenticator's passkey, unless the instance is a demonstration."""
    if passkey.software and not instance.demonstration:
        raise Conflict(Code.PASSKEY_DEMONSTRATION_ONLY)
