"""``withhold sign`` and ``withhold intake``: a signer signs a batch, and the custodian files it."""

import shutil
from pathlib import Path

import click

from withhold.casework.instance import Instance
from withhold.casework.intake.answer_files import add_receipt
from withhold.casework.intake.batch_rows import rows_of
from withhold.casework.intake.batch_signature import sign_batch
from withhold.casework.intake.filing import Filed, FiledBefore, file_batch, filed_earlier, finished, unfinished
from withhold.casework.publication.publishing import publish
from withhold.casework.review.identifying import confirm_docketed
from withhold.cli.figures import summary_lines
from withhold.cli.given_paths import DirectoryPath
from withhold.cli.options import Stage, home_option, instance_at, progress
from withhold.model.batch_statement import BatchStatement
from withhold.model.errors import Code, Conflict, TemporarilyUnable, Unreadable
from withhold.model.identifiers import AgencyId, PersonId, folded
from withhold.screening import Unwritable
from withhold.sealing.files import replace
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use
from withhold.tlog.stores.regular import read_regular

_SIGNATURE = 1024 * 1024
"""Bytes that a signature file may have. A real one is much smaller."""


@click.command()
@click.argument("batch", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--log", required=True, help="The origin of the custodian's log: the first line of its checkpoint.")
@click.option("--agency", required=True, help="The agency's id.")
@click.option("--signer", required=True, help="The signer's id.")
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The signer's signing key file.")
def sign(batch: Path, log: str, agency: AgencyId, signer: PersonId, key: Path) -> None:
    """Sign BATCH in the signer's office, and write BATCH.sig, which intake needs.

    The file is read as intake reads it. The signature covers its SHA-256 and every row, by one root over all rows. Any
    change to the file invalidates the signature. It is valid for this log and this agency only.

    \b
    Example:   withhold sign batch.csv --log records.example/log --agency AGY-0001 --signer SGN-0001 --key SGN-0001.key
    """
    signing = SigningKey.read(key, Use.SIGNER)
    if folded(signing.name) != folded(signer):
        # The custodian would refuse the signature, but only after the file was sent.
        raise Conflict(Code.SIGN_KEY_OF_ANOTHER, file=key.name, owner=signing.name, signer=signer)
    with progress() as tell:
        rows = rows_of(batch, tell)
    target = signature_path(batch)
    replace(target, sign_batch(BatchStatement(log, agency, signer, rows), signing))
    click.echo(f"rows      {rows.rows:>12,}")
    click.echo(f"SHA-256   {rows.digest}")
    click.echo(f"root      {rows.root}")
    click.echo(f"written {target}")


@click.command()
@click.argument("batch", type=click.Path(path_type=Path))
@home_option
@click.option("--signature", type=click.Path(path_type=Path), help="The signature file.  [default: BATCH.sig]")
@click.option("--out", type=DirectoryPath(), help="Also write the agency's answer here.")
def intake(batch: Path, home: Path, signature: Path | None, out: Path | None) -> None:
    """File a signed BATCH: screening, ledger, docket, identity.

    Every row becomes an entry on the ledger. Rows that do not meet an element are returned or refused with the cure.
    Eligible rows are docketed as far as the reviewers' capacity allows. No row is approved. That takes two people.

    The agency's answer consists of cure.csv, findings.parquet, summary.json, report.html and batch.tlog-proof. The last
    proves offline that the batch is on the ledger. For the proof of one row, see `withhold ledger receipts --row`.

    If an intake was stopped, give the same command again. It continues the work.

    \b
    Example:   withhold intake batch.csv --home /srv/withhold --out answer
    """
    instance = instance_at(home)
    with progress() as tell:
        filed = _filed(instance, batch, signature or signature_path(batch), tell)
        failed = confirm_docketed(instance, filed.cases, lambda done, of: tell("identity", done, of))
    publish(instance)  # the operator waits here, so the interval ends with the command
    add_receipt(instance, filed.batch)
    if out is not None:
        _copy(filed.answers, out)
    click.echo(f"batch     {filed.batch}")
    for line in summary_lines(filed.summary):
        click.echo(line)
    click.echo(f"docketed  {len(filed.cases):>12,}")
    click.echo(f"the agency's answer is in {out or filed.answers}. {instance.pack.notice}")
    if not failed:
        finished(instance, filed.batch)
    else:
        raise TemporarilyUnable(Code.INTAKE_REGISTER_SILENT, count=len(failed))


def _filed(instance: Instance, batch: Path, signature: Path, tell: Stage) -> Filed:
    """File the batch, or find it filed by an earlier run that was stopped before its last step. Return it.

    Raises Conflict if the batch was filed and nothing of its intake is left to do, Unreadable if a file cannot be read.
    """
    try:
        return file_batch(instance, batch, _read(signature), tell, more_follows=True, signature_file=str(signature))
    except FiledBefore as before:
        filed = filed_earlier(instance, before.batch)
        if unfinished(instance, before.batch):
            return filed
        raise Conflict(Code.INTAKE_FILED_BEFORE_ANSWER, answers=str(filed.answers)) from None


def signature_path(batch: Path) -> Path:
    """Return the default path of a batch's signature file, for example ``batch.csv.sig`` for ``batch.csv``."""
    return batch.with_name(f"{batch.name}.sig")


def _copy(answers: Path, out: Path) -> None:
    try:
        shutil.copytree(answers, out, dirs_exist_ok=True)
    except OSError as error:
        raise Unwritable(
            Code.FILE_ANSWER_NOT_COPIED, place=str(out), problem=error.strerror or "some files", answers=str(answers)
        ) from None


def _read(path: Path) -> bytes:
    try:
        signature = read_regular(str(path), _SIGNATURE)
    except OSError:
        raise Unreadable(Code.SIGNATURE_MISSING, file=str(path)) from None
    if len(signature) > _SIGNATURE:
        raise Unreadable(Code.SIGNATURE_TOO_LARGE, file=str(path))
    return signature
