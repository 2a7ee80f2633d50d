"""Only a row that its signer signed is released: what a worker or a database administrator puts in its place is not.

A worker has the instance's keys, and records what it likes. It has no key of a signer.
"""

import csv
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from support.accounts import answered, made_passkey, signed_in_as
from support.codes import raises
from support.filing import no_trace
from support.home import LittleHome, rows_in
from support.intruder import put_back
from support.people import AGENCY, OFFICIALS, SIGNERS, STEWARD, STEWARDS, SUBJECTS
from support.small_chunks import cut_small
from withhold.casework.audit.auditing import audit
from withhold.casework.intake import batch_rows
from withhold.casework.intake.batch_rows import rows_of
from withhold.casework.intake.batch_signature import sign_batch
from withhold.casework.intake.filing import file_batch
from withhold.casework.intake.row_payloads import request_texts
from withhold.casework.intake.row_work import RowWork
from withhold.casework.intake.single_request import file_of_one
from withhold.casework.intake.uploading import own_upload, sign_upload, upload_challenge
from withhold.casework.publication.publishing import publish
from withhold.casework.review.dossier import digest_of
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.sign_in.enrolling import recover, register, register_with_code
from withhold.casework.work import work_once
from withhold.events.codec import canonical, read
from withhold.events.signed_rows import row_hash
from withhold.model.batch_statement import BatchRows, BatchStatement
from withhold.model.cases.events import Docketed, ReviewOpened
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Conflict, Fault, Forbidden
from withhold.model.occurrences import BatchReceived
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use
from withhold.tlog.tree.subtrees import tree_root

COVERS = (
    "withhold.casework.audit.signed_batches",
    "withhold.casework.intake.batch_rows",
    "withhold.casework.signed_requests",
    "withhold.events.signed_rows",
    "withhold.model.batch_statement",
)

Change = Callable[[Any], Any]
SIGNER = SIGNERS[0]


class Forging:
    """A recorder that records other events than it is given, and is otherwise the instance's own."""

    def __init__(self, recorder: Any, change: Change) -> None:
        self._recorder, self._change = recorder, change

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recorder, name)

    def record(self, stream: Any, events: Sequence[Any], *rest: Any, **more: Any) -> Any:
        return self._recorder.record(stream, [self._change(each) for each in events], *rest, **more)


def forging(little: LittleHome, change: Change) -> Any:
    return replace(little.instance, recorder=Forging(little.instance.recorder, change))


def filed_by(little: LittleHome, change: Change, *subjects: str) -> tuple[str, ...]:
    """Let a bad worker file a genuine batch and confirm its identities. Returns its cases."""
    path = little.batch([little.row(each) for each in subjects])
    worker = forging(little, change)
    filed = file_batch(worker, path, little.sign(path))
    with suppress(Conflict):  # a case whose events do not agree with the index
        confirm_docketed(worker, filed.cases)
    publish(little.instance)
    return filed.cases


def requesting(row: int, **changed: str) -> Change:
    def change(event: Any) -> Any:
        if isinstance(event, Docketed) and event.row == row:
            request = replace(event.content.request, **changed)
            return replace(event, official=request.official_id, content=replace(event.content, request=request))
        return event

    return change


def findings(little: LittleHome) -> list[str]:
    return [each.what for each in audit(little.instance).findings]


NOT_SIGNED = "has a request that its signer did not sign"
OTHER_ROWS = "its rows are not those that its signer signed"
NO_KEY = "no key of its signer signed it"


