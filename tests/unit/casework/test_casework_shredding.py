"""Erasing a batch: two people do it, years later, after a tombstone. Also what everyone sees of it afterwards."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from support.codes import raises
from support.home import LittleHome, configuration
from support.people import AGENCY, COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.stays import stay_on
from support.witness_process import WitnessProcess, running
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.configuration import FILE
from withhold.casework.erasure import erasing
from withhold.casework.erasure.erasing import batch_named, confirm_erasure, erasable, propose_erasure
from withhold.casework.erasure.erasures import Tombstone, tombstone_of
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.intake.filing import Filed, file_batch
from withhold.casework.opening.instance import Environment, create_home, log_key, open_desk
from withhold.casework.oversight.reporting import annual_report
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.witnesses import appoint_witnesses
from withhold.casework.review.acting import act
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.stays.placing import Stayed, lift_stay
from withhold.casework.subject.accounting import Erasure, accounting_of, issue_code
from withhold.cli import options
from withhold.cli.main import main
from withhold.events.recorder import batch_label
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.cases import commands
from withhold.model.cases.determination import Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Fault, Forbidden, Unreadable
from withhold.model.kinds import Kind
from withhold.model.occurrences import Erased
from withhold.model.vocabulary import Role
from withhold.records.writing import write_transaction
from withhold.sealing.errors import Shredded
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.verify import verify_log

COVERS = (
    "withhold.casework.configuration",
    "withhold.casework.erasure.erasing",
    "withhold.casework.erasure.erasures",
    "withhold.casework.intake.batch_signature",
    "withhold.casework.intake.evidence_file",
    "withhold.casework.intake.filing",
    "withhold.casework.oversight.reporting",
    "withhold.casework.publication.witnesses",
    "withhold.casework.review.acting",
    "withhold.casework.review.identifying",
    "withhold.casework.subject.accounting",
    "withhold.cli.instance.shred",
    "withhold.cli.options",
)

REASON = "Its retention has run out."
SUBJECT = Actor("", Role.SUBJECT)


@dataclass(frozen=True)
class Past:
    """A home in which five years have passed since a batch came to its end."""

    little: LittleHome
    filed: Filed

    @property
    def batch(self) -> str:
        return self.filed.batch

    def erase(self) -> Tombstone:
        propose_erasure(self.little.desk, STEWARD, self.batch, REASON)
        return confirm_erasure(self.little.desk, INSPECTORS[0], self.batch)


def take_in(little: LittleHome) -> Filed:
    """A batch with a row returned, one refused, one disclosed and disposed of, one not confirmed, one refused."""
    rows = [
        little.row("robin"),
        little.row("absent"),
        little.row("jules"),
        little.row("kit", reason=""),
        little.row("relative", statute="8 U.S.C. 1231"),
    ]
    filed = little.file(rows)
    confirm_docketed(little.desk, filed.cases)
    released, _, refused = filed.cases
    little.retrieve(little.approve(released))
    act(little.desk, OFFICIALS[0], released, commands.CertifyDisposal(Manner.DESTROYED))
    little.decide(OFFICERS[0], refused)
    little.decide(COUNSEL[0], refused, Decision.REFUSE)
    publish(little.desk)
    return filed


@pytest.fixture
def past(little: LittleHome) -> Past:
    filed = take_in(little)
    little.clock.advance(days=5 * 366)
    return Past(little, filed)


def extend_term(little: LittleHome) -> None:
    """Let the first signer file after their term. The audit would name it, and these tests do not audit."""
    little.alter("UPDATE records_person SET valid_until=NULL WHERE person_id=?", SIGNERS[0].person)


def label_destroyed(past: Past) -> bool:
    return past.little.desk.vault.destroyed(batch_label(past.batch))


def test_nobody_can_open_what_was_erased_and_the_ledger_stays_valid(past: Past) -> None:
    little = past.little
    before = little.desk.sequencer.size()
    tombstone = past.erase()
    assert label_destroyed(past)
    for case_id in past.filed.cases:
        with pytest.raises(Shredded):
            little.desk.case(case_id)
    little.reopen()
    with pytest.raises(Shredded):
        little.desk.case(past.filed.cases[0])
    verify_log(DirectoryReader(little.home / "log"), LogTrust((log_key(little.home),)), lambda *_: None)
    assert tombstone.stored.position is not None
    assert before < tombstone.stored.position < little.desk.sequencer.size()


def test_the_tombstone_records_what_why_when_and_who(past: Past) -> None:
    tombstone = past.erase()
    rows = 2
    cases = sum(len(past.little.desk.journal.stream(f"case/{case_id}")) for case_id in past.filed.cases)
    assert tombstone.erased == Erased(past.batch, batch_label(past.batch), REASON, STEWARD.person, rows + cases)
    assert tombstone.stored.actor == INSPECTORS[0].person
    assert tombstone.at.date() == past.little.desk.now().date()
    assert tombstone.said == f"erased on {tombstone.at:%Y-%m-%d}, tombstone at entry {tombstone.stored.position}"


def test_the_audit_distinguishes_an_erasure_from_tampering(past: Past) -> None:
    tombstone = past.erase()
    for audited in (audit(past.little.desk), fsck(past.little.desk)):
        assert audited.findings == ()
    (said,) = audit(past.little.desk).erased
    assert said.startswith(f"batch {past.batch[:16]}: {tombstone.said}")


def test_a_key_destroyed_without_a_tombstone_is_tampering(past: Past) -> None:
    past.little.desk.vault.destroy(batch_label(past.batch))
    found = [f"{each.where}: {each.what}" for each in audit(past.little.desk).findings]
    assert any("case/" in each and "no tombstone records it" in each for each in found)
    assert any(each.startswith(f"batch {past.batch[:16]}") and "no tombstone" in each for each in found)


def test_a_mark_that_somebody_removed_is_found(past: Past) -> None:
    past.erase()
    (mark,) = (past.little.home / "keys" / "data").glob("*.destroyed")
    mark.unlink()
    past.little.reopen()
    found = audit(past.little.desk).findings
    assert any(
        each.where == f"batch {past.batch[:16]}" and "not destroyed as it must be" in each.what for each in found
    )
    assert any(each.where.startswith("event ") and "cannot be read" in each.what for each in found)


def test_what_was_altered_in_an_erased_batch_is_still_found(past: Past) -> None:
    past.erase()
    little = past.little
    stored = little.desk.journal.stream(f"case/{past.filed.cases[0]}")[0]
    little.alter("UPDATE records_event SET leaf=? WHERE id=?", stored.leaf[:-1] + b"\0", stored.event_id)
    assert any(each.where.startswith(f"event {stored.event_id} ") for each in audit(little.desk).findings)
    evidence = next((little.home / "evidence").glob("*.sealed"))
    evidence.write_bytes(evidence.read_bytes() + b"\0")
    assert any("is not the file that its event names" in each.what for each in audit(little.desk).findings)


def test_the_person_sees_what_was_erased(little: LittleHome) -> None:
    past = Past(little, take_in(little))
    other = little.file([little.row("robin", official=OFFICIALS[1])])
    robin = AccountingCode.parse(issue_code(little.desk, SUBJECTS["robin"].tin, 2025))
    before = accounting_of(little.desk, SUBJECT, robin)
    assert {each.erased for each in before} == {None}
    little.clock.advance(days=5 * 366)
    tombstone = past.erase()
    told = Erasure(tombstone.at.date(), tombstone.stored.position)
    after = accounting_of(little.desk, SUBJECT, robin)
    assert [replace(each, erased=None) for each in after] == before
    kept = {each.position for each in little.desk.journal.stream(f"case/{other.cases[0]}")}
    assert kept
    assert {each.index for each in after if each.erased is None} == kept
    assert {each.erased for each in after if each.index not in kept} == {told}
    kit = AccountingCode.parse(issue_code(little.desk, SUBJECTS["kit"].tin, 2025))
    assert [each.erased for each in accounting_of(little.desk, SUBJECT, kit)] == [told]
    with pytest.raises(Forbidden):
        accounting_of(little.desk, SIGNERS[0], robin)


def test_the_report_still_counts_what_was_erased(past: Past) -> None:
    before = annual_report(past.little.desk, 2025)
    past.erase()
    after = annual_report(past.little.desk, 2025)
    assert after == before
    assert [(each.purpose, each.requests, each.disclosures, len(each.people)) for each in after] == [
        ("investigation", 5, 1, 1)
    ]


# What stands in its way


def refused(past: Past, says: str, error: type[Exception] = Conflict) -> None:
    """Neither proposing nor agreeing gets anywhere, and nothing is recorded."""
    desk, kinds = past.little.desk, past.little.kinds()
    with pytest.raises(error, match=says):
        propose_erasure(desk, STEWARD, past.batch, REASON)
    assert past.little.kinds() == kinds
    assert not label_destroyed(past)


def test_nothing_is_erased_before_five_years(little: LittleHome) -> None:
    past = Past(little, take_in(little))
    for days in (0, 4 * 365, 350):
        little.clock.advance(days=days)
        refused(past, "must be kept until 2030-11-2")
        assert erasable(little.desk, date(2100, 1, 1)) == []
    little.clock.advance(days=30)
    assert erasable(little.desk, date(2025, 11, 24)) == []
    assert erasable(little.desk, date(2025, 11, 25)) == [past.batch]
    past.erase()
    assert erasable(little.desk, date(2100, 1, 1)) == []


def test_five_years_count_from_the_last_event_not_from_the_filing(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    past = Past(little, little.file([little.row("jules", reason="")]))
    late = Past(little, replace(past.filed, batch=little.desk.case(case_id).batch))
    little.clock.advance(days=400)
    act(little.desk, SIGNERS[0], case_id, commands.Withdraw("Settled."))
    little.clock.advance(days=1500)
    refused(late, "must be kept until")
    past.erase()


def test_a_leap_day_counts_as_the_day_after(little: LittleHome) -> None:
    little.clock.advance(seconds=(datetime(2028, 2, 29, 12, tzinfo=UTC) - little.clock.instant).total_seconds())
    extend_term(little)
    past = Past(little, little.file([little.row("jules", reason="")]))
    refused(past, "until 2033-03-01")


def test_a_home_may_keep_longer_and_never_shorter(past: Past, tmp_path: Path) -> None:
    little = past.little
    file = little.home / FILE
    settings = file.read_text()
    assert "retention_years = 5\n" in settings
    file.write_text(settings.replace("retention_years = 5", "retention_years = 7"))
    little.reopen()
    refused(past, "must be kept until 2032-11-2")
    for years in (0, 4):
        file.write_text(settings.replace("retention_years = 5", f"retention_years = {years}"))
        with pytest.raises(Unreadable, match="retention_years"):
            open_desk(little.home, Environment(clock=little.clock))
    with pytest.raises(Unreadable, match="retention_years"):
        create_home(tmp_path / "new", replace(configuration(), retention_years=4), Environment())
    assert not (tmp_path / "new").exists()


def test_not_even_the_settings_of_an_open_desk_shorten_it(little: LittleHome) -> None:
    batch = little.file([little.row("jules", reason="")]).batch
    little.clock.advance(days=700)
    shorter = replace(little.desk, configuration=replace(configuration(), retention_years=1))
    with pytest.raises(Conflict, match="must be kept until 2030"):
        propose_erasure(shorter, STEWARD, batch, REASON)


@pytest.mark.parametrize("end", ["docketed", "under_review", "approved", "retrieved", "recalled after hand-over"])
def test_nothing_is_erased_while_a_case_is_open(little: LittleHome, end: str) -> None:
    filed = little.file([little.row("robin")])
    past = Past(little, filed)
    (case_id,) = filed.cases
    if end != "docketed":
        confirm_docketed(little.desk, filed.cases)
    if end in ("approved", "retrieved", "recalled after hand-over"):
        little.approve(case_id)
    if end in ("retrieved", "recalled after hand-over"):
        little.retrieve(case_id)
    if end == "recalled after hand-over":
        act(little.desk, OFFICERS[0], case_id, commands.Recall("Asked for in error."))
    little.clock.advance(days=3000)
    refused(past, "has not ended")


def test_a_case_recalled_before_hand_over_has_ended(little: LittleHome) -> None:
    case_id = little.approved()
    act(little.desk, OFFICERS[0], case_id, commands.Recall("Asked for in error."))
    past = Past(little, replace(little.file([little.row("kit")]), batch=little.desk.case(case_id).batch))
    little.clock.advance(days=3000)
    assert past.erase().erased.reason == REASON


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        ("everything", ""),
        ("agency", AGENCY),
        ("case", "CASE"),
        ("subject", SUBJECTS["robin"].tin),
        ("subject", SUBJECTS["kit"].tin),
        ("official", OFFICIALS[0].person),
    ],
)
def test_nothing_is_erased_under_a_stay(past: Past, scope: str, value: str) -> None:
    desk = past.little.desk
    stay = stay_on(desk, INSPECTORS[0], scope, value.replace("CASE", past.filed.cases[0]))
    refused(past, "A stay is in force", Stayed)
    for inspector in INSPECTORS:
        lift_stay(desk, inspector, stay, "Vacated.")
    propose_erasure(desk, STEWARD, past.batch, REASON)
    stay_on(desk, INSPECTORS[0], scope, value.replace("CASE", past.filed.cases[0]))
    with pytest.raises(Stayed):
        confirm_erasure(desk, INSPECTORS[1], past.batch)
    assert not label_destroyed(past)


def test_a_stay_over_others_does_not_prevent_it(past: Past) -> None:
    desk = past.little.desk
    stay_on(desk, INSPECTORS[0], "subject", SUBJECTS["namesake"].tin)
    stay_on(desk, INSPECTORS[0], "official", OFFICIALS[2].person)
    assert past.erase().erased.batch == past.batch


def test_it_takes_a_steward_and_then_somebody_in_another_role(past: Past) -> None:
    desk = past.little.desk
    for actor in (*INSPECTORS, *OFFICERS, *COUNSEL, *SIGNERS, *OFFICIALS):
        with pytest.raises(Forbidden):
            propose_erasure(desk, actor, past.batch, REASON)
    with raises(Conflict, Code.ERASURE_NOT_PROPOSED):
        confirm_erasure(desk, INSPECTORS[0], past.batch)
    propose_erasure(desk, STEWARD, past.batch, REASON)
    with raises(Conflict, Code.ERASURE_PROPOSED_BEFORE):
        propose_erasure(desk, STEWARD, past.batch, REASON)
    for actor in (STEWARD, *OFFICERS, *SIGNERS, *OFFICIALS, Actor(STEWARD.person, Role.INSPECTOR)):
        with pytest.raises(Forbidden):
            confirm_erasure(desk, actor, past.batch)
    assert not label_destroyed(past)
    confirm_erasure(desk, COUNSEL[0], past.batch)
    assert label_destroyed(past)
    with raises(Conflict, Code.BATCH_ERASED_BEFORE):
        confirm_erasure(desk, INSPECTORS[0], past.batch)


def test_one_person_in_two_roles_is_still_one_person(past: Past) -> None:
    past.little.alter("UPDATE records_person SET role=? WHERE person_id=?", "steward", INSPECTORS[0].person)
    propose_erasure(past.little.desk, Actor(INSPECTORS[0].person, Role.STEWARD), past.batch, REASON)
    past.little.alter("UPDATE records_person SET role=? WHERE person_id=?", "inspector", INSPECTORS[0].person)
    with raises(Conflict, Code.ERASURE_SECOND_PERSON):
        confirm_erasure(past.little.desk, INSPECTORS[0], past.batch)
    assert not label_destroyed(past)


def test_an_erasure_that_rests_on_one_person_destroys_nothing_and_is_found(past: Past) -> None:
    little = past.little
    propose_erasure(little.desk, STEWARD, past.batch, REASON)
    alone = Erased(past.batch, batch_label(past.batch), REASON, STEWARD.person, 1)
    with write_transaction(little.desk.alias):
        tail = little.desk.recorder.tail(f"erasure/{past.batch}")
        little.desk.recorder.record(tail, [alone], STEWARD, little.desk.now())
    publish(little.desk)
    little.reopen()
    assert not label_destroyed(past)
    assert any("does not rest on two people" in each.what for each in audit(little.desk).findings)
    with pytest.raises(Fault):
        tombstone_of(little.desk, past.batch)


def test_a_batch_that_is_not_there_and_a_missing_reason(past: Past) -> None:
    desk = past.little.desk
    with raises(Conflict, Code.BATCH_UNKNOWN):
        propose_erasure(desk, STEWARD, "0" * 64, REASON)
    with pytest.raises(Conflict, match="reason"):
        propose_erasure(desk, STEWARD, past.batch, " ")
    assert batch_named(desk, past.batch[:16]) == batch_named(desk, past.batch) == past.batch
    for text in (past.batch[:15], "", "0" * 16):
        with raises(Conflict, Code.BATCH_DIGEST_UNKNOWN):
            batch_named(desk, text)


def test_a_batch_that_was_erased_is_not_filed_again(past: Past) -> None:
    past.erase()
    extend_term(past.little)
    path = next((past.little.root / "outbox").glob("batch-*.csv"))
    with raises(Conflict, Code.INTAKE_FILED_AND_ERASED, Code.INTAKE_FILED_BEFORE):
        file_batch(past.little.desk, path, past.little.sign(path))


def test_a_batch_made_to_share_anothers_key_is_not_filed(little: LittleHome) -> None:
    path = little.batch([little.row("robin")])
    twin = file_digest(path)[:16] + "0" * 48
    little.file([little.row("kit", reason="")])
    little.alter("UPDATE records_batch SET digest=?", twin)
    with raises(Conflict, Code.INTAKE_DIGEST_TAKEN):
        file_batch(little.desk, path, little.sign(path))
    assert not (little.home / "evidence" / f"{twin[:16]}.parts.sealed").exists()


def test_other_batches_stay_as_they_are(little: LittleHome) -> None:
    past, (case_id,) = Past(little, take_in(little)), little.docket("kit")
    little.clock.advance(days=5 * 366)
    past.erase()
    assert little.desk.case(case_id).request.last_name == SUBJECTS["kit"].claim["last_name"]
    assert audit(little.desk).findings == ()


def test_the_rows_of_a_batch_are_not_read_under_the_writers_lock(past: Past) -> None:
    little, read = past.little, []

    def watched(*words: Any) -> Any:
        read.append(connections[little.desk.alias].in_atomic_block)
        return evidence_rows(*words)

    stay_on(little.desk, INSPECTORS[0], "official", OFFICIALS[2].person)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "evidence_rows", watched)
        propose_erasure(little.desk, STEWARD, past.batch, REASON)
        confirm_erasure(little.desk, INSPECTORS[0], past.batch)
    assert read == [False, False]
    assert label_destroyed(past)


def test_a_stay_placed_while_the_rows_are_read_stops_the_erasure(past: Past) -> None:
    desk = past.little.desk
    checked = erasing._about

    def meanwhile(*words: Any) -> Any:
        found = checked(*words)
        stay_on(desk, INSPECTORS[0], "official", OFFICIALS[2].person)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, "_about", meanwhile)
        with raises(Conflict, Code.STAY_PLACED_MEANWHILE):
            propose_erasure(desk, STEWARD, past.batch, REASON)


# Stopped on the way


class Stopped(Exception):
    """The process went away here."""


@contextmanager
def stopped_before(name: str) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(erasing, name, stop)
        yield


@pytest.mark.parametrize("name", ["publish", "finish_erasures", "prove_logged"])
def test_what_a_crash_left_undone_is_done_when_the_home_is_opened(past: Past, name: str) -> None:
    little = past.little
    propose_erasure(little.desk, STEWARD, past.batch, REASON)
    with stopped_before(name), pytest.raises(Stopped):
        confirm_erasure(little.desk, INSPECTORS[0], past.batch)
    assert not label_destroyed(past)
    audited = audit(little.desk)
    if name == "publish":  # the key must be there until the tombstone is published
        assert any(f"erasure/{past.batch}" in each for each in audited.pending)
        assert audited.findings == ()
    else:
        assert any("not destroyed as it must be" in each.what for each in audited.findings)
    little.reopen()
    assert label_destroyed(past)
    assert audit(little.desk).findings == ()


def test_a_crash_after_the_mark_is_finished_too(past: Past) -> None:
    little = past.little
    propose_erasure(little.desk, STEWARD, past.batch, REASON)
    keys = {path: path.read_bytes() for path in (little.home / "keys" / "data").glob("*.key")}
    confirm_erasure(little.desk, INSPECTORS[0], past.batch)
    for path, content in keys.items():
        path.write_bytes(content)
        path.chmod(0o600)
    assert not label_destroyed(past)
    little.reopen()
    assert label_destroyed(past)


def test_without_the_witnesses_nothing_is_destroyed(past: Past) -> None:
    little = past.little
    process = WitnessProcess(little.root / "w1", log_key(little.home))
    with running(process):
        appoint_witnesses(little.home, [process.witness], 1)
        little.reopen()
        propose_erasure(little.desk, STEWARD, past.batch, REASON)
        process.stop()
        with raises(Conflict, Code.LEDGER_NOT_COSIGNED):
            confirm_erasure(little.desk, INSPECTORS[0], past.batch)
        assert not label_destroyed(past)
        little.reopen()
        assert not label_destroyed(past)
        process.start()
        little.reopen()
        assert label_destroyed(past)


# As a command

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(past: Past, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command at the instance's own time. Returns its exit code and what it printed."""
    monkeypatch.setattr(options, "environment", lambda: Environment(clock=past.little.clock))

    def run(*words: object) -> tuple[int, str]:
        capsys.readouterr()
        with monkeypatch.context() as patch, suppress(SystemExit):
            patch.setattr("sys.argv", ["withhold", *map(str, words)])
            main()
            return 0, capsys.readouterr().out
        return 1, capsys.readouterr().err

    return lambda command, *words: run(command, "--home", past.little.home, *words)


