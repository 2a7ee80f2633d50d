import pytest

from withhold.tlog.errors import Malformed, TileMissing
from withhold.tlog.stores.reading import fetch_entries, fetch_hashes, read_edge
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.tiles import Tile

COVERS = ("withhold.tlog.stores.reading", "withhold.tlog.tree.building")


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 600, 65_536, 65_793])
def test_the_right_edge_is_read_back(make_log, size: int):
    log = make_log(size)
    edge = read_edge(log.reader, size)
    assert edge == extend(RightEdge(), log.entries).edge


def test_a_full_tile_stands_in_for_a_partial_one_that_was_deleted(make_log):
    log = make_log(300, 100)
    (log.path / "tile/0/000.p/100").unlink()
    (log.path / "tile/entries/000.p/100").unlink()
    assert fetch_hashes(log.reader, Tile(0, 0, 100)) == log.reader.read(Tile(0, 0))[:3200]
    assert fetch_entries(log.reader, Tile(None, 0, 100)) == log.entries[:100]


def test_neither_the_partial_nor_the_full_one(make_log):
    log = make_log(100)
    (log.path / "tile/0/000.p/100").unlink()
    with pytest.raises(TileMissing, match=r"^tile/0/000\.p/100: missing$"):
        fetch_hashes(log.reader, Tile(0, 0, 100))
    with pytest.raises(TileMissing, match=r"^tile/0/007: missing$"):
        fetch_hashes(log.reader, Tile(0, 7))


def test_a_tile_of_another_length(make_log):
    log = make_log(100)
    path = log.path / "tile/0/000.p/100"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Malformed, match=r"^tile/0/000\.p/100: is 3199 bytes long, not 3200$"):
        fetch_hashes(log.reader, Tile(0, 0, 100))


def test_a_bundle_of_other_entries(make_log):
    log = make_log(100)
    path = log.path / "tile/entries/000.p/100"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Malformed, match=r"^tile/entries/000\.p/100: "):
        fetch_entries(log.reader, Tile(None, 0, 100))
