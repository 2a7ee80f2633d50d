"""The exit code of a command after each kind of error of a log."""

import pytest

from withhold.cli.main import exit_code_of
from withhold.tlog.errors import (
    HistoryDisputed,
    LogError,
    LogInterrupted,
    LogUnavailable,
    LogUnreachable,
    NotReadable,
    ProofFails,
    StoreFailed,
)

COVERS = ("withhold.cli.main",)


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
    assert exit_code_of(error) == code
