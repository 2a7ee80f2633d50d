"""Signing an act: what the passkey is asked, how the answer is verified, and how the act is recorded.

The page prepares an act and shows it. The person touches their authenticator. The use case makes the same act from what
was sent, verifies the signature inside its write, and records the act with it. If anything differs from what was
signed, the signature does not verify and nothing is recorded.
"""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from withhold.casework.acts.challenges import require_clock
from withhold.casework.acts.registered_passkeys import (
    PasskeyNotRegistered,
    verify_passkey_signature,
    verify_recorded_assertion,
)
from withhold.casework.instance import Instance
from withhold.events.acts import (
    LONGEST,
    Draft,
    Signature,
    Terms,
    Touch,
    challenge_of,
    end_of,
    recorded_challenge,
    salt_of,
    signature_in,
    signature_of,
)
from withhold.events.codec import SALT_SIZE
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Fault, Forbidden
from withhold.model.identifiers import PersonId
from withhold.records.log.journal import Stored
from withhold.tlog.tree.hashing import leaf_hash

_NONCE = 16


def new_terms(instance: Instance) -> Terms:
    """Return the terms of a new act: a nonce, and the latest time at which it is accepted."""
    until = (instance.now() + LONGEST).replace(microsecond=0)
    return Terms(instance.entropy(_NONCE).hex(), until.isoformat(), instance.entropy(SALT_SIZE).hex())


def act_challenge(instance: Instance, actor: Actor, draft: Draft, terms: Terms) -> bytes:
    """Return the 32 bytes that the actor's passkey must sign for this act."""
    return challenge_of(instance.configuration.origin, draft, actor, terms)


def verified(instance: Instance, actor: Actor, draft: Draft, touch: Touch) -> tuple[Signature, bytes]:
    """Return the signature of an act, verified, and the salt of the content that it names (32 bytes).

    Its nonce counts as used, and the passkey's counter is stored.

    Call inside the write that records the act. Raises Conflict if the time of the act has passed or lies too far ahead,
    or the nonce was used before. Raises PasskeyRejected if the signature is not the actor's over exactly this act.
    """
    until, now = end_of(touch.terms.until), instance.now()
    if until is None or not now <= until <= now + LONGEST or len(touch.terms.nonce) != 2 * _NONCE:
        raise Conflict(Code.SIGN_IN_TOO_LATE)
    require_clock(instance)
    instance.sessions.use_challenge(sha256(b"withhold act\n" + touch.terms.nonce.encode()).hexdigest(), until)
    try:
        salt, signed = salt_of(touch.terms), act_challenge(instance, actor, draft, touch.terms)
    except ValueError:
        raise Conflict(Code.SIGN_IN_TOO_LATE) from None
    verify_passkey_signature(instance, actor.person, touch.assertion, signed)
    return signature_of(instance.configuration.origin, draft, touch), salt


def record_act(instance: Instance, actor: Actor, draft: Draft, touch: Touch, at: datetime) -> None:
    """Verify an act's signature and append its event to the stream that it is about. Raises as `verified` does."""
    signature, salt = verified(instance, actor, draft, touch)
    stream = instance.recorder.tail(draft.about)
    instance.recorder.record(stream, [draft.event], actor, at, signature=signature, salt=salt)


def verify_recorded_act(instance: Instance, stored: Stored) -> None:
    """Verify again the signature of a recorded act, against the passkeys that the actor has now.

    Raises Fault if the event has no signature or names another log, Forbidden if the passkey is no longer registered,
    or PasskeyRejected.
    """
    payload = instance.recorder.payload(stored)
    signature = signature_in(payload)
    if signature is None or signature.log != instance.configuration.origin:
        raise Fault(Code.ACT_NOT_SIGNED)
    signed = recorded_challenge(payload, signature)
    try:
        verify_recorded_assertion(instance, PersonId(stored.actor), signature.assertion, signed)
    except PasskeyNotRegistered:
        raise Forbidden() from None


def leaf_of(stored: Stored) -> str:
    """Return the leaf hash of an event in hex, by which an act names the entry that it rests on."""
    return leaf_hash(stored.leaf).hex()


def latest_leaf(stream: Sequence[Stored], kind: int) -> tuple[str, ...]:
    """Return the leaf hash of the latest event of a kind in a stream, for an act's `on`. Empty if there is none."""
    found = [leaf_of(each) for each in stream if each.kind == kind]
    return tuple(found[-1:])
