"""Measures the ledger: durable appends, verification of a whole log, proofs, and what cases cost an instance.

    .venv/bin/python -m bench.ledger [--quick] [--part append|interval|verify|proof|cases]... [--dir DIR]

Everything is compared with a floor (hashing only) or a peer (pymerkle, in memory) in the same run. All parts take a
quarter of an hour and 2 GB under --dir, which should be on the disk that a log would be on.
"""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from bench import ledger_append, ledger_cases, ledger_interval, ledger_reading

PARTS = ("append", "interval", "verify", "proof", "cases")


def main() -> None:
    """Runs the parts asked for, all by default."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small sizes: a minute, to see that it works")
    parser.add_argument("--part", choices=PARTS, action="append", help="all of them when not given")
    parser.add_argument("--dir", type=Path, help="where logs and homes are made, and removed")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--measure", choices=["verify"], help=argparse.SUPPRESS)
    parser.add_argument("--log", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(ledger_reading.verify(given.log, given.size)))
        return
    parts = given.part or PARTS
    if "append" in parts:
        ledger_append.compare(given.dir, quick=given.quick)
    if "interval" in parts:
        ledger_interval.compare(given.dir)
    if "verify" in parts:
        sizes = (20_000, 160_000) if given.quick else (160_000, 1_280_000)
        ledger_reading.verification(given.dir, sizes, rounds=1 if given.quick else 3)
    if "proof" in parts:
        ledger_reading.proofs(given.dir, 200_000 if given.quick else 10_000_000, asked=50 if given.quick else 300)
    if "cases" in parts:
        ledger_cases.cases(given.dir, 300 if given.quick else given.cases)


if __name__ == "__main__":
    main()
