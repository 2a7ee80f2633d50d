"""Signing in to the pages, with a passkey that verifies the person and with nothing else. Each sign-in is an event.

A session identifies a person and permits nothing. Every use case checks the accreditation again. Every act that matters
takes another passkey signature, for example a determination or the lifting of a stay.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from withhold.casework.acts.challenges import answered, set_challenge, use_challenge
from withhold.casework.acts.registered_passkeys import verify_passkey_signature
from withhold.casework.checks import acting, acting_as, require_accredited
from withhold.casework.instance import Instance
from withhold.model.cases import commands
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.identifiers import PersonId
from withhold.model.occurrences import SignedIn
from withhold.records.projections.sessions import SignedInAs
from withhold.records.writing import write_transaction
from withhold.sealing import base64url

_PURPOSE = "sign in"
_LATELY = timedelta(minutes=10)


def sign_in_challenge(instance: Instance) -> bytes:
    """Return the challenge that a passkey must sign to sign in."""
    return set_challenge(instance, _PURPOSE)


def sign_in(instance: Instance, assertion: Assertion) -> str:
    """Begin a session of the person whose passkey signed. Returns the token that their browser keeps.

    Raises Forbidden if the passkey is nobody's or its person's accreditation is not in force, Conflict if the challenge
    is not valid, or PasskeyRejected.
    """
    token = base64url.encode(instance.entropy(32))
    with write_transaction(instance.alias):
        challenge = answered(assertion)
        use_challenge(instance, challenge, _PURPOSE)
        person = instance.people.holder_of(assertion.credential_id)
        if person is None:
            raise Forbidden()
        actor = acting_as(instance, person)
        authorize(actor, commands.SignIn)
        require_accredited(instance, actor)
        verify_passkey_signature(instance, person, assertion, challenge)
        stream = instance.recorder.tail(f"account/{person}")
        instance.recorder.record(stream, [SignedIn(person, assertion.credential_id)], actor, instance.now())
        at = instance.now()
        instance.sessions.begin(session_digest(token), person, at, _proof(instance, token, person, at))
    return token


def signed_in(instance: Instance, token: str) -> Actor | None:
    """Return the actor whose session has this token, or None.

    None means that the session has ended, that no sign-in here began it, or that the person's accreditation is not in
    force now.
    """
    found = _session(instance, token) if token else None
    if found is None:
        return None
    try:
        actor = acting_as(instance, found.person)
        require_accredited(instance, actor)
    except Forbidden:
        return None
    return actor


def require_recent_sign_in(instance: Instance, token: str) -> None:
    """Raise Conflict unless the session was begun within the last ten minutes."""
    found = _session(instance, token)
    if found is None or instance.now() - found.begun_at > _LATELY:
        raise Conflict(Code.SIGN_IN_AGAIN)


def _session(instance: Instance, token: str) -> SignedInAs | None:
    """Return the session with this token. None if there is none, or its row is not what a sign-in wrote."""
    found = instance.sessions.get(session_digest(token), instance.now())
    if found is None:
        return None
    genuine = hmac.compare_digest(found.proof, _proof(instance, token, found.person, found.begun_at))
    return found if genuine else None


def _proof(instance: Instance, token: str, person: PersonId, begun_at: datetime) -> str:
    """Return the HMAC-SHA256 of a session in hex. Its key is not in the database."""
    key = hmac.digest(instance.keyring.blind, b"withhold sessions v1", "sha256")
    stated = f"{token}\n{person}\n{begun_at.isoformat()}"
    return hmac.digest(key, stated.encode(), "sha256").hex()


def sign_out(instance: Instance, token: str) -> None:
    """End the session with this token."""
    with write_transaction(instance.alias):
        instance.sessions.end(session_digest(token))


def require_fresh_signature(instance: Instance, actor: Actor, assertion: Assertion, purpose: str) -> None:
    """Raise unless the actor's passkey signed a challenge for this purpose within its five minutes.

    Call inside the write that relies on the signature. Raises Conflict if the challenge is not valid, or
    PasskeyRejected.
    """
    challenge = answered(assertion)
    use_challenge(instance, challenge, f"{actor.person}\n{purpose}")
    verify_passkey_signature(instance, actor.person, assertion, challenge)


def confirm(instance: Instance, actor: Actor, assertion: Assertion, purpose: str) -> None:
    """Require a fresh passkey signature for an act whose content is not itself signed.

    For example, `purpose` is "lift" and the id of the stay. Raises Forbidden, and as `require_fresh_signature` does.
    """
    with acting(instance, actor, commands.SignIn):
        require_fresh_signature(instance, actor, assertion, purpose)


def challenge_anew(instance: Instance, actor: Actor, purpose: str) -> bytes:
    """Return the challenge that the actor's passkey must sign for `require_fresh_signature`."""
    return set_challenge(instance, f"{actor.person}\n{purpose}")


def session_digest(token: str) -> str:
    """Return the digest under which the records store a session's token: hex SHA-256."""
    return sha256(token.encode()).hexdigest()
