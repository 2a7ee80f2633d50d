"""Challenges that the pages set and a passkey signs. Nothing is stored when one is set.

A challenge is 56 bytes: 16 random bytes, 8 bytes for the second at which it expires (Unix time, big-endian), and 32
bytes of HMAC-SHA256 over both and the purpose, under a key of this instance. It is valid for that purpose, for five
minutes, and once. For example, a challenge to sign in cannot confirm the lifting of a stay.

Each use is recorded permanently, so a challenge is used only once even if the clock is wrong. The signature counter of
a passkey is not enough, since an authenticator may have none.
"""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import msgspec

from withhold.casework.instance import Instance
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict
from withhold.sealing import base64url

_VALID_FOR = timedelta(minutes=5)
_BEHIND = timedelta(minutes=5)
"""How far the clock may be behind the latest event: two servers' clocks differ a little."""
_RANDOM, _TIME = 16, 8


def set_challenge(instance: Instance, purpose: str) -> bytes:
    """Return a new challenge for the purpose, 56 bytes."""
    until = int((instance.now() + _VALID_FOR).timestamp())
    head = instance.entropy(_RANDOM) + until.to_bytes(_TIME)
    return head + _proof(instance, head, purpose)


def use_challenge(instance: Instance, challenge: bytes, purpose: str) -> None:
    """Mark a challenge as used. Raises Conflict unless it was set here for the purpose, is valid, and was not used.

    Call inside the write that relies on it.
    """
    head, proof = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
    if not hmac.compare_digest(proof, _proof(instance, head, purpose)):
        raise Conflict(Code.SIGN_IN_TOO_LATE)
    until = datetime.fromtimestamp(int.from_bytes(head[_RANDOM:]), UTC)
    if instance.now() > until:
        raise Conflict(Code.SIGN_IN_TOO_LATE)
    require_clock(instance)
    instance.sessions.use_challenge(sha256(challenge).hexdigest(), until)


def require_clock(instance: Instance) -> None:
    """Raise Conflict if the clock is behind the latest recorded event. An expired challenge would be valid again."""
    recorded = instance.journal.last_recorded_at()
    if recorded is not None and instance.now() < recorded - _BEHIND:
        raise Conflict(Code.SIGN_IN_CLOCK_BEHIND)


def answered(assertion: Assertion) -> bytes:
    """Return the challenge that an assertion names, or b"" if it names none. Nothing is verified yet."""
    try:
        return client_challenge(base64url.decode(assertion.client_data))
    except ValueError:
        return b""


class _ClientData(msgspec.Struct):
    """The member of WebAuthn client data that is read before verification. `sealing.passkeys` reads the rest."""

    challenge: str


def client_challenge(client_data: bytes) -> bytes:
    """Return the challenge in WebAuthn client data (WebAuthn, section 5.8.1). Raises ValueError if there is none."""
    try:
        return base64url.decode(msgspec.json.decode(client_data, type=_ClientData).challenge)
    except RecursionError:
        raise ValueError("no challenge") from None


def _proof(instance: Instance, head: bytes, purpose: str) -> bytes:
    key = hmac.digest(instance.keyring.blind, b"withhold challenges v1", "sha256")
    return hmac.digest(key, head + purpose.encode(), "sha256")
