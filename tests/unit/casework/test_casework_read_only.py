"""An audit, a report and receipts change nothing of what they look at. On both databases."""

import hashlib
import shutil
import sqlite3
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from support.acts import place_stay
from support.codes import raises
from support.home import LittleHome
from support.homes import home_on
from support.people import INSPECTORS, OFFICIALS
from support.postgres import PASSWORD
from support.stays import stay_on
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.instance import case_id_of
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.opening.instance import Environment
from withhold.casework.opening.read_only import read_only_instance
from withhold.casework.publication.publishing import publish
from withhold.cli.main import main
from withhold.model.errors import Code, Conflict, TemporarilyUnable, Unreadable
from withhold.records.database import close
from withhold.records.reading import reading
from withhold.records.writing import write_transaction

COVERS = (
    "withhold.casework.instance",
    "withhold.casework.intake.batch_signature",
    "withhold.casework.intake.filing",
    "withhold.casework.opening.read_only",
    "withhold.cli.ledger.audit",
)

READER = "reader"


@pytest.fixture
def pending(tmp_path: Path, database_url: str) -> Iterator[LittleHome]:
    """A home whose last stay nobody has published."""
    with home_on(tmp_path / "root", database_url) as little:
        little.file([little.row("robin"), little.row("jules", reason="")])
        stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[2].person)
        little.close()
        yield little


def files(root: Path) -> dict[str, str]:
    """Every file and directory, with what it contains and when it was changed."""
    found = {}
    for path in sorted(root.rglob("*")):
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "directory"
        found[str(path.relative_to(root))] = f"{content} {path.stat().st_mtime_ns}"
    return found


