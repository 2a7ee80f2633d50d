"""At every call that writes, in turn, something goes wrong; and after each, nothing promised is lost.

After a fault the home opens anew, `fsck` and `audit` find nothing, everything acknowledged is there, no position is
used twice (the audit counts them), the published checkpoint verifies against the tiles, and work goes on.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.faulty import BATCH, Task
from support.founding import WITNESS
from support.home import HOME, little_home, template
from support.write_shim import Wrong

COVERS = ("withhold.casework.intake.filing", "withhold.records.log.sequencer", "withhold.tlog.stores.directory_store")

SHARDS = 2
IN_TURN = (Wrong.KILLED_BEFORE, Wrong.FULL, Wrong.BROKEN)
"""`make test` has one of these go wrong at every eighth write; `make trials` has everything go wrong at each."""
EIGHTH = 8


class Server:
    """The process that forks a child for each task."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(("tests", ".")), "POLARS_MAX_THREADS": "2"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "support.faulty"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd=Path(__file__).parents[2],
        )

    def ask(self, task: Task) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({name: getattr(task, name) for name in Task.__slots__}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def stop(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(600)
        self._process.stdout.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    serving = Server()
    yield serving
    serving.stop()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home, and beside it a signed batch of one sound row, one returned and one refused."""
    root = tmp_path_factory.mktemp("prepared")
    with little_home() as little:
        rows = [
            little.row("robin"),
            little.row("kit", address_line1="Failed to Provide"),
            little.row("jules", statute="8 U.S.C. 1226"),
        ]
        path = little.batch(rows)
        signature = little.sign(path)
        shutil.copy(path, root / BATCH)
        (root / f"{BATCH}.sig").write_bytes(signature)
    for place in (HOME, WITNESS):
        shutil.copytree(template() / place, root / place)
    return root


def copy_of(prepared: Path, place: Path) -> Path:
    shutil.copytree(prepared, place)
    return place


def merged(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for told in answer["told"] for name, value in told.items()}


@pytest.fixture(scope="module")
def writes(server: Server, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The writes of a run in which nothing goes wrong, by name."""
    place = tmp_path_factory.mktemp("clean") / "root"
    told = merged(server.ask(Task(str(copy_of(prepared, place)), 0, Wrong.NOTHING)))
    assert "failed" not in told, told
    assert "crash" not in told, told
    names: list[str] = told["writes"]
    assert {"commit", "fsync", "rename", "write", "open"} <= set(names)
    return names


def check_what_is_left(server: Server, root: Path, told: dict[str, Any]) -> None:
    seen = merged(server.ask(Task(str(root), -1, Wrong.NOTHING)))
    assert "crash" not in seen, seen["crash"]
    assert seen["fsck"] == []
    assert seen["audit"] == []
    assert seen["after"] == []
    assert seen["size"] >= told.get("published", 0)
    assert seen["grown"] > seen["size"]
    acknowledged = {told["event"]} if "event" in told else set()
    acknowledged |= {f"case/{case}" for case in told.get("cases", ())}
    acknowledged |= {f"batch/{told['batch']}"} if "batch" in told else set()
    assert acknowledged <= set(seen["streams"])


@pytest.mark.parametrize("wrong", IN_TURN)
def test_nothing_promised_is_lost_whatever_goes_wrong(
    server: Server, prepared: Path, writes: list[str], tmp_path: Path, wrong: Wrong
) -> None:
    first, step = 1 + EIGHTH * IN_TURN.index(wrong), EIGHTH * len(IN_TURN)
    goes_wrong_at(range(first, len(writes) + 1, step), server, prepared, tmp_path, wrong)


@pytest.mark.trial
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("wrong", [*IN_TURN, Wrong.KILLED_AFTER])
def test_nothing_promised_is_lost_whatever_goes_wrong_at_any_write(
    server: Server, prepared: Path, writes: list[str], tmp_path: Path, wrong: Wrong, shard: int
) -> None:
    goes_wrong_at(range(1, len(writes) + 1)[shard::SHARDS], server, prepared, tmp_path, wrong)


def goes_wrong_at(points: range, server: Server, prepared: Path, tmp_path: Path, wrong: Wrong) -> None:
    """Try the fault at each of these writes, numbered from 1, in an instance of its own."""
    went_wrong = tried = 0
    for point in points:
        tried += 1
        root = copy_of(prepared, tmp_path / f"at-{point}")
        answer = server.ask(Task(str(root), point, wrong))
        told = merged(answer)
        assert "crash" not in told, told["crash"]
        went_wrong += answer["signal"] == 9 or "failed" in told
        check_what_is_left(server, root, told)
        shutil.rmtree(root)
    assert went_wrong > tried / 2


def test_killed_after_the_last_write_everything_is_there(
    server: Server, prepared: Path, writes: list[str], tmp_path: Path
) -> None:
    root = copy_of(prepared, tmp_path / "killed")
    answer = server.ask(Task(str(root), len(writes), Wrong.KILLED_AFTER))
    assert answer["signal"] == 9
    check_what_is_left(server, root, merged(answer))
