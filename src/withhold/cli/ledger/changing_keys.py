"""``withhold ledger rotate-key`` and ``change-witness``: new keys for the log and its witnesses."""

from pathlib import Path

import click

from withhold.casework.checks import acting_as
from withhold.casework.publication.changing_witness import change_witness
from withhold.casework.publication.log_keys import change_log_key
from withhold.cli.ledger.places import verifier_key
from withhold.cli.options import desk_at, home_option


@click.command("rotate-key")
@home_option
@click.option("--person", required=True, help="The id of the steward who orders it.")
@click.option("--reason", required=True, help="Why: it stands on the ledger.")
def rotate_key(home: Path, person: str, reason: str) -> None:
    """Give the log a new signing key.

    One checkpoint is signed by both keys; later ones by the new one only. The ledger names both keys and where the old
    one ended, and so does the log's `vkey` file: publish it anew where you publish the key. Old receipts stay valid.
    Tell the witnesses the new key before the log grows further; destroy the backups of the old private key. Other
    processes on this home stop at their next step, and must be started again.
    """
    desk = desk_at(home)
    keys = change_log_key(desk, acting_as(desk, person), reason)
    click.echo(f"verifier    {keys.current}")
    click.echo(f"retired     {keys.retired[0].key}, at {keys.retired[0].end:,} entries")


@click.command("change-witness")
@home_option
@click.option("--old", required=True, help="The witness's present verifier key, or a file that holds it.")
@click.option("--new", required=True, help="Its new verifier key, or a file that holds it.")
@click.option("--url", help="Where it is asked from now on.  [default: as before]")
@click.option("--person", required=True, help="The id of the steward who orders it.")
@click.option("--reason", required=True, help="Why: it stands on the ledger.")
def change_witness_key(home: Path, old: str, new: str, url: str | None, person: str, reason: str) -> None:
    """Take note that a witness cosigns with another key.

    The ledger names both keys and the size up to which the old one counts. The quorum stays as it is.
    """
    desk = desk_at(home)
    changed = change_witness(desk, acting_as(desk, person), verifier_key(old), verifier_key(new), url, reason)
    click.echo(f"witness     {changed.new}")
    click.echo(f"before      {changed.old}, up to {changed.size:,} entries")
