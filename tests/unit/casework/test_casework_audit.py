"""The audit names what was changed behind the application's back: the event, the file, or the row of a table."""

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from support.home import LittleHome, little_home
from support.intruder import flipped, put, rewrite, with_new_leaf
from support.people import AGENCY, COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD
from withhold.casework.accrediting import assess_safeguards, revoke
from withhold.casework.auditing import Audited, Finding, audit, fsck
from withhold.casework.identifying import confirm_docketed
from withhold.casework.publishing import publish
from withhold.casework.stays import lift_stay, place_stay
from withhold.cli.main import main
from withhold.model.determination import Decision
from withhold.model.kinds import Kind
from withhold.records.journal import Stored


@cache
def story() -> Path:
    """A home where much has happened, made once: two batches with rows held back, every step, stays, revocations."""
    kept = Path(tempfile.mkdtemp(prefix="withhold-story-"))
    with little_home(kept) as little:
        _tell(little)
        little.close()
        shutil.copytree(little.root, kept / "told")
    return kept / "told"


def _tell(little: LittleHome) -> None:
    rows = [little.row("robin"), little.row("jules", reason=""), little.row("kit", sole_use="false")]
    (case_id,) = little.file(rows).cases
    little.file([little.row("kit", reason=""), little.row("absent", statute="8 U.S.C. 1231")])
    refused, absent = little.docket("jules", "absent")
    confirm_docketed(little.desk, [case_id])
    little.retrieve(little.approve(case_id))
    little.decide(OFFICERS[0], refused, Decision.REFUSE)
    little.decide(COUNSEL[0], refused)
    assert little.desk.case(absent).version > 3
    lifted = place_stay(little.desk, INSPECTORS[0], "official", OFFICIALS[2].person, "Order of a court.")
    for inspector in INSPECTORS:
        lift_stay(little.desk, inspector, lifted, "Vacated.")
    place_stay(little.desk, INSPECTORS[0], "official", OFFICIALS[1].person, "Order of a court.")
    revoke(little.desk, STEWARD, SIGNERS[1].person, "Left.")
    assess_safeguards(little.desk, STEWARD, AGENCY, True, "Assessed again.")
    publish(little.desk)


@pytest.fixture
def told(tmp_path: Path) -> Iterator[LittleHome]:
    shutil.copytree(story(), tmp_path / "root")
    little = LittleHome(tmp_path / "root")
    yield little
    little.close()


def findings(little: LittleHome) -> tuple[Finding, ...]:
    return audit(little.desk).findings


def places(little: LittleHome) -> set[str]:
    return {finding.where for finding in findings(little)}


def event(little: LittleHome, kind: Kind) -> Stored:
    return next(each for each in little.desk.journal.every() if each.kind == kind)


def named(stored: Stored, where: str) -> bool:
    return where.startswith(f"event {stored.event_id} (")


def exit_code(little: LittleHome, monkeypatch: pytest.MonkeyPatch, *command: str) -> int:
    little.close()
    monkeypatch.setattr(sys, "argv", ["withhold", *command, "--home", str(little.home)])
    try:
        main()
    except SystemExit as ended:
        return int(str(ended.code))
    return 0


# Nothing was changed


def test_a_home_left_alone_holds(told: LittleHome) -> None:
    audited = audit(told.desk)
    assert audited.findings == ()
    assert audited.rows == 4
    assert audited.events + audited.rows == audited.entries
    assert fsck(told.desk).findings == ()


