"""``withhold screen``: elements and batch patterns only; touches no records, asks no register."""

from datetime import UTC, datetime
from pathlib import Path

import click

from withhold.cli.options import progress
from withhold.cli.words import summary_lines
from withhold.law.registry import pack as rule_pack
from withhold.screening import read_batch, write_outputs
from withhold.screening import screen as screen_rows


@click.command()
@click.argument("batch", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the findings go.")
@click.option("--pack", default="us-irc-6103-i-2", show_default=True, help="The rule pack to apply.")
@click.option("--engine", type=click.Choice(["polars"]), default="polars", show_default=True)
def screen(batch: Path, out: Path, pack: str, engine: str) -> None:
    """Check every row of BATCH against the statute's elements. Nothing is filed and no record is asked for.

    BATCH is CSV (UTF-8), XLSX, JSON Lines or Parquet with the twenty columns of a request. DIR receives
    findings.parquet, cure.csv (for the agency: what is missing and what would cure it) and summary.json.
    An agency can run this on its own file before it asks.
    """
    rules = rule_pack(pack)
    with progress() as tell:
        tell("reading", 0, 0)
        rows = read_batch(batch)
        screened = screen_rows(rows, rules, today=datetime.now(UTC).date(), progress=lambda stage: tell(stage, 0, 0))
        tell("writing", 0, 0)
        write_outputs(screened, out)
    for line in summary_lines(screened.summary):
        click.echo(line)
    click.echo(f"written to {out}. {rules.notice}")
