"""Intake of a batch that goes through in pieces: every row one leaf, whenever it was killed; answers and receipts."""

import os
import signal
from dataclasses import replace
from itertools import count

import polars as pl
import pytest

from support.codes import raises
from support.filing import found
from support.home import LittleHome
from support.killed import run_killed
from support.outside import published_leaves
from support.people import AGENCY, SIGNERS
from support.small_chunks import cut_small
from withhold.casework.audit.auditing import audit
from withhold.casework.intake.answer_files import add_receipt
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.intake.filing import WORK, file_batch
from withhold.casework.parties.receipts import row_receipt
from withhold.casework.publication.publishing import publish
from withhold.ledger.leaf import Leaf
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Fault, Forbidden
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Role
from withhold.sealing.keys import check_ed25519
from withhold.tlog.receipt import Receipt, verify_receipt

COVERS = (
    "withhold.casework.intake.evidence_file",
    "withhold.casework.intake.filing",
    "withhold.casework.parties.receipts",
    "withhold.screening.passes.workers",
)

ROWS = {Kind.ROW_RETURNED, Kind.ROW_REFUSED}


def rows_on_ledger(little: LittleHome) -> int:
    return sum(Leaf.parse(leaf).kind in ROWS for leaf in published_leaves(little.home / "log"))


def kind_proven(little: LittleHome, receipt: bytes) -> int:
    """The kind of the entry that a receipt proves."""
    verify_receipt(receipt, little.instance.trust, check_ed25519)
    entry = Receipt.parse(receipt).extra
    assert entry is not None
    return Leaf.parse(entry).kind


def many(little: LittleHome, count: int) -> list[dict[str, str]]:
    """Rows about few people, so that tags are numbered across pieces; one in nine is sound."""
    people = ["robin", "jules", "kit"]
    return [little.row(people[n % 3], **({} if n % 9 == 4 else {"reason": ""})) for n in range(count)]


def test_every_row_is_one_leaf_and_every_tag_is_given_once(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch)
    filed = [little.file(many(little, 40)) for _ in range(2)]  # the second begins where the first one's tags end
    assert rows_on_ledger(little) == sum(each.summary["rows"] - len(each.cases) for each in filed)
    tags = [leaf[6:38] for leaf in published_leaves(little.home / "log")]
    assert len(set(tags)) == len(tags)
    assert audit(little.instance).findings == ()
    for each in filed:
        batch = little.instance.batches.get(each.batch)
        assert batch is not None
        kept = [row for (row,) in evidence_rows(little.instance, each.batch, batch.evidence_path, "row")]
        assert kept == found(each).filter(pl.col("outcome") != "eligible")["row"].to_list()


def test_in_several_processes_it_is_the_same(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch, content=4_000)
    monkeypatch.setattr("withhold.screening.passes.streaming.CHUNK_BYTES", 1)
    monkeypatch.setattr("withhold.screening.passes.workers._cores", lambda: 2)
    path = little.batch(many(little, 60))
    filed = file_batch(replace(little.instance, entropy=os.urandom), path, little.sign(path))
    publish(little.instance)
    assert rows_on_ledger(little) == 60 - len(filed.cases)
    assert audit(little.instance).findings == ()


def test_the_answer_has_its_files_and_the_batchs_receipt(little: LittleHome) -> None:
    filed = little.file(many(little, 12))
    names = ["batch.tlog-proof", "cure.csv", "findings.parquet", "report.html", "summary.json"]
    assert sorted(each.name for each in filed.answers.iterdir()) == names
    assert kind_proven(little, (filed.answers / "batch.tlog-proof").read_bytes()) == Kind.BATCH_RECEIVED
    page = (filed.answers / "report.html").read_text(encoding="utf-8")
    assert filed.batch in page
    assert "Not legal advice" in page
    assert not (little.home / WORK / filed.batch[:16]).exists()


def test_a_rows_receipt_proves_its_own_entry(little: LittleHome) -> None:
    filed = little.file(many(little, 12))
    for row in (1, 12):
        receipt = row_receipt(little.instance, SIGNERS[0], filed.batch, row)
        assert kind_proven(little, receipt.encode()) == Kind.ROW_RETURNED
    with pytest.raises(Conflict):
        row_receipt(little.instance, SIGNERS[0], filed.batch, 5)
    with pytest.raises(Conflict):
        row_receipt(little.instance, SIGNERS[0], filed.batch, 13)


@pytest.mark.parametrize("batch", ["filed", "0" * 64])
@pytest.mark.parametrize("actor", [Actor("OFF-1", Role.OFFICIAL, AGENCY), Actor("OFF-2", Role.OFFICIAL, AGENCY)])
def test_a_rows_receipt_is_for_who_filed_it_alone(little: LittleHome, actor: Actor, batch: str) -> None:
    filed = little.file(many(little, 3))
    with pytest.raises(Forbidden):
        row_receipt(little.instance, actor, filed.batch if batch == "filed" else batch, 1)


def test_a_batch_recorded_by_an_intake_that_was_stopped_is_answered_and_not_recorded_again(
    little: LittleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = little.batch(many(little, 12))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("withhold.casework.intake.filing.put_answers", stop)
        with pytest.raises(KeyboardInterrupt):
            file_batch(little.instance, path, little.sign(path))
    filed = file_batch(little.instance, path, little.sign(path))
    assert filed.summary["rows"] == 12
    with raises(Conflict, Code.LEDGER_NOT_YET):
        add_receipt(little.instance, filed.batch)
    publish(little.instance)
    add_receipt(little.instance, filed.batch)
    assert (filed.answers / "batch.tlog-proof").exists()
    assert rows_on_ledger(little) == 12 - len(filed.cases)
    assert audit(little.instance).findings == ()
    with raises(Conflict, Code.INTAKE_FILED_BEFORE):
        file_batch(little.instance, path, little.sign(path))


def test_a_file_that_changes_between_the_passes_is_not_recorded(
    little: LittleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = little.batch(many(little, 12))
    signature = little.sign(path)

    def change(stage: str, done: int, of: int) -> None:
        if stage == "entries" and not done:
            path.write_bytes(path.read_bytes().replace(b"REF-", b"RXF-"))

    with raises(Fault, Code.INTAKE_FILE_CHANGED):
        file_batch(little.instance, path, signature, change)
    assert rows_on_ledger(little) == 0
    assert audit(little.instance).findings == ()


def test_killed_at_any_moment_no_row_is_lost_and_none_is_answered_twice(little: LittleHome) -> None:
    """The command, killed for good at one report of its progress after another, until one run comes to its end."""
    path = little.batch(many(little, 400))
    path.with_name(f"{path.name}.sig").write_bytes(little.sign(path))
    kills = 0
    for nth in count(1, 3):  # a run reports some twenty times; one that goes on where another was, less often
        ended = run_killed("any", nth, ["intake", str(path), "--home", str(little.home)])
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        kills += 1
    assert kills > 2
    batch = little.instance.batches.list_all()[0]
    assert rows_on_ledger(little) == batch.rows - batch.docketed == 400 - batch.docketed
    assert audit(little.instance).findings == ()
    answers = little.home / "answers" / batch.digest[:16]
    assert pl.read_parquet(answers / "findings.parquet")["row"].to_list() == list(range(1, 401))
    assert not list((little.home / "evidence").glob(".draft-*"))
    assert not (little.home / WORK / batch.digest[:16]).exists()