CHANGES: dict[str, Change] = {
    "reason": requesting(1, reason="The address is needed to serve a subpoena on this witness in the named matter."),
    "official": requesting(1, official_id=OFFICIALS[1].person),
    "case number": requesting(1, case_number="INV-1999-0001"),
    "reference": requesting(1, request_ref="REF-OTHER"),
    "attestation": requesting(1, sole_use="TRUE"),
    "person": requesting(1, tin=SUBJECTS["jules"].tin, **SUBJECTS["jules"].claim),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_worker_who_records_another_request_gets_no_release(little: LittleHome, name: str) -> None:
    first, second = filed_by(little, CHANGES[name], "robin", "kit")
    little.approve(first)
    little.approve(second)
    with raises(Fault, Code.CASE_ROW_NOT_SIGNED):
        little.retrieve(first, OFFICIALS[1 if name == "official" else 0])
    assert little.retrieve(second).sealed
    found = findings(little)
    assert f"case {first} {NOT_SIGNED}" in found
    assert f"case {second} {NOT_SIGNED}" not in found
    assert OTHER_ROWS in found


def as_row_of(other: int) -> Change:
    """A case of row 1 with row number and path of another row, so that one signed row becomes two cases."""
    seen: dict[int, Docketed] = {}

    def change(event: Any) -> Any:
        if isinstance(event, Docketed):
            seen[event.row] = event
            if other in seen and event.row == 2:
                return replace(event, row=1, content=seen[1].content)
        return event

    return change


def test_one_signed_row_is_one_case(little: LittleHome) -> None:
    _, second = filed_by(little, as_row_of(1), "robin", "kit")
    little.approve(second)
    with raises(Fault, Code.CASE_ROW_NOT_SIGNED):
        little.retrieve(second)
    assert f"case {second[:-1]}2 {NOT_SIGNED}" in findings(little)


def another_dossier(event: Any) -> Any:
    if isinstance(event, ReviewOpened):
        assert event.content is not None
        dossier = read(event.content.dossier.encode())
        dossier["request"]["reason"] = "Another reason, which the reviewers see and the signer never gave."
        text = canonical(dossier).decode()
        return replace(event, digest=digest_of(text), content=replace(event.content, dossier=text))
    return event


def test_a_worker_who_shows_reviewers_another_request_gets_no_release(little: LittleHome) -> None:
    (case,) = filed_by(little, another_dossier, "robin")
    little.approve(case)
    with raises(Fault, Code.CASE_ROW_NOT_SIGNED):
        little.retrieve(case)
    assert findings(little) == [f"case {case} {NOT_SIGNED}"]


@pytest.mark.parametrize("name", ["signature", "root", "path"])
def test_a_worker_who_records_another_batch_or_path_gets_no_release(little: LittleHome, name: str) -> None:
    earlier = little.sign(little.batch([little.row("jules")]))
    other = {"signature": earlier.decode(), "root": "00" * 32}

    def change(event: Any) -> Any:
        if isinstance(event, BatchReceived) and name in other:
            return replace(event, **{name: other[name]})
        if isinstance(event, Docketed) and name == "path":
            return replace(event, content=replace(event.content, path=event.content.path[:-1]))
        return event

    first, _ = filed_by(little, change, "robin", "kit")
    little.approve(first)
    code = Code.CASE_ROW_NOT_SIGNED if name == "path" else Code.CASE_BATCH_NOT_SIGNED
    with raises(Fault, code):
        little.retrieve(first)
    assert (NO_KEY in findings(little)) == (name != "path")


def test_a_worker_who_hides_a_returned_row_is_named(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = RowWork._entries

    def entries(self: Any, rows: Any, *rest: Any) -> Any:
        return texts(self, rows.with_columns(request=pl.lit(canonical({"tin": "000000000"}).decode())), *rest)

    monkeypatch.setattr(RowWork, "_entries", entries)
    little.file([little.row(), little.row("kit", reason="Because.")])
    assert findings(little) == [OTHER_ROWS]


# A key that was in the table for a minute


def test_a_signing_key_that_was_in_the_table_for_a_minute_gets_no_release(little: LittleHome) -> None:
    thief = SigningKey.generate(Use.SIGNER, SIGNER.person)
    path = little.batch([little.row()])
    keys = little.instance.people.known(SIGNER.person).keys
    put = "UPDATE records_person SET keys=? WHERE person_id=?"
    little.alter(put, json.dumps({**keys, "signing": thief.public.text()}), SIGNER.person)
    statement = BatchStatement(little.instance.trust.origin, AGENCY, SIGNER.person, rows_in(path))
    (case,) = file_batch(little.instance, path, sign_batch(statement, thief)).cases
    little.alter(put, json.dumps(keys), SIGNER.person)
    confirm_docketed(little.instance, [case])
    little.approve(case)
    with raises(Fault, Code.CASE_BATCH_NOT_SIGNED):
        little.retrieve(case)
    assert findings(little) == [NO_KEY]


def uploaded(little: LittleHome, name: str = "") -> str:
    """File a request as the pages do, signed by this passkey. Returns its case."""
    upload = file_of_one(little.instance, SIGNER, little.row())
    challenge = upload_challenge(little.instance, SIGNER, upload)
    sign_upload(little.instance, SIGNER, upload, answered(little, SIGNER.person, challenge, name))
    while work_once(little.instance):
        pass
    assert own_upload(little.instance, SIGNER, upload).state == "filed"
    return little.instance.cases.list_all()[-1]


def enroll(little: LittleHome, name: str) -> None:
    """Register another passkey of the signer, as they could themselves, on an authenticator of that name."""
    token = signed_in_as(little, SIGNER.person)
    register(little.instance, SIGNER, token, made_passkey(little, SIGNER.person, name))


def test_a_passkey_that_was_in_the_table_for_a_minute_gets_no_release(little: LittleHome) -> None:
    with put_back(little):
        enroll(little, "thief")
        with little.database() as database:
            columns = "credential_id, public_key, user_handle, aaguid, sign_count, person_id"
            taken = database.execute(f"SELECT {columns} FROM records_passkey ORDER BY rowid DESC").fetchone()
    insert = f"INSERT INTO records_passkey ({columns}) VALUES (?, ?, ?, ?, ?, ?)"
    little.alter(insert, *taken)
    case = uploaded(little, "thief")
    little.alter("DELETE FROM records_passkey WHERE credential_id=?", taken[0])
    little.approve(case)
    with raises(Fault, Code.CASE_BATCH_NOT_SIGNED):
        little.retrieve(case)
    assert findings(little) == [NO_KEY]


def test_a_request_signed_by_passkey_is_released_also_after_a_recovery(little: LittleHome) -> None:
    case = uploaded(little)
    little.approve(case)
    recover(little.instance, STEWARD, SIGNER.person, "The passkeys are lost.")
    code = recover(little.instance, STEWARDS[1], SIGNER.person, "The passkeys are lost.")
    register_with_code(little.instance, code, made_passkey(little, SIGNER.person, "new"))
    publish(little.instance)
    assert little.retrieve(case).sealed
    assert findings(little) == []


# What intake refuses


def other(little: LittleHome, path: Path, **changed: Any) -> bytes:
    """Return the signer's own signature over something else."""
    statement = BatchStatement(little.instance.trust.origin, AGENCY, SIGNER.person, rows_in(path))
    return sign_batch(replace(statement, **changed), SigningKey.read(little.key(SIGNER), Use.SIGNER))


@pytest.mark.parametrize(
    ("changed", "error"),
    [({"log": "another.example/log"}, Fault), ({"agency": "AGY-OTHER"}, Forbidden)],
)
def test_a_signature_for_another_log_or_agency_files_nothing(
    little: LittleHome, changed: dict[str, str], error: type[Any]
) -> None:
    path = little.batch([little.row()])
    with no_trace(little, error):
        file_batch(little.instance, path, other(little, path, **changed))


def test_the_error_names_the_log_to_sign_for(little: LittleHome) -> None:
    path = little.batch([little.row()])
    with raises(Fault, Code.INTAKE_ANOTHER_LOG) as refused:
        file_batch(little.instance, path, other(little, path, log="another.example/log"))
    assert little.instance.trust.origin in str(refused.value)


def rewritten(path: Path, order: Callable[[list[Any]], list[Any]]) -> BatchRows:
    """Return what a signer signs of the file with its rows in another order, but of this very file."""
    with path.open(newline="") as file:
        rows = order(list(csv.DictReader(file)))
    return BatchRows(rows_in(path).digest, len(rows), tree_root(b"".join(map(row_hash, rows))).hex())


@pytest.mark.parametrize(
    "order",
    [
        lambda rows: rows[::-1],
        lambda rows: rows[:-1],
        lambda rows: [*rows, rows[-1]],
        lambda rows: [{**rows[0], "tin": rows[1]["tin"]}, *rows[1:]],
        lambda rows: [{**rows[0], "official_id": "OFF-2"}, *rows[1:]],
    ],
    ids=["reordered", "one fewer", "one more", "another TIN", "another official"],
)
def test_a_file_without_the_signed_rows_is_refused_as_a_whole(
    little: LittleHome, order: Callable[[list[Any]], list[Any]]
) -> None:
    path = little.batch([little.row(each) for each in ("robin", "kit", "jules")])
    assert rewritten(path, list) == rows_in(path)
    signature = other(little, path, file=rewritten(path, order))
    with raises(Fault, Code.INTAKE_ROWS_NOT_SIGNED):
        file_batch(little.instance, path, signature)
    with no_trace(little, Fault):
        file_batch(little.instance, path, signature)
    assert len(file_batch(little.instance, path, little.sign(path)).cases) == 3


def test_a_count_of_rows_that_differs_is_refused_although_the_root_is_right(little: LittleHome) -> None:
    path = little.batch([little.row("robin"), little.row("kit")])
    with no_trace(little, Fault):
        file_batch(little.instance, path, other(little, path, file=replace(rows_in(path), rows=3)))


def test_every_format_gives_the_same_root(little: LittleHome) -> None:
    path = little.batch([little.row("robin", reason='It says "now",\tand so on \x7f é 𝄞.'), little.row("kit")])
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = path.with_suffix(".jsonl")
    lines.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    parquet = path.with_suffix(".parquet")
    pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String)).write_parquet(parquet)
    root = tree_root(b"".join(map(row_hash, rows))).hex()
    assert {rows_in(each).root for each in (path, lines, parquet)} == {root}


