"""``withhold template``: files to begin a batch with, and schemas to check one by."""

from pathlib import Path

import click

from withhold.cli.given_paths import DirectoryPath
from withhold.screening.contract.templates import TEMPLATES
from withhold.sealing.files import create


@click.command()
@click.option("--out", required=True, type=DirectoryPath(), metavar="DIR", help="The directory for the four files.")
def template(out: Path) -> None:
    """Write an empty batch as a workbook and as CSV, and the schemas of a batch.

    In the workbook all columns are formatted as text, so that Excel changes no number and no date. requests.schema.json
    is a JSON Schema for a line of JSON Lines. requests.table-schema.json is a Table Schema for CSV. Files in DIR are
    never overwritten.

    \b
    Example:   withhold template --out batch-template
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, (_, make) in TEMPLATES.items():
        create(out / name, make())
        click.echo(f"{out / name}")
