"""The summary at the end of a demonstration, for a reader who has never seen withhold."""

import sys
from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from withhold.cli.demonstration.story import SAMPLE, Outcome
from withhold.cli.instance.demonstration_witness import DIRECTORY, VKEY
from withhold.model.cases.case import State
from withhold.model.vocabulary import Role

ELEMENTS_SHOWN = 5
SHOWN_WIDTH = 68


def show(outcome: Outcome, console: Console) -> None:
    """Print the summary."""
    console.rule("[bold]withhold: a demonstration on synthetic people[/bold]")
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, text in _lines(outcome):
        table.add_row(label, text)
    console.print(table)
    _check(outcome, console)


def _lines(outcome: Outcome) -> Iterator[tuple[str, RenderableType]]:
    yield "Received", _received(outcome)
    yield "Sent back", _sent_back(outcome)
    yield from (("", line) for line in _most_often(outcome))
    yield "Docketed", _docketed(outcome)
    yield "Decided", _decided(outcome)
    yield "Released", _released(outcome)
    yield "Ledger", _ledger(outcome)
    yield "The person", Text("has an accounting code, which finds these entries in any copy of the log:")
    yield "", _accounting(outcome)


def _received(outcome: Outcome) -> Text:
    figures = outcome.filed.summary
    pack = figures["pack"]
    person = outcome.instance.people.known(outcome.released.signer)
    signer = "its signer" if person is None else f"{person.name}, {person.title}"
    return Text(f"one file of {figures['rows']:,} requests signed by {signer}; pack {pack['id']} {pack['version']}")


def _sent_back(outcome: Outcome) -> Text:
    figures = outcome.filed.summary
    back = figures["refused"] + figures["returned"]
    return Text(
        f"{back:,}: {figures['refused']:,} refused, {figures['returned']:,} returned with the cure. Most often for"
    )


def _most_often(outcome: Outcome) -> Iterator[Text]:
    ranked = sorted(outcome.filed.summary["by_element"].items(), key=lambda item: -item[1])[:ELEMENTS_SHOWN]
    for element, count in ranked:
        if count:
            title = outcome.instance.pack.element(element).title
            yield Text(shorten(f"{count:>7,}  {element:<12} {title}", SHOWN_WIDTH), no_wrap=True)


def _docketed(outcome: Outcome) -> Text:
    docketed = len(outcome.filed.cases)
    confirmed = outcome.states.get(State.UNDER_REVIEW.value, 0) + len(outcome.decided)
    return Text(
        f"{docketed:,} for review, within what the reviewers can decide with care: {confirmed:,} identities "
        f"confirmed, {docketed - confirmed:,} not, and the agency does not learn why"
    )


def _decided(outcome: Outcome) -> Text:
    approved = sum(case.state is not State.REFUSED for case in outcome.decided)
    officer, counsel = (_reviewer(outcome, role) for role in (Role.OFFICER, Role.COUNSEL))
    return Text(
        f"{len(outcome.decided)} so far, one by one, by {officer} (officer) and {counsel} (counsel), blind to each "
        f"other, each with their own passkey: {approved} approved, {len(outcome.decided) - approved} refused"
    )


def _reviewer(outcome: Outcome, role: Role) -> str:
    made = outcome.decided[0].determination_by(role)
    person = None if made is None else outcome.instance.people.known(made.reviewer)
    return "somebody" if person is None else person.name


def _released(outcome: Outcome) -> Text:
    case = outcome.released
    official = outcome.instance.people.known(case.official)
    name = case.official if official is None else f"{official.name}, {official.title}"
    address = outcome.opened["address"]
    lines = ", ".join(address[part] for part in ("line1", "line2", "city", "state", "zip") if address[part])
    return Text(f"1 {outcome.opened['item']}, sealed to {name}, who opened it with their own key: {lines}")


def _ledger(outcome: Outcome) -> Text:
    head = outcome.verified.head.checkpoint
    witnesses = ", ".join(each.witness for each in outcome.verified.head.cosignatures)
    return Text(
        f"{head.size:,} entries, one for every row and step, cosigned by {witnesses}; verified from outside: "
        f"{outcome.verified.files:,} files, root {head.root.hex()[:16]}… A demonstration adds no padding."
    )


def _accounting(outcome: Outcome) -> Table:
    """The person's entries. A meaning that is too long for the line goes on below itself."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    for entry in outcome.entries:
        grid.add_row(str(entry.day), f"#{entry.index}", entry.meaning)
    return grid


def shorten(line: str, width: int) -> str:
    """Return the line. If it is longer than the width, it is cut and ends in an ellipsis."""
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _check(outcome: Outcome, console: Console) -> None:
    home = outcome.home
    key = home / SAMPLE / "keys" / f"{outcome.released.official}.key"
    console.print("[bold]Check it yourself[/bold]")
    for command in (
        f"ledger verify {home}/log --vkey {home}/log/vkey --witness {home}/{DIRECTORY}/{VKEY}",
        f"open {outcome.sealed} --key {key}",
        f"accounting --log {home}/log",
        f"serve --home {home}",
    ):
        console.print(f"  {sys.argv[0]} {command}", soft_wrap=True, highlight=False)
    console.print(f"The accounting code to type: {outcome.code}", soft_wrap=True, highlight=False)
    console.print(f"DEMONSTRATION: no real person is in it. {outcome.instance.pack.notice}")
