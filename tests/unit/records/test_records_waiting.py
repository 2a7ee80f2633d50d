"""Limits on PostgreSQL: nobody waits without end, and what takes long on purpose is not cut short."""

import sqlite3
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from support.codes import raises
from support.home import LittleHome
from support.homes import home_on
from support.postgres import free_port, new_database
from withhold.cli.main import main
from withhold.model.errors import Code, TemporarilyUnable
from withhold.records import writing as writing_module
from withhold.records.database import close, database_at
from withhold.records.reading import reading
from withhold.records.writing import write_transaction
from withhold.web.middleware.refusals import status_of

COVERS = ("withhold.cli.passing_faults", "withhold.records", "withhold.web.middleware.refusals")

LIMITS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


@pytest.fixture
def url(postgres: str) -> str:
    return new_database(postgres, f"limits_{uuid.uuid4().hex}")


@pytest.fixture
def alias(tmp_path: Path, url: str) -> Iterator[str]:
    alias = database_at(tmp_path, url)
    yield alias
    close(alias)


def limits(alias: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'current_setting({name!r})' for name in LIMITS)}")
        return list(cursor.fetchone())


def test_a_connection_a_write_and_a_long_look_have_limits_of_their_own(alias: str) -> None:
    assert limits(alias) == ["1min", "1min", "10min"]
    with write_transaction(alias):
        assert limits(alias) == ["5min", "1min", "10min"]
    with reading(alias):
        assert limits(alias) == ["0", "1min", "0"]
    assert limits(alias) == ["1min", "1min", "10min"]


def test_a_lock_that_is_not_given_back_is_one_clear_sentence(
    alias: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(writing_module._LIMITS, "lock_timeout", "50ms")
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [writing_module._WRITERS])
        with (
            raises(TemporarilyUnable, Code.RECORDS_BUSY) as told,
            write_transaction(alias),
        ):
            raise AssertionError("two writers")
    assert (told.value.exit_code, status_of(told.value)) == (4, 503)
    with write_transaction(alias):  # and is no lasting harm
        pass


def test_a_statement_that_takes_too_long_is_one_clear_sentence(alias: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(writing_module._LIMITS, "statement_timeout", "50ms")
    with (
        raises(TemporarilyUnable, Code.RECORDS_SLOW) as told,
        write_transaction(alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute("SELECT pg_sleep(60), %s", ["900701001"])
    assert "900701001" not in str(told.value)


def test_the_lock_of_sqlite_too(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    alias = database_at(tmp_path / "a")
    connections[alias].ensure_connection()
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(tmp_path / "a" / "records.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with (
        raises(TemporarilyUnable, Code.RECORDS_BUSY),
        write_transaction(alias),
    ):
        raise AssertionError("two writers")
    other.close()
    close(alias)


@pytest.mark.parametrize("command", [("audit",), ("report", "--year", "2025"), ("worker", "--until-idle")])
def test_a_database_that_is_not_there_ends_a_command_with_4_and_one_line(
    tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:secret@127.0.0.1:{free_port()}/nowhere")
    with home_on(tmp_path / "root", "") as little:
        monkeypatch.setattr(sys, "argv", ["withhold", *command, "--home", str(little.home)])
        with pytest.raises(SystemExit) as ended:
            main()
    said = capsys.readouterr().err.strip()
    assert ended.value.code == 4
    assert said.endswith("Try again later. (records.unreachable)")
    assert len(said.splitlines()) == 1
    assert "secret" not in said


def test_an_idle_writer_whose_connection_was_ended_loses_nothing(tmp_path: Path, url: str) -> None:
    with home_on(tmp_path / "root", url) as little, pytest.raises(TemporarilyUnable):
        _ended_inside_a_write(little, url)


def _ended_inside_a_write(little: LittleHome, url: str) -> None:
    with write_transaction(little.instance.alias), connections[little.instance.alias].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [process])
        cursor.execute("SELECT 1")
