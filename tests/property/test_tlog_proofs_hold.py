"""Proofs of any log verify, and of any other log, entry, place or hash do not; pymerkle's tree says the same."""

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st

from withhold.tlog.errors import ProofFails
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.consistency import consistency_ranges, verify_consistency
from withhold.tlog.tree.hashing import HASH_SIZE, leaf_hash
from withhold.tlog.tree.inclusion import inclusion_ranges, verify_inclusion
from withhold.tlog.tree.subtrees import leaf_hashes, tree_root

COVERS = (
    "withhold.tlog.tree.consistency",
    "withhold.tlog.tree.hashing",
    "withhold.tlog.tree.inclusion",
    "withhold.tlog.tree.subtrees",
)

sizes = st.integers(1, 300)


def entries(size: int) -> list[bytes]:
    return [b"%d" % number for number in range(size)]


def hashes(size: int) -> bytes:
    return leaf_hashes(entries(size))


def roots(ranges: list[tuple[int, int]], leaves: bytes) -> list[bytes]:
    return [tree_root(leaves[start * HASH_SIZE : end * HASH_SIZE]) for start, end in ranges]


@st.composite
def inclusions(draw: st.DrawFn) -> tuple[int, int, list[bytes]]:
    size = draw(sizes)
    index = draw(st.integers(0, size - 1))
    return index, size, roots(inclusion_ranges(index, size), hashes(size))


@st.composite
def consistencies(draw: st.DrawFn) -> tuple[int, int, list[bytes]]:
    new = draw(st.integers(2, 300))
    old = draw(st.integers(1, new - 1))
    return old, new, roots(consistency_ranges(old, new), hashes(new))


def flipped(data: st.DataObject, content: bytes) -> bytes:
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def altered(data: st.DataObject, proof: list[bytes]) -> list[bytes]:
    """One hash flipped, dropped, doubled or added."""
    place = data.draw(st.integers(0, len(proof)))
    if place == len(proof):
        return [*proof, bytes(HASH_SIZE)]
    replacements = [[], [proof[place]] * 2, [flipped(data, proof[place])]]
    return [*proof[:place], *data.draw(st.sampled_from(replacements)), *proof[place + 1 :]]


@given(inclusions(), st.data())
def test_an_inclusion_and_nothing_like_it(case: tuple[int, int, list[bytes]], data: st.DataObject):
    index, size, path = case
    leaf, root = leaf_hash(b"%d" % index), tree_root(hashes(size))
    verify_inclusion(leaf, index, size, root, path)
    with pytest.raises(ProofFails):
        verify_inclusion(leaf, index, size, root, altered(data, path))
    with pytest.raises(ProofFails):
        verify_inclusion(flipped(data, leaf), index, size, root, path)
    with pytest.raises(ProofFails):
        verify_inclusion(leaf, index, size, flipped(data, root), path)
    elsewhere = data.draw(st.integers(0, 300).filter(lambda other: other != index))
    with pytest.raises(ProofFails):
        verify_inclusion(leaf, elsewhere, size, root, path)


@given(consistencies(), st.data())
def test_an_extension_and_nothing_like_it(case: tuple[int, int, list[bytes]], data: st.DataObject):
    old, new, proof = case
    old_root, new_root = tree_root(hashes(old)), tree_root(hashes(new))
    verify_consistency(old, old_root, new, new_root, proof)
    with pytest.raises(ProofFails):
        verify_consistency(old, old_root, new, new_root, altered(data, proof))
    with pytest.raises(ProofFails):
        verify_consistency(old, flipped(data, old_root), new, new_root, proof)
    with pytest.raises(ProofFails):
        verify_consistency(old, old_root, new, flipped(data, new_root), proof)


@given(st.lists(st.integers(0, 200), max_size=6))
def test_a_log_is_the_same_however_it_grew(steps: list[int]):
    edge = RightEdge()
    for step in steps:
        edge = extend(edge, entries(sum(steps))[edge.size : edge.size + step]).edge
    assert edge == extend(RightEdge(), entries(sum(steps))).edge
    assert edge.root == tree_root(hashes(sum(steps)))


@given(sizes, st.data())
def test_pymerkle_has_the_same_roots_paths_and_histories(size: int, data: st.DataObject):
    theirs = pymerkle.InmemoryTree.init_from_entries(entries(size))
    root = tree_root(hashes(size))
    assert theirs.get_root() == root
    index = data.draw(st.integers(0, size - 1))
    inclusion = theirs.prove_inclusion(index + 1)
    assert inclusion.path[1:] == roots(inclusion_ranges(index, size), hashes(size))
    pymerkle.verify_inclusion(leaf_hash(b"%d" % index), root, inclusion)
    verify_inclusion(inclusion.path[0], index, size, root, inclusion.path[1:])
    old = data.draw(st.integers(1, size))
    pymerkle.verify_consistency(tree_root(hashes(old)), root, theirs.prove_consistency(old))
