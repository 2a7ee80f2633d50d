"""``withhold stay``: places a stay from the console, whatever else is down, and lists stays."""

import json
import sys
from pathlib import Path

import click

from withhold.casework.checks import acting_as
from withhold.casework.stays.placing import KnownStay, StopsNothing, known_stays, place_stay
from withhold.cli.options import home_option, instance_for_stay
from withhold.model.errors import Code
from withhold.model.identifiers import PersonId
from withhold.model.limits import STAY_VALUE
from withhold.model.stays import StayScope

_person = click.option("--person", required=True, help="Your id: a reviewer's or an inspector's.")
_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def stay() -> None:
    """Stop something now, or see what is stopped. Works while the pages, the worker and the witnesses are down."""


@stay.command("place")
@home_option
@click.option(
    "--scope", required=True, type=click.Choice([each.value for each in StayScope]), help="What the stay covers."
)
@click.option("--value", default="", help="The id or name of the agency or official, or the id of the case.")
@click.option("--reason", required=True, help="The order or grounds for it. It goes on the ledger. Name nobody in it.")
@_person
@click.option("--confirm-none", is_flag=True, help="Place it even if it stops nothing now.")
@_json
def place(
    home: Path, scope: str, value: str, reason: str, person: PersonId, *, confirm_none: bool, as_json: bool
) -> None:
    """Place a stay. It takes effect at once, at every step.

    \b
    Example:   withhold stay place --scope agency --value AGY-0001 --person INS-0001 --reason "Order of the court."

    For the scope subject, the command asks for the SSN or ITIN, or reads it from standard input. It is never an
    argument, because anybody on the machine can see arguments. Lifting a stay takes two people with their passkeys, in
    the pages.
    """
    if scope == StayScope.SUBJECT:
        if value:
            raise click.UsageError("--value is not for a person's number: leave it out, and type the number when asked")
        value = _number()
    instance = instance_for_stay(home)
    try:
        placed = place_stay(
            instance,
            acting_as(instance, person),
            scope,
            value,
            reason,
            None,
            confirm_none=confirm_none,
        )
    except StopsNothing as stop:
        raise StopsNothing(Code.STAY_CONFIRM_NONE, label=stop.values["label"]) from None
    stopped = placed.stopped
    if as_json:
        found = {"stay": placed.stay_id, "scope": placed.scope, "covers": placed.label}
        click.echo(json.dumps({**found, "cases": stopped.cases, "approved_releases": stopped.releases}))
        return
    click.echo(f"stay        {placed.stay_id}")
    click.echo(f"covers      {placed.label}")
    click.echo(f"stops now   {stopped}")
    click.echo("It is in force. The ledger shows it with the next checkpoint.")


def _number() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("SSN or ITIN", hide_input=True))
    line = sys.stdin.readline(STAY_VALUE + 2)
    if not line.strip():
        raise click.UsageError("Standard input is empty. The SSN or ITIN is read from its first line. Give it there.")
    return line.rstrip("\r\n")


@stay.command("list")
@home_option
@_person
@_json
def listed(home: Path, person: PersonId, *, as_json: bool) -> None:
    """List every stay: those in force first, then those that were lifted.

    Each stay in force shows what it stops now. A person's number is never shown.

    \b
    Example:   withhold stay list --person INS-0001
    """
    instance = instance_for_stay(home)
    found = known_stays(instance, acting_as(instance, person))
    if as_json:
        click.echo(json.dumps([_fields(each) for each in found]))
        return
    for each in found:
        state = "in force" if each.lifted_at is None else f"lifted {each.lifted_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{each.stay_id}  {state}  {each.label}")
        click.echo(
            f"    placed {each.placed_at:%Y-%m-%d %H:%M} UTC by {each.placed_by} ({each.channel}): {each.reason}"
        )
        if each.stops is not None:
            click.echo(f"    stops now {each.stops}")
        if each.proposed_by and each.lifted_at is None:
            click.echo(f"    {each.proposed_by} proposes to lift it")
    if not found:
        click.echo("No stay was ever placed.")


def _fields(stay: KnownStay) -> dict[str, object]:
    return {
        "stay": stay.stay_id,
        "scope": stay.scope,
        "value": stay.value,
        "covers": stay.label,
        "placed_at": stay.placed_at.isoformat(),
        "placed_by": stay.placed_by,
        "channel": stay.channel,
        "reason": stay.reason,
        "proposed_by": stay.proposed_by,
        "lifted_at": stay.lifted_at.isoformat() if stay.lifted_at else None,
        "cases": stay.stops.cases if stay.stops else None,
        "approved_releases": stay.stops.releases if stay.stops else None,
    }
