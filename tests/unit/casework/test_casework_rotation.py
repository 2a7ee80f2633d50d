"""New keys for the log and its witnesses: old receipts verify, the ledger names both keys, no crash leaves two."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.appointed_witnesses import appoint
from support.called import called
from support.codes import raises
from support.founding import software_witness
from support.further import OneCase
from support.home import LittleHome, template
from support.people import AGENCY, INSPECTORS, STEWARD
from support.witness_process import WitnessProcess, running
from withhold.casework.accreditation.accrediting import assess_safeguards, revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.opening.instance import log_key
from withhold.casework.publication import changing_witness, log_keys
from withhold.casework.publication.changing_witness import STREAM as WITNESS_CHANGES
from withhold.casework.publication.changing_witness import change_witness
from withhold.casework.publication.log_keys import LOG_KEY, NEXT_LOG_KEY, change_log_key
from withhold.casework.publication.proving import latest_checkpoint, receipt_at
from withhold.casework.publication.publishing import publish
from withhold.model.errors import Code, Conflict, Fault, Forbidden, Unreadable
from withhold.model.kinds import Kind
from withhold.model.occurrences import LogKeyChanged, WitnessChanged
from withhold.records.log.sequencer import KEY_CHANGES
from withhold.sealing.keys import SigningKey, check_ed25519, ed25519_sign
from withhold.sealing.keytext import Use
from withhold.tlog.errors import ProofFails
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, sign_checkpoint, verify_checkpoint
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.note import parse_note
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.receipt import verify_receipt
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.verify import verify_log

COVERS = (
    "withhold.casework.publication.changing_witness",
    "withhold.casework.publication.log_keys",
    "withhold.casework.publication.proving",
    "withhold.casework.publication.witnesses",
    "withhold.cli.ledger.changing_keys",
    "withhold.records.log.sequencer",
)

REASON = "The yearly change."


def trust(keys: KeyList) -> LogTrust:
    return LogTrust(
        (keys.current,), refuse_unknown=True, retired=keys.retired, stated=(software_witness(template()).key,)
    )


def listed(little: LittleHome) -> KeyList:
    return KeyList.parse((little.home / "log" / "vkey").read_text())


def note(little: LittleHome) -> bytes:
    return (little.home / "log" / "checkpoint").read_bytes()


def signers(little: LittleHome) -> list[bytes]:
    witnesses = {each.key.key_id for each in little.instance.configuration.witnesses}
    return [line.key_id for line in parse_note(note(little)).signatures if line.key_id not in witnesses]


def change(little: LittleHome) -> KeyList:
    keys = change_log_key(little.instance, STEWARD, REASON)
    little.reopen()
    return keys


def something_happens(little: LittleHome) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")


def test_both_keys_sign_one_checkpoint_and_the_new_one_those_after(little: LittleHome) -> None:
    old = log_key(little.home)
    keys = change(little)
    new = keys.current
    assert (log_key(little.home), new.name) == (new, old.name)
    assert new.public_key != old.public_key
    assert signers(little) == [old.key_id, new.key_id]
    crossover = Checkpoint.parse(parse_note(note(little)).text)
    assert keys.retired[0].end == crossover.size
    something_happens(little)
    publish(little.instance)
    assert signers(little) == [new.key_id]
    assert audit(little.instance).findings == ()


def test_the_change_is_on_the_ledger_under_the_crossover(little: LittleHome) -> None:
    something_happens(little)  # waits, and goes under the same checkpoint
    keys = change(little)
    (stored,) = little.instance.journal.stream(KEY_CHANGES)
    changed = little.instance.recorder.read_event(stored)
    assert changed == LogKeyChanged(str(keys.retired[0].key), str(keys.current), keys.retired[0].end, REASON)
    assert (stored.actor, stored.kind) == (STEWARD.person, Kind.LOG_KEY_CHANGED)
    assert stored.position == keys.retired[0].end - 2  # before its interval's summary


def test_old_receipts_and_checkpoints_verify_with_the_old_key_and_with_the_list(little: LittleHome) -> None:
    old, receipt, checkpoint = log_key(little.home), receipt_at(little.instance, 3).encode(), note(little)
    keys = change(little)
    keys = change(little)
    assert len(keys.retired) == 2
    for each in (LogTrust((old,)), trust(keys), trust(listed(little))):
        assert verify_receipt(receipt, each, check_ed25519).index == 3
    something_happens(little)
    publish(little.instance)
    verified = verify_log(DirectoryReader(little.home / "log"), trust(keys), check_ed25519, since=checkpoint)
    assert verified.older is not None
    assert verify_receipt(receipt_at(little.instance, 3).encode(), trust(keys), check_ed25519).index == 3


def test_who_has_only_the_old_key_learns_of_the_change_at_the_first_checkpoint_after(little: LittleHome) -> None:
    old = LogTrust((log_key(little.home),))
    change(little)
    verify_checkpoint(note(little), old, check_ed25519)
    something_happens(little)
    publish(little.instance)
    with pytest.raises(ProofFails, match="not signed by a key that was given"):
        verify_checkpoint(note(little), old, check_ed25519)


def test_a_thief_of_the_old_key_signs_nothing_that_is_believed(little: LittleHome) -> None:
    stolen = SigningKey.read(little.home / LOG_KEY, Use.LOG)
    old = log_key(little.home)
    keys = change(little)
    something_happens(little)
    publish(little.instance)
    head = Checkpoint.parse(parse_note(note(little)).text)
    for size in (head.size, keys.retired[0].end + 1):
        forged = sign_checkpoint(Checkpoint(head.origin, size, bytes(32)), old, ed25519_sign(stolen))
        with pytest.raises(ProofFails, match="gave up at"):
            verify_checkpoint(forged.encode(), trust(keys), check_ed25519)


def test_the_list_lies_beside_the_log_and_is_put_right_when_the_home_is_opened(little: LittleHome) -> None:
    keys = change(little)
    assert listed(little) == keys
    (little.home / "log" / "vkey").write_text("something else\n")
    little.reopen()
    assert listed(little) == keys


def test_the_old_private_key_is_gone(little: LittleHome) -> None:
    secret = SigningKey.read(little.home / LOG_KEY, Use.LOG).secret
    change(little)
    assert not (little.home / NEXT_LOG_KEY).exists()
    assert SigningKey.read(little.home / LOG_KEY, Use.LOG).secret != secret
    assert (little.home / LOG_KEY).stat().st_mode & 0o777 == 0o600


def test_a_release_goes_on_over_a_change(approved: OneCase) -> None:
    little, case_id = approved
    change(little)
    assert little.opened(little.retrieve(case_id))
    assert audit(little.instance).findings == ()


@pytest.mark.parametrize("actor", [INSPECTORS[0], replace(STEWARD, person="nobody")])
def test_only_a_steward_changes_a_key(little: LittleHome, actor: Any) -> None:
    before = (little.kinds(), sorted(little.home.rglob("*.key")))
    with pytest.raises(Forbidden):
        change_log_key(little.instance, actor, REASON)
    assert (little.kinds(), sorted(little.home.rglob("*.key"))) == before


def test_a_revoked_steward_changes_none_and_a_change_needs_its_reason(little: LittleHome) -> None:
    with pytest.raises(Conflict, match="reason"):
        change_log_key(little.instance, STEWARD, " ")
    revoke(little.instance, STEWARD, STEWARD.person, "Left.")
    with pytest.raises(Forbidden):
        change_log_key(little.instance, STEWARD, REASON)


def test_a_process_with_the_old_key_stops_at_its_next_step(little: LittleHome) -> None:
    stale = little.instance
    change_log_key(stale, STEWARD, REASON)
    for step in (lambda: publish(stale), lambda: change_log_key(stale, STEWARD, REASON)):
        something_happens(little)
        with raises(Conflict, Code.LEDGER_KEY_REPLACED):
            step()
    little.reopen()
    assert publish(little.instance).size > 0
    assert audit(little.instance).findings == ()


# Stopped at every step


class Stopped(Exception):
    """The process went away here."""


@contextmanager
def stopped_at(module: Any, name: str, *, after: bool = False) -> Iterator[None]:
    """The process goes away before, or right after, it calls something."""
    real = getattr(module, name)

    def stop(*given: Any, **named: Any) -> None:
        if after:
            real(*given, **named)
        raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, stop)
        yield


def steps() -> list[tuple[Any, str, bool, bool]]:
    """(module, what, after it?, was the change made by then?)."""
    return [
        (log_keys, "_make_next", False, False),
        (log_keys, "_make_next", True, False),
        (log_keys, "close_interval", False, False),
        (log_keys, "close_interval", True, False),
        (log_keys, "publish_note", False, True),
        (log_keys, "publish_note", True, True),
        (log_keys, "_promote", False, True),
        (log_keys, "_promote", True, True),
        (log_keys.files, "replace", True, True),
    ]


@pytest.mark.parametrize("step", steps(), ids=lambda step: f"{step[1]}-{'after' if step[2] else 'before'}")
def test_wherever_it_stops_one_key_signs_and_nothing_is_lost(
    little: LittleHome, step: tuple[Any, str, bool, bool]
) -> None:
    module, name, after, made = step
    old, receipt = log_key(little.home), receipt_at(little.instance, 2).encode()
    with stopped_at(module, name, after=after), pytest.raises(Stopped):
        change_log_key(little.instance, STEWARD, REASON)
    little.reopen()
    assert (log_key(little.home) != old) == made
    assert len(listed(little).retired) == made
    assert listed(little).current == log_key(little.home)
    something_happens(little)
    publish(little.instance)
    keys = change(little)
    assert len(keys.retired) == 1 + made
    assert not (little.home / NEXT_LOG_KEY).exists()
    assert verify_receipt(receipt, trust(keys), check_ed25519).index == 2
    verify_log(DirectoryReader(little.home / "log"), trust(keys), check_ed25519)
    assert audit(little.instance).findings == ()


def test_a_home_without_the_key_that_the_ledger_names_is_not_opened(little: LittleHome) -> None:
    before = (little.home / LOG_KEY).read_bytes()
    change(little)
    (little.home / LOG_KEY).write_bytes(before)
    with pytest.raises(Fault, match=r"keys/log\.key"):
        little.reopen()


# Witnesses


@pytest.fixture
def witnesses(little: LittleHome) -> Iterator[tuple[WitnessProcess, WitnessProcess]]:
    """One witness of the instance, and the one that replaces it. Both run."""
    first, second = (WitnessProcess(little.root / name) for name in ("w1", "w2"))
    appoint(little, first)
    second.log_keys = first.log_keys
    with running(first), running(second):
        publish(little.instance)
        yield first, second


def cosigners(little: LittleHome) -> list[str]:
    return [each.witness for each in latest_checkpoint(little.instance).cosignatures]


def change_of(little: LittleHome, first: WitnessProcess, second: WitnessProcess) -> WitnessChanged:
    witness = second.witness
    return change_witness(little.instance, STEWARD, first.key, witness.key, witness.url, REASON)


def test_a_witness_changes_its_key(little: LittleHome, witnesses: tuple[WitnessProcess, WitnessProcess]) -> None:
    first, second = witnesses
    changed = change_of(little, first, second)
    assert (changed.old, changed.new) == (str(first.key), str(second.witness.key))
    assert changed.size == little.instance.sequencer.size()
    little.reopen()
    (stored,) = little.instance.journal.stream(WITNESS_CHANGES)
    assert little.instance.recorder.read_event(stored) == changed
    something_happens(little)
    publish(little.instance)
    assert cosigners(little) == [second.key.name]
    assert audit(little.instance).findings == ()
    assert little.opened(little.retrieve(little.approved()))


def test_a_change_that_makes_no_sense_is_refused_and_one_that_was_stopped_is_finished_by_the_same_command(
    little: LittleHome, witnesses: tuple[WitnessProcess, WitnessProcess]
) -> None:
    first, second = witnesses
    url = second.witness.url
    cases: list[tuple[VerifierKey, VerifierKey, str | None, str, str]] = [
        (second.key, first.key, url, REASON, "not one of this ledger's witnesses"),
        (first.key, first.key, url, REASON, "already"),
        (first.key, log_key(little.home), url, REASON, "cosignature"),
        (first.key, second.key, "ftp://nowhere", REASON, "http"),
        (first.key, second.key, url, "", "reason"),
    ]
    for old, new, where, reason, says in cases:
        with pytest.raises(Conflict, match=says):
            change_witness(little.instance, STEWARD, old, new, where, reason)
    with pytest.raises(Forbidden):
        change_witness(little.instance, INSPECTORS[0], first.key, second.key, url, REASON)
    assert Kind.WITNESS_CHANGED not in little.kinds()

    with stopped_at(changing_witness, "appoint_witnesses"), pytest.raises(Stopped):
        change_of(little, *witnesses)
    little.reopen()
    assert little.instance.configuration.witnesses[0].key == witnesses[0].key
    change_of(little, *witnesses)
    little.reopen()
    assert little.instance.configuration.witnesses[0].key == witnesses[1].key
    assert little.kinds().count(Kind.WITNESS_CHANGED) == 1


# As commands


def test_the_command_changes_the_key_and_the_list_verifies_old_and_new(little: LittleHome, tmp_path: Path) -> None:
    home, key = little.home, tmp_path / "old.vkey"
    receipt, kept = tmp_path / "old.receipt", tmp_path / "old.checkpoint"
    shutil.copy(home / "log" / "vkey", key)
    receipt.write_bytes(receipt_at(little.instance, 1).encode())
    kept.write_bytes(note(little))
    little.close()
    changed = called("ledger", "rotate-key", "--home", home, "--person", STEWARD.person, "--reason", REASON)
    assert changed.returncode == 0, changed.stderr
    assert "retired" in changed.stdout
    for words in (
        (home / "log", "--vkey", home / "log" / "vkey", "--since", kept),
        (receipt, "--receipt", "--vkey", home / "log" / "vkey"),
        (receipt, "--receipt", "--vkey", key),
    ):
        assert called("ledger", "verify", *words).returncode == 0
    assert called("ledger", "rotate-key", "--home", home, "--person", "nobody", "--reason", REASON).returncode == 2
    assert called("audit", "--home", home).returncode == 0


def test_a_log_key_behind_a_link_is_refused_before_the_ledger_names_another(little: LittleHome) -> None:
    before, key = note(little), little.home / LOG_KEY
    key.rename(little.home / "elsewhere")
    key.symlink_to(little.home / "elsewhere")
    with pytest.raises(Unreadable, match=r"This is a link\. Name the file itself\."):
        change_log_key(little.instance, STEWARD, REASON)
    assert (note(little), len(listed(little).retired)) == (before, 0)
    assert not (little.home / NEXT_LOG_KEY).exists()
