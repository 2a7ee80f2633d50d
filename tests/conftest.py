"""What every test may ask for: the two databases that withhold runs on, both real; and what a run says at its end."""

import gc
import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from support.covers import is_about
from support.extras import said
from support.postgres import new_database, postgres_server

# No test times anything: on a busy machine one example can take as long as it likes.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """What most machines set. The program narrows it for its process, which here is the tests' own."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test run's own."""
    with postgres_server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """What DATABASE_URL says: nothing (SQLite in the home), then a new database on a real server."""
    if request.param == "sqlite":
        return ""
    return new_database(request.getfixturevalue("postgres"), f"withhold_{uuid.uuid4().hex}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the room that `make quick ROOM=...` names."""
    parser.addoption("--room", default="", help="only tests that cover this package or module, e.g. casework/review")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the files that are not about the room that was asked for."""
    room = str(config.getoption("--room"))
    if room and collection_path.name.startswith("test_") and not is_about(collection_path, room):
        return True
    return None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect no garbage while tests are collected: nearly all that is made then stays until the run ends.

    What is there afterward is left out of later collections too.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


LONGEST_FIRST = (
    "test_e2e_accessible.py",
    "test_screening_engines.py",
    "test_e2e_offices.py",
    "test_faults_every_write.py",
    "test_e2e_truth.py",
    "test_e2e_races.py",
    "test_faults_full_disk.py",
    "test_casework_machine.py",
    "test_e2e_tour.py",
    "test_casework_intake_stopped.py",
    "test_casework_work.py",
    "test_faults_hammer.py",
    "test_e2e_commands.py",
    "test_screening_streaming.py",
)
"""Files that take a minute each: begun last, one process would work on them while the others have nothing to do."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest. The order within a file stays."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which optional libraries were there to be tested with."""
    for line in said():
        terminalreporter.write_line(line)
