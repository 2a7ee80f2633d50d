"""Interval summaries count and commit to the entries between two checkpoints, so that an omission shows."""

import dataclasses
import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from support.called import called
from support.founding import found_home
from support.home import REGISTER, LittleHome, configuration
from support.intruder import put, rewrite, stored_of
from support.people import AGENCY, STEWARD, register_of
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.audit.audit_intervals import audit_intervals
from withhold.casework.audit.auditing import Audited, audit
from withhold.casework.checks import MACHINE
from withhold.casework.opening.instance import Environment
from withhold.casework.publication import intervals
from withhold.casework.publication.intervals import STREAM
from withhold.casework.publication.publishing import publish
from withhold.events.recorder import Stream
from withhold.model.kinds import Kind
from withhold.model.occurrences import IntervalClosed, SafeguardsAssessed
from withhold.records.database import close
from withhold.records.writing import write_transaction
from withhold.tlog.stores.directory import DirectoryReader

COVERS = (
    "withhold.casework.audit.audit_intervals",
    "withhold.casework.checks",
    "withhold.casework.publication.intervals",
    "withhold.events.recorder",
)


def something_happens(little: LittleHome) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")


def findings(little: LittleHome) -> list[str]:
    return [f"{each.where}: {each.what}" for each in audit(little.instance).findings]


def closed(little: LittleHome) -> list[IntervalClosed]:
    events = [little.instance.recorder.read_event(each) for each in little.instance.journal.stream(STREAM)]
    assert all(isinstance(each, IntervalClosed) for each in events)
    return [each for each in events if isinstance(each, IntervalClosed)]


def test_intervals_tile_the_ledger_and_count_rows_and_events(little: LittleHome) -> None:
    little.file([little.row("robin"), little.row("jules", reason=""), little.row("kit", statute="8 U.S.C. 1231")])
    little.clock.advance(days=1)
    something_happens(little)
    publish(little.instance)
    audited = audit(little.instance)
    assert audited.findings == ()
    summaries = closed(little)
    assert summaries[0].first == 0
    assert all(after.first == before.last + 1 for before, after in pairwise(summaries))
    assert summaries[-1].last == audited.entries - 1
    assert [each.position for each in little.instance.journal.stream(STREAM)] == [each.last for each in summaries]
    batch, next_day = summaries[-2:]
    ((day, kinds),) = batch.counts.items()
    assert kinds == {"3": 1, "10": 1, "11": 1, "12": 1, "80": 1}
    assert next_day.counts == {str(int(day) + 1): {"3": 1, str(int(Kind.SAFEGUARDS_ASSESSED)): 1}}
    assert [(each.first, each.last, each.counts) for each in audited.intervals] == [
        (each.first, each.last, each.counts) for each in summaries
    ]
    assert audited.kinds == {kind: (count, count) for kind, (count, _) in audited.kinds.items()}
    assert sum(count for count, _ in audited.kinds.values()) == audited.entries


def test_an_interval_over_midnight_counts_each_day(little: LittleHome) -> None:
    something_happens(little)
    little.clock.advance(days=3)
    something_happens(little)
    publish(little.instance)
    kind = str(int(Kind.SAFEGUARDS_ASSESSED))
    first, second = closed(little)[-1].counts.values()
    assert (first, second) == ({kind: 1}, {"3": 1, kind: 1})
    assert findings(little) == []


def test_nothing_pending_closes_no_interval(little: LittleHome) -> None:
    before = len(closed(little))
    assert publish(little.instance) == publish(little.instance)
    assert len(closed(little)) == before


def test_on_postgresql_too(tmp_path: Path, database_url: str) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    register_of().write_parquet(home / REGISTER)
    instance = found_home(home, configuration(), Environment(database_url=database_url), home.parent / "people")
    try:
        assert audit(instance).findings == ()
        assert [each.last for each in audit(instance).intervals] == [1]
    finally:
        close(instance.alias)


