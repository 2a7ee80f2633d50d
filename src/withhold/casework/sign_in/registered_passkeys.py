"""Verifies passkey signatures against the passkeys that a person has registered."""

from withhold.casework.desk import Desk
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Conflict
from withhold.records.models import Passkey
from withhold.sealing.passkey_record import RegisteredPasskey
from withhold.sealing.passkeys import check_assertion

FEWEST = 2
"""How many passkeys everyone should have. Whoever loses one then still has the other."""


def verify_passkey_signature(desk: Desk, person: str, assertion: Assertion, challenge: bytes) -> None:
    """Raise PasskeyRejected unless one of the person's passkeys signed the challenge. Store its new counter.

    Call inside the write that relies on the signature. Raises Conflict if the passkey was used in between, or if it is
    a software authenticator's and this is no demonstration.
    """
    allowed = {each.credential_id: each for each in desk.people.passkeys(person)}
    signed = check_assertion(
        [registered(each) for each in allowed.values()],
        assertion,
        challenge=challenge,
        rp_id=desk.configuration.passkey_domain,
        origin=desk.configuration.passkey_origin,
    )
    used = allowed[assertion.credential_id]
    require_passkey_kind(desk, registered(used))
    desk.people.advance_counter(used.credential_id, used.sign_count, signed.counter)


def holds_still(desk: Desk, person: str, assertion: Assertion, challenge: bytes) -> bool:
    """Whether the passkey of a recorded assertion is still the person's. Verifies its signature anew.

    The counter was checked when it was made and has moved on since, so it is left out here. Raises PasskeyRejected, or
    Conflict for a software authenticator's passkey in a real home.
    """
    for passkey in desk.people.passkeys(person):
        if passkey.credential_id == assertion.credential_id:
            passkey.sign_count = 0
            require_passkey_kind(desk, registered(passkey))
            check_assertion(
                [registered(passkey)],
                assertion,
                challenge=challenge,
                rp_id=desk.configuration.passkey_domain,
                origin=desk.configuration.passkey_origin,
            )
            return True
    return False


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


def require_passkey_kind(desk: Desk, passkey: RegisteredPasskey) -> None:
    """Raise Conflict for a software authenticator's passkey, unless the instance is a demonstration."""
    if passkey.software and not desk.demonstration:
        raise Conflict("a software authenticator's passkey is for demonstrations only; register a hardware one")
