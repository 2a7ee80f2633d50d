"""The command that erases a batch."""

import io
from collections.abc import Callable
from contextlib import suppress

import pytest

from support.erased_batch import REASON, Past, label_destroyed
from support.founding import around
from support.people import COUNSEL, INSPECTORS, STEWARD, SUBJECTS
from withhold.casework.subject.accounting import issue_code
from withhold.cli import options
from withhold.cli.main import main

COVERS = (
    "withhold.casework.erasure.erasing",
    "withhold.cli.instance.shred",
    "withhold.cli.options",
)

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(past: Past, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command at the instance's own time. Returns its exit code and what it printed."""
    monkeypatch.setattr(options, "environment", lambda: around(past.little.home, clock=past.little.clock))

    def run(*words: object) -> tuple[int, str]:
        capsys.readouterr()
        with monkeypatch.context() as patch, suppress(SystemExit):
            patch.setattr("sys.argv", ["withhold", *map(str, words)])
            main()
            return 0, capsys.readouterr().out
        return 1, capsys.readouterr().err

    return lambda command, *words: run(command, "--home", past.little.home, *words)


def test_the_command_proposes_and_then_erases(past: Past, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    name = past.batch[:16]
    code, said = run("shred", name, "--person", STEWARD.person)
    assert (code, "reason" in said) == (1, True)
    assert "must agree" in run("shred", name, "--person", STEWARD.person, "--reason", REASON)[1]
    _, said = run("shred", name, "--person", INSPECTORS[0].person)
    assert f"batch {name}: erased on " in said
    assert "tombstone at entry" in said
    code, said = run("audit")
    assert (code, "erased on" in said, "no fault found" in said) == (0, True, True)
    code = issue_code(past.little.instance, SUBJECTS["kit"].tin, 2025)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{code}\n".encode())))
    assert "Its content was erased on" in run("accounting")[1]


def test_the_command_takes_all_that_is_due(past: Past, run: Run) -> None:
    when = ("--before", "2025-11-25")
    steward = ("--person", STEWARD.person, "--reason", REASON)
    assert "no batch" in run("shred", *when, "--person", INSPECTORS[0].person)[1]
    assert "no batch" in run("shred", "--before", "2025-11-24", *steward)[1]
    assert "must agree" in run("shred", *when, *steward)[1]
    assert "no batch" in run("shred", *when, *steward)[1]
    assert "erased on" in run("shred", *when, "--person", COUNSEL[0].person)[1]


def test_the_command_used_wrongly_erases_nothing(past: Past, run: Run) -> None:
    counsel = ("--person", COUNSEL[0].person)
    for words in (counsel, (past.batch, "--before", "2025-11-25", *counsel), (past.batch, "--person", "nobody")):
        assert run("shred", *words)[0] == 1
    assert not label_destroyed(past)