# What a dishonest operator, who can sign, might do to the summaries


def forge(little: LittleHome, change: Callable[[IntervalClosed], IntervalClosed]) -> None:
    """End the next interval with a wrong summary, signed and published as any other."""
    real = intervals.IntervalClosed

    def forged(*said: Any) -> IntervalClosed:
        return change(real(*said))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(intervals, "IntervalClosed", forged)
        something_happens(little)
        publish(little.instance)


def more(said: IntervalClosed) -> IntervalClosed:
    counts = {day: {kind: count + 1 for kind, count in kinds.items()} for day, kinds in said.counts.items()}
    return dataclasses.replace(said, counts=counts)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (more, "kind 3: commits to 2, the ledger has 1"),
        (more, "kind 53: commits to 2, the ledger has 1"),
        (lambda said: dataclasses.replace(said, counts={}), "kind 53: commits to 0, the ledger has 1"),
        (lambda said: dataclasses.replace(said, counts={**said.counts, "9": {"7": 1}}), "day 9, kind 7: commits to 1"),
        (lambda said: dataclasses.replace(said, first=said.first + 1), "leaves out entries in between"),
        (lambda said: dataclasses.replace(said, first=said.first - 1), "counts again entries in between"),
        (lambda said: dataclasses.replace(said, last=said.last + 1), "is not at its end"),
        (lambda said: dataclasses.replace(said, last=said.last + 1), "no interval's summary counts them"),
    ],
)
def test_a_wrong_summary_is_found(
    little: LittleHome, change: Callable[[IntervalClosed], IntervalClosed], says: str
) -> None:
    number = len(closed(little)) + 1
    forge(little, change)
    found = [each for each in findings(little) if says in each]
    assert found
    assert all(each.startswith(("interval ", "ledger")) for each in found)
    assert found[0].startswith((f"interval {number} ", f"interval {number + 1} "))


def test_entries_after_the_last_summary_are_found(little: LittleHome) -> None:
    something_happens(little)
    with write_transaction(little.instance.alias):
        note = little.instance.sequencer.sequence(little.instance.journal.queue())
    little.instance.sequencer.publish(note)
    assert any("no interval's summary counts them" in each for each in findings(little))


def test_an_interval_event_that_was_altered_is_named_and_its_interval_is_missing(little: LittleHome) -> None:
    something_happens(little)
    publish(little.instance)
    stored = stored_of(little, STREAM, Kind.INTERVAL_CLOSED)
    put(little, rewrite(little, stored, lambda payload: payload["event"].update(last="7")))
    found = findings(little)
    assert any(each.startswith(f"event {stored.event_id} ({STREAM} #1") for each in found)
    assert any("leaves out entries in between" in each for each in found)


def test_an_entry_that_no_leaf_is_makes_its_interval_fail(little: LittleHome) -> None:
    size = little.instance.sequencer.size()
    audited = list(audit_intervals(little.instance, [b"short"] * size))
    assert all("entry: not a leaf of version 2" in each.faults for each in audited)


# Orphans, gaps and surplus


def test_an_entry_without_a_record_is_an_orphan(little: LittleHome) -> None:
    something_happens(little)
    publish(little.instance)
    last = little.instance.journal.stream(f"agency/{AGENCY}")[-1]
    with little.database() as connection:
        connection.execute("DELETE FROM records_entry WHERE event_id=?", (last.event_id,))
        connection.execute("DELETE FROM records_event WHERE id=?", (last.event_id,))
    audited = audit(little.instance)
    places = {each.where: each.what for each in audited.findings}
    assert places[f"ledger position {last.position}"] == "no record accounts for it"
    assert audited.kinds[Kind.SAFEGUARDS_ASSESSED] == (2, 1)


def test_a_record_without_an_entry_is_surplus(little: LittleHome) -> None:
    little.alter(
        "UPDATE records_entry SET first=NULL WHERE event_id=(SELECT max(id) FROM records_event WHERE kind=?)",
        int(Kind.SAFEGUARDS_ASSESSED),
    )
    assert any("has no place on the ledger" in each for each in findings(little))


