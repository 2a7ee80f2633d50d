"""Challenges that the pages set and a passkey answers. Nothing is stored when one is set: it proves itself.

A challenge is 16 random bytes, 8 of the second it runs out (big-endian), and HMAC-SHA256 of both and of the purpose,
under a key of this home. It serves for that purpose, until then, once. That it was used is
noted permanently, so that this does not depend on the clock: an authenticator without a counter proves nothing of it.
"""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec

from withhold.casework.desk import Desk
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Conflict
from withhold.sealing import base64url

_SERVES = timedelta(minutes=5)
_BEHIND = timedelta(minutes=5)
"""How far the clock may be behind the latest event: two servers' clocks differ a little."""
_RANDOM, _TIME = 16, 8
_LATE = "this took too long, or was begun on another page; load the page again and sign anew"


def set_challenge(desk: Desk, purpose: str) -> bytes:
    """A new challenge for the purpose: 56 bytes."""
    until = int((desk.now() + _SERVES).timestamp())
    head = desk.entropy(_RANDOM) + until.to_bytes(_TIME)
    return head + _proof(desk, head, purpose)


def use_challenge(desk: Desk, challenge: bytes, purpose: str) -> None:
    """Use a challenge up. Raises Conflict unless it was set here for the purpose, still serves, and was not used.

    Call inside the write that rests on it.
    """
    head, proof = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
    if not hmac.compare_digest(proof, _proof(desk, head, purpose)):
        raise Conflict(_LATE)
    until = datetime.fromtimestamp(int.from_bytes(head[_RANDOM:]), UTC)
    if desk.now() > until:
        raise Conflict(_LATE)
    _require_clock(desk)
    desk.sessions.use_challenge(sha256(challenge).hexdigest(), until)


def _require_clock(desk: Desk) -> None:
    """Raise Conflict if the clock is behind what is on record: what had run out would hold again."""
    recorded = desk.journal.last_recorded_at()
    if recorded is not None and desk.now() < recorded - _BEHIND:
        raise Conflict("this server's clock is behind the last recorded event; set the clock, then sign again")


def answered(assertion: Assertion) -> bytes:
    """The challenge that an assertion says it answers; b"" for what says none. Nothing of it is verified yet."""
    try:
        return client_challenge(base64url.decode(assertion.client_data))
    except ValueError:
        return b""


class _ClientData(msgspec.Struct):
    """What is read of WebAuthn client data before it is verified. `sealing.passkeys` reads the rest."""

    challenge: str


def client_challenge(client_data: bytes) -> bytes:
    """The challenge in WebAuthn client data. Raises ValueError if it is none."""
    try:
        return base64url.decode(msgspec.json.decode(client_data, type=_ClientData).challenge)
    except RecursionError:
        raise ValueError("no challenge") from None


def _proof(desk: Desk, head: bytes, purpose: str) -> bytes:
    key = hmac.digest(desk.keyring.blind, b"withhold challenges v1", "sha256")
    return hmac.digest(key, head + purpose.encode(), "sha256")
