"""What this room raises. No message repeats a secret, a plaintext or a name."""

from withhold.model.errors import Fault


class SealBroken(Fault):
    """A sealed thing does not open: altered, cut short, bound to something else, or sealed to another key."""


class Shredded(Fault):
    """The data key of a sealed thing was destroyed on purpose; nobody can open it again."""


class SignatureFails(Fault, ValueError):
    """An Ed25519 signature is not that key's signature over that message.

    Also a ValueError, which is what `withhold.tlog` expects of a check that is passed to it.
    """


class PasskeyRejected(Fault):
    """A registration or an assertion does not pass; the message names the step that failed."""
