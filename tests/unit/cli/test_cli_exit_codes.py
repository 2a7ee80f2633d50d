"""What a command ends with after each kind of error of a log: its message, its code and its exit code."""

import inspect

import pytest

from withhold.cli.main import main
from withhold.ledger.log_errors import error_of_log
from withhold.model.errors import Code, WithholdError
from withhold.tlog import errors
from withhold.tlog.errors import (
    HistoryDisputed,
    LogError,
    LogInterrupted,
    LogUnavailable,
    LogUnreachable,
    NotReadable,
    ProofFails,
    StoreFailed,
    TileMissing,
)

COVERS = ("withhold.cli.main", "withhold.ledger.log_errors")

CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LogError)]


def made(kind: type[LogError]) -> LogError:
    return kind("log", "broken") if issubclass(kind, NotReadable) else kind("broken")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ProofFails("x"), 1),
        (HistoryDisputed("x"), 1),
        (StoreFailed("x"), 1),
        (NotReadable("verifier key", "x"), 3),
        (LogUnreachable("log", "x"), 3),
        (LogUnavailable("log", "x"), 4),
        (LogInterrupted("log", "x"), 4),
    ],
)
def test_an_error_of_the_log_has_the_exit_code_of_its_kind(error: LogError, code: int) -> None:
    assert error_of_log(error).exit_code == code


def test_every_class_of_errors_of_a_log_has_a_code_of_its_own() -> None:
    found = {kind: error_of_log(made(kind)) for kind in CLASSES}
    assert len(found) > 10
    assert len({each.code for each in found.values()}) == len(found)
    assert {each.code for each in found.values()} == {code for code in Code if code.startswith("log.")}
    assert all("broken" in str(each) for each in found.values())


def test_an_error_of_a_log_tells_what_the_library_tells_and_the_cure() -> None:
    missing = error_of_log(TileMissing("tile/0/000"))
    assert str(missing) == (
        "The log is not complete: tile/0/000: missing. Restore it from a copy, or ask the log's operator."
    )
    unreachable = error_of_log(LogUnreachable("/srv/log", "no checkpoint"))
    assert str(unreachable) == "/srv/log: The log cannot be read here: no checkpoint. Check its path or address."


@pytest.mark.parametrize("kind", CLASSES)
def test_the_last_line_of_a_command_that_a_log_stops_has_the_code(
    kind: type[LogError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(**_: object) -> None:
        raise made(kind)

    monkeypatch.setattr("withhold.cli.main.withhold.main", stopped)
    with pytest.raises(SystemExit) as ended:
        main()
    error: WithholdError = error_of_log(made(kind))
    assert ended.value.code == error.exit_code
    assert capsys.readouterr().err == f"withhold: {error} ({error.code})\n"
