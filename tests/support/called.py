"""Commands, called in the process of the test: what they print, and the code that they end with."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest

from withhold.cli.main import main


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


def called(*words: object, typed: str = "") -> Ended:
    """Call `withhold` with these words, and with `typed` as its input."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr("sys.argv", ["withhold", *map(str, words)])
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        try:
            main()
        except SystemExit as ended:
            code = int(str(ended.code or 0))
    return Ended(code, out.getvalue(), err.getvalue())
