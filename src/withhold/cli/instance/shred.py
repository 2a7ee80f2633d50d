"""``withhold shred``: erases a batch whose retention period has ended."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from withhold.casework.checks import acting_as
from withhold.casework.erasure.erasing import batch_named, confirm_erasure, erasable, propose_erasure
from withhold.casework.erasure.erasures import proposed_erasures
from withhold.casework.instance import Instance
from withhold.casework.publication.publishing import publish
from withhold.cli.options import home_option, instance_at
from withhold.model.cases.permissions import Actor
from withhold.model.identifiers import BatchDigest, PersonId
from withhold.model.vocabulary import Role


@click.command()
@click.argument("batch", required=False)
@home_option
@click.option(
    "--before", type=click.DateTime(["%Y-%m-%d"]), help="In place of BATCH: every batch filed before that day."
)
@click.option("--person", required=True, help="The id of the person who proposes (a steward) or agrees.")
@click.option("--reason", default="", help="Why it is erased, for the proposal. It goes on the ledger.")
def shred(batch: BatchDigest | None, home: Path, before: datetime | None, person: PersonId, reason: str) -> None:
    """Permanently erase what the entries of BATCH commit to: its rows and its cases.

    It takes two people. A steward proposes, and then an inspector or a counsel agrees by the same command. Nothing is
    erased before its retention period has ended, while a case of it is open, or under a stay. A tombstone on the ledger
    records what was erased, why, when and by whom. The ledger stays valid. Destroy the backups of keys/data as well.

    \b
    Example:   withhold shred 0f1e2d3c4b5a6978 --person CUS-0002 --reason "Retention ended."
    """
    if (batch is None) == (before is None):
        raise click.UsageError("give BATCH, or --before with a day")
    instance = instance_at(home)
    actor = acting_as(instance, person)
    proposing = actor.role is Role.STEWARD
    step = _propose(reason) if proposing else _agree
    named = [batch_named(instance, batch)] if batch is not None else None
    if named is None:
        assert before is not None
        due = erasable(instance, before.date())
        waiting = proposed_erasures(instance)
        named = [each for each in due if (each in waiting) is not proposing]
    for each in named:
        click.echo(f"batch {each[:16]}: {step(instance, actor, each)}")
    publish(instance)
    if not named:
        click.echo("no batch can be erased now")


def _propose(reason: str) -> Callable[[Instance, Actor, BatchDigest], str]:
    def propose(instance: Instance, actor: Actor, batch: BatchDigest) -> str:
        propose_erasure(instance, actor, batch, reason)
        return "proposed; a second person, an inspector or a counsel, must agree"

    return propose


def _agree(instance: Instance, actor: Actor, batch: BatchDigest) -> str:
    return confirm_erasure(instance, actor, batch).said
