"""How fast a batch is screened, beside what reading it costs at least and beside per-row validation.

    .venv/bin/python -m bench.screening [--rows N] [--rounds N] [--dir DIR]

Each measurement runs in its own process. Times are from its first line of work to its last, without imports. Memory is
the greatest resident size of one process that the kernel reports. For the sum of all processes, and for larger
batches, see bench.intake.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.litigated import PATTERNS, write_batch

PACK = "us-irc-6103-i-2"
TODAY = date(2026, 3, 2)


def floor(batch: Path) -> dict[str, object]:
    """Polars reading the same CSV, every column as String."""
    import polars as pl

    began = time.perf_counter()
    frame = pl.read_csv(batch, infer_schema=False)
    return _measured(began, rows=frame.height)


def screening(batch: Path) -> dict[str, object]:
    """Strict reading, canonical facts, all elements and patterns, the outputs."""
    from withhold.law import pack
    from withhold.screening import screen_file, write_outputs

    with tempfile.TemporaryDirectory(dir=batch.parent) as out:
        rules = pack(PACK)
        began = time.perf_counter()
        screened = screen_file(batch, rules, today=TODAY, work=Path(out) / "work")
        judged = time.perf_counter()
        write_outputs(screened, Path(out) / "outputs")
        screened.done()
        done = _measured(began, **{k: screened.summary[k] for k in ("rows", "eligible", "returned", "refused")})
        stages = {"screen": judged - began, "write": time.perf_counter() - judged}
        return {**done, "stages": {name: round(seconds, 2) for name, seconds in stages.items()}}


def per_row(batch: Path) -> dict[str, object]:
    """pydantic over five fields of each row: what per-row validation costs, and it sees no batch pattern."""
    import csv

    from pydantic import BaseModel, Field

    class Row(BaseModel):
        tin: str = Field(pattern=r"^\d{3}-?\d{2}-?\d{4}$")
        last_name: str = Field(min_length=1)
        date_of_birth: date
        zip: str = Field(pattern=r"^\d{5}(-\d{4})?$")
        sole_use: bool

    began, wrong, rows = time.perf_counter(), 0, 0
    with batch.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows += 1
            try:
                Row.model_validate({name: row[name] for name in Row.model_fields})
            except ValueError:
                wrong += 1
    return _measured(began, rows=rows, wrong=wrong)


MEASURES = {"floor": floor, "screening": screening, "per_row": per_row}


def _measured(began: float, **more: object) -> dict[str, object]:
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    return {"seconds": round(seconds, 3), "cpu": round(time.process_time(), 2), "peak_gib": round(peak, 2), **more}


def _run(measure: str, batch: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "bench.screening", "--measure", measure, "--batch", str(batch)]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def compare(rows: int, where: Path, pattern: str, rounds: int) -> None:
    """Prints the measurements of one pattern side by side."""
    batch = where / f"{pattern}-{rows}.csv"
    if not batch.exists():
        write_batch(batch, rows, pattern)
    print(f"\n{pattern}: {rows:,} rows, {batch.stat().st_size / 1e6:,.0f} MB of CSV")
    # In turn and the best of each, so that what else the machine does falls on all of them.
    runs = [{measure: _run(measure, batch) for measure in MEASURES} for _ in range(rounds)]
    best = {measure: min((run[measure] for run in runs), key=lambda run: run["seconds"]) for measure in MEASURES}
    base = best["floor"]
    for measure, run in best.items():
        ratio = run["seconds"] / base["seconds"]
        rest = {k: v for k, v in run.items() if k not in {"seconds", "peak_gib", "rows"}}
        print(f"  {measure:<10}{run['seconds']:>8.2f} s {ratio:>6.1f} x {run['peak_gib']:>6.2f} GiB  {rest}")


def main() -> None:
    """Runs one measurement, or all of them side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_280_000)
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many runs of each")
    parser.add_argument("--pattern", choices=PATTERNS, action="append", help="both when not given")
    parser.add_argument("--dir", type=Path, help="where to keep the batches between runs")
    parser.add_argument("--measure", choices=MEASURES, help=argparse.SUPPRESS)
    parser.add_argument("--batch", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(MEASURES[given.measure](given.batch)))
        return
    with tempfile.TemporaryDirectory(prefix="withhold-bench-") as passing:
        for pattern in given.pattern or PATTERNS:
            compare(given.rows, given.dir or Path(passing), pattern, given.rounds)


if __name__ == "__main__":
    main()
