"""A tree from runs of leaves has the root and the paths of RFC 6962, however the leaves are divided into runs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.tree.hashing import EMPTY_ROOT, HASH_SIZE, node_hash
from withhold.tlog.tree.inclusion import verify_inclusion
from withhold.tlog.tree.runs import RunTree, run_nodes
from withhold.tlog.tree.subtrees import leaf_hashes, split

COVERS = ("withhold.tlog.tree.runs",)

runs = st.lists(st.integers(0, 70), min_size=1, max_size=6)


def hashes(size: int) -> bytes:
    return leaf_hashes([b"%d" % number for number in range(size)])


def leaf(leaves: bytes, index: int) -> bytes:
    return leaves[index * HASH_SIZE : (index + 1) * HASH_SIZE]


def naive(leaves: bytes) -> bytes:
    """RFC 6962, section 2.1, over leaf hashes."""
    size = len(leaves) // HASH_SIZE
    if size < 2:
        return leaves or EMPTY_ROOT
    middle = split(size) * HASH_SIZE
    return node_hash(naive(leaves[:middle]), naive(leaves[middle:]))


def tree_of(sizes: list[int], proven: set[int]) -> tuple[RunTree, bytes]:
    leaves, tree = hashes(sum(sizes)), RunTree()
    for size in sizes:
        start = tree.size
        tree.add(size, run_nodes(start, leaves[start * HASH_SIZE : (start + size) * HASH_SIZE], proven))
    return tree, leaves


@given(runs)
def test_the_root_of_runs_is_the_root_of_all_leaves(sizes: list[int]) -> None:
    tree, leaves = tree_of(sizes, set())
    appended = RunTree()
    appended.append(leaves)
    assert tree.root == appended.root == naive(leaves)


def test_the_root_of_a_stream_is_the_naive_root_for_every_size() -> None:
    leaves, tree = hashes(300), RunTree()
    for size in range(300):
        assert tree.root == naive(leaves[: size * HASH_SIZE])
        tree.append(leaf(leaves, size))


@given(runs, st.data())
def test_the_path_of_each_leaf_to_be_proven_verifies(sizes: list[int], data: st.DataObject) -> None:
    size = sum(sizes)
    proven = data.draw(st.sets(st.integers(0, size - 1))) if size else set()
    tree, leaves = tree_of(sizes, proven)
    for index in proven:
        verify_inclusion(leaf(leaves, index), index, size, naive(leaves), tree.path(index))


def test_all_paths_verify_for_every_size() -> None:
    for size in range(1, 70):
        tree, leaves = tree_of([size // 3, size - size // 3], set(range(size)))
        for index in range(size):
            verify_inclusion(leaf(leaves, index), index, size, naive(leaves), tree.path(index))


@given(st.integers(1, 300), st.data())
def test_a_run_of_n_leaves_has_few_nodes(size: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, 1000))
    nodes = run_nodes(start, hashes(size))
    assert len(nodes) <= 2 * size.bit_length()
    assert sum(1 << level for level, _ in nodes) == size


def test_a_path_that_was_not_asked_for_is_not_made_up() -> None:
    tree, _ = tree_of([8], {2})
    assert len(tree.path(2)) == 3
    with pytest.raises(Malformed):
        tree.path(5)
    with pytest.raises(ProofFails):
        tree.path(8)
