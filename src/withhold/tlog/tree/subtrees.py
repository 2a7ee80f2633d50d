"""Which subtrees a tree of some size is made of, and how their hashes fold into a root (RFC 6962 § 2.1).

A *node* is a complete subtree, (level, index): the leaves from index · 2^level, 2^level of them.
Runs of hashes are bytes, 32 per hash: the form in which tiles hold them, and much faster than lists.
"""

from collections.abc import Sequence
from hashlib import sha256
from struct import Struct

from withhold.tlog.tree.hashing import EMPTY_ROOT, HASH_SIZE, node_hash

_PAIRS = Struct(f"{2 * HASH_SIZE}s")


def leaf_hashes(entries: Sequence[bytes]) -> bytes:
    """The hashes of many entries, 32 bytes each, in order."""
    hashed = sha256  # a local name: this loop runs once per entry of the log
    return b"".join([hashed(b"\x00" + entry).digest() for entry in entries])


def level_up(hashes: bytes) -> bytes:
    """The parents of an even number of neighboring hashes."""
    hashed = sha256
    return b"".join([hashed(b"\x01" + pair).digest() for (pair,) in _PAIRS.iter_unpack(hashes)])


def subtree_root(hashes: bytes) -> bytes:
    """The root over 2^k neighboring hashes."""
    while len(hashes) > HASH_SIZE:
        hashes = level_up(hashes)
    return hashes


def peaks(hashes: bytes) -> list[bytes]:
    """The roots of the largest complete subtrees that a run of hashes splits into, left to right."""
    found: list[bytes] = []
    start, left = 0, len(hashes) // HASH_SIZE
    while left:
        width = 1 << (left.bit_length() - 1)
        end = start + width * HASH_SIZE
        found.append(subtree_root(hashes[start:end]))
        start, left = end, left - width
    return found


def fold(roots: Sequence[bytes]) -> bytes:
    """The root of a tree from its peaks, left to right; the root of nothing when there are none."""
    if not roots:
        return EMPTY_ROOT
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = node_hash(left, root)
    return root


def tree_root(hashes: bytes) -> bytes:
    """The root over any number of leaf hashes held in memory."""
    return fold(peaks(hashes))


def nodes_between(start: int, end: int) -> list[tuple[int, int]]:
    """The nodes that cover the leaves from ``start`` up to, not including, ``end``, left to right.

    ``start`` must be a multiple of the largest power of two not above ``end - start``, as every range of
    RFC 6962 is; then there is one node for each bit of the length.
    """
    nodes: list[tuple[int, int]] = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def split(size: int) -> int:
    """The largest power of two below ``size``: where a tree of two leaves or more divides."""
    return 1 << ((size - 1).bit_length() - 1)
