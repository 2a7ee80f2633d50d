"""Signing in to the pages: with a passkey, the person verified, and nothing else. Every one is an event.

A session says who somebody is, never what they may do: every use case asks the accreditation again, and everything
that is signed is signed with the passkey anew.
"""

from datetime import timedelta
from hashlib import sha256

from withhold.casework.checks import acting, acting_as, require_accredited
from withhold.casework.desk import Desk
from withhold.casework.sign_in.challenges import answered, set_challenge, use_challenge
from withhold.casework.sign_in.registered_passkeys import verify_passkey_signature
from withhold.model.cases import commands
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Conflict, Forbidden
from withhold.model.occurrences import SignedIn
from withhold.records.writing import write_transaction
from withhold.sealing import base64url

_PURPOSE = "sign in"
_LATELY = timedelta(minutes=10)


def sign_in_challenge(desk: Desk) -> bytes:
    """What a passkey must sign to sign in."""
    return set_challenge(desk, _PURPOSE)


def sign_in(desk: Desk, assertion: Assertion) -> str:
    """Begin a session of the person whose passkey signed; the token that their browser is to hold.

    Raises Forbidden if the passkey is nobody's, or its person's accreditation is not in force; Conflict for a
    challenge that does not serve; PasskeyRejected.
    """
    token = base64url.encode(desk.entropy(32))
    with write_transaction(desk.alias):
        challenge = answered(assertion)
        use_challenge(desk, challenge, _PURPOSE)
        person = desk.people.holder_of(assertion.credential_id)
        if person is None:
            raise Forbidden("not permitted")
        actor = acting_as(desk, person)
        authorize(actor, commands.SignIn)
        require_accredited(desk, actor)
        verify_passkey_signature(desk, person, assertion, challenge)
        stream = desk.recorder.tail(f"account/{person}")
        desk.recorder.record(stream, [SignedIn(person, assertion.credential_id)], actor, desk.now())
        desk.sessions.begin(session_digest(token), person, desk.now())
    return token


def signed_in(desk: Desk, token: str) -> Actor | None:
    """Who a session's token stands for, if it holds and their accreditation is in force now."""
    found = desk.sessions.get(session_digest(token), desk.now()) if token else None
    if found is None:
        return None
    try:
        actor = acting_as(desk, found.person)
        require_accredited(desk, actor)
    except Forbidden:
        return None
    return actor


def require_recent_sign_in(desk: Desk, token: str) -> None:
    """Raise Conflict unless the session was begun with a passkey in the last minutes."""
    found = desk.sessions.get(session_digest(token), desk.now())
    if found is None or desk.now() - found.begun_at > _LATELY:
        raise Conflict("sign out and in again, with your passkey, and do this within ten minutes")


def sign_out(desk: Desk, token: str) -> None:
    """End a session."""
    with write_transaction(desk.alias):
        desk.sessions.end(session_digest(token))


def require_fresh_signature(desk: Desk, actor: Actor, assertion: Assertion, purpose: str) -> None:
    """Raise unless the actor's passkey signed, just now and for this purpose; inside the write that rests on it.

    Raises Conflict for a challenge that does not serve, or PasskeyRejected.
    """
    challenge = answered(assertion)
    use_challenge(desk, challenge, f"{actor.person}\n{purpose}")
    verify_passkey_signature(desk, actor.person, assertion, challenge)


def confirm(desk: Desk, actor: Actor, assertion: Assertion, purpose: str) -> None:
    """Require a passkey signature of just now for something that is not itself signed.

    Raises as `require_fresh_signature`.
    """
    with acting(desk, actor, commands.SignIn):
        require_fresh_signature(desk, actor, assertion, purpose)


def challenge_anew(desk: Desk, actor: Actor, purpose: str) -> bytes:
    """What the actor's passkey must sign for `require_fresh_signature`."""
    return set_challenge(desk, f"{actor.person}\n{purpose}")


def session_digest(token: str) -> str:
    """What the records know a session's token by."""
    return sha256(token.encode()).hexdigest()
