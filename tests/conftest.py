"""What every test may ask for: the two databases that withhold runs on, both real; and what a run says at its end."""

import os
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import settings

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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which optional libraries were there to be tested with."""
    for line in said():
        terminalreporter.write_line(line)
