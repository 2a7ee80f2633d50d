"""A whole log verified from its files; whatever is changed, the file is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from withhold.tlog.errors import LogUnreachable, ProofFails, TileMissing
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.subtrees import leaf_hashes
from withhold.tlog.tree.tiles import pack
from withhold.tlog.verify import verify_log

COVERS = ("withhold.tlog.stores.directory", "withhold.tlog.tree.subtrees", "withhold.tlog.verify")

STEPS = {0: (), 1: (), 255: (100,), 256: (100,), 257: (256,), 600: (100, 257, 300)}


def flips(content: bytes, step: int) -> Iterator[tuple[int, bytes]]:
    """The content with one byte changed: each byte of a small file, some of each part of a large one."""
    places = range(len(content)) if len(content) < 700 else {*range(0, len(content), step), len(content) - 1}
    for place in places:
        yield place, content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]


def files_of(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file())


@pytest.mark.parametrize(("size", "steps"), STEPS.items())
def test_a_sound_log(make_log, world, size: int, steps: tuple[int, ...]):
    log = make_log(size, *steps)
    seen, progress = [], []
    verified = verify_log(
        log.reader,
        world.trust(refuse_unknown=True),
        world.check,
        progress=lambda done, total: progress.append((done, total)),
        entries=lambda first, run: seen.extend(enumerate(run, first)),
    )
    assert verified.head == log.verified
    assert verified.older is None
    assert verified.files == len(files_of(log.path)) - 1
    assert seen == list(enumerate(log.entries))
    assert progress[-1:] == ([(size, size)] if size else [])


@pytest.mark.parametrize(("size", "steps"), STEPS.items())
@pytest.mark.parametrize("step", [509, pytest.param(61, marks=pytest.mark.trial)])
def test_any_byte_of_any_file(make_log, world, size: int, steps: tuple[int, ...], step: int):
    log = make_log(size, *steps)
    trust = world.trust(quorum=1, refuse_unknown=True)
    for file in files_of(log.path):
        content = file.read_bytes()
        name = str(file.relative_to(log.path))
        for place, changed in flips(content, step):
            file.write_bytes(changed)
            with pytest.raises(ProofFails) as raised:
                verify_log(log.reader, trust, world.check)
            message = str(raised.value)
            if name != "checkpoint":
                assert message.startswith(f"{name}: "), (name, place, message)
            else:
                assert message.split(":")[0].split(" ")[0] in {
                    "checkpoint",
                    "note",
                    "key",
                    "signature",
                    "cosignature",
                    "cosignatures",
                }, (place, message)
        file.write_bytes(content)
    verify_log(log.reader, trust, world.check)


def test_a_missing_file_is_named(make_log, world):
    log = make_log(600)
    for file in files_of(log.path):
        content = file.read_bytes()
        file.unlink()
        name = str(file.relative_to(log.path))
        if name == "checkpoint":
            with pytest.raises(LogUnreachable, match="checkpoint"):
                verify_log(log.reader, world.trust(), world.check)
        else:
            with pytest.raises(TileMissing, match=f"^{name}: missing$"):
                verify_log(log.reader, world.trust(), world.check)
        file.write_bytes(content)


def test_every_older_checkpoint_of_the_log_is_a_beginning_of_it(make_log, world):
    log = make_log(600, 100, 257, 512)
    for older in log.older:
        verified = verify_log(log.reader, world.trust(), world.check, since=older.encode())
        assert verified.older is not None
        assert verified.older.note == older


def test_an_older_checkpoint_need_not_be_cosigned(make_log, world):
    log = make_log(600, 100)
    older = log.older[0]
    alone = type(older)(older.text, older.signatures[:1])
    verify_log(log.reader, world.trust(), world.check, since=alone.encode())


class TestSince:
    @pytest.mark.parametrize("size", [0, 100, 256, 600])
    def test_another_history(self, make_log, world, size: int):
        log = make_log(600)
        other = world.checkpoint(size, bytes(32))
        with pytest.raises(ProofFails, match=f"^older checkpoint: its root is not that of the first {size} entries"):
            verify_log(log.reader, world.trust(), world.check, since=other.encode())

    def test_a_log_that_was_cut_short(self, make_log, world):
        log = make_log(300, 200)
        older = log.note
        (log.path / "checkpoint").write_bytes(log.older[0].encode())
        with pytest.raises(ProofFails, match="the log has 200 entries, the older checkpoint 300"):
            verify_log(log.reader, world.trust(), world.check, since=older.encode())

    def test_signed_by_somebody_else(self, make_log, world):
        log = make_log(3)
        note = log.note
        stripped = type(note)(note.text, note.signatures[1:])
        with pytest.raises(ProofFails, match=r"^older checkpoint: note: not signed"):
            verify_log(log.reader, world.trust(), world.check, since=stripped.encode())


def test_a_signed_root_that_is_not_that_of_the_tiles(make_log, world):
    log = make_log(300)
    (log.path / "checkpoint").write_bytes(world.checkpoint(300, bytes(32)).encode())
    with pytest.raises(ProofFails, match=r"^checkpoint: its root is not that of the first 300 entries"):
        verify_log(log.reader, world.trust(), world.check)


def test_a_log_rewritten_in_all_its_files_but_the_checkpoint(make_log, world):
    log = make_log(300)
    for tile, content in extend(RightEdge(), [b"another", *log.entries[1:]]).files:
        (log.path / tile.path).write_bytes(content)
    with pytest.raises(ProofFails, match=r"^checkpoint: its root"):
        verify_log(log.reader, world.trust(), world.check)


def test_where_two_files_are_changed_both_are_named(make_log, world):
    log = make_log(300)
    (log.path / "tile/entries/000").write_bytes(pack([b"another", *log.entries[1:256]]))
    (log.path / "tile/0/000").write_bytes(bytes(8192))
    with pytest.raises(ProofFails, match=r"^tile/entries/000 and tile/0/000: entry 0"):
        verify_log(log.reader, world.trust(), world.check)


def test_an_entry_and_its_hash_changed_together_do_not_fit_the_level_above(make_log, world):
    log = make_log(300)
    changed = [b"another", *log.entries[1:256]]
    (log.path / "tile/entries/000").write_bytes(pack(changed))
    (log.path / "tile/0/000").write_bytes(leaf_hashes(changed))
    with pytest.raises(ProofFails, match=r"^tile/1/000\.p/1: hash 0 is not the root of tile/0/000$"):
        verify_log(log.reader, world.trust(), world.check)


def test_tiles_ahead_of_the_checkpoint_must_begin_as_it_says(make_log, world):
    log = make_log(300, 270)
    (log.path / "checkpoint").write_bytes(log.older[0].encode())
    verify_log(log.reader, world.trust(), world.check)
    ahead = log.path / "tile/0/001.p/44"
    ahead.write_bytes(b"\0" + ahead.read_bytes()[1:])
    with pytest.raises(ProofFails, match=r"^tile/0/001\.p/44: differs from tile/0/001\.p/14$"):
        verify_log(log.reader, world.trust(), world.check)


def test_a_checkpoint_that_is_larger_than_any_note(make_log, world):
    log = make_log(1)
    (log.path / "checkpoint").write_bytes(log.note.encode() + b"x" * 1_000_000)
    with pytest.raises(ProofFails, match="1 MB"):
        verify_log(log.reader, world.trust(), world.check)


def test_a_checkpoint_of_a_size_that_no_disk_holds(tmp_path, world):
    (tmp_path / "checkpoint").write_bytes(world.checkpoint(2**62, bytes(32)).encode())
    with pytest.raises(TileMissing, match=r"^tile/entries/000: missing$"):
        verify_log(DirectoryReader(tmp_path), world.trust(), world.check)


def test_checkpoint_size_is_what_is_verified(make_log, world):
    log = make_log(10)
    note = world.checkpoint(11, Checkpoint.parse(log.note.text).root)
    (log.path / "checkpoint").write_bytes(note.encode())
    with pytest.raises(ProofFails, match=r"^tile/entries/000\.p/11: missing$"):
        verify_log(log.reader, world.trust(), world.check)
