"""Acts: the canonical JSON that a person's passkey signs, and the signature that the event keeps.

An act is canonical JSON (RFC 8785) with the members `log`, `act`, `about`, `content`, `actor`, `role`, `agency`, `on`,
`nonce` and `until`. `content` is the permanent part of the event (`events.codec`). The passkey's challenge is the
SHA-256 of the act. The event's payload has the same values, and the members of `Signature` beside them, so the act is
made again from the payload. What was signed and what was recorded cannot differ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec

from withhold.events.codec import SALT_SIZE, Event, canonical, split
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Fault
from withhold.model.kinds import Kind
from withhold.model.occurrences import StayPlaced
from withhold.model.stays import Channel

LONGEST = timedelta(minutes=10)
"""How far ahead of its recording the end of an act may be."""

NEED_A_SIGNATURE = frozenset(
    {
        Kind.DETERMINATION_MADE,
        Kind.DISPOSED,
        Kind.WITHDRAWN,
        Kind.RECALLED,
        Kind.STAY_PLACED,
        Kind.STAY_LIFT_PROPOSED,
        Kind.STAY_LIFTED,
    }
)
"""The kinds of events that only a signed act makes. A stay that was placed at the console needs no signature."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person is about to do: the event, the stream it goes into, and the entries that it rests on.

    `on` has their leaf hashes, in hex. For example, a determination rests on the entry that opened the review.
    """

    about: str
    event: Event
    on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """What makes an act unique: 16 random bytes in hex, and the ISO 8601 instant after which it is not accepted.

    `salt` is 32 random bytes in hex. The act names the content of the event by a digest with this salt, so that the
    signature still verifies after the content was erased (`events.codec`).
    """

    nonce: str
    until: str
    salt: str


@dataclass(frozen=True, slots=True)
class Touch:
    """What comes back from a person's authenticator: the terms of the act, and the assertion over it."""

    terms: Terms
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class Signature:
    """The members of a payload that an unsigned event does not have."""

    log: str
    on: tuple[str, ...]
    nonce: str
    until: str
    assertion: Assertion


def challenge_of(log: str, draft: Draft, actor: Actor, terms: Terms) -> bytes:
    """Return the 32 bytes that the actor's passkey signs. `log` is the origin of the ledger.

    Raises ValueError if the salt is not 32 bytes in hex.
    """
    permanent, _ = split(draft.event, salt_of(terms))
    return _challenge(log, draft.event.kind, draft.about, permanent, actor, draft.on, terms.nonce, terms.until)


def salt_of(terms: Terms) -> bytes:
    """Return the salt of an act (32 bytes). Raises ValueError if the terms have none."""
    salt = bytes.fromhex(terms.salt)
    if len(salt) != SALT_SIZE:
        raise ValueError(f"a salt is {SALT_SIZE} bytes")
    return salt


def signature_of(log: str, draft: Draft, touch: Touch) -> Signature:
    """Return what the payload of the event keeps of the act. Nothing is verified here."""
    return Signature(log, draft.on, touch.terms.nonce, touch.terms.until, touch.assertion)


def signature_in(payload: Mapping[str, Any]) -> Signature | None:
    """Return the signature in a payload, or None if it has none. Raises Fault if it has another shape."""
    if "signed" not in payload:
        return None
    try:
        return msgspec.convert(payload["signed"], Signature)
    except ValueError:
        raise Fault(Code.PAYLOAD_ANOTHER_SHAPE) from None


def recorded_challenge(payload: Mapping[str, Any], signature: Signature) -> bytes:
    """Return the 32 bytes that were signed, made again from the payload of a recorded act."""
    actor = Actor(payload["actor"], payload["role"], payload["agency"])
    kind, about, content = Kind(payload["kind"]), payload["stream"], payload["event"]
    return _challenge(signature.log, kind, about, content, actor, signature.on, signature.nonce, signature.until)


def needs_signature(event: Event) -> bool:
    """Return whether only a signed act makes this event."""
    if isinstance(event, StayPlaced) and event.channel is Channel.CONSOLE:
        return False
    return event.kind in NEED_A_SIGNATURE


def end_of(until: str) -> datetime | None:
    """Return the instant that an act's `until` states, in UTC. None if it states none."""
    try:
        instant = datetime.fromisoformat(until)
    except ValueError:
        return None
    return instant.astimezone(UTC) if instant.tzinfo else None


def _challenge(
    log: str, kind: Kind, about: str, content: object, actor: Actor, on: tuple[str, ...], nonce: str, until: str
) -> bytes:
    act = {
        "log": log,
        "act": kind.name.lower(),
        "about": about,
        "content": content,
        "actor": actor.person,
        "role": actor.role,
        "agency": actor.agency,
        "on": on,
        "nonce": nonce,
        "until": until,
    }
    return sha256(canonical(act)).digest()
