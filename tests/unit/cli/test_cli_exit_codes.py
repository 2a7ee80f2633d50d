"""What a command ends with after each kind of error of a log: its message, its code and its exit code."""

import pytest

from support.log_errors import CLASSES, made
from withhold.cli.main import main
from withhold.ledger.log_errors import error_of_log
from withhold.tlog.errors import LogError

COVERS = ("withhold.cli.main",)


@pytest.mark.parametrize("kind", CLASSES)
def test_the_last_line_of_a_command_that_a_log_stops_has_the_code(
    kind: type[LogError], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(**_: object) -> None:
        raise made(kind)

    monkeypatch.setattr("withhold.cli.main.withhold.main", stopped)
    with pytest.raises(SystemExit) as ended:
        main()
    error = error_of_log(made(kind))
    assert ended.value.code == error.exit_code
    assert capsys.readouterr().err == f"withhold: {error} ({error.code})\n"
