"""Runs one target under atheris.

    .venv/bin/python -m tests.fuzz csv --seconds 60 [--runs N] [--seed N] [--corpus DIR]

New inputs that reach new code are added to the corpus; one that breaks something is written beside it and ends the
run.
"""

import argparse
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

import atheris  # noqa: E402

with atheris.instrument_imports(include=["withhold.screening.reading", "csv", "json"]):
    from tests.fuzz.targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")


def main() -> None:
    """Fuzzes until time or runs are over; ends with another code than 0 where something broke."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=-1, help="stop after so many inputs")
    parser.add_argument("--seed", type=int, default=0, help="0: another each time")
    parser.add_argument("--corpus", type=Path, help="where to begin and to add; the one that is kept, when not given")
    given = parser.parse_args()
    corpus = given.corpus or CORPUS / given.target
    options = [
        *(f"-max_total_time={given.seconds}", f"-runs={given.runs}", f"-seed={given.seed}", "-timeout=60"),
        *("-rss_limit_mb=3000", "-max_len=4096", "-print_final_stats=1", f"-artifact_prefix={corpus}/broken-"),
    ]
    dictionary = CORPUS / f"{given.target}.dict"
    if dictionary.exists():
        options.append(f"-dict={dictionary}")
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[given.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
