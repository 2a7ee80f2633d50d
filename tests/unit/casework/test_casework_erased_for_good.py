"""The attack on an erased batch: somebody takes the whole instance, with every key in it, and looks for the people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.erased_batch import Past, take_in
from support.home import LittleHome
from support.homes import home_on
from support.people import COUNSEL, INSPECTORS, SUBJECTS
from withhold.casework.audit.auditing import audit
from withhold.casework.oversight.case_history import case_history
from withhold.casework.oversight.reporting import annual_report
from withhold.casework.parties.receipts import case_receipts
from withhold.casework.subject.accounting import issue_code
from withhold.casework.subject.contesting import contest, contests
from withhold.casework.subject.suspending import suspend_accounting
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.cases.events import Docketed
from withhold.model.kinds import Kind
from withhold.records.models import CaseIndex, IdentityAttempt, PatternUse
from withhold.sealing.errors import Shredded

COVERS = (
    "withhold.casework.erasure.erasing",
    "withhold.casework.intake.answer_files",
    "withhold.records.projections.erased_batches",
)

STATEMENT = "The request of the Larkspur Lane office is not about me."
REASON = "Notice now would warn the tenant of the house with the green door."


def said_of(past: Past) -> set[str]:
    """Every text that the batch's requests have about a person or a matter, and what was said about them later."""
    requests = [past.little.instance.case(case_id).request for case_id in past.filed.cases]
    texts = {STATEMENT, REASON}
    for each in requests:
        texts |= {each.request_ref, each.tin, each.date_of_birth, each.address_line1, each.case_number, each.reason}
    for name in ("robin", "jules", "kit", "relative", "absent"):
        claim = SUBJECTS[name].claim
        texts |= {SUBJECTS[name].tin, claim["date_of_birth"], claim["address_line1"]}
    return texts | {"Specimen", "Standin", "Figment"}


def hashes_of(past: Past) -> set[bytes]:
    """Every keyed hash and sketch by which the records find and count the batch's cases."""
    instance = past.little.instance
    rows = CaseIndex.objects.using(instance.alias).filter(batch=past.batch)
    found = {bytes(each) for row in rows for each in (row.subject, row.matter, row.text) if each}
    found |= {bytes.fromhex(key) for row in rows for key in row.keys.values()}
    found |= {bytes(use.key) for use in PatternUse.objects.using(instance.alias).all()}
    return found | {instance.keyring.subject(SUBJECTS[name].tin) for name in SUBJECTS}


def files_of(little: LittleHome) -> Iterator[bytes]:
    """The bytes of every file of the instance, without those of the register, which is the custodian's."""
    register = (little.home / little.instance.configuration.register).resolve()
    yield from (path.read_bytes() for path in little.home.rglob("*") if path.is_file() and path.resolve() != register)


def opened(little: LittleHome) -> Iterator[bytes]:
    """Everything in the records that opens with the keys that are left."""
    recorder, at_rest = little.instance.recorder, little.instance.at_rest
    for stored in little.instance.journal.list_all():
        yield recorder.payload_bytes(stored)
        yield recorder.opening(stored)
        if stored.content is not None:
            try:
                yield at_rest.open(stored.content, f"content {stored.stream}#{stored.version}".encode())
            except Shredded:
                continue


def found_in(little: LittleHome, texts: set[str], hashes: set[bytes]) -> set[str]:
    """Those of the texts and hashes that somebody with the whole instance finds."""
    everything = b"\0".join((*files_of(little), *opened(little)))
    sought = {text: (text.encode(), text.encode("utf-16-le")) for text in texts}
    sought |= {each.hex(): (each, each.hex().encode()) for each in hashes}
    return {name for name, forms in sought.items() if any(form in everything for form in forms)}


@pytest.fixture
def told_of(past: Past) -> Past:
    """The batch, with a statement of its record subject and a suspension."""
    little = past.little
    code = AccountingCode.parse(issue_code(little.instance, SUBJECTS["robin"].tin, 2025))
    entry = little.instance.journal.stream(f"case/{past.filed.cases[0]}")[0]
    assert entry.position is not None
    contest(little.instance, code, entry.position, STATEMENT)
    day = little.instance.now().date()
    suspend_accounting(little.instance, COUNSEL[0], past.filed.cases[2], day, REASON)
    return past