def test_a_large_file_has_one_root_in_one_process_in_several_and_in_chunks(
    little: LittleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = little.batch([little.row(name) for name in ("robin", "kit", "jules") * 7])
    whole = rows_of(path)
    cut_small(monkeypatch)
    assert rows_of(path) == whole
    monkeypatch.setattr(batch_rows, "CHUNK_BYTES", 1)
    assert rows_of(path) == whole == rows_of(path, alone=True)
    assert len(file_batch(little.instance, path, little.sign(path)).cases) > 0
    assert findings(little) == []


def test_the_example_of_the_documentation_has_these_hashes() -> None:
    page = (Path(__file__).parents[3] / "docs" / "signed-rows.md").read_text("utf-8")
    found = re.findall(r"^\| \d \| `(\{.*\})` \| `([0-9a-f]{64})` \|$", page, re.MULTILINE)
    assert len(found) == 3
    rows = [json.loads(text) for text, _ in found]
    assert [tuple(row) for row in rows] == [tuple(sorted(COLUMNS))] * 3
    assert [canonical(row).decode() for row in rows] == [text for text, _ in found]
    assert request_texts(pl.DataFrame(rows).select(COLUMNS)).to_list() == [text for text, _ in found]
    assert [row_hash(row).hex() for row in rows] == [leaf for _, leaf in found]
    assert f"`{tree_root(b''.join(map(row_hash, rows))).hex()}`" in page
