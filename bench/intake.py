"""National scale: how long screening and the whole of intake take, and how much memory, as the batch grows.

    .venv/bin/python -m bench.intake [--rows N]... [--rounds N] [--pattern P] [--dir DIR]

Each is compared with a floor that is measured in the same run. The floor of screening is Polars reading the file, every
column as text. The floor of intake also has hashlib over each row and each node of the tree. Each measurement runs in
its own process. Times are from its first line of work to its last, without imports. Memory is the greatest sum over the
process and its children (PSS), measured ten times a second. For example, ``--rows 100000 --rounds 3``.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bench.litigated import LITIGATED, PATTERNS, write_batch

PACK = "us-irc-6103-i-2"
TODAY = date(2026, 3, 2)
SIZES = 1_280_000, 7_300_000
GOALS = {"screening": 5.0, "intake": 4.0}
GOAL_GIB, GOAL_SPREAD = 1.5, 0.1


def read(batch: Path) -> dict[str, object]:
    """Polars reading the same CSV, every column as String."""
    import polars as pl

    began = time.perf_counter()
    frame = pl.read_csv(batch, infer_schema=False)
    return {"seconds": time.perf_counter() - began, "rows": frame.height}


def floor(batch: Path) -> dict[str, object]:
    """The same, and hashlib over each row and each node of the tree."""
    began = time.perf_counter()
    rows = read(batch)["rows"]
    sha256 = hashlib.sha256
    with batch.open("rb") as file:
        hashes = [sha256(line).digest() for line in file]
    while len(hashes) > 1:
        hashes = [sha256(b"\1" + a + b).digest() for a, b in zip(hashes[::2], hashes[1::2], strict=False)]
    return {"seconds": time.perf_counter() - began, "rows": rows}


def screening(batch: Path) -> dict[str, object]:
    """Strict reading, canonical facts, all elements and patterns, the four outputs."""
    from withhold.law import pack
    from withhold.screening import screen_file, write_outputs

    with tempfile.TemporaryDirectory(dir=batch.parent) as out:
        stages = _Stages()
        screened = screen_file(batch, pack(PACK), today=TODAY, work=Path(out) / "work", progress=stages)
        stages("writing", 0, 0)
        write_outputs(screened, Path(out) / "outputs")
        screened.done()
        return stages.ended() | {k: screened.summary[k] for k in ("rows", "eligible", "returned", "refused")}


def intake(batch: Path) -> dict[str, object]:
    """Measure all of intake on SQLite: signature, screening, entries, evidence, ledger, answer, receipt."""
    from support.home import little_home
    from withhold.casework.intake.filing import file_batch

    with tempfile.TemporaryDirectory(dir=batch.parent) as place, little_home(Path(place)) as home:
        signature = home.sign(batch)
        stages = _Stages()
        filed = file_batch(home.instance, batch, signature, stages)
        return stages.ended() | {k: filed.summary[k] for k in ("rows", "eligible", "returned", "refused")}


def signing(batch: Path) -> dict[str, object]:
    """Read the file as `withhold sign` does, and compute the root over its rows."""
    from withhold.casework.intake.batch_rows import rows_of

    stages = _Stages()
    found = rows_of(batch, stages)
    return stages.ended() | {"rows": found.rows}


MEASURES = {"read": read, "screening": screening, "floor": floor, "intake": intake, "signing": signing}
BESIDE = {"screening": "read", "intake": "floor"}


class _Stages:
    """When each stage began."""

    def __init__(self) -> None:
        self._began = time.perf_counter()
        self._at: dict[str, float] = {}

    def __call__(self, stage: str, done: int, of: int) -> None:
        self._at.setdefault(stage, time.perf_counter())

    def ended(self) -> dict[str, object]:
        now = time.perf_counter()
        ends = [*list(self._at.values())[1:], now]
        stages = {name: round(end - at, 1) for (name, at), end in zip(self._at.items(), ends, strict=True)}
        return {"seconds": now - self._began, "stages": stages}


def _run(measure: str, batch: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.intake", "--measure", measure, "--batch", str(batch)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        watch = _Watch(process.pid)
        watch.start()
        output = process.communicate()[0]
        watch.stop()
    if process.returncode:
        raise SystemExit(f"{measure} failed")
    return json.loads(output) | {"gib": watch.peak / (1 << 20)}


class _Watch(threading.Thread):
    """Measures the memory of a process and its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over, self.peak = pid, threading.Event(), 0

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(map(_held, _below(self._pid))))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _below(pid: int) -> list[int]:
    found = [pid]
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += _below(int(child))
    return found


def _held(pid: int) -> int:
    """Return the proportional set size of a process, in KiB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def compare(rows: int, where: Path, pattern: str, rounds: int) -> dict[str, float]:
    """Print the measurements of one size, and return rows per second and GiB of each."""
    batch = where / f"{pattern}-{rows}.csv"
    if not batch.exists():
        write_batch(batch, rows, pattern)
    print(f"\n{pattern}: {rows:,} rows, {batch.stat().st_size / 1e6:,.0f} MB of CSV", flush=True)
    # In turn, and the best of each, so that other work on the machine affects all of them alike.
    runs = [{measure: _run(measure, batch) for measure in MEASURES} for _ in range(rounds)]
    best = {measure: min((run[measure] for run in runs), key=lambda run: run["seconds"]) for measure in MEASURES}
    for measure, run in best.items():
        line = f"  {measure:<10}{run['seconds']:>8.1f} s {rows / run['seconds']:>12,.0f} rows/s {run['gib']:>6.2f} GiB"
        if measure in BESIDE:
            ratio = run["seconds"] / best[BESIDE[measure]]["seconds"]
            met = ratio <= GOALS[measure] and run["gib"] <= GOAL_GIB
            line += f"   {ratio:.1f} x {BESIDE[measure]}, goal {GOALS[measure]:g} x and {GOAL_GIB} GiB: "
            line += f"{'met' if met else 'MISSED'}\n    {run['stages']}"
        print(line, flush=True)
    return {measure: rows / run["seconds"] for measure, run in best.items()} | {
        f"{measure} gib": run["gib"] for measure, run in best.items()
    }


def main() -> None:
    """Runs one measurement, or all of them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, action="append", help="1,280,000 and 7,300,000 when not given")
    parser.add_argument("--rounds", type=int, default=1, help="the best of so many runs of each")
    parser.add_argument("--pattern", choices=PATTERNS, default=LITIGATED)
    parser.add_argument("--dir", type=Path, help="where to keep the batches between runs")
    parser.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    parser.add_argument("--batch", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(MEASURES[given.measure](given.batch)))
        return
    with tempfile.TemporaryDirectory(prefix="withhold-bench-") as passing:
        sizes = given.rows or SIZES
        found = [compare(rows, given.dir or Path(passing), given.pattern, given.rounds) for rows in sizes]
    if len(found) > 1:
        for measure in BESIDE:
            change = found[-1][measure] / found[0][measure] - 1
            memory = found[-1][f"{measure} gib"] / found[0][f"{measure} gib"] - 1
            print(f"\n{measure}: from {sizes[0]:,} to {sizes[-1]:,} rows: rows/s {change:+.0%}, memory {memory:+.0%}")


if __name__ == "__main__":
    main()