def test_the_command_proposes_and_then_erases(past: Past, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    name = past.batch[:16]
    code, said = run("shred", name, "--person", STEWARD.person)
    assert (code, "reason" in said) == (1, True)
    assert "must agree" in run("shred", name, "--person", STEWARD.person, "--reason", REASON)[1]
    _, said = run("shred", name, "--person", INSPECTORS[0].person)
    assert f"batch {name}: erased on " in said
    assert "tombstone at entry" in said
    code, said = run("audit")
    assert (code, "erased on" in said, "no fault found" in said) == (0, True, True)
    code = issue_code(past.little.desk, SUBJECTS["kit"].tin, 2025)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{code}\n".encode())))
    assert "Its content was erased on" in run("accounting")[1]


def test_the_command_takes_all_that_is_due(past: Past, run: Run) -> None:
    when = ("--before", "2025-11-25")
    steward = ("--person", STEWARD.person, "--reason", REASON)
    assert "no batch" in run("shred", *when, "--person", INSPECTORS[0].person)[1]
    assert "no batch" in run("shred", "--before", "2025-11-24", *steward)[1]
    assert "must agree" in run("shred", *when, *steward)[1]
    assert "no batch" in run("shred", *when, *steward)[1]
    assert "erased on" in run("shred", *when, "--person", COUNSEL[0].person)[1]


def test_the_command_used_wrongly_erases_nothing(past: Past, run: Run) -> None:
    counsel = ("--person", COUNSEL[0].person)
    for words in (counsel, (past.batch, "--before", "2025-11-25", *counsel), (past.batch, "--person", "nobody")):
        assert run("shred", *words)[0] == 1
    assert not label_destroyed(past)


def test_the_tombstone_is_of_its_kind(past: Past) -> None:
    assess_safeguards(past.little.desk, STEWARD, AGENCY, True, "Assessed.")
    past.erase()
    assert past.little.kinds().count(Kind.ERASED) == past.little.kinds().count(Kind.ERASURE_PROPOSED) == 1
