"""The audit names each file of a batch and each row of a table that does not agree with its events."""

import shutil

import pytest

from support.home import LittleHome
from support.intruder import flipped, put_back
from support.people import AGENCY, COUNSEL, OFFICERS, OFFICIALS
from support.story import event, exit_code, findings, places
from withhold.model.kinds import Kind

COVERS = ("withhold.casework.audit.projections", "withhold.model.kinds")

# Files of a batch


def batches(little: LittleHome) -> list[str]:
    return [each.digest[:16] for each in little.instance.batches.list_all() if each.rows != each.docketed]


def at_fault_of(little: LittleHome, batch: str) -> str:
    """Return the findings about a batch. There may be no others."""
    found = findings(little)
    assert all(finding.where.startswith(f"batch {batch}") for finding in found)
    return " ".join(finding.what for finding in found)


def test_a_byte_of_an_evidence_file_flipped_names_the_file(told: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = batches(told)
    path = told.home / "evidence" / f"{first}.parts.sealed"
    content = path.read_bytes()
    for place in (0, 30, 70, -1):
        path.write_bytes(flipped(content, place))
        assert f"evidence/{first}.parts.sealed" in at_fault_of(told, first)
    assert exit_code(told, monkeypatch, "audit") == 1


@pytest.mark.parametrize("suffix", ["parts.sealed", "leaves"])
def test_a_file_replaced_by_another_batchs_is_named(told: LittleHome, suffix: str) -> None:
    first, second = batches(told)
    evidence = told.home / "evidence"
    shutil.copy(evidence / f"{second}.{suffix}", evidence / f"{first}.{suffix}")
    assert f"evidence/{first}.{suffix}" in at_fault_of(told, first)


@pytest.mark.parametrize("suffix", ["parts.sealed", "leaves"])
def test_a_file_gone_or_cut_short_is_named(told: LittleHome, suffix: str) -> None:
    first, _ = batches(told)
    path = told.home / "evidence" / f"{first}.{suffix}"
    content = path.read_bytes()
    for change in (None, b"", content[: len(content) // 2]):
        path.unlink()
        if change is not None:
            path.write_bytes(change)
        said = " ".join(finding.what for finding in findings(told) if finding.where == f"batch {first}")
        assert f"evidence/{first}.{suffix}" in said
        path.touch()


def test_a_byte_of_a_leaves_file_flipped_names_the_file(told: LittleHome) -> None:
    first, _ = batches(told)
    path = told.home / "evidence" / f"{first}.leaves"
    content = path.read_bytes()
    for place in (0, 1, 3, 10, 40, -1):
        path.write_bytes(flipped(content, place))
        assert f"evidence/{first}.leaves" in at_fault_of(told, first)


def test_an_altered_row_of_the_table_of_batches_is_named(told: LittleHome) -> None:
    changes = ("rows=rows+1", "returned=returned+1", "refused=refused+1", "docketed=rows")
    digest = told.instance.batches.list_all()[0].digest
    for column in (*changes, "agency='AGY-9'", "signer='SGN-2'"):
        with put_back(told):
            told.alter(f"UPDATE records_batch SET {column} WHERE digest=?", digest)
            assert f"batch {digest[:16]}" in places(told), column


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


def test_an_altered_row_of_the_tables_of_people_is_named(told: LittleHome) -> None:
    for altered, (statement, where) in TABLES.items():
        with put_back(told):
            told.alter(statement)
            found = places(told)
            assert where in found, altered
            assert not any(each.startswith(("event ", "ledger", "batch ")) for each in found), altered


def test_a_passkey_replaced_by_anothers_is_named(told: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    other = told.instance.people.passkeys(COUNSEL[0].person)[0].public_key
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


def test_an_altered_stay_is_named(told: LittleHome) -> None:
    (stay,) = [each for each in told.instance.stays.list_all() if told.instance.stays.known(each).lifted_at is None]  # type: ignore[union-attr]
    changes = ("lifted_at='2025-11-24 10:00:00'", "scope='case'", "value='OFF-9'", "proposed_by='INS-2'")
    for change in ("DELETE FROM records_stay", *(f"UPDATE records_stay SET {column}" for column in changes)):
        with put_back(told):
            told.alter(f"{change} WHERE stay_id=?", stay)
            assert places(told) == {f"stay {stay}"}, change


def test_a_lifted_stay_put_in_force_again_is_named(told: LittleHome) -> None:
    (stay,) = [each for each in told.instance.stays.list_all() if told.instance.stays.known(each).lifted_at is not None]  # type: ignore[union-attr]
    told.alter("UPDATE records_stay SET lifted_at=NULL WHERE stay_id=?", stay)
    assert places(told) == {f"stay {stay}"}


def test_an_invented_stay_is_named(told: LittleHome) -> None:
    told.alter(
        "INSERT INTO records_stay (stay_id, scope, value, placed_at, proposed_by) "
        "VALUES ('feed', 'everything', '', '2025-11-24 10:00:00', '')"
    )
    assert places(told) == {"stay feed"}


INDEXED = (
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
)


def test_an_altered_index_of_a_case_is_named(told: LittleHome) -> None:
    case_id = event(told, Kind.RETRIEVED).stream.removeprefix("case/")
    for column in INDEXED:
        with put_back(told):
            told.alter(f"UPDATE records_caseindex SET {column} WHERE case_id=?", case_id)
            assert places(told) == {f"case {case_id}"}, column


def test_a_case_taken_out_of_the_index_is_named(told: LittleHome) -> None:
    case_id = event(told, Kind.RETRIEVED).stream.removeprefix("case/")
    told.alter("DELETE FROM records_caseindex WHERE case_id=?", case_id)
    assert places(told) == {f"case {case_id}"}


def test_an_altered_figure_on_reviewing_is_named(told: LittleHome) -> None:
    case_id = event(told, Kind.RETRIEVED).stream.removeprefix("case/")
    for column in ("approved=NOT approved", "seconds=seconds+1", "reviewer='REV-2'", "case_id='x-1'"):
        with put_back(told):
            told.alter(f"UPDATE records_review SET {column} WHERE case_id=? AND role='disclosure_counsel'", case_id)
            assert places(told) - {"case x-1"} == {f"case {case_id}"}, column


def test_a_request_taken_out_of_the_annual_report_is_named(told: LittleHome) -> None:
    batch = batches(told)[0]
    told.alter("UPDATE records_batch SET purposes='{}' WHERE substr(digest, 1, 16)=?", batch)
    assert places(told) == {f"batch {batch}"}