def test_whoever_takes_the_whole_instance_finds_nobody_of_an_erased_batch(told_of: Past) -> None:
    past, little = told_of, told_of.little
    texts, hashes = said_of(past), hashes_of(past)
    before = found_in(little, texts, hashes)
    own = {row.subject.hex() for row in CaseIndex.objects.using(little.instance.alias).filter(batch=past.batch)}
    assert own <= before
    assert {SUBJECTS["robin"].tin, STATEMENT, REASON, "Specimen"} <= before
    past.erase()
    assert found_in(little, texts, hashes) == set()
    little.reopen()
    assert found_in(little, texts, hashes) == set()
    assert audit(little.instance).findings == ()
    assert not IdentityAttempt.objects.using(little.instance.alias).exists()


def test_what_is_kept_of_an_erased_case_is_who_asked_on_what_authority_and_the_outcome(told_of: Past) -> None:
    past, instance = told_of, told_of.little.instance
    report = annual_report(instance, 2025)
    histories = {each: case_history(instance, INSPECTORS[0], each) for each in past.filed.cases}
    receipts = {each: case_receipts(instance, INSPECTORS[0], each) for each in past.filed.cases}
    past.erase()
    assert annual_report(instance, 2025) == report
    for case_id, steps in histories.items():
        left = case_history(instance, INSPECTORS[0], case_id)
        assert [(each.kind, each.at, each.actor, each.position, each.leaf) for each in left] == [
            (each.kind, each.at, each.actor, each.position, each.leaf) for each in steps
        ]
        assert {pair for each in left for pair in each.says} <= {("content", "erased")} | {
            pair for each in steps for pair in each.says
        }
        assert ("content", "erased") in left[0].says
        kept = case_receipts(instance, INSPECTORS[0], case_id)
        assert [(each.kind, each.receipt.index, each.receipt.extra) for each in kept] == [
            (each.kind, each.receipt.index, each.receipt.extra) for each in receipts[case_id]
        ]
        docketed = instance.recorder.read_event(instance.journal.stream(f"case/{case_id}")[0])
        assert isinstance(docketed, Docketed)
        assert (docketed.content, docketed.purpose, docketed.pack) == (None, "investigation", instance.pack.reference)
    assert [each.statement for each in contests(instance, INSPECTORS[0])] == [""]


def test_a_content_that_is_gone_without_a_tombstone_is_found(past: Past) -> None:
    little = past.little
    stored = little.instance.journal.stream(f"case/{past.filed.cases[0]}")[0]
    little.alter("UPDATE records_event SET content=NULL WHERE id=?", stored.event_id)
    found = audit(little.instance).findings
    assert any(each.where.startswith(f"event {stored.event_id} ") and "missing" in each.what for each in found)


def test_a_row_of_an_erased_case_that_somebody_filled_again_is_found(past: Past) -> None:
    past.erase()
    subject = past.little.instance.keyring.subject(SUBJECTS["robin"].tin)
    for column, value in (("subject", subject), ("request_ref", "REF-1"), ("counts_person", 1)):
        case_id = past.filed.cases[1]
        with past.little.database() as connection:
            (before,) = connection.execute(
                f"SELECT {column} FROM records_caseindex WHERE case_id=?", (case_id,)
            ).fetchone()
        past.little.alter(f"UPDATE records_caseindex SET {column}=? WHERE case_id=?", value, case_id)
        assert [each.where for each in audit(past.little.instance).findings] == [f"case {case_id}"]
        past.little.alter(f"UPDATE records_caseindex SET {column}=? WHERE case_id=?", before, case_id)


def test_a_person_counts_once_however_many_of_their_batches_are_erased(little: LittleHome) -> None:
    first = Past(little, little.through(take_in))
    second = Past(little, take_in(little))
    reports = [annual_report(little.instance, 2025)]
    assert [(each.disclosures, each.people) for each in reports[0]] == [(2, 1)]
    little.clock.advance(days=5 * 366)
    for past in (first, second):
        past.erase()
        reports.append(annual_report(little.instance, 2025))
    assert reports[0] == reports[1] == reports[2]
    counted = CaseIndex.objects.using(little.instance.alias).filter(counts_person=True)
    assert [each.batch for each in counted] == [second.batch]
    assert audit(little.instance).findings == ()
    assert little.kinds().count(Kind.ERASED) == 2


def test_the_same_is_true_on_both_databases(tmp_path: Path, database_url: str) -> None:
    with home_on(tmp_path, database_url) as little:
        past = Past(little, take_in(little))
        hashes = {bytes(row.subject) for row in CaseIndex.objects.using(little.instance.alias).all()}
        little.clock.advance(days=5 * 366)
        past.erase()
        rows = CaseIndex.objects.using(little.instance.alias).all()
        assert {(row.request_ref, bytes(row.subject), bytes(row.matter), bytes(row.text)) for row in rows} == {
            ("", b"", b"", b"")
        }
        assert hashes
        assert audit(little.instance).findings == ()
