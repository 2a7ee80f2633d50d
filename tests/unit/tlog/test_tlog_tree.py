"""Roots, paths and proofs against the recursive definitions of RFC 6962 § 2.1, written out here once more."""

from hashlib import sha256

import pytest

from withhold.tlog.errors import ProofFails
from withhold.tlog.tree.consistency import consistency_ranges, verify_consistency
from withhold.tlog.tree.hashing import EMPTY_ROOT, leaf_hash, node_hash
from withhold.tlog.tree.inclusion import inclusion_ranges, verify_inclusion
from withhold.tlog.tree.subtrees import leaf_hashes, nodes_between, tree_root

COVERS = (
    "withhold.tlog.tree.consistency",
    "withhold.tlog.tree.hashing",
    "withhold.tlog.tree.inclusion",
    "withhold.tlog.tree.subtrees",
)


def entries(size: int) -> list[bytes]:
    return [b"%d" % number for number in range(size)]


def mth(d: list[bytes]) -> bytes:
    """RFC 6962 § 2.1."""
    if not d:
        return sha256(b"").digest()
    if len(d) == 1:
        return sha256(b"\0" + d[0]).digest()
    k = largest_power_below(len(d))
    return sha256(b"\1" + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """RFC 6962 § 2.1.1."""
    if len(d) == 1:
        return []
    k = largest_power_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m: int, d: list[bytes], whole: bool) -> list[bytes]:
    """RFC 6962 § 2.1.2."""
    if m == len(d):
        return [] if whole else [mth(d)]
    k = largest_power_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], whole), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def roots_of(ranges: list[tuple[int, int]], d: list[bytes]) -> list[bytes]:
    return [mth(d[start:end]) for start, end in ranges]


def test_the_root_of_nothing_is_the_hash_of_nothing():
    assert tree_root(b"") == EMPTY_ROOT == mth([])
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_leaf_and_node_hashes_of_known_bytes():
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert node_hash(leaf_hash(b""), leaf_hash(b"")) == sha256(b"\1" + leaf_hash(b"") * 2).digest()


@pytest.mark.parametrize("size", [*range(1, 35), 255, 256, 257, 511, 600])
def test_roots(size: int):
    assert tree_root(leaf_hashes(entries(size))) == mth(entries(size))


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 13, 16, 33])
def test_every_path_is_that_of_the_definition_and_verifies(size: int):
    d = entries(size)
    for index in range(size):
        proof = roots_of(inclusion_ranges(index, size), d)
        assert proof == path(index, d)
        verify_inclusion(leaf_hash(d[index]), index, size, mth(d), proof)


@pytest.mark.parametrize("new", [1, 2, 3, 7, 8, 13, 16, 33])
def test_every_consistency_proof_is_that_of_the_definition_and_verifies(new: int):
    d = entries(new)
    for old in range(1, new + 1):
        proof = roots_of(consistency_ranges(old, new), d)
        assert proof == subproof(old, d, True)
        verify_consistency(old, mth(d[:old]), new, mth(d), proof)


def test_an_empty_log_is_extended_by_any():
    verify_consistency(0, EMPTY_ROOT, 5, mth(entries(5)), [])
    verify_consistency(0, EMPTY_ROOT, 0, EMPTY_ROOT, [])
    assert consistency_ranges(0, 5) == []


def test_a_range_divides_into_one_node_for_each_bit_of_its_length():
    assert nodes_between(0, 7) == [(2, 0), (1, 2), (0, 6)]
    assert nodes_between(4, 7) == [(1, 2), (0, 6)]
    assert nodes_between(3, 3) == []


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_path_to_an_entry_that_is_not_there(index: int, size: int):
    with pytest.raises(ProofFails, match="is not in a log of"):
        inclusion_ranges(index, size)
    with pytest.raises(ProofFails, match="is not in a log of"):
        verify_inclusion(leaf_hash(b""), index, size, leaf_hash(b""), [])


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_no_log_extends_a_longer_one(old: int, new: int):
    with pytest.raises(ProofFails, match="cannot extend"):
        consistency_ranges(old, new)
    with pytest.raises(ProofFails, match="cannot extend"):
        verify_consistency(old, EMPTY_ROOT, new, EMPTY_ROOT, [])


class TestInclusionRefuses:
    d = entries(7)
    root = mth(d)
    leaf = leaf_hash(d[4])
    proof = path(4, d)

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda p: p[:-1], "too short"),
            (lambda p: [*p, bytes(32)], "too long"),
            (lambda p: [*p[:-1], bytes(32)], "does not lead to the root"),
            (lambda p: [*p[:-1], p[-1][:31]], "not 32 bytes"),
        ],
    )
    def test_another_path(self, change, why):
        with pytest.raises(ProofFails, match=why):
            verify_inclusion(self.leaf, 4, 7, self.root, change(self.proof))

    def test_another_index_leaf_or_root(self):
        for leaf, index, size, root in [
            (self.leaf, 5, 7, self.root),
            (self.leaf, 4, 7, bytes(32)),
            (leaf_hash(b"another"), 4, 7, self.root),
            (self.leaf[:31], 4, 7, self.root),
            (self.leaf, 4, 7, self.root[:31]),
        ]:
            with pytest.raises(ProofFails):
                verify_inclusion(leaf, index, size, root, self.proof)


class TestConsistencyRefuses:
    d = entries(7)
    new_root = mth(d)

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda p: [], "empty"),
            (lambda p: p[:-1], "too short"),
            (lambda p: [*p, bytes(32)], "too long"),
            (lambda p: [*p[:-1], bytes(32)], "newer root"),
            (lambda p: [bytes(32), *p[1:]], "older root"),
            (lambda p: [*p, bytes(31)], "not 32 bytes"),
        ],
    )
    def test_another_proof(self, change, why):
        with pytest.raises(ProofFails, match=why):
            verify_consistency(3, mth(self.d[:3]), 7, self.new_root, change(subproof(3, self.d, True)))

    def test_two_roots_for_one_size(self):
        with pytest.raises(ProofFails, match="two different roots"):
            verify_consistency(7, self.new_root, 7, bytes(32), [])

    def test_hashes_where_there_is_nothing_to_prove(self):
        with pytest.raises(ProofFails, match="must be empty"):
            verify_consistency(7, self.new_root, 7, self.new_root, [bytes(32)])

    def test_a_root_of_nothing_that_is_not_the_empty_one(self):
        with pytest.raises(ProofFails, match="without entries"):
            verify_consistency(0, bytes(32), 7, self.new_root, [])