def test_the_command_says_that_everything_holds(
    told: LittleHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(told, monkeypatch, "audit") == 0
    assert "everything holds" in capsys.readouterr().out


# Events


def _blob(change: Callable[[bytes], bytes], column: str) -> Callable[[LittleHome, Stored], None]:
    def alter(little: LittleHome, stored: Stored) -> None:
        content = change(getattr(stored, column))
        little.alter(f"UPDATE records_event SET {column}=? WHERE id=?", sqlite3.Binary(content), stored.event_id)

    return alter


def _set(column: str, value: object) -> Callable[[LittleHome, Stored], None]:
    def alter(little: LittleHome, stored: Stored) -> None:
        little.alter(f"UPDATE records_event SET {column}=? WHERE id=?", value, stored.event_id)

    return alter


ALTERED: dict[str, Callable[[LittleHome, Stored], None]] = {
    "payload": _blob(flipped, "payload"),
    "payload cut short": _blob(lambda content: content[:10], "payload"),
    "payload emptied": _blob(lambda _: b"", "payload"),
    "opening": _blob(flipped, "opening"),
    "leaf": _blob(flipped, "leaf"),
    "leaf's kind": _blob(lambda leaf: flipped(leaf, 1), "leaf"),
    "leaf's day": _blob(lambda leaf: flipped(leaf, 5), "leaf"),
    "leaf emptied": _blob(lambda _: b"", "leaf"),
    "tag": _blob(flipped, "tag"),
    "actor": _set("actor", "CUS-OFFICER-2"),
    "role": _set("role", "intake_clerk"),
    "recorded_at": _set("recorded_at", "2025-11-24 09:00:00.000001"),
    "kind": _set("kind", int(Kind.REQUEST_DOCKETED)),
    "kind unknown": _set("kind", 199),
    "version": _set("version", 99),
    "stream": _set("stream", "case/0000000000000000-1"),
}


@pytest.mark.parametrize("kind", [Kind.DETERMINATION_MADE, Kind.REQUEST_APPROVED, Kind.PERSON_ACCREDITED])
@pytest.mark.parametrize("altered", sorted(ALTERED))
def test_an_altered_column_of_an_event_names_the_event(told: LittleHome, altered: str, kind: Kind) -> None:
    stored = event(told, kind)
    ALTERED[altered](told, stored)
    assert any(named(stored, where) for where in places(told))


@pytest.mark.parametrize("altered", sorted(ALTERED))
def test_the_command_ends_with_one(
    told: LittleHome, altered: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stored = event(told, Kind.DETERMINATION_MADE)
    ALTERED[altered](told, stored)
    assert exit_code(told, monkeypatch, "audit") == 1
    assert f"event {stored.event_id} (" in capsys.readouterr().out


def test_every_event_is_looked_at(told: LittleHome) -> None:
    """Each event altered in turn is named, and no other event is."""
    for stored in list(told.desk.journal.every()):
        ALTERED["opening"](told, stored)
        at_fault = {where for where in places(told) if where.startswith("event ")}
        assert len(at_fault) == 1
        assert named(stored, at_fault.pop())
        put(told, stored)
    assert findings(told) == ()


def test_two_events_exchanged_are_both_named(told: LittleHome) -> None:
    first, second = [each for each in told.desk.journal.every() if each.kind == Kind.DETERMINATION_MADE][:2]
    put(told, replace(first, payload=second.payload, opening=second.opening))
    put(told, replace(second, payload=first.payload, opening=first.opening))
    at_fault = places(told)
    assert all(any(named(each, where) for where in at_fault) for each in (first, second))


def test_an_event_rewritten_with_the_homes_own_keys_is_named(told: LittleHome) -> None:
    """An insider with every key of the home can make a row that holds in itself; the ledger has another leaf."""
    stored = event(told, Kind.DETERMINATION_MADE)

    def refuse(payload: dict[str, object]) -> None:
        made = payload["event"]["determination"]  # type: ignore[index]
        made["decision"] = "refuse"

    put(told, with_new_leaf(told, rewrite(told, stored, refuse)))
    assert any(named(stored, finding.where) and "ledger" in finding.what for finding in findings(told))


def test_a_deleted_event_leaves_a_gap_that_is_named(told: LittleHome) -> None:
    stored = event(told, Kind.DOSSIER_VIEWED)
    following = told.desk.journal.stream(stored.stream)[stored.version]
    told.alter("DELETE FROM records_event WHERE id=?", stored.event_id)
    at_fault = places(told)
    assert f"ledger position {stored.position}" in at_fault
    assert any(named(following, where) for where in at_fault)


def test_the_last_event_of_a_stream_deleted_is_missed_on_the_ledger(told: LittleHome) -> None:
    stored = event(told, Kind.RETRIEVED)
    told.alter("DELETE FROM records_event WHERE id=?", stored.event_id)
    assert f"ledger position {stored.position}" in places(told)
    assert f"ledger position {stored.position}" in {finding.where for finding in fsck(told.desk).findings}


def test_a_whole_case_deleted_is_missed_on_the_ledger(told: LittleHome) -> None:
    stored = event(told, Kind.RETRIEVED)
    positions = [each.position for each in told.desk.journal.stream(stored.stream)]
    case_id = stored.stream.removeprefix("case/")
    with told.database() as connection:
        connection.execute("DELETE FROM records_event WHERE stream=?", [stored.stream])
        connection.execute("DELETE FROM records_caseindex WHERE case_id=?", [case_id])
    assert {f"ledger position {position}" for position in positions} <= places(told)


_COLUMNS = "kind, recorded_at, actor, role, payload, opening, leaf"


def test_a_duplicated_event_is_named(told: LittleHome) -> None:
    stored = event(told, Kind.RETRIEVED)
    copied = f"INSERT INTO records_event (stream, version, tag, {_COLUMNS}) SELECT stream, ?, ?, {_COLUMNS}"
    with told.database() as connection:
        source = f"{copied} FROM records_event WHERE id=?"
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(source, [stored.version, sqlite3.Binary(bytes(32)), stored.event_id])
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(source, [stored.version + 1, sqlite3.Binary(stored.tag), stored.event_id])
        row = connection.execute(source, [stored.version + 1, sqlite3.Binary(bytes(32)), stored.event_id]).lastrowid
    assert any(where.startswith(f"event {row} (") for where in places(told))


def test_a_place_on_the_ledger_claimed_for_another_event_is_named(told: LittleHome) -> None:
    first, second = [each for each in told.desk.journal.every() if each.kind == Kind.DOSSIER_VIEWED][:2]
    with told.database() as connection:
        for stored, position in ((first, -1), (second, first.position), (first, second.position)):
            connection.execute("UPDATE records_entry SET first=? WHERE event_id=?", [position, stored.event_id])
    at_fault = places(told)
    assert all(any(named(each, where) for where in at_fault) for each in (first, second))


def test_an_event_whose_place_was_taken_away_is_named(told: LittleHome) -> None:
    stored = event(told, Kind.RETRIEVED)
    told.alter("DELETE FROM records_entry WHERE event_id=?", stored.event_id)
    assert any(named(stored, where) for where in places(told))


@pytest.mark.parametrize("statement", ["UPDATE records_event SET actor='x'", "DELETE FROM records_event"])
def test_the_database_itself_rejects_a_change_of_the_accounting(told: LittleHome, statement: str) -> None:
    told.close()
    connection = sqlite3.connect(told.home / "records.sqlite3")
    before = connection.execute("SELECT count(*), sum(length(payload)) FROM records_event").fetchone()
    for narrowed in (statement, f"{statement} WHERE id=1"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(narrowed)
    assert connection.execute("SELECT count(*), sum(length(payload)) FROM records_event").fetchone() == before
    connection.close()


# Files of a batch


def batches(little: LittleHome) -> list[str]:
    return [each.digest[:16] for each in little.desk.batches.every() if each.rows != each.docketed]


def at_fault_of(little: LittleHome, batch: str) -> str:
    """All that is said of a batch, and nothing else may be said at all."""
    found = findings(little)
    assert {finding.where for finding in found} == {f"batch {batch}"}
    return " ".join(finding.what for finding in found)


@pytest.mark.parametrize("place", [0, 30, 70, -1])
def test_a_byte_of_an_evidence_file_flipped_names_the_file(
    told: LittleHome, place: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = batches(told)
    path = told.home / "evidence" / f"{first}.parquet.sealed"
    path.write_bytes(flipped(path.read_bytes(), place))
    assert f"evidence/{first}.parquet.sealed" in at_fault_of(told, first)
    assert exit_code(told, monkeypatch, "audit") == 1


@pytest.mark.parametrize("suffix", ["parquet.sealed", "leaves"])
def test_a_file_replaced_by_another_batchs_is_named(told: LittleHome, suffix: str) -> None:
    first, second = batches(told)
    evidence = told.home / "evidence"
    shutil.copy(evidence / f"{second}.{suffix}", evidence / f"{first}.{suffix}")
    assert f"evidence/{first}.{suffix}" in at_fault_of(told, first)


@pytest.mark.parametrize("suffix", ["parquet.sealed", "leaves"])
@pytest.mark.parametrize("change", ["gone", "emptied", "cut short"])
def test_a_file_gone_or_cut_short_is_named(told: LittleHome, suffix: str, change: str) -> None:
    first, _ = batches(told)
    path = told.home / "evidence" / f"{first}.{suffix}"
    content = path.read_bytes()
    path.unlink()
    if change != "gone":
        path.write_bytes(b"" if change == "emptied" else content[: len(content) // 2])
    found = findings(told)
    said = " ".join(finding.what for finding in found if finding.where == f"batch {first}")
    assert f"evidence/{first}.{suffix}" in said


@pytest.mark.parametrize("place", [0, 1, 3, 10, 40, -1])
def test_a_byte_of_a_leaves_file_flipped_names_the_file(told: LittleHome, place: int) -> None:
    first, _ = batches(told)
    path = told.home / "evidence" / f"{first}.leaves"
    path.write_bytes(flipped(path.read_bytes(), place))
    assert f"evidence/{first}.leaves" in at_fault_of(told, first)


@pytest.mark.parametrize(
    "column",
    ["rows=rows+1", "returned=returned+1", "refused=refused+1", "docketed=rows", "agency='AGY-9'", "signer='SGN-2'"],
)
def test_an_altered_row_of_the_table_of_batches_is_named(told: LittleHome, column: str) -> None:
    digest = told.desk.batches.every()[0].digest
    told.alter(f"UPDATE records_batch SET {column} WHERE digest=?", digest)
    assert f"batch {digest[:16]}" in places(told)


def test_a_batch_taken_out_of_its_table_is_named(told: LittleHome) -> None:
    first, _ = batches(told)
    told.alter("DELETE FROM records_batch WHERE digest LIKE ?", f"{first}%")
    assert f"batch {first}" in places(told)


# Tables that repeat what events say


PERSON, REVIEWER = OFFICIALS[0].person, OFFICERS[0].person
TABLES: dict[str, tuple[str, str]] = {
    "keys": (f"UPDATE records_person SET keys='{{}}' WHERE person_id='{PERSON}'", f"person {PERSON}"),
    "role": (f"UPDATE records_person SET role='steward' WHERE person_id='{REVIEWER}'", f"person {REVIEWER}"),
    "name": (f"UPDATE records_person SET name='Another' WHERE person_id='{REVIEWER}'", f"person {REVIEWER}"),
    "agency of a person": (f"UPDATE records_person SET agency='A' WHERE person_id='{PERSON}'", f"person {PERSON}"),
    "term": (f"UPDATE records_person SET valid_until='2099-01-01' WHERE person_id='{PERSON}'", f"person {PERSON}"),
    "revocation undone": ("UPDATE records_person SET revoked_at=NULL WHERE person_id='SGN-2'", "person SGN-2"),
    "revocation invented": (
        f"UPDATE records_person SET revoked_at='2025-11-24 10:00:00' WHERE person_id='{PERSON}'",
        f"person {PERSON}",
    ),
    "person gone": (f"DELETE FROM records_person WHERE person_id='{PERSON}'", f"person {PERSON}"),
    "person invented": (
        "INSERT INTO records_person (person_id, role, agency, office, name, title, address, keys) "
        "VALUES ('CUS-X', 'disclosure_officer', '', '', 'X', '', '', '{}')",
        "person CUS-X",
    ),
    "passkey gone": (f"DELETE FROM records_passkey WHERE person_id='{REVIEWER}'", f"person {REVIEWER}"),
    "passkey given away": (
        f"UPDATE records_passkey SET person_id='CUS-OFFICER-2' WHERE person_id='{REVIEWER}'",
        f"person {REVIEWER}",
    ),
    "safeguards": ("UPDATE records_agency SET safeguards_good=0", f"agency {AGENCY}"),
    "agency's name": ("UPDATE records_agency SET name='Another'", f"agency {AGENCY}"),
    "agency gone": ("DELETE FROM records_agency", f"agency {AGENCY}"),
}


@pytest.mark.parametrize("altered", sorted(TABLES))
def test_an_altered_row_of_the_tables_of_people_is_named(told: LittleHome, altered: str) -> None:
    statement, where = TABLES[altered]
    told.alter(statement)
    assert where in places(told)
    assert not any(each.startswith(("event ", "ledger", "batch ")) for each in places(told))


def test_a_passkey_replaced_by_anothers_is_named(told: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    other = told.desk.people.passkeys(COUNSEL[0].person)[0].public_key
    told.alter("UPDATE records_passkey SET public_key=? WHERE person_id=?", other, REVIEWER)
    assert places(told) == {f"person {REVIEWER}"}
    assert exit_code(told, monkeypatch, "audit") == 1


def test_a_passkey_added_is_named(told: LittleHome) -> None:
    told.alter(
        "INSERT INTO records_passkey (credential_id, person_id, public_key, user_handle, aaguid, sign_count) "
        "SELECT 'AAAA', person_id, public_key, user_handle, aaguid, 0 FROM records_passkey WHERE person_id=?",
        REVIEWER,
    )
    assert places(told) == {f"person {REVIEWER}"}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records_stay WHERE stay_id=?",
        "UPDATE records_stay SET lifted_at='2025-11-24 10:00:00' WHERE stay_id=?",
        "UPDATE records_stay SET scope='case' WHERE stay_id=?",
        "UPDATE records_stay SET value='OFF-9' WHERE stay_id=?",
        "UPDATE records_stay SET proposed_by='INS-2' WHERE stay_id=?",
    ],
)
def test_an_altered_stay_is_named(told: LittleHome, statement: str) -> None:
    (stay,) = [each for each in told.desk.stays.every() if told.desk.stays.known(each).lifted_at is None]  # type: ignore[union-attr]
    told.alter(statement, stay)
    assert places(told) == {f"stay {stay}"}


def test_a_lifted_stay_put_in_force_again_is_named(told: LittleHome) -> None:
    (stay,) = [each for each in told.desk.stays.every() if told.desk.stays.known(each).lifted_at is not None]  # type: ignore[union-attr]
    told.alter("UPDATE records_stay SET lifted_at=NULL WHERE stay_id=?", stay)
    assert places(told) == {f"stay {stay}"}


def test_an_invented_stay_is_named(told: LittleHome) -> None:
    told.alter(
        "INSERT INTO records_stay (stay_id, scope, value, placed_at, proposed_by) "
        "VALUES ('feed', 'everything', '', '2025-11-24 10:00:00', '')"
    )
    assert places(told) == {"stay feed"}


@pytest.mark.parametrize(
    "column",
    [
        "state='approved'",
        "version=version+1",
        "agency='AGY-OTHER'",
        "official='OFF-2'",
        "signer='SGN-2'",
        "row=row+1",
        "request_ref='REF-0'",
        "subject=x'00'",
        "received_at='2024-01-01 00:00:00'",
        "docketed_at=NULL",
        "retrieved_at='2030-01-01 00:00:00'",
    ],
)
def test_an_altered_index_of_a_case_is_named(told: LittleHome, column: str) -> None:
    case_id = event(told, Kind.RETRIEVED).stream.removeprefix("case/")
    told.alter(f"UPDATE records_caseindex SET {column} WHERE case_id=?", case_id)
    assert places(told) == {f"case {case_id}"}


def test_a_case_taken_out_of_the_index_is_named(told: LittleHome) -> None:
    case_id = event(told, Kind.RETRIEVED).stream.removeprefix("case/")
    told.alter("DELETE FROM records_caseindex WHERE case_id=?", case_id)
    assert places(told) == {f"case {case_id}"}


# The log


def log_files(little: LittleHome, under: str) -> list[Path]:
    return sorted(path for path in (little.home / "log" / under).rglob("*") if path.is_file())


def said_of_log(audited: Audited) -> str:
    return " ".join(finding.what for finding in audited.findings if finding.where == "ledger")


def test_a_byte_of_a_bundle_flipped_names_the_bundle_and_the_entry(
    told: LittleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = log_files(told, "tile/entries")[-1]
    stored = event(told, Kind.RETRIEVED)
    assert stored.position is not None
    size = len(list(told.desk.journal.every())) + audit(told.desk).rows
    bundle = told.home / "log" / "tile" / "entries" / f"000.p/{size}"
    bundle.write_bytes(flipped(bundle.read_bytes(), stored.position * 72 + 50))
    audited = audit(told.desk)
    assert "tile/entries/000" in said_of_log(audited)
    assert [finding.where for finding in audited.findings if named(stored, finding.where)]
    assert exit_code(told, monkeypatch, "audit") == 1


def test_every_file_of_the_log_is_looked_at(told: LittleHome) -> None:
    for path in log_files(told, "tile"):
        content = path.read_bytes()
        path.write_bytes(flipped(content))
        assert said_of_log(audit(told.desk))
        assert said_of_log(fsck(told.desk))
        path.write_bytes(content)
    assert findings(told) == ()


def test_a_checkpoint_that_does_not_verify_is_named(told: LittleHome) -> None:
    path = told.home / "log" / "checkpoint"
    content = path.read_bytes()
    for place in range(0, len(content), 9):
        path.write_bytes(flipped(content, place))
        assert said_of_log(audit(told.desk))
