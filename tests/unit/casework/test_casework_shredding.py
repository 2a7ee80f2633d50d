"""What is left of an erased batch: what the ledger, the audit, the accounting and the report show of it."""

from dataclasses import replace

import pytest

from support.codes import raises
from support.erased_batch import REASON, Past, extend_term, label_destroyed, take_in
from support.home import LittleHome
from support.people import AGENCY, INSPECTORS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.intake.filing import file_batch
from withhold.casework.opening.instance import log_key
from withhold.casework.oversight.reporting import annual_report
from withhold.casework.subject.accounting import Erasure, accounting_of, issue_code
from withhold.events.recorder import batch_label
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.cases.case import ContentErased
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.kinds import Kind
from withhold.model.occurrences import Erased
from withhold.model.vocabulary import Role
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.verify import verify_log

COVERS = (
    "withhold.casework.erasure.erasing",
    "withhold.casework.erasure.erasures",
    "withhold.casework.intake.batch_signature",
    "withhold.casework.intake.filing",
    "withhold.casework.oversight.reporting",
    "withhold.casework.subject.accounting",
)

SUBJECT = Actor("", Role.SUBJECT)


def test_nobody_can_open_what_was_erased_and_the_ledger_stays_valid(past: Past) -> None:
    little = past.little
    before = little.instance.sequencer.size()
    cases = {case_id: little.instance.case(case_id) for case_id in past.filed.cases}
    tombstone = past.erase()
    assert label_destroyed(past)
    for _ in range(2):
        for case_id, case in cases.items():
            kept = little.instance.case(case_id)
            assert kept == replace(case, content=None, dossier="")
            with raises(ContentErased, Code.CASE_CONTENT_ERASED):
                _ = kept.request
        little.reopen()
    verify_log(DirectoryReader(little.home / "log"), LogTrust((log_key(little.home),)), lambda *_: None)
    assert tombstone.stored.position is not None
    assert before < tombstone.stored.position < little.instance.sequencer.size()


def test_the_tombstone_records_what_why_when_and_who(past: Past) -> None:
    tombstone = past.erase()
    rows = 2
    cases = sum(len(past.little.instance.journal.stream(f"case/{case_id}")) for case_id in past.filed.cases)
    assert tombstone.erased == Erased(
        past.batch, batch_label(past.batch), REASON, STEWARD.person, rows + cases, (past.filed.cases[0],)
    )
    assert tombstone.stored.actor == INSPECTORS[0].person
    assert tombstone.at.date() == past.little.instance.now().date()
    assert tombstone.said == f"erased on {tombstone.at:%Y-%m-%d}, tombstone at entry {tombstone.stored.position}"


def test_the_audit_distinguishes_an_erasure_from_tampering(past: Past) -> None:
    tombstone = past.erase()
    for audited in (audit(past.little.instance), fsck(past.little.instance)):
        assert audited.findings == ()
    (said,) = audit(past.little.instance).erased
    assert said.startswith(f"batch {past.batch[:16]}: {tombstone.said}")


def test_a_key_destroyed_without_a_tombstone_is_tampering(past: Past) -> None:
    past.little.instance.at_rest.destroy(batch_label(past.batch))
    found = [f"{each.where}: {each.what}" for each in audit(past.little.instance).findings]
    assert any("case/" in each and "no tombstone records it" in each for each in found)
    assert any(each.startswith(f"batch {past.batch[:16]}") and "no tombstone" in each for each in found)


def test_a_mark_that_somebody_removed_is_found(past: Past) -> None:
    past.erase()
    (mark,) = (past.little.home / "keys" / "data").glob("*.destroyed")
    mark.unlink()
    past.little.reopen()
    found = audit(past.little.instance).findings
    assert any(
        each.where == f"batch {past.batch[:16]}" and "not destroyed as it must be" in each.what for each in found
    )
    assert any(each.where.startswith("event ") and "cannot be read" in each.what for each in found)


