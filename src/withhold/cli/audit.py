"""``withhold audit``: every commitment recomputed, each altered row named."""

from pathlib import Path

import click

from withhold.casework.auditing import Audited
from withhold.casework.auditing import audit as audit_home
from withhold.cli.options import desk_at, home_option, progress
from withhold.model.errors import Fault


@click.command()
@home_option
def audit(home: Path) -> None:
    """Recompute every event's commitment from the records, hold it against the ledger, and name what was altered.

    Exit code 1 where anything was.
    """
    desk = desk_at(home)
    with progress() as tell:
        audited = audit_home(desk, tell)
    show_findings(audited)


def show_findings(audited: Audited) -> None:
    """Say what was found. Raises Fault, so that the command ends with 1, where something was."""
    for finding in audited.findings:
        click.echo(f"{finding.where}: {finding.what}")
    looked = f"{audited.events:,} events, {audited.rows:,} screened rows, {audited.entries:,} ledger entries"
    if audited.findings:
        raise Fault(f"{len(audited.findings)} findings in {looked}")
    click.echo(f"everything holds: {looked}")
