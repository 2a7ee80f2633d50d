"""``withhold screen``: checks a batch against the elements and the patterns, without records and without a register."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from withhold.cli.figures import summary_lines
from withhold.cli.options import progress
from withhold.law.pack import RulePack
from withhold.law.registry import pack as rule_pack
from withhold.model.identifiers import BatchDigest
from withhold.screening import screen_file, write_outputs

WORK = ".screening"
"""Name of the directory in the output directory for the work of a run that was stopped."""


@click.command()
@click.argument("batch")
@click.option("--out", required=True, metavar="DIR", help="The directory for the findings.")
@click.option("--pack", default="us-irc-6103-i-2", show_default=True, help="The rule pack to apply.")
@click.option(
    "--engine",
    type=click.Choice(["polars", "spark"]),
    default="polars",
    show_default=True,
    help="What screens the rows.",
)
def screen(batch: BatchDigest, out: str, pack: str, engine: str) -> None:
    """Check every row of BATCH against the statute's elements. Nothing is filed, and no records are used.

    An agency can run this on its own file before it asks. BATCH is CSV (UTF-8), XLSX, JSON Lines or Parquet with the
    twenty columns of a request. DIR receives findings.parquet, summary.json, report.html and cure.csv, which lists what
    is missing in each row and how to fix it.

    \b
    Example:   withhold screen batch.csv --out findings

    Memory stays flat however large the file is. If a run was stopped, give the same command again. It continues the
    work. Until then the work is in DIR/.screening, which the last step removes.

    With --engine spark, BATCH and DIR are paths or URLs on the cluster's storage. BATCH is Parquet: a file, or a
    directory of files. Each output is a directory of parts with the same name, and there is no report.html. To run it
    on a cluster, use spark-submit.
    """
    rules = rule_pack(pack)
    summary = _on_cluster(batch, out, rules) if engine == "spark" else _here(Path(batch), Path(out), rules)
    for line in summary_lines(summary):
        click.echo(line)
    click.echo(f"written to {out}. {rules.notice}")


def _here(batch: Path, out: Path, rules: RulePack) -> Mapping[str, Any]:
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"--out {out} is not a directory. Name a directory.")
    work = out / WORK
    with progress() as tell:
        if work.exists():
            tell("resuming a run that was stopped", 0, 0)
        screened = screen_file(batch, rules, today=datetime.now(UTC).date(), work=work, progress=tell)
        tell("writing", 0, 0)
        write_outputs(screened, out)
        screened.done()
    return screened.summary


def _on_cluster(batch: BatchDigest, out: str, rules: RulePack) -> Mapping[str, Any]:
    from withhold.screening.cluster.running import screen_on_cluster, spark_session

    session = spark_session()
    try:
        return screen_on_cluster(session, batch, out, rules, today=datetime.now(UTC).date())
    finally:
        session.stop()
