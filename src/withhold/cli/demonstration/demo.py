"""``withhold demo``: takes synthetic requests all the way."""

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
    """Take synthetic requests all the way: sample, intake, review, release, open, verify.

    The people, their agency and the register are made up, and the passkeys are in software. The statute's elements, the
    keys, the signatures and the ledger are real. The instance is marked as a demonstration in its ledger and in every
    output. An earlier demonstration at the same place is replaced.

    \b
    Example:   withhold demo --rows 1000
    """
    with progress() as tell:
        outcome = play(home, rows, tell)
    show(outcome, Console(highlight=False))
