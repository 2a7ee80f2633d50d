"""``withhold ledger verify`` on files that somebody else made: it never waits or crashes, and names what is wrong."""

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from withhold.cli.main import main
from withhold.model.errors import Unreadable
from withhold.sealing import files
from withhold.tlog.errors import LogUnreachable, Malformed, StoreFailed
from withhold.tlog.notes.canonical import LARGEST, to_base64
from withhold.tlog.notes.cosignature import Cosignature, cosign
from withhold.tlog.notes.note import Note, NoteSignature, parse_note
from withhold.tlog.notes.vkey import KeyType, VerifierKey, is_unknown_type
from withhold.tlog.receipt import make_receipt
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.stores.regular import NotRegular, read_regular
from withhold.tlog.stores.strays import find_strays
from withhold.tlog.tree.tiles import Tile

COVERS = (
    "withhold.cli.ledger.stated",
    "withhold.cli.ledger.verifying",
    "withhold.tlog.notes.canonical",
    "withhold.tlog.notes.cosignature",
    "withhold.tlog.receipt",
    "withhold.tlog.stores.directory",
    "withhold.tlog.stores.directory_store",
    "withhold.tlog.stores.regular",
    "withhold.tlog.stores.strays",
)

Verify = Callable[..., tuple[int, str]]

SPECIAL = ("pipe", "socket", "directory", "device")


def special(kind: str, path: Path) -> None:
    """Something that is no regular file, in place of whatever has that name."""
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        # A socket's name may not be long, and a temporary directory's can be.
        with contextlib.chdir(path.parent), socket.socket(socket.AF_UNIX) as bound:
            bound.bind(path.name)
    elif kind == "directory":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """A read that waits for a writer fails the test instead of holding it."""

    def waited(*_: object) -> None:
        raise AssertionError("something waits")

    before = signal.signal(signal.SIGALRM, waited)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def verify(world, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verify:
    """The command with the log's key: the exit code, and what it says."""

    def run(place: object, *options: object, key: object = None) -> tuple[int, str]:
        words = ["withhold", "ledger", "verify", place, "--vkey", key or world.log.key(), *options]
        monkeypatch.setattr("sys.argv", [str(each) for each in words])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out + said.err

    return run


# Numbers


@pytest.mark.parametrize("time", [1, 253_402_300_799, 253_402_300_800, LARGEST])
def test_a_cosignature_of_any_time_is_shown(make_log, world, verify: Verify, time: int):
    log = make_log(3)
    first, _ = world.witnesses
    note = Note(log.note.text, (*log.note.signatures[:1], cosign(log.note.text, time, first, world.first.sign)))
    (log.path / "checkpoint").write_bytes(note.encode())
    code, said = verify(log.path, "--witness", first)
    assert (code, f"witness {first.name} saw it at" in said) == (0, True)
    assert (f"after the year 9999 ({time} seconds" in said) == (time >= 253_402_300_800)


def test_times_are_for_people_to_read():
    assert Cosignature("w", 1_700_000_000).when == "2023-11-14T22:13:20+00:00"
    assert Cosignature("w", 253_402_300_799).when == "9999-12-31T23:59:59+00:00"


@pytest.mark.parametrize("size", ["9" * 19, "9" * 5000, str(LARGEST), "-1", "1e9", "٣"])
def test_a_checkpoint_of_any_size_gets_a_verdict(make_log, world, verify: Verify, size: str):
    log = make_log(3)
    text = f"{world.log.name}\n{size}\n{to_base64(bytes(32))}\n"
    line = NoteSignature(world.log.name, world.log.key().key_id, world.log.sign(text.encode()))
    (log.path / "checkpoint").write_bytes(Note(text, (line,)).encode())
    assert verify(log.path)[0] == 1


# Files that are none


@pytest.mark.parametrize("kind", SPECIAL)
@pytest.mark.parametrize(
    ("name", "code"),
    [("checkpoint", 3), ("tile/0/000.p/3", 1), ("tile/entries/000.p/3", 1), ("tile/0/000.p/7", 1), ("witnesses", 0)],
)
def test_a_log_of_special_files_is_never_waited_for(make_log, verify: Verify, name: str, code: int, kind: str):
    log = make_log(3)
    (log.path / name).parent.mkdir(exist_ok=True)
    special(kind, log.path / name)
    if name.endswith("7") and kind == "directory":
        code = 0  # of a width that no file has
    found, said = verify(log.path)
    assert (found, name in said or code == 0) == (code, True), said
    assert verify(log.path, "--strict")[0] == (3 if code == 0 and name == "witnesses" else 1 if code == 0 else code)


@pytest.mark.parametrize("kind", ["pipe", "socket", "directory"])
def test_what_is_given_is_never_waited_for(make_log, world, verify: Verify, tmp_path: Path, kind: str):
    log = make_log(3)
    odd = tmp_path / "odd"
    special(kind, odd)
    receipt = tmp_path / "receipt"
    receipt.write_bytes(make_receipt(log.reader, 0, log.verified).encode())
    for words in (
        (log.path, "--since", odd),
        (log.path, "--witness", odd),
        (odd, "--receipt"),
        (receipt, "--receipt", "--entry", odd),
    ):
        code, said = verify(*words)
        assert (code, str(odd) in said) == (3, True), (words, said)
    assert verify(log.path, key=odd)[0] == 3
    with pytest.raises(Unreadable, match=r"is a directory|not a regular file"):
        files.read(odd, 100)


def test_what_is_given_has_a_limit(make_log, verify: Verify, tmp_path: Path):
    log = make_log(3)
    large = tmp_path / "large"
    large.touch()
    os.truncate(large, 1 << 40)
    for words in ((log.path, "--since", large), (large, "--receipt"), (log.path, "--witness", large)):
        code, said = verify(*words)
        assert (code, "is longer than the 3,000,000 bytes" in said) == (3, True)
    assert verify("\0", "--receipt")[0] == 3


def test_a_file_of_another_kind_is_input_that_cannot_be_read(make_log, verify: Verify, tmp_path: Path):
    log, readme = make_log(3), tmp_path / "README.md"
    for content in (b"# Read me\n", b"", b"\xff\n\n", b"one\n\n\xe2\x80\x94 name AAAAAAA=\n"):
        readme.write_bytes(content)
        for words, kind in (((log.path, "--since", readme), "a checkpoint"), ((readme, "--receipt"), "a receipt")):
            code, said = verify(*words)
            assert (code, said.startswith(f"withhold: {readme}: This is not {kind} (")) == (3, True), said
            assert "). Give " in said


def test_a_file_that_is_replaced_while_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    regular, pipe = tmp_path / "regular", tmp_path / "pipe"
    regular.write_bytes(b"content")
    os.mkfifo(pipe)
    real = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest: real(pipe, *rest))
    with pytest.raises(NotRegular):
        read_regular(str(regular), 10)


