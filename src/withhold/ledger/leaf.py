"""Leaves: what the public ledger shows of one event. They have a fixed size, one form and no text.

A leaf is ``version 1 ‖ kind 1 ‖ day 4 ‖ tag 32 ‖ commitment 32``, which is 70 bytes. Each name has its length
in bytes after it. Numbers are big-endian. The version is 2. The day is the number of days since 1970-01-01. Without
keys, a reader can interpret only the kind and the day.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from withhold.ledger.keyed_hash import hash_once, keyed_hash
from withhold.tlog.errors import Malformed, ProofFails

LEAF_SIZE = 70
VERSION = 2
KEY_SIZE = 32
"""Bytes in an opening, a master key, a subject key, a tag and a commitment."""

COMMITMENT_KEY = b"withhold ledger leaf commitment v2"
"""Public and fixed. It separates these commitments from other uses of HMAC. The opening is what hides the payload."""

_TAG = slice(6, 38)
_VERSION = bytes([VERSION])
_NOT_A_LEAF = "entry: not a leaf of version 2"
_committed = keyed_hash(COMMITMENT_KEY)


class AnotherFormat(Malformed):
    """An entry is a leaf of version 1, which an earlier version of withhold wrote and this one does not read."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One entry of the ledger.

    ``kind`` is 1 to 255, a number of `withhold.model.kinds` or of a newer version. ``day`` is the number of days since
    1970-01-01. ``tag`` and ``commitment`` have 32 bytes each.
    """

    kind: int
    day: int
    tag: bytes
    commitment: bytes

    def __post_init__(self) -> None:
        """Raise ValueError on a number or a length that does not fit in a leaf."""
        if not (0 < self.kind <= 0xFF and 0 <= self.day <= 0xFFFF_FFFF):
            raise ValueError("a leaf's kind is 1 to 255, its day 0 to 2^32 - 1")
        if len(self.tag) != KEY_SIZE or len(self.commitment) != KEY_SIZE:
            raise ValueError("a leaf's tag and commitment are 32 bytes each")

    def encode(self) -> bytes:
        """Return the 70 bytes."""
        return encode_leaf(self.kind, self.day, self.tag, self.commitment)

    @classmethod
    def parse(cls, entry: bytes) -> "Leaf":
        """Read an entry. Raises AnotherFormat on a leaf of version 1, Malformed on what is no leaf."""
        require_leaves([entry])
        if entry[1] == 0:
            raise Malformed(_NOT_A_LEAF)
        return cls(entry[1], int.from_bytes(entry[2:6], "big"), entry[_TAG], entry[38:])


def require_leaves(entries: Sequence[bytes]) -> None:
    """Check the length and the version of entries. Raises AnotherFormat on version 1, Malformed on anything else."""
    if not set(map(len, entries)) <= {LEAF_SIZE}:
        raise Malformed(_NOT_A_LEAF)
    versions = set(map(itemgetter(0), entries)) - {VERSION}
    if versions == {1}:
        raise AnotherFormat("entry: a leaf of version 1")
    if versions:
        raise Malformed(_NOT_A_LEAF)


def encode_leaf(kind: int, day: int, tag: bytes, commitment: bytes) -> bytes:
    """Return the 70 bytes of a leaf. The parts are not checked, which is faster for a million rows."""
    return _VERSION + kind.to_bytes(1, "big") + day.to_bytes(4, "big") + tag + commitment


def commit(opening: bytes, kind: int, payload: bytes) -> bytes:
    """Return the commitment to an event: HMAC-SHA256(fixed key, opening ‖ kind ‖ uint32 length ‖ payload).

    ``opening`` is 32 new random bytes for this entry alone. Without it, somebody could guess the payload and check the
    guess. Raises ValueError on another length.
    """
    if len(opening) != KEY_SIZE:
        raise ValueError("an opening is 32 bytes")
    return _committed(opening + kind.to_bytes(1, "big") + len(payload).to_bytes(4, "big") + payload)


def verify_commitment(leaf: Leaf, opening: bytes, payload: bytes) -> None:
    """Check that the leaf commits to this payload with this opening. Raises ProofFails if it does not."""
    if not hmac.compare_digest(commit(opening, leaf.kind, payload), leaf.commitment):
        raise ProofFails("entry: the payload is not the one that the leaf commits to")


def subject_key(master_key: bytes, tin: str) -> bytes:
    """Return a person's key for one year: HMAC-SHA256(master key of that year, canonical TIN of nine digits).

    Raises ValueError on a master key of another length, or a TIN that is not canonical.
    """
    return subject_keys(master_key)(tin)


def subject_keys(master_key: bytes) -> Callable[[str], bytes]:
    """Return the function TIN -> ``subject_key``, for many people of one year. It raises as that does.

    The function contains the master key.
    """
    if len(master_key) != KEY_SIZE:
        raise ValueError("a master key is 32 bytes")
    hashed = keyed_hash(master_key)

    def key_of(tin: str) -> bytes:
        if len(tin) != 9 or not (tin.isascii() and tin.isdigit()):
            raise ValueError("a canonical TIN is nine digits")
        return hashed(tin.encode("ascii"))

    return key_of


def subject_tag(key: bytes, day: int, nth: int) -> bytes:
    """Return the tag of a person's nth entry of a day, from 0: HMAC-SHA256(subject key, day uint32 ‖ nth uint32)."""
    return hash_once(key, day.to_bytes(4, "big") + nth.to_bytes(4, "big"))
