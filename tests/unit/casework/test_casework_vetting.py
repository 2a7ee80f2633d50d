"""What does not verify gets no place on the ledger: the worker sets it aside, goes on, and the audit names it."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest

from support.home import LittleHome
from support.intruder import rewrite, with_new_leaf
from support.people import AGENCY, OFFICIALS, STEWARD
from support.releases import stays_closed
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.audit.auditing import audit
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.vetting import Vetting
from withhold.casework.work import work_once
from withhold.events.recorder import Recorder
from withhold.model.cases.case import State
from withhold.model.errors import Fault
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored
from withhold.records.models import Entry, Event
from withhold.sealing.errors import SealBroken

COVERS = ("withhold.casework.publication.vetting", "withhold.records.log.journal")


def insert(little: LittleHome, stored: Stored) -> int:
    """Insert an event and its waiting entry by SQL, as somebody with the database could. Returns its id."""
    columns = (
        *("stream", "version", "kind", "recorded_at", "actor", "role"),
        *("payload", "content", "opening", "leaf", "tag"),
    )
    values = [getattr(stored, each) for each in columns]
    values[3] = stored.recorded_at.replace(tzinfo=None).isoformat(" ")
    with little.database() as connection:
        marks = ",".join("?" * len(columns))
        inserted = connection.execute(f"INSERT INTO records_event ({','.join(columns)}) VALUES ({marks})", values)
        connection.execute("INSERT INTO records_entry (event_id) VALUES (?)", (inserted.lastrowid,))
        assert inserted.lastrowid is not None
        return inserted.lastrowid


def garbage(little: LittleHome, stream: str, version: int = 1) -> Stored:
    """An event of random bytes, with the columns and the leaf of a sound one."""
    sound = next(iter(little.instance.journal.list_all()))
    tag = b"\x07" * 32
    leaf = sound.leaf[:6] + tag + b"\x08" * 32
    return replace(
        sound,
        stream=stream,
        version=version,
        kind=int(Kind.STAY_LIFTED),
        payload=b"p" * 90,
        content=None,
        opening=b"o" * 90,
        leaf=leaf,
        tag=tag,
    )


def replayed(little: LittleHome, stream: str, version: int) -> Stored:
    """A published event of another case once more, in place of this one's next."""
    other = little.docket("jules")[0]
    publish(little.instance)
    copied = little.instance.journal.stream(f"case/{other}")[-1]
    tag = b"\x09" * 32
    leaf = copied.leaf[:6] + tag + copied.leaf[38:]
    return replace(copied, stream=stream, version=version, leaf=leaf, tag=tag)


def leaves(little: LittleHome) -> bytes:
    log = little.home / "log/tile/entries"
    return b"".join(path.read_bytes() for path in log.rglob("*") if path.is_file())


@pytest.mark.parametrize("forged", [garbage, replayed])
def test_a_forged_row_is_not_sequenced_and_the_others_go_on(
    little: LittleHome, caplog: pytest.LogCaptureFixture, forged: Callable[[LittleHome, str, int], Stored]
) -> None:
    (case_id,) = little.docket("robin")
    publish(little.instance)
    row = forged(little, f"case/{case_id}", little.instance.journal.stream(f"case/{case_id}")[-1].version + 1)
    event_id = insert(little, row)
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    size = little.instance.sequencer.size()
    with caplog.at_level(logging.ERROR, "withhold.work"):
        publish(little.instance)
    assert little.instance.sequencer.size() == size + 2  # the assessment, and the interval's summary
    assert Entry.objects.using(little.instance.alias).get(event_id=event_id).first is None
    assert row.leaf not in leaves(little)
    assert f"event {event_id} is set aside" in caplog.text
    assert case_id not in caplog.text
    audited = audit(little.instance)
    places = {each.where for each in audited.findings}
    assert any(where.startswith(f"event {event_id} ") for where in places)
    assert all(case_id.partition("-")[0] in where for where in places)  # the case, or its batch
    assert any("is set aside" in each.what for each in audited.findings)
    assert not work_once(little.instance)  # and nothing keeps the worker busy
    assert little.instance.sequencer.size() == size + 2


def test_a_case_with_a_row_set_aside_stays_closed(little: LittleHome) -> None:
    case_id = little.approved()
    insert(little, garbage(little, f"case/{case_id}", little.instance.case(case_id).version + 1))
    stays_closed(little, case_id, SealBroken)


