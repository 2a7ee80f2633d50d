"""Subtrees of a tree, and the root over them (RFC 6962 § 2.1).

A *node* (level, index) is a complete subtree of 2^level leaves. The first of them is leaf index · 2^level. Several
hashes are passed as one bytes object, 32 bytes per hash. Tiles store them in this form, and it is much faster than a
list.
"""

from collections.abc import Sequence
from hashlib import sha256
from struct import Struct

from withhold.tlog.tree.hashing import EMPTY_ROOT, HASH_SIZE, node_hash

_PAIRS = Struct(f"{2 * HASH_SIZE}s")


def leaf_hashes(entries: Sequence[bytes]) -> bytes:
    """Return the hashes of entries, 32 bytes each, in order."""
    hashed = sha256  # a local name: this loop runs once per entry of the log
    return b"".join([hashed(b"\x00" + entry).digest() for entry in entries])


def level_up(hashes: bytes) -> bytes:
    """Return the parents of an even number of neighboring hashes."""
    hashed = sha256
    return b"".join([hashed(b"\x01" + pair).digest() for (pair,) in _PAIRS.iter_unpack(hashes)])


def subtree_root(hashes: bytes) -> bytes:
    """Return the root over 2^k neighboring hashes."""
    while len(hashes) > HASH_SIZE:
        hashes = level_up(hashes)
    return hashes


def peaks(hashes: bytes) -> list[bytes]:
    """Return the roots of the largest complete subtrees that a run of hashes divides into, from left to right."""
    found: list[bytes] = []
    start, left = 0, len(hashes) // HASH_SIZE
    while left:
        width = 1 << (left.bit_length() - 1)
        end = start + width * HASH_SIZE
        found.append(subtree_root(hashes[start:end]))
        start, left = end, left - width
    return found


def fold(roots: Sequence[bytes]) -> bytes:
    """Return the root of a tree, given its peaks from left to right. Without peaks it is the root of an empty log."""
    if not roots:
        return EMPTY_ROOT
    root = roots[-1]
    for left in reversed(roots[:-1]):
        root = node_hash(left, root)
    return root


def tree_root(hashes: bytes) -> bytes:
    """Return the root over any number of leaf hashes."""
    return fold(peaks(hashes))


def nodes_between(start: int, end: int) -> list[tuple[int, int]]:
    """Return the nodes that cover the leaves from ``start`` up to, but not including, ``end``, from left to right.

    ``start`` must be a multiple of the largest power of two that is at most ``end - start``, as in every range of RFC
    6962. The result then has one node for each bit that is set in the length.
    """
    nodes: list[tuple[int, int]] = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def split(size: int) -> int:
    """Return the largest power of two below ``size``: a tree of ``size`` leaves, at least two, is divided there."""
    return 1 << ((size - 1).bit_length() - 1)