def test_what_was_altered_in_an_erased_batch_is_still_found(past: Past) -> None:
    past.erase()
    little = past.little
    stored = little.instance.journal.stream(f"case/{past.filed.cases[0]}")[0]
    little.alter("UPDATE records_event SET leaf=? WHERE id=?", stored.leaf[:-1] + b"\0", stored.event_id)
    assert any(each.where.startswith(f"event {stored.event_id} ") for each in audit(little.instance).findings)
    evidence = next((little.home / "evidence").glob("*.sealed"))
    evidence.write_bytes(evidence.read_bytes() + b"\0")
    assert any("is not the file that its event names" in each.what for each in audit(little.instance).findings)


def test_the_person_sees_what_was_erased(little: LittleHome) -> None:
    past = Past(little, little.through(take_in))
    other = little.file([little.row("robin", official=OFFICIALS[1])])
    robin = AccountingCode.parse(issue_code(little.instance, SUBJECTS["robin"].tin, 2025))
    before = accounting_of(little.instance, SUBJECT, robin)
    assert {each.erased for each in before} == {None}
    little.clock.advance(days=5 * 366)
    tombstone = past.erase()
    told = Erasure(tombstone.at.date(), tombstone.stored.position)
    after = accounting_of(little.instance, SUBJECT, robin)
    assert [replace(each, erased=None) for each in after] == before
    kept = {each.position for each in little.instance.journal.stream(f"case/{other.cases[0]}")}
    assert kept
    assert {each.index for each in after if each.erased is None} == kept
    assert {each.erased for each in after if each.index not in kept} == {told}
    kit = AccountingCode.parse(issue_code(little.instance, SUBJECTS["kit"].tin, 2025))
    assert [each.erased for each in accounting_of(little.instance, SUBJECT, kit)] == [told]
    with pytest.raises(Forbidden):
        accounting_of(little.instance, SIGNERS[0], robin)


def test_the_report_still_counts_what_was_erased(past: Past) -> None:
    before = annual_report(past.little.instance, 2025)
    past.erase()
    after = annual_report(past.little.instance, 2025)
    assert after == before
    assert [(each.purpose, each.requests, each.disclosures, each.people) for each in after] == [
        ("investigation", 5, 1, 1)
    ]


def test_a_batch_that_was_erased_is_not_filed_again(past: Past) -> None:
    past.erase()
    extend_term(past.little)
    path = next((past.little.root / "outbox").glob("batch-*.csv"))
    with raises(Conflict, Code.INTAKE_FILED_AND_ERASED, Code.INTAKE_FILED_BEFORE):
        file_batch(past.little.instance, path, past.little.sign(path))


def test_a_batch_made_to_share_anothers_key_is_not_filed(little: LittleHome) -> None:
    path = little.batch([little.row("robin")])
    twin = file_digest(path)[:16] + "0" * 48
    little.file([little.row("kit", reason="")])
    little.alter("UPDATE records_batch SET digest=?", twin)
    with raises(Conflict, Code.INTAKE_DIGEST_TAKEN):
        file_batch(little.instance, path, little.sign(path))
    assert not (little.home / "evidence" / f"{twin[:16]}.parts.sealed").exists()


def test_other_batches_stay_as_they_are(little: LittleHome) -> None:
    past, (case_id,) = Past(little, little.through(take_in)), little.docket("kit")
    little.clock.advance(days=5 * 366)
    past.erase()
    assert little.instance.case(case_id).request.last_name == SUBJECTS["kit"].claim["last_name"]
    assert audit(little.instance).findings == ()


def test_the_tombstone_is_of_its_kind(past: Past) -> None:
    assess_safeguards(past.little.instance, STEWARD, AGENCY, True, "Assessed.")
    past.erase()
    assert past.little.kinds().count(Kind.ERASED) == past.little.kinds().count(Kind.ERASURE_PROPOSED) == 1