def test_a_pipe_in_place_of_a_tile_does_not_hold_the_writer(tmp_path: Path):
    (tmp_path / "tile/0").mkdir(parents=True)
    os.mkfifo(tmp_path / "tile/0/000")
    with pytest.raises(StoreFailed, match="cannot be written"):
        DirectoryStore(tmp_path).write([(Tile(0, 0), bytes(8192))])
    with pytest.raises(Malformed, match="tile/0/000: not a regular file"):
        DirectoryReader(tmp_path).read(Tile(0, 0))


# Names that are no part of the log


def test_what_is_no_part_of_the_log_is_named(make_log, world, verify: Verify):
    log = make_log(300, 100)
    (log.path / "witnesses").write_text("".join(f"{each}\n" for each in world.witnesses))
    for name in ("tile/notes.csv", "tile/0/000.bak", "tile/0/000.p/300", "tile/0/007.p", "tile/9x", "tile/0/a\x1b[2J"):
        (log.path / name).parent.mkdir(parents=True, exist_ok=True)
        (log.path / name).write_bytes(b"")
    (log.path / "tile/64").mkdir()
    (log.path / "tile/5").symlink_to(log.path / "tile")
    code, said = verify(log.path)
    assert code == 0
    named = {line.removeprefix("not part of the log: ") for line in said.splitlines() if line.startswith("not part")}
    assert named == {
        "tile/notes.csv",
        "tile/0/000.bak",
        "tile/0/000.p/300",
        "tile/0/007.p",
        "tile/9x",
        "tile/0/a\\x1b[2J",
        "tile/64",
    }
    code, said = verify(log.path, "--strict")
    assert (code, "7 names that are not part of the log" in said) == (1, True)


def test_a_log_that_grows_is_no_fault_and_many_strays_are_counted(make_log, verify: Verify):
    log = make_log(300, 100)
    (log.path / "checkpoint").write_bytes(log.older[0].encode())
    code, said = verify(log.path)
    assert (code, "5 tiles lie ahead of the checkpoint and were not verified" in said) == (0, True), said
    for number in range(30):
        (log.path / f"tile/stray{number}").touch()
    assert "not part of the log: 10 more names" in verify(log.path)[1]


