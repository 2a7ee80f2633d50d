"""Consistency of a tree with an older one: the proof (RFC 6962 § 2.1.2), and its verification (RFC 9162 § 2.1.4.2)."""

from collections.abc import Sequence

from withhold.tlog.errors import ProofFails
from withhold.tlog.tree.hashing import EMPTY_ROOT, HASH_SIZE, node_hash
from withhold.tlog.tree.subtrees import split


def consistency_ranges(old: int, new: int) -> list[tuple[int, int]]:
    """Return the ranges of leaves whose roots prove that the tree of ``new`` leaves extends that of ``old``.

    A range (start, end) does not include ``end``. The list is empty if the old tree is empty or as large as the new
    one, because no hashes are needed then. Raises ProofFails if the old tree is larger.
    """
    if not 0 <= old <= new:
        raise ProofFails(f"consistency proof: a log of {new} entries cannot extend one of {old}")
    if old in (0, new):
        return []
    ranges: list[tuple[int, int]] = []
    start, end = 0, new
    while end != old:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    if start:  # the rest is a subtree of the old tree; a whole old tree is known
        ranges.append((start, end))
    return ranges[::-1]


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the first ``old`` leaves of the tree under ``new_root`` are the tree under ``old_root``.

    Raises ProofFails.
    """
    if not 0 <= old <= new:
        raise ProofFails(f"consistency proof: a log of {new} entries cannot extend one of {old}")
    if any(len(step) != HASH_SIZE for step in (old_root, new_root, *proof)):
        raise ProofFails("consistency proof: a hash is not 32 bytes long")
    if old in (0, new):
        _verify_trivial(old, old_root, new, new_root, proof)
        return
    if not proof:
        raise ProofFails(f"consistency proof: empty, from {old} entries to {new}")
    whole = old & (old - 1) == 0  # the old tree is itself a node, which the proof leaves out
    steps = [old_root, *proof] if whole else list(proof)
    fr, sr = _climb(old, new, steps)
    if fr != old_root:
        raise ProofFails(f"consistency proof: does not lead to the older root, of {old} entries")
    if sr != new_root:
        raise ProofFails(f"consistency proof: does not lead to the newer root, of {new} entries")


def proven_old_root(old: int, new: int, new_root: bytes, proof: Sequence[bytes]) -> bytes:
    """Return the root that the first ``old`` leaves of the tree under ``new_root`` have, according to a proof.

    A proof that leads to the new root consists of hashes of that tree. If a log has signed another root for ``old``
    entries, the proof shows anyone that the log has signed two histories. Raises ProofFails if the proof does not lead
    to the new root. Also raises it if the old size is a power of two: such a proof does not contain the old root.
    """
    if not 0 < old < new or old & (old - 1) == 0 or not proof:
        raise ProofFails(f"consistency proof: shows no root of {old} entries")
    fr, sr = _climb(old, new, proof)
    if sr != new_root:
        raise ProofFails(f"consistency proof: does not lead to the newer root, of {new} entries")
    return fr


def _verify_trivial(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofFails(f"consistency proof: must be empty from {old} entries to {new}")
    if old == new and old_root != new_root:
        raise ProofFails(f"consistency proof: two different roots for {new} entries")
    if old == 0 and old_root != EMPTY_ROOT:
        raise ProofFails("consistency proof: a log without entries has another root")


def _climb(old: int, new: int, steps: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the older and the newer root that the steps lead to. The variables have the names of RFC 9162."""
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = steps[0]
    for step in steps[1:]:
        if sn == 0:
            raise ProofFails(f"consistency proof: too long from {old} entries to {new}")
        if fn & 1 or fn == sn:
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, step)
        fn, sn = fn >> 1, sn >> 1
    if sn:
        raise ProofFails(f"consistency proof: too short from {old} entries to {new}")
    return fr, sr