def test_an_event_whose_predecessor_is_gone_is_a_gap(little: LittleHome) -> None:
    (case_id,) = little.file([little.row()]).cases
    (batch,) = little.instance.journal.streams("batch/")
    stored = stored_of(little, batch, Kind.BATCH_RECEIVED)
    with little.database() as connection:
        connection.execute("DELETE FROM records_entry WHERE event_id=?", (stored.event_id,))
        connection.execute("DELETE FROM records_event WHERE id=?", (stored.event_id,))
    assert [
        each for each in findings(little) if f"case/{case_id} #1" in each and "entry that led to it is missing" in each
    ]


def test_an_event_that_names_no_predecessor_in_its_stream_is_a_gap(little: LittleHome) -> None:
    with write_transaction(little.instance.alias):
        tail = little.instance.recorder.tail(f"agency/{AGENCY}")
        cut = Stream(tail.name, tail.version, "")
        assessed = SafeguardsAssessed(AGENCY, True, "Assessed.")
        little.instance.recorder.record(cut, [assessed], MACHINE, little.instance.now())
    publish(little.instance)
    assert any("does not follow the event before it" in each for each in findings(little))


# A copy of the log


def copied(little: LittleHome) -> DirectoryReader:
    shutil.copytree(little.home / "log", little.root / "copy", dirs_exist_ok=True)
    return DirectoryReader(little.root / "copy")


def audit_of_copy(little: LittleHome) -> Audited:
    return audit(little.instance, copy=DirectoryReader(little.root / "copy"))


def test_records_are_audited_against_an_older_copy(little: LittleHome) -> None:
    copied(little)
    size = little.instance.sequencer.size()
    little.file([little.row("robin"), little.row("jules", reason="")])
    audited = audit_of_copy(little)
    assert audited.findings == ()
    assert (audited.entries, audited.newer) == (size, little.instance.sequencer.size() - size)
    assert audited.intervals[-1].last == size - 1
    something_happens(little)  # and is not published anywhere yet
    assert audit_of_copy(little).newer == audited.newer + 1


def test_a_record_rewritten_with_its_log_is_caught_by_the_copy(little: LittleHome) -> None:
    copied(little)
    last = little.instance.journal.stream(f"agency/{AGENCY}")[-1]
    put(little, dataclasses.replace(last, leaf=last.leaf[:-1] + bytes([last.leaf[-1] ^ 1])))
    assert any(
        each.where.startswith(f"event {last.event_id} ") and "is not what the ledger has" in each.what
        for each in audit_of_copy(little).findings
    )


def test_a_copy_that_does_not_verify_is_named(little: LittleHome) -> None:
    copied(little)
    checkpoint = little.root / "copy" / "checkpoint"
    checkpoint.write_bytes(checkpoint.read_bytes().replace(b"little", b"middle"))
    assert [each for each in audit_of_copy(little).findings if each.where == "ledger"]


def test_the_inspectors_audit_is_a_command(little: LittleHome) -> None:
    copied(little)
    little.file([little.row("robin"), little.row("jules", reason="")])
    little.close()
    words = ("audit", "--home", little.home, "--inspector")
    inspected = called(*words)
    own = inspected.stdout
    assert inspected.returncode == 0
    assert "interval 1: entries 0 to " in own
    assert "row returned" in own
    assert "faulty" not in own
    assert "no fault found" in own
    other = called(*words, "--log", little.root / "copy")
    assert other.returncode == 0
    assert "entries are newer than this copy" in other.stdout
    assert "row returned" not in other.stdout


def test_what_was_forged_shows_in_the_inspectors_audit(little: LittleHome) -> None:
    forge(little, more)
    little.close()
    ended = called("audit", "--home", little.home, "--inspector")
    assert ended.returncode == 1
    assert "faulty" in ended.stdout
