"""``withhold ledger rotate-key`` and ``change-witness``: new keys for the log and its witnesses."""

from pathlib import Path

import click

from withhold.casework.checks import acting_as
from withhold.casework.publication.changing_witness import change_witness
from withhold.casework.publication.log_keys import change_log_key
from withhold.cli.ledger.places import witness_key
from withhold.cli.options import home_option, instance_at
from withhold.model.identifiers import PersonId


@click.command("rotate-key")
@home_option
@click.option("--person", required=True, help="The id of the steward who orders it.")
@click.option("--reason", required=True, help="Why. It goes on the ledger.")
def rotate_key(home: Path, person: PersonId, reason: str) -> None:
    """Give the log a new signing key.

    One checkpoint is signed by both keys. Later ones are signed by the new key only. The ledger names both keys and the
    size at which the old one ended. Old receipts stay valid.

    \b
    After this command:
      1. Publish the log's new `vkey` file in all places that have the old one.
      2. Give the witnesses the new key before the log grows.
      3. Destroy the backups of the old private key.
      4. Restart the other processes of this instance. They stop at their next step.

    \b
    Example:   withhold ledger rotate-key --person CUS-0002 --reason "Yearly change."
    """
    instance = instance_at(home)
    keys = change_log_key(instance, acting_as(instance, person), reason)
    click.echo(f"verifier    {keys.current}")
    click.echo(f"retired     {keys.retired[0].key}, at {keys.retired[0].end:,} entries")


@click.command("change-witness")
@home_option
@click.option("--old", required=True, help="The witness's present verifier key, or a file that contains it.")
@click.option("--new", required=True, help="Its new verifier key, or a file that contains it.")
@click.option("--url", help="The URL at which it is asked from now on.  [default: as before]")
@click.option("--person", required=True, help="The id of the steward who orders it.")
@click.option("--reason", required=True, help="Why. It goes on the ledger.")
def change_witness_key(home: Path, old: str, new: str, url: str | None, person: PersonId, reason: str) -> None:
    """Record that a witness cosigns with another key.

    The ledger names both keys and the size up to which the old one counts. The quorum stays as it is.

    \b
    Example:   withhold ledger change-witness --old old.vkey --new new.vkey --person CUS-0002 --reason "Key replaced."
    """
    keys = witness_key(old, "--old"), witness_key(new, "--new")
    instance = instance_at(home)
    changed = change_witness(instance, acting_as(instance, person), *keys, url, reason)
    click.echo(f"witness     {changed.new}")
    click.echo(f"before      {changed.old}, up to {changed.size:,} entries")
