"""``withhold demo``: the whole way on synthetic people."""

from pathlib import Path

import click
from rich.console import Console

from withhold.cli.demonstration.story import play
from withhold.cli.demonstration.summary import show
from withhold.cli.options import home_option, progress


@click.command()
@home_option
@click.option("--rows", default=10_000, show_default=True, type=click.IntRange(100), help="Rows of the batch.")
def demo(home: Path, rows: int) -> None:
    """Go the whole way on synthetic people: sample, intake, review, release, open, verify.

    Everything real is real: the statute's elements, the keys, the passkey signatures (by software authenticators), the
    ledger. The home is marked as a demonstration in its ledger and in every output. An earlier demonstration at the
    same place is replaced.
    """
    with progress() as tell:
        outcome = play(home, rows, tell)
    show(outcome, Console(highlight=False))
