"""Entries that their person could not find: every other check passes, and the audit names them."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from support.home import LittleHome
from support.people import SUBJECTS
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.intake import evidence_file as evidence
from withhold.casework.intake.row_work import Recorded, RowWork
from withhold.events import recorder as recording
from withhold.events.day_tags import index_of, write_index
from withhold.events.recorder import Recorder, day_number
from withhold.ledger.leaf import commit, encode_leaf, subject_tag
from withhold.ledger.scanning import GAP
from withhold.records.log.journal import Journal

COVERS = (
    "withhold.casework.audit.tags",
    "withhold.casework.intake.evidence_file",
    "withhold.casework.intake.row_work",
    "withhold.events.day_tags",
    "withhold.events.keyring",
)

HIDDEN = "its person would not find it by their accounting code"


def hidden(little: LittleHome) -> list[str]:
    assert fsck(little.instance).findings == ()  # which opens nothing, and so cannot tell
    found = audit(little.instance).findings
    assert {each.what for each in found} <= {HIDDEN}
    return [each.where for each in found]


def tag(little: LittleHome, tin: str, nth: int) -> bytes:
    day = little.clock.instant.date()
    return subject_tag(little.instance.keyring.subject_key(tin, day.year), day_number(day), nth)


Forge = Callable[[LittleHome], bytes]

FORGED: dict[str, Forge] = {
    "random": lambda _: bytes(range(32)),
    "another person's": lambda little: tag(little, SUBJECTS["kit"].tin, 0),
    "beyond the scan": lambda little: tag(little, SUBJECTS["robin"].tin, GAP + 6),
    "of another day": lambda little: subject_tag(
        little.instance.keyring.subject_key(SUBJECTS["robin"].tin, 2025), day_number(date(2025, 1, 1)), 0
    ),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_an_event_under_a_tag_that_is_not_its_persons(
    little: LittleHome, forged: Forge, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Recorder.free_tag
    used: list[str] = []

    def once(recorder: Recorder, tin: str, day: date) -> bytes:
        if tin and not used:
            used.append(tin)
            return forged(little)
        return real(recorder, tin, day)

    monkeypatch.setattr(Recorder, "free_tag", once)
    little.clock.advance(seconds=1)  # not a copy of an instance in which another test has docketed the case
    (case_id,) = little.docket("robin")
    first = little.instance.journal.stream(f"case/{case_id}")[0]
    assert hidden(little) == [f"event {first.event_id} (case/{case_id} #1, request_docketed)"]


def test_a_row_under_a_tag_that_is_not_its_persons(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each row of the batch has another one."""
    monkeypatch.setattr(RowWork, "_tags", lambda _, rows, ranks: [forged(little) for forged in FORGED.values()])
    filed = little.file([little.row("robin", reason="") for _ in FORGED])
    assert hidden(little) == [f"batch {filed.batch[:16]}, row {row}" for row, _ in enumerate(FORGED, 1)]


def test_numbers_left_out_within_reach_of_the_scan_are_no_fault(little: LittleHome) -> None:
    day = day_number(little.clock.instant.date())
    skipped = [tag(little, SUBJECTS["robin"].tin, nth) for nth in range(0, GAP, 2)]
    write_index(little.home / evidence.DIRECTORY, "0" * 64, day, index_of(skipped))
    little.docket("robin")
    assert hidden(little) == []


def test_a_row_with_an_impossible_number_is_nobodys(little: LittleHome) -> None:
    little.file([little.row("robin", tin="000-00-0000")])
    assert hidden(little) == []


def test_many_entries_of_one_day_are_all_found(little: LittleHome) -> None:
    little.file([little.row("robin", reason="") for _ in range(GAP + 1)])
    little.file([little.row("robin", reason="") for _ in range(GAP)])
    little.retrieve(little.approved("jules"))
    assert hidden(little) == []


def test_the_records_are_asked_once_for_a_tag_of_a_person_with_many_rows(
    little: LittleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    little.file([little.row("robin", reason="") for _ in range(40)])
    real, asked = Journal.tags_taken, list[int]()

    def counted(journal: Journal, tags: Sequence[bytes]) -> frozenset[bytes]:
        asked.append(len(tags))
        return real(journal, tags)

    monkeypatch.setattr(Journal, "tags_taken", counted)
    found = little.instance.recorder.free_tag(SUBJECTS["robin"].tin, little.clock.instant.date())
    assert found == tag(little, SUBJECTS["robin"].tin, 40)
    assert len(asked) == 1


NO_ROW = "does not have the shape of a row"
CHANGES: tuple[tuple[Callable[[int, bytes], tuple[int, bytes]], str], ...] = (
    (lambda day, payload: (day - 1, payload), "The leaf is of another day"),
    (lambda day, payload: (day, b"not JSON"), NO_ROW),
    (lambda day, payload: (day, b"[]"), NO_ROW),
    (lambda day, payload: (day, b'{"at": "2025-11-24"}'), NO_ROW),
    (lambda day, payload: (day, b'{"at": "2025-11-24", "request": {"tin": 7}}'), NO_ROW),
    (lambda day, payload: (day, b"[" * 100_000), NO_ROW),
)
"""What is done to each row of a batch, and what the audit says of it."""


def forge_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows whose commitments verify, over payloads or days that the operator chose."""
    real = RowWork.recorded

    def forged(*given: Any) -> Recorded:
        recorded, rows = real(*given), []
        for row, outcome, payload, opening, leaf in pl.read_parquet(io.BytesIO(recorded.evidence)).iter_rows():
            change, _ = CHANGES[row - 1]
            day, said = change(int.from_bytes(leaf[2:6], "big"), payload)
            changed = encode_leaf(leaf[1], day, leaf[6:38], commit(opening, leaf[1], said))
            rows.append((row, outcome, said, opening, changed))
        file = io.BytesIO()
        columns = ["row", "outcome", "payload", "opening", "leaf"]
        pl.DataFrame(rows, schema=columns, orient="row").write_parquet(file)
        return replace(recorded, evidence=file.getvalue(), leaves=b"".join(each[-1] for each in rows))

    monkeypatch.setattr(RowWork, "recorded", forged)


def test_a_row_that_is_not_what_a_row_must_be(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    forge_rows(monkeypatch)
    filed = little.file([little.row("robin", reason="") for _ in CHANGES])
    assert not filed.cases
    found = [each.what for each in audit(little.instance).findings]
    for row, (_, says) in enumerate(CHANGES, 1):
        assert [what for what in found if f", row {row}: " in what and says in what], row


def test_an_event_under_another_day_than_it_happened(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(recording, "day_number", lambda day: day_number(day) - 1)
        (case_id,) = little.file([little.row("robin")]).cases
    found = [each for each in audit(little.instance).findings if "not what its leaf commits to" in each.what]
    assert any(f"case/{case_id}" in each.where for each in found)
