"""What an error of the log library becomes: its code, its message and its exit code."""

import pytest

from support.log_errors import CLASSES, made
from withhold.ledger.log_errors import error_of_log
from withhold.model.errors import Code
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

COVERS = ("withhold.ledger.log_errors",)


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