def test_a_row_altered_before_it_was_published_is_set_aside_and_so_is_what_follows_it(little: LittleHome) -> None:
    for note in ("First.", "Second."):
        assess_safeguards(little.instance, STEWARD, AGENCY, True, note)
    first, second = little.instance.journal.stream(f"agency/{AGENCY}")[-2:]
    little.alter("UPDATE records_event SET actor=? WHERE id=?", OFFICIALS[0].person, first.event_id)
    publish(little.instance)
    assert [each.position for each in little.instance.journal.stream(f"agency/{AGENCY}")[-2:]] == [None, None]
    audited = audit(little.instance)
    assert {each.where.partition(" (")[0] for each in audited.findings} == {f"event {first.event_id}"}
    assert [each.partition(" (")[0] for each in audited.pending] == [f"event {second.event_id}"]
    little.alter("UPDATE records_event SET actor=? WHERE id=?", STEWARD.person, first.event_id)
    publish(little.instance)  # put right, both get their places
    assert None not in [each.position for each in little.instance.journal.stream(f"agency/{AGENCY}")[-2:]]
    assert audit(little.instance).findings == ()


def test_a_row_that_is_altered_after_it_was_looked_at_is_looked_at_again(little: LittleHome) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    vetting = Vetting(little.instance)
    vetting.look()
    queue = little.instance.journal.queue()
    assert vetting.sound(queue) == queue
    (waiting,) = queue
    assert waiting.event is not None
    little.alter("UPDATE records_event SET role=? WHERE id=?", "counsel", waiting.event.event_id)
    assert vetting.sound(little.instance.journal.queue()) == []


def test_what_was_looked_at_is_not_opened_again_under_the_lock(
    little: LittleHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    vetting = Vetting(little.instance)
    vetting.look()
    monkeypatch.setattr(Recorder, "verify", lambda *_: pytest.fail("opened again"))
    assert vetting.sound(little.instance.journal.queue())


def test_a_row_with_the_instances_keys_and_no_event_in_it_is_set_aside(little: LittleHome) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    stored = little.instance.journal.stream(f"agency/{AGENCY}")[-1]
    changed = with_new_leaf(little, rewrite(little, stored, lambda payload: payload["event"].update(good="perhaps")))
    little.alter(
        "UPDATE records_event SET payload=?, leaf=? WHERE id=?", changed.payload, changed.leaf, stored.event_id
    )
    publish(little.instance)
    assert little.instance.journal.stream(f"agency/{AGENCY}")[-1].position is None


@pytest.mark.parametrize("attack", ["file", "count", "digest", "another batch", "no file"])
def test_rows_of_a_batch_that_its_event_does_not_name_are_set_aside(little: LittleHome, attack: str) -> None:
    alias = little.instance.alias
    little.file([little.row("jules", reason="")])
    filed = little.file_only([little.row("robin"), little.row("kit", reason="")])
    block = little.instance.journal.block(filed.batch)
    assert block is not None
    path = little.home / block.path
    match attack:
        case "file":
            path.write_bytes(path.read_bytes()[:-1] + b"\0")
        case "count":
            little.alter("UPDATE records_block SET count=2 WHERE batch=?", filed.batch)
        case "digest":
            little.alter("UPDATE records_block SET digest=? WHERE batch=?", "0" * 64, filed.batch)
        case "another batch":
            little.alter("UPDATE records_block SET batch=? WHERE batch=?", "0" * 64, filed.batch)
            little.alter("UPDATE records_entry SET block_id=? WHERE block_id=?", "0" * 64, filed.batch)
        case "no file":
            path.unlink()
    size = little.instance.sequencer.size()
    publish(little.instance)
    assert Entry.objects.using(alias).exclude(block=None).order_by("-id").values_list("first", flat=True)[0] is None
    assert little.instance.sequencer.size() == size + 3  # the batch, its case, the summary
    assert any(filed.batch[:16] in each.where for each in audit(little.instance).findings)


def test_a_summary_that_somebody_else_appended_stops_the_log_with_a_name(little: LittleHome) -> None:
    version = len(little.instance.journal.stream("ledger/intervals")) + 1
    insert(little, garbage(little, "ledger/intervals", version))
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    with pytest.raises(Fault, match="does not follow the event before it"):
        publish(little.instance)


def test_audit_sequences_and_publishes_nothing(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    event_id = insert(little, garbage(little, f"case/{case_id}", 9))
    before = {path: path.read_bytes() for path in (little.home / "log").rglob("*") if path.is_file()}
    places = Entry.objects.using(little.instance.alias).filter(first__isnull=True).count()
    assert any(each.where.startswith(f"event {event_id} ") for each in audit(little.instance).findings)
    assert {path: path.read_bytes() for path in (little.home / "log").rglob("*") if path.is_file()} == before
    assert Entry.objects.using(little.instance.alias).filter(first__isnull=True).count() == places
    assert Event.objects.using(little.instance.alias).filter(id=event_id).exists()
    assert little.instance.cases.in_state(State.UNDER_REVIEW) == [case_id]
