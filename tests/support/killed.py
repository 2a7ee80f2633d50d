"""Runs the program, which kills itself at the n-th report of its progress. It never depends on time.

``python -m support.killed STAGE N WORD...`` runs ``withhold WORD...``. STAGE is what must be under way for a report to
count, or "any". A run that makes fewer reports ends as it does.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from withhold.cli import main
from withhold.cli.agency import intake
from withhold.cli.options import Stage
from withhold.records.projections.uploads import Uploads

TREE = Path(__file__).parents[2]


Ended = subprocess.CompletedProcess[str]


def run_killed(stage: str, nth: int, words: Sequence[str], database_url: str = "") -> Ended:
    """How the program ended."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(TREE / "tests"), str(TREE))),
        "DATABASE_URL": database_url,
    }
    return subprocess.run(
        [sys.executable, "-m", "support.killed", stage, str(nth), *words],
        capture_output=True,
        text=True,
        env=environment,
        cwd=TREE,
        timeout=300,
    )


class Killer:
    """Counts reports of progress."""

    def __init__(self, stage: str, nth: int) -> None:
        self._stage, self._left = stage, nth

    def report(self, stage: str, done: int, total: int) -> None:
        """Count one report. At the n-th, the process is killed. If n is 0, it never is."""
        if self._stage in ("any", stage):
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def run(stage: str, nth: str, *words: str) -> None:
    killer = Killer(stage, int(nth))

    @contextmanager
    def progress() -> Iterator[Stage]:
        yield killer.report

    progressed = Uploads.progressed

    def noted(uploads: Uploads, upload_id: str, stage: str, done: int, total: int) -> None:
        progressed(uploads, upload_id, stage, done, total)
        killer.report(stage, done, total)

    intake.progress = progress  # type: ignore[attr-defined]
    Uploads.progressed = noted  # type: ignore[method-assign]
    sys.argv = ["withhold", *words]
    main.main()


if __name__ == "__main__":
    run(*sys.argv[1:])
