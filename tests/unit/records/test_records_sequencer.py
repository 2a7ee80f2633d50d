"""The sequencer over a real database and log directory: what is published never goes back, nor loses a signature."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.codes import raises
from support.home import LittleHome, little_home
from support.people import OFFICIALS, STEWARD
from withhold.casework.accreditation.accrediting import revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.intervals import close_interval
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.vetting import Vetting
from withhold.model.errors import Code, Fault, Unreadable
from withhold.records.writing import write_transaction
from withhold.sealing.keys import SigningKey, ed25519_sign
from withhold.sealing.keytext import Use
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import Note, NoteSignature, parse_note, sign_note

COVERS = ("withhold.casework.publication.publishing", "withhold.records.writing")


@pytest.fixture
def little() -> Iterator[LittleHome]:
    with little_home() as home:
        yield home


def note(little: LittleHome) -> Note:
    return parse_note((little.home / "log" / "checkpoint").read_bytes())


def grow(little: LittleHome) -> Note:
    little.file([little.row()])
    publish(little.instance)
    return note(little)


def text(signed: Note) -> str:
    return signed.encode().decode()


def line(name: str, said: bytes) -> NoteSignature:
    return NoteSignature(name, b"1234", said)


def test_a_shorter_log_does_not_take_the_place_of_a_longer_one(little: LittleHome):
    older = note(little)
    newer = grow(little)
    little.instance.sequencer.publish(text(older))
    assert note(little) == newer


def test_a_cosignature_once_published_stays(little: LittleHome):
    bare = note(little)
    first, second = line("witness.example/1", b"first"), line("witness.example/2", b"second")
    little.instance.sequencer.publish(text(bare.with_signatures(first)))
    little.instance.sequencer.publish(text(bare.with_signatures(second)))
    assert note(little) == bare.with_signatures(second, first)
    little.instance.sequencer.publish(text(bare))
    assert set(note(little).signatures) == {*bare.signatures, first, second}
    again = line("witness.example/1", b"at a later time")
    little.instance.sequencer.publish(text(bare.with_signatures(again)))
    assert set(note(little).signatures) == {*bare.signatures, again, second}
    little.reopen()
    assert set(note(little).signatures) == {*bare.signatures, again, second}


def test_two_histories_of_one_size_are_a_fault(little: LittleHome):
    key = SigningKey.read(little.home / "keys" / "log.key", Use.LOG)
    own = note(little)
    checkpoint = Checkpoint.parse(own.text)
    other = Checkpoint(checkpoint.origin, checkpoint.size, bytes(32)).text
    verifier = little.instance.trust.keys[0]
    forged = Note(other, (sign_note(other, verifier, ed25519_sign(key)),))
    little.instance.sequencer.store.publish("checkpoint", forged.encode())
    with raises(Fault, Code.LEDGER_CHECKPOINT_DIFFERS):
        little.instance.sequencer.publish(text(own))
    with raises(Fault, Code.LEDGER_AHEAD_OF_RECORDS):
        little.reopen()


def test_what_was_committed_is_published_at_the_next_start(little: LittleHome):
    older, newer = note(little), grow(little)
    little.instance.sequencer.store.publish("checkpoint", older.encode())
    little.reopen()
    assert note(little).text == newer.text
    (little.home / "log" / "checkpoint").unlink()
    little.reopen()
    assert note(little).text == newer.text


def test_a_place_that_is_not_the_logs_is_refused_before_anything_is_written(little: LittleHome, tmp_path: Path):
    grow(little)
    little.close()
    setting = little.home / "home.toml"
    with little_home() as other:
        foreign = other.home / "log"
        shutil.copytree(foreign, tmp_path / "foreign")
        (tmp_path / "foreign" / "checkpoint").unlink()
        (tmp_path / "empty").mkdir()
        for place in ("absent", "empty", "foreign"):
            before = sorted(tmp_path.rglob("*"))
            text = re.sub(r"(?m)^log = .*$", f'log = "{tmp_path / place}"', setting.read_text())
            setting.write_text(text)
            with pytest.raises(Unreadable, match="neither a checkpoint nor the entries of this instance's log"):
                open_instance(little.home, Environment(clock=little.clock))
            assert sorted(tmp_path.rglob("*")) == before


def attempt(little: LittleHome) -> None:
    with write_transaction(little.instance.alias):
        line = close_interval(little.instance, Vetting(little.instance), little.instance.now())
        little.instance.sequencer.sequence(line)
        raise ZeroDivisionError


@pytest.mark.parametrize("more", [0, 1])
def test_an_attempt_that_came_to_nothing_leaves_nothing(little: LittleHome, more: int):
    """Its summary was made with other randomness than that of the next attempt, so its tiles differ."""
    revoke(little.instance, STEWARD, OFFICIALS[0].person, "Left the agency.")
    with pytest.raises(ZeroDivisionError):
        attempt(little)
    for official in OFFICIALS[1 : 1 + more]:
        revoke(little.instance, STEWARD, official.person, "Left the agency.")
    publish(little.instance)
    assert audit(little.instance).findings == ()
