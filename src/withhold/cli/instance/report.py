"""``withhold report``: the annual disclosure report."""

import csv
import sys
from pathlib import Path

import click

from withhold.casework.oversight.reporting import annual_report
from withhold.cli.options import home_option, instance_to_read
from withhold.records.reading import reading


@click.command()
@click.option("--year", required=True, type=click.IntRange(1970, 9999), help="The calendar year (UTC).")
@home_option
def report(year: int, home: Path) -> None:
    """Print the annual disclosure report as CSV: requests, disclosures and people, by agency and purpose.

    Every request counts, including returned and refused ones.

    \b
    Example:   withhold report --year 2026 --home /srv/withhold
    """
    with instance_to_read(home) as instance, reading(instance.alias):
        lines = annual_report(instance, year)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["disclosed_to", "purpose", "authority", "requests", "disclosures", "people"])
    for line in lines:
        writer.writerow([line.agency, line.purpose, line.authority, line.requests, line.disclosures, line.people])