def tables(url: str) -> dict[str, str]:
    """Every table of the database with all it contains, and who changed it last."""
    if not url:
        return {}
    with psycopg.connect(url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname='public' ORDER BY 1").fetchall()
        said = "SELECT md5(coalesce(string_agg(t::text || xmin::text, '|' ORDER BY t::text), '')) FROM {} t"
        return {name: str(connection.execute(said.format(f'"{name}"')).fetchone()) for (name,) in names}  # type: ignore[arg-type]


def reader_of(url: str) -> str:
    """The URL of an account that may only read there."""
    if not url:
        return ""
    with psycopg.connect(url, autocommit=True) as connection:
        role = f"{READER}_{uuid.uuid4().hex[:12]}"
        connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")  # type: ignore[arg-type]
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")  # type: ignore[arg-type]
    return url.replace("//withhold:", f"//{role}:")


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(
    pending: LittleHome, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """A command on that home, with an account that may only read; its exit code and what it said."""
    monkeypatch.setenv("DATABASE_URL", reader_of(database_url))

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["withhold", *words, "--home", str(pending.home)])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(str(ended.code))
        return code, "".join(capsys.readouterr())

    return run


def test_no_command_that_looks_changes_anything(
    pending: LittleHome, database_url: str, run: Run, tmp_path: Path
) -> None:
    (batch,) = (pending.root / "outbox").iterdir()
    case_id = case_id_of(file_digest(batch), 1)
    before = files(pending.root), tables(database_url)
    said = {
        "audit": run("audit", "--inspector"),
        "fsck": run("ledger", "fsck"),
        "report": run("report", "--year", "2025"),
        "proof": run("ledger", "proof", "0", "--out", str(tmp_path / "one.receipt")),
        "receipts": run("ledger", "receipts", case_id, "--person", "INS-1", "--out", str(tmp_path)),
    }
    assert (files(pending.root), tables(database_url)) == before
    assert {name: code for name, (code, _) in said.items()} == dict.fromkeys(said, 0)
    for name in ("audit", "fsck"):
        assert "1 records are pending: not on the published ledger yet" in said[name][1]
        assert "(stay/" in said[name][1]
        assert "no fault found" in said[name][1]
    assert "Traceback" not in "".join(text for _, text in said.values())


def test_a_home_open_to_look_at_takes_no_write_and_who_works_there_publishes_what_was_pending(
    pending: LittleHome, database_url: str
) -> None:
    with read_only_instance(pending.home, Environment(reader_of(database_url), clock=pending.clock)) as instance:
        with raises(Conflict, Code.INSTANCE_READ_ONLY):
            place_stay(instance, INSPECTORS[0], "everything", "", "Order of a court.")
        with raises(Conflict, Code.INSTANCE_READ_ONLY):
            publish(instance)
        with pytest.raises(Unreadable, match="is not open here"):
            instance.register.records("900701001")
    pending.reopen()
    publish(pending.instance)
    audited = audit(pending.instance)
    assert (audited.pending, audited.findings) == ((), ())


def test_rows_without_a_place_are_pending_and_named(tmp_path: Path, database_url: str) -> None:
    with home_on(tmp_path / "root", database_url) as little:
        little.file_only([little.row("robin"), little.row("jules", reason=""), little.row("kit", reason="")])
        for audited in (audit(little.instance), fsck(little.instance)):
            assert audited.findings == ()
            assert any(each.startswith("rows of batch ") and each.endswith(": 2 entries") for each in audited.pending)
            assert any("(batch/" in each for each in audited.pending)


# SQLite's files


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[LittleHome]:
    with home_on(tmp_path / "root", "") as little:
        yield little


def test_a_copy_with_a_write_ahead_log_is_read_with_it_and_left_as_it_is(sqlite: LittleHome, tmp_path: Path) -> None:
    stay = stay_on(sqlite.instance, INSPECTORS[0], "official", OFFICIALS[2].person)
    copy = tmp_path / "copy"
    shutil.copytree(sqlite.home, copy)  # while it is open: what the stay wrote is in the write-ahead log alone
    (copy / "records.sqlite3-shm").unlink()
    assert (copy / "records.sqlite3-wal").stat().st_size > 0
    before = files(copy)
    with read_only_instance(copy, Environment(clock=sqlite.clock)) as instance:
        audited = audit(instance)
    assert any(f"(stay/{stay} " in each for each in audited.pending)
    assert audited.findings == ()
    assert files(copy) == before


def test_records_that_change_while_nobody_seemed_to_use_them_are_not_judged(sqlite: LittleHome) -> None:
    sqlite.close()
    with (
        read_only_instance(sqlite.home, Environment(clock=sqlite.clock)) as instance,
        raises(TemporarilyUnable, Code.RECORDS_CHANGED_WHILE_READ),
        reading(instance.alias),
    ):
        _changed_by_another(sqlite.home / "records.sqlite3")


def _changed_by_another(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE something (a)")
    other.close()


def test_an_audit_reads_one_moment_and_delays_no_writer(tmp_path: Path, database_url: str) -> None:
    with home_on(tmp_path / "root", database_url) as little:
        happened: list[str] = []

        def meanwhile(stage: str, done: int, _: int) -> None:
            if stage == "events" and done == 1:
                happened.append(little_stay(little))

        assert audit(little.instance, meanwhile).findings == ()
        assert len(happened) == 1
        assert audit(little.instance).findings == ()


def little_stay(little: LittleHome) -> str:
    """Placed and published elsewhere, with a connection of its own."""
    made: list[str] = []

    def place() -> None:
        made.append(stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[2].person))
        publish(little.instance)
        close(little.instance.alias)

    thread = threading.Thread(target=place)
    thread.start()
    thread.join(600)
    assert not thread.is_alive()
    return made[0]


def test_tables_of_an_earlier_version_are_not_brought_up_to_date(sqlite: LittleHome) -> None:
    sqlite.close()
    with sqlite3.connect(sqlite.home / "records.sqlite3") as records:
        newest = "SELECT max(name) FROM django_migrations WHERE app='records'"
        records.execute(f"DELETE FROM django_migrations WHERE app='records' AND name=({newest})")
    records.close()
    with (
        pytest.raises(Unreadable, match="tables are of an earlier version"),
        read_only_instance(sqlite.home, Environment()),
    ):
        pass


def test_an_event_inserted_without_a_place_to_wait_in_is_no_pending_record(sqlite: LittleHome) -> None:
    stay_on(sqlite.instance, INSPECTORS[0], "official", OFFICIALS[2].person)
    with sqlite.database() as records:
        records.execute("DELETE FROM records_entry WHERE first IS NULL")
    assert any(each.what == "has no place on the ledger" for each in audit(sqlite.instance).findings)
    assert any(each.what == "has no place on the ledger" for each in fsck(sqlite.instance).findings)


def test_an_event_with_a_negative_number_does_not_escape(sqlite: LittleHome) -> None:
    with sqlite.database() as records:
        records.execute("UPDATE records_entry SET event_id=-5 WHERE event_id=1")
        records.execute("UPDATE records_event SET id=-5, actor='CUS-X' WHERE id=1")
    assert any(each.where.startswith("event -5 (") for each in audit(sqlite.instance).findings)


def test_records_older_than_their_log_are_named(sqlite: LittleHome, tmp_path: Path) -> None:
    sqlite.close()
    shutil.copyfile(sqlite.home / "records.sqlite3", tmp_path / "older")
    sqlite.reopen()
    little_stay(sqlite)
    sqlite.close()
    shutil.copyfile(tmp_path / "older", sqlite.home / "records.sqlite3")
    with read_only_instance(sqlite.home, Environment(clock=sqlite.clock)) as instance:
        assert any("older than what was published" in each.what for each in audit(instance).findings)
        assert any("older than what was published" in each.what for each in fsck(instance).findings)


def test_writing_is_refused_before_the_database_is_asked(sqlite: LittleHome) -> None:
    sqlite.close()
    with (
        read_only_instance(sqlite.home, Environment()) as instance,
        pytest.raises(Conflict),
        write_transaction(instance.alias),
    ):
        raise AssertionError("written")
