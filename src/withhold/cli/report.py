"""``withhold report``: the annual disclosure report."""

import csv
import sys
from pathlib import Path

import click

from withhold.casework.reporting import annual_report
from withhold.cli.options import desk_at, home_option


@click.command()
@click.option("--year", required=True, type=click.IntRange(1970, 9999), help="The calendar year (UTC).")
@home_option
def report(year: int, home: Path) -> None:
    """Print the annual disclosure report as CSV: requests, disclosures and people, by agency and purpose.

    Every request counts, refused and returned ones too.
    """
    desk = desk_at(home)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["disclosed_to", "purpose", "authority", "requests", "disclosures", "people"])
    for line in annual_report(desk, year):
        writer.writerow([line.agency, line.purpose, line.authority, line.requests, line.disclosures, len(line.people)])
