import pytest

from withhold.tlog.tree.building import Builder, RightEdge, extend
from withhold.tlog.tree.hashing import EMPTY_ROOT
from withhold.tlog.tree.subtrees import leaf_hashes, subtree_root, tree_root
from withhold.tlog.tree.tiles import Tile, pack

COVERS = ("withhold.tlog.tree.hashing", "withhold.tlog.tree.subtrees")


def entries(size: int, first: int = 0) -> list[bytes]:
    return [b"entry %d" % number for number in range(first, first + size)]


def test_an_empty_log():
    assert RightEdge().root == EMPTY_ROOT
    assert extend(RightEdge(), []) == extend(RightEdge(), [])
    assert extend(RightEdge(), []).files == ()


def test_a_first_entry_is_a_partial_tile_and_a_partial_bundle():
    extension = extend(RightEdge(), [b"one"])
    assert extension.files == ((Tile(None, 0, 1), pack([b"one"])), (Tile(0, 0, 1), leaf_hashes([b"one"])))
    assert extension.edge.root == leaf_hashes([b"one"])


def test_a_tile_that_fills_goes_up_a_level_and_leaves_no_partial_one():
    extension = extend(RightEdge(), entries(256))
    hashes = leaf_hashes(entries(256))
    assert extension.files == (
        (Tile(None, 0), pack(entries(256))),
        (Tile(0, 0), hashes),
        (Tile(1, 0, 1), subtree_root(hashes)),
    )
    assert extension.edge == RightEdge(256, (b"", subtree_root(hashes)), b"")


def test_two_levels_fill_at_once():
    size = 256 * 256
    files = dict(extend(RightEdge(), [b""] * size).files)
    assert len(files) == 2 * 256 + 2
    assert files[Tile(1, 0)] == subtree_root(leaf_hashes([b""] * 256)) * 256
    assert files[Tile(2, 0, 1)] == subtree_root(files[Tile(1, 0)])


def test_a_partial_tile_that_stays_as_it_is_is_not_written_again():
    edge = extend(RightEdge(), entries(257)).edge
    assert Tile(1, 0, 1) not in dict(extend(edge, entries(3, 257)).files)
    assert extend(edge, []).files == ()


@pytest.mark.parametrize("steps", [(1, 1, 1), (255, 1, 1), (256, 256), (100, 200, 300), (511, 3), (300, 0, 300)])
def test_however_it_is_appended_to_the_log_is_the_same(steps: tuple[int, ...]):
    edge, files = RightEdge(), {}
    for step in steps:
        extension = extend(edge, entries(step, edge.size))
        edge = extension.edge
        files.update(extension.files)
        assert edge.root == tree_root(leaf_hashes(entries(edge.size)))
    at_once = extend(RightEdge(), entries(sum(steps)))
    assert at_once.edge == edge
    assert at_once.files == tuple((tile, files[tile]) for tile, _ in at_once.files)


def test_a_builder_gives_a_bundle_before_its_hashes_and_those_before_the_level_above():
    builder = Builder(RightEdge())
    assert [tile for tile, _ in builder.add(entries(600))] == [
        Tile(None, 0),
        Tile(0, 0),
        Tile(None, 1),
        Tile(0, 1),
    ]
    assert [tile for tile, _ in builder.edge.files()] == [Tile(None, 2, 88), Tile(0, 2, 88), Tile(1, 0, 2)]
