"""Many at once on one home, and kill -9 at random: on SQLite and on PostgreSQL."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest

from support.crowd import said, start
from support.home import make_home, template
from support.people import register_of
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.publishing import publish
from withhold.records.database import close

COVERS = ("withhold.casework.opening.instance", "withhold.records.database")

SECONDS = float(os.environ.get("WITHHOLD_HAMMER_SECONDS", "1"))
KILLS = int(os.environ.get("WITHHOLD_KILLS", "3"))


@pytest.fixture
def root(tmp_path: Path, database_url: str) -> Path:
    """A home on either database."""
    place = tmp_path / "root"
    if not database_url:
        shutil.copytree(template(), place)
    else:
        (place / "home").mkdir(parents=True)
        (place / "people").mkdir()
        register_of().write_parquet(place / "home" / "register.parquet")
        make_home(place, database_url)
    return place


def check(root: Path, database_url: str, acknowledged: set[str], published: int) -> None:
    """Nothing acknowledged is missing, and the log and the records agree."""
    instance = open_instance(root / "home", Environment(database_url))
    held = {name.removeprefix("stay/") for name in instance.journal.streams("stay/")}
    assert acknowledged <= held
    assert publish(instance).size >= published
    assert fsck(instance).findings == ()
    assert audit(instance).findings == ()
    close(instance.alias)


# `make test` has each of the two on one database, and `make trials` on the other too.
@pytest.mark.parametrize("database_url", ["postgresql", pytest.param("sqlite", marks=pytest.mark.trial)], indirect=True)
def test_many_append_one_sequences_and_readers_verify_all_the_while(root: Path, database_url: str) -> None:
    crowd = [
        *(start("appender", root, SECONDS, database_url) for _ in range(2)),
        start("sequencer", root, SECONDS, database_url),
        *(start("reader", root, SECONDS, database_url) for _ in range(2)),
    ]
    heard = [said(process) for process in crowd]
    assert [errors for _, errors in heard] == [""] * len(crowd)
    everything = [line for lines, _ in heard for line in lines]
    acknowledged = {line["event"] for line in everything if "event" in line}
    sizes = [line["published"] for line in everything if "published" in line]
    assert len(acknowledged) > 10
    assert sizes == sorted(sizes)
    assert sum("verified" in line for line in everything) > 10
    check(root, database_url, acknowledged, sizes[-1])


@pytest.mark.parametrize("database_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.trial)], indirect=True)
def test_killed_at_random_under_load_nothing_acknowledged_is_lost(root: Path, database_url: str) -> None:
    chance = random.Random(20251124)  # of numbers of lines, not of times
    acknowledged: set[str] = set()
    published = killed = 0
    for _ in range(KILLS):
        process = start("both", root, 30, database_url)
        assert process.stdout is not None
        heard = [process.stdout.readline() for _ in range(1 + chance.randrange(1, 12))]
        process.kill()
        lines, errors = said(process)
        lines = [*map(json.loads, heard), *lines]
        assert errors == ""
        killed += process.returncode == -9
        acknowledged |= {line["event"] for line in lines if "event" in line}
        published = max([published, *(line["published"] for line in lines if "published" in line)])
    assert killed == KILLS
    assert acknowledged
    check(root, database_url, acknowledged, published)
