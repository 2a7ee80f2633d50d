"""The audit names each event, and each byte of the log, that was changed behind the application's back."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from support.home import LittleHome
from support.intruder import flipped, put, rewrite, with_new_leaf
from support.story import event, exit_code, findings, named, places
from withhold.casework.audit.auditing import Audited, audit, fsck
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored

COVERS = ("withhold.casework.audit",)

# Nothing was changed


def test_an_unaltered_instance_has_no_findings(told: LittleHome) -> None:
    audited = audit(told.instance)
    assert audited.findings == ()
    assert audited.rows == 4
    assert audited.events + audited.rows == audited.entries
    assert fsck(told.instance).findings == ()


def test_the_command_reports_no_findings(
    told: LittleHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(told, monkeypatch, "audit") == 0
    assert "no fault found" in capsys.readouterr().out


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
    "role": _set("role", "inspector"),
    "recorded_at": _set("recorded_at", "2025-11-24 09:00:00.000001"),
    "kind": _set("kind", int(Kind.REQUEST_DOCKETED)),
    "kind unknown": _set("kind", 199),
    "version": _set("version", 99),
    "stream": _set("stream", "case/0000000000000000-1"),
}


@pytest.mark.parametrize("altered", sorted(ALTERED))
def test_an_altered_column_of_an_event_names_the_event_and_the_command_ends_with_one(
    told: LittleHome, altered: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An event of each of three kinds is altered. Each has a stream of its own, so none is named because of another."""
    approved = event(told, Kind.REQUEST_APPROVED)
    made = [each for each in told.instance.journal.list_all() if each.kind == Kind.DETERMINATION_MADE]
    changed = (
        next(each for each in made if each.stream != approved.stream),
        approved,
        event(told, Kind.PERSON_ACCREDITED),
    )
    for stored in changed:
        ALTERED[altered](told, stored)
    at_fault = places(told)
    assert exit_code(told, monkeypatch, "audit") == 1
    printed = capsys.readouterr().out
    for stored in changed:
        assert any(named(stored, where) for where in at_fault)
        assert f"event {stored.event_id} (" in printed


def named_if_altered(told: LittleHome, changed: list[Stored]) -> None:
    """Check that these events are named when they are altered, and no other event. Then put them back."""
    for stored in changed:
        ALTERED["opening"](told, stored)
    at_fault = {where for where in places(told) if where.startswith("event ")}
    assert len(at_fault) == len(changed)
    assert all(any(named(stored, where) for where in at_fault) for stored in changed)
    for stored in changed:
        put(told, stored)


def test_every_event_is_looked_at(told: LittleHome) -> None:
    """Every second event is altered, and then the others."""
    everything = list(told.instance.journal.list_all())
    for first in (0, 1):
        named_if_altered(told, everything[first::2])
    assert findings(told) == ()


@pytest.mark.trial
def test_every_event_is_looked_at_in_turn(told: LittleHome) -> None:
    for stored in list(told.instance.journal.list_all()):
        named_if_altered(told, [stored])
    assert findings(told) == ()


def test_two_events_exchanged_are_both_named(told: LittleHome) -> None:
    first, second = [each for each in told.instance.journal.list_all() if each.kind == Kind.DETERMINATION_MADE][:2]
    put(told, replace(first, payload=second.payload, opening=second.opening))
    put(told, replace(second, payload=first.payload, opening=first.opening))
    at_fault = places(told)
    assert all(any(named(each, where) for where in at_fault) for each in (first, second))


def test_an_event_rewritten_with_the_homes_own_keys_is_named(told: LittleHome) -> None:
    """An insider with every key of the instance can make a row that verifies. The ledger still has another leaf."""
    stored = event(told, Kind.DETERMINATION_MADE)

    def refuse(payload: dict[str, object]) -> None:
        made = payload["event"]["determination"]  # type: ignore[index]
        made["decision"] = "refuse"

    put(told, with_new_leaf(told, rewrite(told, stored, refuse)))
    assert any(named(stored, finding.where) and "ledger" in finding.what for finding in findings(told))


def test_a_deleted_event_leaves_a_gap_that_is_named(told: LittleHome) -> None:
    stored = event(told, Kind.DOSSIER_VIEWED)
    following = told.instance.journal.stream(stored.stream)[stored.version]
    told.alter("DELETE FROM records_event WHERE id=?", stored.event_id)
    at_fault = places(told)
    assert f"ledger position {stored.position}" in at_fault
    assert any(named(following, where) for where in at_fault)


def test_the_last_event_of_a_stream_deleted_is_missed_on_the_ledger(told: LittleHome) -> None:
    stored = event(told, Kind.RETRIEVED)
    told.alter("DELETE FROM records_event WHERE id=?", stored.event_id)
    assert f"ledger position {stored.position}" in places(told)
    assert f"ledger position {stored.position}" in {finding.where for finding in fsck(told.instance).findings}


def test_a_whole_case_deleted_is_missed_on_the_ledger(told: LittleHome) -> None:
    stored = event(told, Kind.RETRIEVED)
    positions = [each.position for each in told.instance.journal.stream(stored.stream)]
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
    first, second = [each for each in told.instance.journal.list_all() if each.kind == Kind.DOSSIER_VIEWED][:2]
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
    size = len(list(told.instance.journal.list_all())) + audit(told.instance).rows
    bundle = told.home / "log" / "tile" / "entries" / f"000.p/{size}"
    bundle.write_bytes(flipped(bundle.read_bytes(), stored.position * 72 + 50))
    audited = audit(told.instance)
    assert "tile/entries/000" in said_of_log(audited)
    assert [finding.where for finding in audited.findings if named(stored, finding.where)]
    assert exit_code(told, monkeypatch, "audit") == 1


def test_every_file_of_the_log_is_looked_at(told: LittleHome) -> None:
    for number, path in enumerate(log_files(told, "tile")):
        content = path.read_bytes()
        path.write_bytes(flipped(content))
        assert said_of_log(fsck(told.instance))
        assert number % 4 or said_of_log(audit(told.instance))  # which reads the log as fsck does
        path.write_bytes(content)
    assert findings(told) == ()


def test_a_checkpoint_that_does_not_verify_is_named(told: LittleHome) -> None:
    path = told.home / "log" / "checkpoint"
    content = path.read_bytes()
    own = content.index(b"\n", content.index(b"\n\n") + 2)  # the witness's line follows
    for place in range(0, own, 9):
        path.write_bytes(flipped(content, place))
        assert said_of_log(fsck(told.instance))
        assert place % 45 or said_of_log(audit(told.instance))
