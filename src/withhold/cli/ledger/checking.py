"""``withhold ledger proof``, ``receipts`` and ``fsck``: receipts from an instance, and its log against its records."""

from pathlib import Path

import click

from withhold.casework.audit.auditing import fsck as check_records
from withhold.casework.checks import acting_as
from withhold.casework.parties.receipts import case_receipts, row_receipt
from withhold.casework.publication.proving import receipt_at
from withhold.cli.given_paths import DirectoryPath, OutputFilePath
from withhold.cli.ledger.audit import show_findings
from withhold.cli.options import home_option, instance_to_read, progress
from withhold.model.identifiers import BatchDigest, CaseId, PersonId
from withhold.records.reading import reading
from withhold.sealing.files import replace as replace_file


@click.command()
@click.argument("index", type=click.IntRange(min=0))
@home_option
@click.option("--out", required=True, type=OutputFilePath(), help="The file for the receipt.")
def proof(index: int, home: Path, out: Path) -> None:
    """Write a receipt for entry INDEX, which proves offline that the entry is on the ledger.

    \b
    Example:   withhold ledger proof 5 --home withhold-demo --out entry-5.tlog-proof
    """
    with instance_to_read(home) as instance:
        receipt = receipt_at(instance, index).encode()
    replace_file(out, receipt)
    click.echo(f"written {out}. Check it with: withhold ledger verify --receipt {out} --vkey {home / 'log' / 'vkey'}")


@click.command()
@click.argument("case")
@home_option
@click.option(
    "--row",
    type=click.IntRange(min=1),
    help="CASE is a batch's digest. Write the receipt of this returned or refused row.",
)
@click.option("--person", required=True, help="The id of the person who is entitled to them.")
@click.option("--out", required=True, type=DirectoryPath(), help="The directory for the receipts.")
def receipts(case: str, home: Path, row: int | None, person: PersonId, out: Path) -> None:
    """Write a receipt for each event of CASE that a person is entitled to.

    \b
    The signer and the named official:  what the answer to their request reveals
    A reviewer:                         what they did themselves
    An inspector:                       every event

    Record subjects use `withhold accounting --receipts` instead. With --row, the signer of a batch gets the receipt of
    one row that was returned or refused at screening. The receipt of the batch itself is with its answer.

    \b
    Examples:
      withhold ledger receipts 0f1e2d3c4b5a6978-23 --person INS-0001 --out receipts
      withhold ledger receipts 0f1e2d3c4b5a6978 --row 7 --person SGN-0001 --out receipts
    """
    with instance_to_read(home) as instance, reading(instance.alias):
        actor = acting_as(instance, person)
        if row is not None:
            made = {f"row-{row}.tlog-proof": row_receipt(instance, actor, BatchDigest(case), row)}
        else:
            made = {each.name: each.receipt for each in case_receipts(instance, actor, CaseId(case))}
    out.mkdir(parents=True, exist_ok=True)
    for name, receipt in made.items():
        replace_file(out / name, receipt.encode())
    click.echo(f"written {out / next(iter(made))}" if row is not None else f"{len(made)} receipts in {out}")


@click.command()
@home_option
def fsck(home: Path) -> None:
    """Compare the log with the records: every record at its place, every place accounted for.

    Nothing is written. Records that are not published yet are named as pending.

    \b
    Example:   withhold ledger fsck --home /srv/withhold
    """
    with instance_to_read(home) as instance, progress() as tell:
        audited = check_records(instance, tell)
    show_findings(audited)
