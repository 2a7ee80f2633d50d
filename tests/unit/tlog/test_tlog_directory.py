import errno
import os
from itertools import count
from pathlib import Path

import pytest

from withhold.tlog.errors import LogUnreachable, Malformed, StoreFailed, TileConflict, TileMissing
from withhold.tlog.stores import directory_store
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.tree.tiles import Tile

COVERS = ("withhold.tlog.stores.directory", "withhold.tlog.stores.directory_store", "withhold.tlog.stores.storing")

FILES = [(Tile(0, index), bytes([index % 256]) * 8192) for index in range(300)]


def test_written_tiles_are_read(tmp_path: Path):
    store = DirectoryStore(tmp_path / "new" / "log")
    store.write(FILES)
    reader = DirectoryReader(tmp_path / "new" / "log")
    assert [(tile, reader.read(tile)) for tile, _ in FILES] == FILES
    assert store.read(FILES[7][0]) == FILES[7][1]


def test_nothing_but_the_named_files_is_left(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    store.write(FILES[:3])
    store.publish("checkpoint", b"one")
    store.publish("checkpoint", b"two")
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert found == ["checkpoint", "tile/0/000", "tile/0/001", "tile/0/002"]
    assert DirectoryReader(tmp_path).checkpoint() == b"two"


def test_writing_the_same_again_changes_nothing(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    store.write(FILES[:2])
    before = (tmp_path / "tile/0/000").stat().st_ino
    DirectoryStore(tmp_path).write(FILES[:2])
    assert (tmp_path / "tile/0/000").stat().st_ino == before


def test_a_tile_never_changes_and_the_store_is_done_for(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    store.write(FILES[:1])
    with pytest.raises(TileConflict, match="other content"):
        store.write([(FILES[0][0], b"else")])
    with pytest.raises(StoreFailed, match="failed before"):
        store.write(FILES[1:2])
    assert DirectoryReader(tmp_path).read(FILES[0][0]) == FILES[0][1]


def test_a_crash_before_the_new_name_leaves_nothing_that_is_read(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    store.write(FILES[:1])
    store.write([(Tile(0, 1, 4), bytes(128))])
    (tmp_path / ".new/tile").write_bytes(b"half")
    with pytest.raises(TileMissing):
        store.read(Tile(0, 1, 5))
    again = DirectoryStore(tmp_path)
    again.write([(Tile(0, 1, 5), bytes(160))])
    assert again.read(Tile(0, 1, 5)) == bytes(160)
    assert list((tmp_path / ".new").iterdir()) == []


@pytest.mark.parametrize("step", ["open", "write", "fsync", "rename"])
def test_any_refusal_of_the_disk_is_fatal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str):
    store = DirectoryStore(tmp_path)
    store.write(FILES[:1])

    def refuse(*_: object) -> int:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(directory_store.os, step, refuse)
        with pytest.raises(StoreFailed, match="cannot be written"):
            store.write([(Tile(0, 1, 5), bytes(160)), *FILES[1:2]])
    with pytest.raises(StoreFailed, match="stop and start anew"):
        store.write(FILES[1:2])
    with pytest.raises(StoreFailed, match="stop and start anew"):
        store.publish("checkpoint", b"")
    DirectoryStore(tmp_path).write(FILES[:2], settled=256)
    assert DirectoryReader(tmp_path).read(Tile(0, 1)) == FILES[1][1]


def test_an_error_of_any_sync_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    calls = count()
    real = os.fsync

    def fsync(number: int) -> None:
        if next(calls) == 200:
            raise OSError(errno.EIO, "Input/output error")
        real(number)

    before = len(list(Path("/proc/self/fd").iterdir()))
    monkeypatch.setattr(directory_store.os, "fsync", fsync)
    with pytest.raises(StoreFailed, match="Input/output error"):
        DirectoryStore(tmp_path).write(FILES)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_each_file_and_each_directory_is_synced_before_write_returns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    synced: list[str] = []
    real = os.fsync

    def fsync(number: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{number}").readlink()))
        real(number)

    monkeypatch.setattr(directory_store.os, "fsync", fsync)
    DirectoryStore(tmp_path / "log").write(FILES[:2])
    log = tmp_path / "log"
    log = tmp_path / "log"
    directories = [str(each) for each in (tmp_path, log, log / "tile", log / "tile/0")]
    assert sorted(each for each in synced if each in directories) == directories
    assert len([each for each in synced if Path(each).parent == log / "tile/0"]) == 2


def test_a_checkpoint_is_synced_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    done: list[str] = []
    fsync, rename = os.fsync, os.rename
    monkeypatch.setattr(directory_store.os, "fsync", lambda number: done.append("sync") or fsync(number))
    monkeypatch.setattr(directory_store.os, "rename", lambda *names: done.append("name") or rename(*names))
    DirectoryStore(tmp_path).publish("checkpoint", b"one")
    assert done == ["sync", "name", "sync", "sync"]


def test_what_a_crash_left_torn_is_written_anew_and_what_is_settled_is_synced_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    DirectoryStore(tmp_path).write(FILES[:2])
    (tmp_path / "tile/0/001").write_bytes(b"")
    synced: list[str] = []
    real = os.fsync
    monkeypatch.setattr(
        directory_store.os,
        "fsync",
        lambda number: synced.append(str(Path(f"/proc/self/fd/{number}").readlink())) or real(number),
    )
    DirectoryStore(tmp_path).write(FILES[:2], settled=256)
    assert DirectoryReader(tmp_path).read(Tile(0, 1)) == FILES[1][1]
    assert str(tmp_path / "tile/0/000") in synced


def test_a_short_write_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.write
    monkeypatch.setattr(directory_store.os, "write", lambda number, data: real(number, data[:1000]))
    DirectoryStore(tmp_path).write(FILES[:2])
    assert DirectoryReader(tmp_path).read(Tile(0, 1)) == FILES[1][1]


def test_what_is_not_there(tmp_path: Path):
    reader = DirectoryReader(tmp_path)
    with pytest.raises(TileMissing, match=r"^tile/0/000: missing$"):
        reader.read(Tile(0, 0))
    with pytest.raises(LogUnreachable, match="no checkpoint to read"):
        reader.checkpoint()
    assert list(reader.partial_widths(Tile(0, 0))) == []


def test_what_cannot_be_a_tile(tmp_path: Path):
    (tmp_path / "tile/0/001").mkdir(parents=True)
    (tmp_path / "tile/0/000").write_bytes(bytes(8193))
    reader = DirectoryReader(tmp_path)
    with pytest.raises(Malformed, match="longer than 8192"):
        reader.read(Tile(0, 0))
    with pytest.raises(TileMissing):
        reader.read(Tile(0, 1))
    with pytest.raises(TileMissing):
        reader.read(Tile(0, 0, 3))
    assert list(reader.partial_widths(Tile(0, 0))) == []


def test_a_place_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    loop = tmp_path / "tile"
    loop.symlink_to("tile")
    reader = DirectoryReader(tmp_path)
    with pytest.raises(LogUnreachable, match="symbolic link"):
        reader.read(Tile(0, 0))
    with pytest.raises(LogUnreachable, match="symbolic link"):
        reader.partial_widths(Tile(0, 0))


def test_the_widths_that_lie_beside_a_tile(tmp_path: Path):
    beside = tmp_path / "tile/entries/x001/000.p"
    beside.mkdir(parents=True)
    for name in ("1", "17", "255", "256", "0", "007", "9x", ".3.new", "٣"):
        (beside / name).write_bytes(b"")
    assert list(DirectoryReader(tmp_path).partial_widths(Tile(None, 1000))) == [1, 17, 255]


def test_what_no_checkpoint_covers_gives_way_and_what_one_covers_does_not(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    store.write(FILES[:2])
    store.write([(Tile(0, 1), bytes(8192))], settled=511)
    assert store.read(Tile(0, 1)) == bytes(8192)
    with pytest.raises(TileConflict, match=r"^tile/0/001: "):
        store.write([(Tile(0, 1), bytes([1]) * 8192)], settled=512)


def test_leftovers_of_an_attempt_that_came_to_no_checkpoint_go(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    for width in (3, 5, 8):
        store.write([(Tile(0, 0, width), bytes([width]) * 32 * width)])
    store.write([(Tile(0, 0, 9), bytes([9]) * 288)], settled=5)
    assert list(store.partial_widths(Tile(0, 0))) == [3, 5, 9]
    store.write([(Tile(0, 0, 8), bytes(256)), (Tile(0, 0, 9), bytes([9]) * 288)], settled=5)
    assert list(store.partial_widths(Tile(0, 0))) == [3, 5, 8, 9]


def test_partial_forms_go_once_a_published_checkpoint_covers_the_full_tile(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    store.write([(Tile(0, 0, 3), bytes(96))])
    store.write(FILES[:1], settled=3)
    store.publish("checkpoint", b"still the older", 3)
    assert list(store.partial_widths(Tile(0, 0))) == [3]
    store.publish("vkey", b"key")
    assert list(store.partial_widths(Tile(0, 0))) == [3]
    store.publish("checkpoint", b"newer", 256)
    assert not (tmp_path / "tile/0/000.p").exists()
    store.write(FILES[1:2], settled=256)
    store.publish("checkpoint", b"newest", 512)
    store.write([(Tile(0, 0, 3), bytes(96))], settled=0)
    assert list(store.partial_widths(Tile(0, 0))) == [3]


def test_tidying_that_fails_fails_nothing(tmp_path: Path):
    store = DirectoryStore(tmp_path)
    (tmp_path / "tile/0/000.p").mkdir(parents=True)
    (tmp_path / "tile/0/000.p/mine").write_bytes(b"")
    store.write([(Tile(0, 0, 3), bytes(96))])
    store.write(FILES[:1], settled=3)
    store.publish("checkpoint", b"newer", 256)
    assert (tmp_path / "tile/0/000.p/mine").exists()
    store.write(FILES[1:2])


def test_more_than_fit_side_by_side_are_all_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    synced = []
    monkeypatch.setattr(directory_store.os, "fsync", synced.append)
    DirectoryStore(tmp_path).write(FILES)
    assert len(synced) == len(FILES) + 4


def test_names_beside_the_tiles(tmp_path: Path):
    reader = DirectoryReader(tmp_path / "none")
    assert reader.named("vkey") is None
    DirectoryStore(tmp_path / "none").publish("vkey", b"key")
    assert reader.named("vkey") == b"key"
    (tmp_path / "none" / "loop").symlink_to("loop")
    with pytest.raises(LogUnreachable, match="symbolic link"):
        reader.named("loop")
