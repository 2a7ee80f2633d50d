"""Processor time of screening and intake, beside that of another commit in the same run.

    git worktree add /tmp/before COMMIT && make -C /tmp/before .venv/.synced
    .venv/bin/python -m bench.beside --worktree /tmp/before [--rows N]... [--rounds N] [--pattern P]... [--measure M]...

Processor time is user and system time of the measured process and of all that it started, with imports. The two commits
take turns on the same batch, so other work on the machine affects both alike. The least of the rounds counts. Compare
the ratio. For example, ``--rows 200000 --rounds 3 --pattern litigated --measure screening``.
"""

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

from bench.litigated import PATTERNS, write_batch

MEASURES = "screening", "intake"
HERE = Path(__file__).parents[1]


def processor_seconds(worktree: Path, measure: str, batch: Path) -> float:
    """Return the user and system time of one measurement in a worktree, by its own ``bench.intake``."""
    python = worktree / ".venv/bin/python"
    command = [str(python), "-m", "bench.intake", "--measure", measure, "--batch", str(batch)]
    with subprocess.Popen(command, cwd=worktree, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{measure} failed in {worktree}")
    return used.ru_utime + used.ru_stime


def compare(other: Path, measure: str, batch: Path, rows: int, rounds: int) -> float:
    """Print the processor time of both commits in each round, and return the ratio of the least of each."""
    ours, theirs = [], []
    for _ in range(rounds):
        theirs.append(processor_seconds(other, measure, batch))
        ours.append(processor_seconds(HERE, measure, batch))
    ratio = min(ours) / min(theirs)
    each = [", ".join(f"{1e6 * seconds / rows:.1f}" for seconds in found) for found in (theirs, ours)]
    print(f"  {measure:<10} {each[0]} µs a row there, {each[1]} here: ratio {ratio:.2f}", flush=True)
    return ratio


def main() -> None:
    """Compare each measure for each pattern and size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worktree", type=Path, required=True, help="of the other commit, with its own .venv")
    parser.add_argument("--rows", type=int, action="append", help="1,280,000 when not given")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--pattern", choices=PATTERNS, action="append", help="both when not given")
    parser.add_argument("--measure", choices=MEASURES, action="append", help="both when not given")
    parser.add_argument("--dir", type=Path, help="where to keep the batches between runs")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="withhold-bench-") as passing:
        for rows in given.rows or [1_280_000]:
            for pattern in given.pattern or PATTERNS:
                batch = (given.dir or Path(passing)) / f"{pattern}-{rows}.csv"
                if not batch.exists():
                    write_batch(batch, rows, pattern)
                print(f"{pattern}: {rows:,} rows, load {os.getloadavg()[0]:.1f}", flush=True)
                for measure in given.measure or MEASURES:
                    compare(given.worktree.resolve(), measure, batch, rows, given.rounds)


if __name__ == "__main__":
    main()
