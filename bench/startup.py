"""How long the program takes to answer `--version` and `--help`, beside a bare interpreter that imports click.

    python -m bench.startup

Times are processor time of the whole process, user and system, the best of several. Compare the ratio.
"""

import resource
import subprocess
import sys

import click

_ROUNDS = 7


def processor_seconds(words: list[str]) -> float:
    """User and system time of one process that runs these arguments of the interpreter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def best(words: list[str]) -> float:
    return min(processor_seconds(words) for _ in range(_ROUNDS))


@click.command()
def main() -> None:
    """Print each command's processor time and its ratio to the floor."""
    floor = best(["-c", "import click"])
    print(f"{'import click (floor)':<28} {floor:6.3f} s")
    for words in (["--version"], ["--help"], ["ledger", "--help"], ["ledger", "verify", "--help"], ["serve", "--help"]):
        took = best(["-m", "withhold.cli", *words])
        print(f"{'withhold ' + ' '.join(words):<28} {took:6.3f} s  {took / floor:5.1f} x")


if __name__ == "__main__":
    main()
