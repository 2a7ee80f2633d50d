"""The one screen at the end of a demonstration, for someone who has never seen withhold."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from withhold.cli.demonstration.story import SAMPLE, Outcome
from withhold.model.case import State
from withhold.model.words import Role

ELEMENTS_SHOWN = 6


def show(outcome: Outcome, console: Console) -> None:
    """Print the summary."""
    console.rule("[bold]withhold: a demonstration on synthetic people[/bold]")
    _came_in(outcome, console)
    _docket(outcome, console)
    _review(outcome, console)
    _release(outcome, console)
    _ledger(outcome, console)
    _check(outcome, console)


def _came_in(outcome: Outcome, console: Console) -> None:
    figures = outcome.filed.summary
    rows = figures["rows"]
    console.print(
        f"[bold]Came in[/bold]    one file of {rows:,} requests, signed by {_signer(outcome)}. "
        f"Checked against {figures['pack']['id']} {figures['pack']['version']}."
    )
    back = figures["refused"] + figures["returned"]
    console.print(
        f"[bold]Sent back[/bold]  {back:,} of {rows:,}: {figures['refused']:,} refused, "
        f"{figures['returned']:,} returned with the cure. Most often for:"
    )
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 11))
    ranked = sorted(figures["by_element"].items(), key=lambda item: -item[1])[:ELEMENTS_SHOWN]
    for element, count in ranked:
        if count:
            title = outcome.desk.pack.element(element).title
            table.add_row(f"{count:>7,}", element, Text(title, overflow="ellipsis", no_wrap=True))
    console.print(table)


def _signer(outcome: Outcome) -> str:
    person = outcome.desk.people.known(outcome.released.request.signer_id)
    return "its signer" if person is None else f"{person.name}, {person.title}"


def _docket(outcome: Outcome, console: Console) -> None:
    docketed = len(outcome.filed.cases)
    confirmed = outcome.states.get(State.UNDER_REVIEW.value, 0) + len(outcome.decided)
    console.print(
        f"[bold]Docketed[/bold]   {docketed:,}: as many as the reviewers can decide with care. "
        f"{confirmed:,} identities confirmed, {docketed - confirmed:,} not: those agencies learn nothing."
    )


def _review(outcome: Outcome, console: Console) -> None:
    approved = sum(case.state is not State.REFUSED for case in outcome.decided)
    officer, counsel = (_reviewer(outcome, role) for role in (Role.OFFICER, Role.COUNSEL))
    console.print(
        f"[bold]Decided[/bold]    {len(outcome.decided)} so far, one by one, each by two people blind to each other: "
        f"{officer} (officer) and {counsel} (counsel). {approved} approved, "
        f"{len(outcome.decided) - approved} refused."
    )


def _reviewer(outcome: Outcome, role: Role) -> str:
    made = outcome.decided[0].determination_by(role)
    person = None if made is None else outcome.desk.people.known(made.reviewer)
    return "somebody" if person is None else person.name


def _release(outcome: Outcome, console: Console) -> None:
    case = outcome.released
    official = outcome.desk.people.known(case.request.official_id)
    name = case.request.official_id if official is None else f"{official.name}, {official.title}"
    address = outcome.opened["address"]
    lines = ", ".join(part for part in address.values() if part)
    console.print(
        f"[bold]Released[/bold]   1: the {outcome.opened['item']} of one person, sealed to {name}, who opened it with "
        f"their own key: {lines}"
    )


def _ledger(outcome: Outcome, console: Console) -> None:
    head = outcome.verified.head.checkpoint
    console.print(
        f"[bold]Ledger[/bold]     {head.size:,} entries, one for every row and step; verified from outside just now, "
        f"{outcome.verified.files:,} files, root {head.root.hex()[:16]}…"
    )
    console.print(
        f"[bold]The person[/bold] whose address it was holds a code, and found {len(outcome.entries)} entries about "
        "themself in a copy of the log:"
    )
    for entry in outcome.entries:
        console.print(f"           {entry.day}  #{entry.index:<8} {entry.meaning}")


def _check(outcome: Outcome, console: Console) -> None:
    home = outcome.home
    key = home / SAMPLE / "keys" / f"{outcome.released.request.official_id}.key"
    console.print("[bold]Check it yourself[/bold]")
    for command in (
        f"withhold ledger verify {home}/log --vkey {home}/log/vkey",
        f"withhold open {outcome.sealed} --key {key}",
        f"withhold accounting --log {home}/log --code {outcome.code}",
    ):
        console.print(f"  {command}", soft_wrap=True, highlight=False)
    console.print(f"DEMONSTRATION: no real person is in it. {outcome.desk.pack.notice}")
