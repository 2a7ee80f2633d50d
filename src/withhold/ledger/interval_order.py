"""The padding and the order of the steps in an interval. Both are derived from one seed.

An outsider could link entries by their order: a case that is docketed is confirmed a minute later, viewed, and decided.
So the steps of an interval are shuffled, and padding makes their number a multiple of `TOGETHER`. Padding is an entry
like any other: it has the kind and a day of steps, and 32 bytes each that look like a tag and a commitment.

The seed is in the payload of the interval's own entry. Whoever has it can make the padding again, take it out, and
check that the order is the seed's. Nobody can choose the order of some entries then, and nobody can hide an entry as
padding. Without the seed, padding and steps cannot be told apart.
"""

from collections.abc import Iterable, Mapping, Sequence

from withhold.ledger.keyed_hash import keyed_hash
from withhold.ledger.leaf import encode_leaf
from withhold.tlog.errors import ProofFails

TOGETHER = 16
"""The steps of a day in one interval are padded to a multiple of this number."""
SEED_SIZE = 32
"""Bytes in a seed. They are random, for one interval alone."""


def lacking(steps: int) -> int:
    """Return how many entries of padding a day with this number of steps gets. A day without a step gets `TOGETHER`."""
    return TOGETHER if steps == 0 else -steps % TOGETHER


def padding(seed: bytes, kind: int, counts: Mapping[int, int]) -> list[bytes]:
    """Return the entries of padding of an interval. `counts` is day (since 1970-01-01) -> number of entries.

    ``tag = HMAC-SHA256(seed, "tag" ‖ day ‖ n)`` and ``commitment = HMAC-SHA256(seed, "commitment" ‖ day ‖ n)``. Day and
    n, which counts from 0 within the day, have four bytes each, big-endian.
    """
    hashed = keyed_hash(seed)
    made = []
    for day, count in sorted(counts.items()):
        for number in range(count):
            place = day.to_bytes(4, "big") + number.to_bytes(4, "big")
            made.append(encode_leaf(kind, day, hashed(b"tag" + place), hashed(b"commitment" + place)))
    return made


def shuffled(seed: bytes, entries: Iterable[bytes]) -> list[bytes]:
    """Return the entries in the seed's order, whatever their order was: by ``HMAC-SHA256(seed, "order" ‖ entry)``."""
    hashed = keyed_hash(seed)
    return sorted(entries, key=lambda entry: hashed(b"order" + entry))


def without_padding(seed: bytes, kind: int, counts: Mapping[int, int], steps: Sequence[bytes]) -> list[bytes]:
    """Return the steps of an interval without its padding, in their order.

    Raises ProofFails if an entry of padding is missing, or if the order is not the seed's.
    """
    if shuffled(seed, steps) != list(steps):
        raise ProofFails("interval: its steps are not in the order of its seed")
    added = set(padding(seed, kind, counts))
    if not added.issubset(steps):
        raise ProofFails("interval: its padding is not that of its seed")
    return [entry for entry in steps if entry not in added]
