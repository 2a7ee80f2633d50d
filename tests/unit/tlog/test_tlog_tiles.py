import pytest

from withhold.tlog.errors import Malformed
from withhold.tlog.tree.tiles import Tile, pack, tile_at, tiles_of, unpack

COVERS = ("withhold.tlog.errors", "withhold.tlog.tree.tiles")


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 999, 7), "tile/1/999.p/7"),
        (Tile(None, 1000, 255), "tile/entries/x001/000.p/255"),
        (Tile(63, 0, 1), "tile/63/000.p/1"),
    ],
)
def test_paths_there_and_back(tile: Tile, path: str):
    assert tile.path == path
    assert Tile.parse(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "checkpoint",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/x000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/07",
        "tile/0/000.p/",
        "tile/0/000 ",
        "tile/0/000\n",
        "/tile/0/000",
        "tile/0/٠٠٠",
    ],
)
def test_no_other_paths(path: str):
    with pytest.raises(Malformed):
        Tile.parse(path)


def test_the_right_edge_of_a_log_as_in_the_specification():
    assert list(tiles_of(70_000)) == [Tile(None, 273, 112), Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(None, 0), Tile(0, 0), Tile(1, 0, 1)]
    assert list(tiles_of(0)) == []


def test_every_level_of_the_largest_log_ends():
    assert [tile.level for tile in tiles_of(2**512)][-1] == 63


def test_a_tile_is_as_wide_as_it_has_got():
    assert tile_at(0, 272, 70_000) == Tile(0, 272)
    assert tile_at(None, 273, 70_000) == Tile(None, 273, 112)
    with pytest.raises(ValueError, match="no such tile"):
        tile_at(0, 274, 70_000)
    with pytest.raises(ValueError, match="no such tile"):
        tile_at(0, 1, 256)


def test_the_largest_a_tile_can_be():
    assert Tile(3, 0).max_bytes == 8192
    assert Tile(0, 0, 3).max_bytes == 96
    assert Tile(None, 0, 1).max_bytes == 65_537


@pytest.mark.parametrize(
    "entries",
    [
        [b"abc"],
        [b"abc", b"def"],
        [b"", b""],
        [b"", b"a", b"bc" * 200],
        [b"x" * 65_535],
        [bytes([0, 1]), bytes([0, 2])],
    ],
)
def test_bundles_there_and_back(entries: list[bytes]):
    packed = pack(entries)
    assert packed == b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
    assert unpack(packed, len(entries)) == entries


def test_an_entry_may_be_too_long():
    with pytest.raises(ValueError, match="65,535"):
        pack([b"x" * 65_536])
    with pytest.raises(ValueError, match="65,535"):
        pack([b"", b"x" * 65_536])


@pytest.mark.parametrize(
    ("bundle", "why"),
    [
        (b"\0\1a", "holds 1 entries, not 2"),
        (b"\0\1a\0\1b\0\1c", "holds 3 entries, not 2"),
        (b"\0\1a\0\1", "entry 1 is cut short"),
        (b"\0\1a\0", "entry 1 is cut short"),
        (b"\0\1a\0\2b", "entry 1 is cut short"),
        (b"", "holds 0 entries, not 2"),
    ],
)
def test_malformed_bundles(bundle: bytes, why: str):
    with pytest.raises(Malformed, match=why):
        unpack(bundle, 2)
