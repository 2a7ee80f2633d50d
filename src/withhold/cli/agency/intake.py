"""``withhold sign`` and ``withhold intake``: a signer signs a batch, the custodian takes it in."""

import shutil
from pathlib import Path

import click

from withhold.casework.desk import Desk
from withhold.casework.intake.batch_signature import BatchStatement, file_digest, sign_batch
from withhold.casework.intake.filing import Filed, FiledBefore, file_batch, filed_earlier, finished, unfinished
from withhold.casework.review.identifying import confirm_docketed
from withhold.cli.figures import summary_lines
from withhold.cli.given_paths import DirectoryPath
from withhold.cli.options import Stage, desk_at, home_option, progress
from withhold.model.errors import Conflict, TemporarilyUnable, Unreadable
from withhold.screening import Unwritable
from withhold.sealing.files import replace
from withhold.sealing.keys import SigningKey
from withhold.sealing.keytext import Use
from withhold.tlog.stores.regular import read_regular

_SIGNATURE = 1024 * 1024
"""Bytes that a signature file may have: many times what one needs."""


@click.command()
@click.argument("batch", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--agency", required=True, help="The agency's id.")
@click.option("--signer", required=True, help="The signer's id.")
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The signer's signing key file.")
def sign(batch: Path, agency: str, signer: str, key: Path) -> None:
    """Sign BATCH in the signer's office: writes BATCH.sig, which intake asks for.

    The signature covers the file's digest: change a byte of the file and it is void.
    """
    statement = BatchStatement(agency, signer, file_digest(batch))
    target = signature_path(batch)
    replace(target, sign_batch(statement, SigningKey.read(key, Use.SIGNER)))
    click.echo(f"written {target}")


@click.command()
@click.argument("batch", type=click.Path(path_type=Path))
@home_option
@click.option("--signature", type=click.Path(path_type=Path), help="The signature file.  [default: BATCH.sig]")
@click.option("--out", type=DirectoryPath(), help="Also write the agency's answer here.")
def intake(batch: Path, home: Path, signature: Path | None, out: Path | None) -> None:
    """File a signed BATCH: screening, ledger, docket, identity.

    Every row becomes an entry on the ledger. What falls short goes back with its cure; what is sound is docketed, as
    far as review capacity reaches. No row is approved: that takes two people.

    The answer holds cure.csv, findings.parquet, summary.json, report.html and batch.tlog-proof, which proves offline
    that the batch is on the ledger; for a row's own see `withhold ledger receipts --row`. An intake that was stopped
    goes on where it was when the same command is given again.
    """
    desk = desk_at(home)
    with progress() as tell:
        filed = _filed(desk, batch, _read(signature or signature_path(batch)), tell)
        failed = confirm_docketed(desk, filed.cases, lambda done, of: tell("identity", done, of))
    if out is not None:
        _copy(filed.answers, out)
    click.echo(f"batch     {filed.batch}")
    for line in summary_lines(filed.summary):
        click.echo(line)
    click.echo(f"docketed  {len(filed.cases):>12,}")
    click.echo(f"the agency's answer is in {out or filed.answers}. {desk.pack.notice}")
    if not failed:
        finished(desk, filed.batch)
    else:
        raise TemporarilyUnable(
            f"The register did not answer for {len(failed):,} of the docketed cases. They wait; run the same command "
            "again, or leave them to the worker."
        )


def _filed(desk: Desk, batch: Path, signature: bytes, tell: Stage) -> Filed:
    """The batch, filed now or by an earlier run that was stopped before it had confirmed every identity and told so."""
    try:
        return file_batch(desk, batch, signature, tell, more_follows=True)
    except FiledBefore as before:
        filed = filed_earlier(desk, before.batch)
        if unfinished(desk, before.batch):
            return filed
        raise Conflict(f"{before}. The agency's answer is in {filed.answers}") from None


def signature_path(batch: Path) -> Path:
    """Where a batch's signature file is looked for."""
    return batch.with_name(f"{batch.name}.sig")


def _copy(answers: Path, out: Path) -> None:
    try:
        shutil.copytree(answers, out, dirs_exist_ok=True)
    except OSError as error:
        reason = f"the answer cannot be copied here ({error.strerror or 'some files'}); it is in {answers}"
        raise Unwritable(str(out), reason) from None


def _read(path: Path) -> bytes:
    try:
        signature = read_regular(str(path), _SIGNATURE)
    except OSError:
        raise Unreadable(str(path), "no signature there; the signer makes it with: withhold sign BATCH") from None
    if len(signature) > _SIGNATURE:
        raise Unreadable(str(path), "is too large for a signature; the signer makes one with: withhold sign BATCH")
    return signature
