"""How what was released is disposed of: a closed choice, which the official certifies."""

from enum import StrEnum

from withhold.model.errors import Conflict


class Manner(StrEnum):
    """What became of a release, and of every copy."""

    RETURNED = "returned"
    DESTROYED = "destroyed"


def parse_manner(text: str) -> Manner:
    """The manner that a text names. Raises Conflict for any other: a release that was lost is not disposed of."""
    if text not in set(Manner):
        raise Conflict(f"a disposal is one of: {', '.join(Manner)}")
    return Manner(text)
