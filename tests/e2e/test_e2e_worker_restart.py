"""`withhold serve` restarts its worker when it is killed, reports that in one line, and ends it when it stops."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.home import LittleHome, little_home
from withhold.casework.opening.instance import log_key
from withhold.records.database import close

COVERS = ("withhold.cli", "withhold.records.database")

PATIENCE = 120
"""Seconds. It is long enough for a machine that is busy with other work."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LittleHome]:
    with little_home(tmp_path) as little:
        close(little.instance.alias)
        yield little


def processes() -> dict[int, tuple[int, list[str]]]:
    """Return process id -> the id of its parent, and its command line."""
    found = {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            words = (each / "cmdline").read_text().split("\0")
            parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        found[int(each.name)] = parent, words
    return found


def worker_of(home: Path) -> int | None:
    """Return the worker's process. The keeper's command line contains that of the worker, so it is excluded."""
    for process, (_, words) in processes().items():
        if words[1:5] == ["-m", "withhold.cli", "worker", "--home"] and words[5] == str(home):
            return process
    return None


def wait_for(what: Callable[[], object]) -> object:
    deadline = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def parent_of(process: int) -> int:
    return processes()[process][0]


def works(process: int, home: Path) -> bool:
    """Return whether the worker has the lock of its instance."""
    opened = [each.readlink() for each in Path(f"/proc/{process}/fd").iterdir() if each.is_symlink()]
    return home / "worker.lock" in opened


def test_a_worker_and_its_keeper_that_are_killed_are_started_again_and_end_with_the_pages(
    home: LittleHome, tmp_path: Path
) -> None:
    words = [sys.executable, "-m", "withhold.cli", "serve", "--home", str(home.home), "--port", "0"]
    log = tmp_path / "log"
    with log.open("wb") as file, subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=file) as serving:
        try:
            first = int(str(wait_for(lambda: worker_of(home.home))))
            wait_for(lambda: works(first, home.home))
            os.kill(parent_of(first), signal.SIGKILL)
            wait_for(lambda: worker_of(home.home) not in (None, first) and first not in processes())
            assert serving.poll() is None
            second = int(str(worker_of(home.home)))
            wait_for(lambda: works(second, home.home))
            os.kill(second, signal.SIGKILL)
            third = wait_for(lambda: worker_of(home.home) not in (None, second) and worker_of(home.home))
            assert serving.poll() is None
            serving.send_signal(signal.SIGTERM)
            serving.wait(PATIENCE)
            assert worker_of(home.home) is None, third
        finally:
            serving.kill()
    lines = [line for line in log.read_text().splitlines() if line.startswith("withhold: the worker")]
    assert lines == ["withhold: the worker was killed by SIGKILL; restart 1 in 1 s"]
    assert log.read_text().count("withhold: what keeps the worker running was killed; it is started again\n") == 1
    assert not re.search("Traceback", log.read_text())


_STARTS_A_WITNESS = """
import sys
from pathlib import Path
from withhold.cli.instance.demonstration_witness import make_witness, running_witness
from withhold.tlog.notes.vkey import VerifierKey

home = Path(sys.argv[1])
with running_witness(home, make_witness(home), VerifierKey.parse(sys.argv[2])):
    print("running", flush=True)
    sys.stdin.read()
"""


def test_a_demonstrations_witness_ends_when_its_parent_is_killed(home: LittleHome, tmp_path: Path) -> None:
    def witnesses() -> list[int]:
        return [process for process, (_, words) in processes().items() if str(tmp_path / "witness" / "key") in words]

    words = [sys.executable, "-c", _STARTS_A_WITNESS, str(tmp_path), str(log_key(home.home))]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"running\n"
        assert witnesses()
        parent.kill()
        wait_for(lambda: not witnesses())
