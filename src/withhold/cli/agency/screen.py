"""``withhold screen``: elements and batch patterns only; touches no records, asks no register."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from withhold.cli.figures import summary_lines
from withhold.cli.options import progress
from withhold.law.pack import RulePack
from withhold.law.registry import pack as rule_pack
from withhold.screening import screen_file, write_outputs

WORK = ".screening"
"""Under the outputs: what a stopped run has done."""


@click.command()
@click.argument("batch")
@click.option("--out", required=True, metavar="DIR", help="Where the findings go.")
@click.option("--pack", default="us-irc-6103-i-2", show_default=True, help="The rule pack to apply.")
@click.option("--engine", type=click.Choice(["polars", "spark"]), default="polars", show_default=True)
def screen(batch: str, out: str, pack: str, engine: str) -> None:
    """Check every row of BATCH against the statute's elements. Nothing is filed and no record is asked for.

    BATCH is CSV (UTF-8), XLSX, JSON Lines or Parquet with the twenty columns of a request. DIR receives
    findings.parquet, cure.csv (for the agency: what is missing and what would cure it), summary.json and report.html.
    An agency can run this on its own file before it asks.

    However large the file, memory stays flat. A run that was stopped goes on where it was when the same command is
    given again; what it has done by then lies in OUT/.screening, which the last step removes.

    With --engine spark BATCH and DIR are paths or URLs on the cluster's storage, BATCH is Parquet (a file, or a
    directory of them), and each output is a directory of parts with the same name. There is no report.html. The
    session is the environment's: run it by spark-submit for a cluster.
    """
    rules = rule_pack(pack)
    summary = _on_cluster(batch, out, rules) if engine == "spark" else _here(Path(batch), Path(out), rules)
    for line in summary_lines(summary):
        click.echo(line)
    click.echo(f"written to {out}. {rules.notice}")


def _here(batch: Path, out: Path, rules: RulePack) -> Mapping[str, Any]:
    work = out / WORK
    with progress() as tell:
        if work.exists():
            tell("taking up a run that was stopped", 0, 0)
        screened = screen_file(batch, rules, today=datetime.now(UTC).date(), work=work, progress=tell)
        tell("writing", 0, 0)
        write_outputs(screened, out)
        screened.done()
    return screened.summary


def _on_cluster(batch: str, out: str, rules: RulePack) -> Mapping[str, Any]:
    from withhold.screening.cluster.running import screen_on_cluster, spark_session

    session = spark_session()
    try:
        return screen_on_cluster(session, batch, out, rules, today=datetime.now(UTC).date())
    finally:
        session.stop()
