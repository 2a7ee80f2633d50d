"""`withhold serve` starts its worker again when it is killed, says so in one line, and takes it along when it stops."""

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
from withhold.records.database import close

PATIENCE = 120
"""Seconds, for a machine that is busy with other things."""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[LittleHome]:
    with little_home(tmp_path) as little:
        close(little.desk.alias)
        yield little


def processes() -> dict[int, tuple[int, list[str]]]:
    """Process -> its parent and its words."""
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
    """The worker's process; not that of what keeps it, which has the worker's words among its own."""
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


def test_a_worker_that_is_killed_is_started_again_and_ends_with_the_pages(home: LittleHome, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "withhold.cli", "serve", "--home", str(home.home), "--port", "0"]
    log = tmp_path / "log"
    with log.open("wb") as file, subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=file) as serving:
        try:
            first = wait_for(lambda: worker_of(home.home))
            wait_for((home.home / "worker.lock").exists)  # it works
            os.kill(int(str(first)), signal.SIGKILL)
            second = wait_for(lambda: worker_of(home.home) not in (None, first) and worker_of(home.home))
            assert serving.poll() is None
            serving.send_signal(signal.SIGTERM)
            serving.wait(PATIENCE)
            assert worker_of(home.home) is None, second
        finally:
            serving.kill()
    lines = [line for line in log.read_text().splitlines() if line.startswith("withhold: the worker")]
    assert lines == ["withhold: the worker was killed by SIGKILL; restart 1 in 1 s"]
    assert not re.search("Traceback", log.read_text())
