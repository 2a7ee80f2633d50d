"""Behind PgBouncer in transaction mode, where each transaction may get another connection to the server."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections

from support.home import LittleHome
from support.homes import home_on
from support.pooler import pooler
from support.postgres import new_database
from withhold.casework.audit.auditing import audit
from withhold.casework.publication.publishing import publish
from withhold.records.log import journal
from withhold.records.reading import reading
from withhold.records.writing import write_transaction

COVERS = ("withhold.records.log.journal", "withhold.records.reading")


@pytest.fixture(scope="module")
def pooled(postgres: str) -> Iterator[str]:
    with pooler(new_database(postgres, f"pooled_{uuid.uuid4().hex}")) as url:
        yield url


@pytest.fixture(scope="module")
def little(pooled: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleHome]:
    with home_on(tmp_path_factory.mktemp("pooled") / "root", pooled, copied=False) as home:
        home.retrieve(home.approved())
        yield home


def test_six_audits_at_once(little: LittleHome, pooled: str) -> None:
    words = [sys.executable, "-m", "withhold.cli", "audit", "--home", str(little.home)]
    environment = {**os.environ, "DATABASE_URL": pooled}
    audits = [
        subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [each.communicate(timeout=300) for each in audits]
    assert [each.returncode for each in audits] == [0] * 6, said
    assert all("no fault found" in out for out, _ in said)


def test_events_are_read_in_chunks_while_others_work(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "_CHUNK", 3)
    seen = []
    for stored in little.instance.journal.list_all():
        seen.append(stored.event_id)
        publish(little.instance)  # another transaction, in the midst of it
    assert seen == sorted(set(seen))
    assert len(seen) > 9
    assert audit(little.instance).findings == ()


def test_limits_hold_for_a_transaction_and_stay_on_no_connection(little: LittleHome, pooled: str) -> None:
    alias = little.instance.alias

    def limit() -> str:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout')")
            return str(cursor.fetchone()[0])

    with write_transaction(alias):
        assert limit() == "5min"
    with reading(alias):
        assert limit() == "0"
    for _ in range(4):
        with psycopg.connect(pooled, autocommit=True) as other:
            shown = other.execute("SHOW statement_timeout").fetchone(), other.execute("SHOW lock_timeout").fetchone()
        assert shown == (("0",), ("0",))
