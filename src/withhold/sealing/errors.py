"""The errors of this package. No message repeats a secret, a plaintext or a name."""

from withhold.model.errors import Fault


class SealBroken(Fault):
    """A sealed payload or file does not open: altered, cut short, bound to something else, or sealed to another key."""


class Shredded(Fault):
    """The data key of a sealed payload or file was destroyed on purpose, so nobody can open it again."""


class SignatureFails(Fault, ValueError):
    """An Ed25519 signature is not that key's signature over that message.

    It is also a ValueError, because `withhold.tlog` expects that from a check that is passed to it.
    """


class PasskeyRejected(Fault):
    """A passkey's registration or assertion is rejected. The message names the step that failed."""
