"""Inclusion of an entry in a tree: its path (RFC 6962 § 2.1.1), and how a path is verified (RFC 9162 § 2.1.3.2)."""

from collections.abc import Sequence

from withhold.tlog.errors import ProofFails
from withhold.tlog.tree.hashing import HASH_SIZE, node_hash
from withhold.tlog.tree.subtrees import split


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose roots are the path of leaf ``index``, from its sibling upward.

    A range (start, end) does not include ``end``. Raises ProofFails if the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ProofFails(f"entry {index} is not in a log of {size} entries")
    ranges: list[tuple[int, int]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, root: bytes, path: Sequence[bytes]) -> None:
    """Check that the leaf with hash ``leaf`` is at ``index`` in the tree of ``size`` leaves under ``root``.

    This does not check who signed the root. `prove` does: it takes a verified checkpoint. Raises ProofFails.
    """
    if not 0 <= index < size:
        raise ProofFails(f"inclusion proof: entry {index} is not in a log of {size} entries")
    if any(len(step) != HASH_SIZE for step in (leaf, root, *path)):
        raise ProofFails("inclusion proof: a hash is not 32 bytes long")
    fn, sn, running = index, size - 1, leaf
    for step in path:
        if sn == 0:
            raise ProofFails(f"inclusion proof: too long for entry {index} of {size}")
        if fn & 1 or fn == sn:
            running = node_hash(step, running)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            running = node_hash(running, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofFails(f"inclusion proof: too short for entry {index} of {size}")
    if running != root:
        raise ProofFails(f"inclusion proof: entry {index} does not lead to the root of {size} entries")
