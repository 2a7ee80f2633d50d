"""A demonstration of 300 requests: made once for all processes of a test run, and copied for each file of tests."""

import fcntl
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.postgres import free_port

ROWS = "300"
_HOME, _PRINTED, _DONE = "home", "printed", "done"
# What the command prints begins with the name that it was called by.
_COMMAND = "import sys; from withhold.cli.main import main; sys.argv[0] = 'withhold'; main()"


def demonstration(factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A copy of its home, on SQLite, and what the command printed, as if the copy had been made by it."""
    shared = _shared(factory)
    copy = factory.mktemp("demonstration") / _HOME
    shutil.copytree(shared / _HOME, copy)
    # At one port, the witness of a copy that is served would cosign the log of another copy, and then dispute the next.
    settings = copy / "home.toml"
    settings.write_text(re.sub(r"(http://127\.0\.0\.1):\d+", rf"\1:{free_port()}", settings.read_text()))
    return copy, (shared / _PRINTED).read_text().replace(str(shared / _HOME), str(copy))


def origin_of(home: Path) -> str:
    """Return the origin of an instance's log: the first line of its checkpoint."""
    return (home / "log" / "checkpoint").read_text().split("\n", 1)[0]


def _shared(factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    # The processes of one run have a directory each in the same parent.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demonstrated"
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # who comes second waits, and finds it made
        if not (shared / _DONE).exists():
            (shared / _PRINTED).write_text(make_demonstration(shared / _HOME))
            (shared / _DONE).touch()
    return shared


def make_demonstration(home: Path, database_url: str = "") -> str:
    """Make one at `home`, on that database or on SQLite; what the command printed."""
    made = subprocess.run(
        [sys.executable, "-c", _COMMAND, "demo", "--home", str(home), "--rows", ROWS],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": database_url, "COLUMNS": "200"},
    )
    return made.stdout
