"""The ways to dispose of a release. The named official certifies one of them."""

from enum import StrEnum

from withhold.model.errors import Code, Conflict


class Manner(StrEnum):
    """What the official did with the release and with every copy of it."""

    RETURNED = "returned"
    DESTROYED = "destroyed"


def parse_manner(text: str) -> Manner:
    """Return the manner that a text names. Raises Conflict if it names none.

    For example, "lost" is not a manner: losing a release does not dispose of it.
    """
    if text not in set(Manner):
        raise Conflict(Code.DISPOSAL_UNKNOWN, manners=", ".join(Manner))
    return Manner(text)
