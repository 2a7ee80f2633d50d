"""The long run of the fuzzer over the readers: every target for some minutes, from what is kept.

    .venv/bin/python -m bench.fuzzing [--seconds N]

The exit code is not 0 if something broke. The input that broke it is then in tests/fuzz/corpus, for a test.
"""

import argparse
import subprocess
import sys
from pathlib import Path

TARGETS = "csv", "csv_row", "json", "parquet", "workbook"


def main() -> None:
    """Runs every target in turn."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300, help="of each target")
    given = parser.parse_args()
    broken = 0
    for target in TARGETS:
        command = [sys.executable, "-m", "tests.fuzz", target, "--seconds", str(given.seconds)]
        done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
        runs = next((line.split()[-1] for line in done.stderr.splitlines() if "executed_units" in line), "?")
        print(f"{target:<10}{runs:>12} inputs   {'nothing broke' if not done.returncode else 'BROKEN'}", flush=True)
        broken |= done.returncode
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
