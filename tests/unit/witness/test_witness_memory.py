"""What a witness remembers: its database, its keys, and how it starts again."""

import sqlite3
from pathlib import Path

import pytest

from support.codes import raises
from support.growing_log import GrowingLog
from support.served_witness import NAME, Served
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.sealing.keys import ReleaseKey, SigningKey
from withhold.sealing.keytext import Use
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.witness.opening import make_key, open_witness
from withhold.witness.store import Store

COVERS = ("withhold.witness.opening", "withhold.witness.store")


@pytest.fixture
def log() -> GrowingLog:
    return GrowingLog()


@pytest.fixture
def served(tmp_path: Path, log: GrowingLog) -> Served:
    return Served(tmp_path, log.key)


def test_nothing_is_signed_that_could_not_be_stored(served: Served, log: GrowingLog) -> None:
    served.post(log.request(0, 3))
    holder = sqlite3.connect(served.root / "database", isolation_level=None)
    holder.execute("DROP TABLE head")
    holder.close()
    answered = served.post(log.request(3, 5))
    assert (answered.status, answered.body) == (503, b"the witness cannot store anything now\n")
    assert served.call("GET", "/").status == 503


def test_a_database_that_refuses_the_write_signs_nothing(tmp_path: Path, log: GrowingLog) -> None:
    served = Served(tmp_path, log.key)
    served.post(log.request(0, 3))
    with sqlite3.connect(tmp_path / "database") as connection:
        connection.execute("CREATE TRIGGER full BEFORE UPDATE ON head BEGIN SELECT RAISE(FAIL, 'full'); END")
    connection.close()
    assert served.post(log.request(3, 5)).status == 503
    assert served.cosigner.known()[0].size == 3


def test_the_database_itself_refuses_to_go_back_or_to_forget(served: Served, log: GrowingLog) -> None:
    served.post(log.request(0, 3))
    connection = sqlite3.connect(served.root / "database", isolation_level=None)
    for statement in (
        "UPDATE head SET size = 2",
        "UPDATE head SET root = x'00'",
        "UPDATE head SET time = 1",
        "UPDATE head SET origin = 'a'",
        "DELETE FROM head",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    connection.close()


def test_a_write_that_changes_no_row_is_no_write(served: Served, log: GrowingLog) -> None:
    served.post(log.request(0, 3))
    with sqlite3.connect(served.root / "database") as connection:
        connection.execute("CREATE TRIGGER lost BEFORE UPDATE ON head BEGIN SELECT RAISE(IGNORE); END")
    connection.close()
    assert served.post(log.request(3, 5)).status == 503
    assert served.cosigner.known()[0].size == 3


def test_its_memory_outlives_it(tmp_path: Path, log: GrowingLog) -> None:
    Served(tmp_path, log.key).post(log.request(0, 9))
    again = Served(tmp_path, log.key)
    assert again.post(log.request(0, 9)).body == b"9\n"
    assert again.post(log.fork().request(9, 12)).status == 422
    assert again.post(log.request(9, 12)).status == 200


def test_a_key_without_its_database_does_not_start(tmp_path: Path, log: GrowingLog) -> None:
    Served(tmp_path, log.key).post(log.request(0, 9))
    (tmp_path / "database").rename(tmp_path / "elsewhere")
    with raises(Conflict, Code.WITNESS_ANOTHER_DATABASE):
        Served(tmp_path, log.key)
    Store.create(tmp_path / "database")
    with raises(Conflict, Code.WITNESS_ANOTHER_DATABASE):
        Served(tmp_path, log.key)
    (tmp_path / "elsewhere").replace(tmp_path / "database")
    assert Served(tmp_path, log.key).post(log.request(9, 12)).status == 200


def test_a_start_that_was_interrupted_is_made_good(tmp_path: Path, log: GrowingLog) -> None:
    make_key(tmp_path / "key", NAME)
    Store.create(tmp_path / "database")
    assert Served(tmp_path, log.key).post(log.request(0, 9)).status == 200
    assert (tmp_path / "key.database").exists()


def test_a_new_key_goes_on_from_the_same_memory(tmp_path: Path, log: GrowingLog) -> None:
    Served(tmp_path, log.key).post(log.request(0, 9))
    make_key(tmp_path / "second", NAME)
    renewed = open_witness(tmp_path / "second", tmp_path / "database", [KeyList(log.key)], lambda: 1)
    assert [each.size for each in renewed.known()] == [9]


def test_files_that_are_not_what_they_should_be(tmp_path: Path, log: GrowingLog) -> None:
    SigningKey.generate(Use.LOG, "log.example").write(tmp_path / "log.key")
    ReleaseKey.generate("official").write(tmp_path / "release.key")
    for name in ("log.key", "release.key", "absent.key"):
        with pytest.raises(Unreadable):
            open_witness(tmp_path / name, tmp_path / "database", [KeyList(log.key)], lambda: 0)
    make_key(tmp_path / "key", NAME)
    (tmp_path / "text").write_text("not a database, and long enough to be looked at")
    (tmp_path / "empty").touch()
    (tmp_path / "directory").mkdir()
    for name in ("text", "empty", "directory", "no/such/place"):
        with pytest.raises(Unreadable):
            open_witness(tmp_path / "key", tmp_path / name, [KeyList(log.key)], lambda: 0)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(".")) == []
    with pytest.raises(Conflict):
        make_key(tmp_path / "key", NAME)
    with pytest.raises(Unreadable):
        make_key(tmp_path / "other", "two words")
    with pytest.raises(Unreadable):
        make_key(tmp_path / "other", "a+b")
    assert not (tmp_path / "other").exists()


def test_keys_that_do_not_go_together(tmp_path: Path, log: GrowingLog) -> None:
    key = make_key(tmp_path / "key", NAME)
    own = VerifierKey("log.example", KeyType.ED25519, key.public_key)
    for keys in ([own], [VerifierKey("log.example", KeyType.COSIGNATURE, log.key.public_key)]):
        with raises(Conflict, Code.WITNESS_KEYS_UNFIT):
            open_witness(tmp_path / "key", tmp_path / "database", map(KeyList, keys), lambda: 0)
    assert not (tmp_path / "database").exists()