def test_a_log_without_tiles_and_one_that_cannot_be_listed(tmp_path: Path):
    assert find_strays(tmp_path, 0).count == 0
    (tmp_path / "tile").symlink_to("tile")
    with pytest.raises(LogUnreachable, match="symbolic link"):
        find_strays(tmp_path, 0)


# Signatures and keys of kinds that are not known here


def quantum_safe(name: str) -> tuple[str, NoteSignature]:
    """A verifier key of type 6, ML-DSA-44, and a signature line by it."""
    material = b"\x06" + bytes(1312)
    key_id = bytes(4)
    return f"{name}+{key_id.hex()}+{to_base64(material)}", NoteSignature(name, key_id, bytes(2428))


def test_signatures_and_keys_that_are_not_known_are_ignored(make_log, world, verify: Verify):
    log = make_log(3)
    key, line = quantum_safe("witness.example/pq")
    (log.path / "checkpoint").write_bytes(log.note.with_signatures(line).encode())
    (log.path / "witnesses").write_text("".join(f"{each}\n" for each in (key, *world.witnesses)))
    code, said = verify(log.path)
    assert (code, "named by the log alone" in said) == (0, True), said
    code, said = verify(log.path, "--strict")
    assert (code, "signature line 4 is by no key that was given" in said) == (1, True)
    (log.path / "checkpoint").write_bytes(log.note.encode())
    assert verify(log.path, "--strict")[0] == 0


@pytest.mark.parametrize(
    "content", [b"<html>not found</html>\n", b"\xff\n", b"log.example/withhold+00000000+AQAA\n", b"x\n" * 1001]
)
def test_another_file_of_that_name_is_no_fault_of_the_log(make_log, verify: Verify, content: bytes):
    log = make_log(3)
    (log.path / "witnesses").write_bytes(content)
    assert verify(log.path)[0] == 0
    assert verify(log.path, "--strict")[0] == 3


def test_a_log_key_among_the_witnesses(make_log, world, verify: Verify):
    log = make_log(3)
    (log.path / "witnesses").write_text(f"{world.log.key()}\n")
    assert verify(log.path)[0] == 0
    assert verify(log.path, "--strict")[0] == 3


def test_which_keys_are_of_an_unknown_type(world):
    key, _ = quantum_safe("witness.example/pq")
    assert is_unknown_type(f" {key}\n")
    name, key_id, material = key.split("+", 2)
    for text in (
        str(world.log.key()),
        str(world.witnesses[0]),
        "",
        name,
        f"{name}+{key_id}",
        f"{name}+{key_id}+!",
        f"two words+{key_id}+{material}",
        f"{name}+ABCDEF01+{material}",
        f"{name}+{key_id}+{to_base64(bytes([6]))}",
    ):
        assert not is_unknown_type(text)


@pytest.mark.parametrize("character", ["\x7f", "\x9b", "\u202e", "\ufffe"])
def test_a_name_that_cannot_be_printed_is_no_key_s(world, character: str):
    with pytest.raises(Malformed, match="cannot be printed"):
        VerifierKey(f"log{character}", KeyType.ED25519, bytes(32))


# Receipts


def test_a_receipt_of_another_tool_is_checked_against_the_entry(make_log, world, verify: Verify, tmp_path: Path):
    log = make_log(300, 100)
    receipt = replace(make_receipt(log.reader, 77, log.verified), extra=b"age-v1.2.1.tar.gz")
    _, line = quantum_safe("witness.example/pq")
    receipt = replace(receipt, checkpoint=parse_note(receipt.checkpoint).with_signatures(line).encode())
    proof, entry, other = tmp_path / "77.tlog-proof", tmp_path / "entry", tmp_path / "other"
    proof.write_bytes(receipt.encode())
    entry.write_bytes(log.entries[77])
    other.write_bytes(log.entries[76])
    code, said = verify(proof, "--receipt", "--entry", entry)
    assert (code, "entry 77 is in log.example/withhold, of 300 entries" in said) == (0, True), said
    assert verify(proof, "--receipt", "--entry", other)[0] == 1
    assert verify(proof, "--receipt")[0] == 1
    proof.write_bytes(replace(receipt, extra=None).encode())
    assert verify(proof, "--receipt", "--entry", entry)[0] == 0
    code, said = verify(proof, "--receipt")
    assert (code, "give the entry's bytes as well" in said) == (1, True)
    assert verify(log.path, "--entry", entry)[0] == 2
