"""Options that several commands share, and how progress is shown."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from withhold.casework.desk import Desk
from withhold.casework.opening.instance import Environment, open_desk
from withhold.casework.opening.read_only import read_only_desk
from withhold.cli.given_paths import DirectoryPath
from withhold.ledger.leaf import Leaf
from withhold.model.kinds import Kind
from withhold.tlog.errors import Malformed

Function = TypeVar("Function", bound=Callable[..., object])
Stage = Callable[[str, int, int], None]
"""(what is being done, how much is done, how much there is; 0 where that is not counted)."""


def home_option(command: Function) -> Function:
    """``--home``: where the records, the ledger and sealed files live."""
    return click.option(
        "--home",
        type=DirectoryPath(),
        envvar="WITHHOLD_HOME",
        default="withhold-home",
        show_default=True,
        show_envvar=True,
        help="The custodian's home. With DATABASE_URL set, the records are on PostgreSQL instead.",
    )(command)


def world() -> Environment:
    """The world as the environment gives it."""
    environment = os.environ.get
    return Environment(environment("DATABASE_URL", ""), environment("REGISTER_DATABASE_URL", ""))


def desk_at(home: Path) -> Desk:
    """The desk of a home; a demonstration says so, every time."""
    desk = open_desk(home, world())
    _tell_kind(desk)
    return desk


@contextmanager
def desk_to_read(home: Path) -> Iterator[Desk]:
    """The desk of a home, for a command that changes nothing; see `casework.opening.read_only`."""
    with read_only_desk(home, world()) as desk:
        _tell_kind(desk)
        yield desk


def _tell_kind(desk: Desk) -> None:
    if desk.demonstration:
        click.echo("DEMONSTRATION: synthetic people, software passkeys. Nothing here is real.", err=True)


def tell_demonstration(first: int, entries: Sequence[bytes]) -> None:
    """Say so where a log's first entry marks a demonstration; to be given each run of entries as it is read."""
    if first or not entries:
        return
    with suppress(Malformed):  # what is no leaf is for the verification to name
        if Leaf.parse(entries[0]).kind == Kind.DEMONSTRATION_OPENED:
            click.echo("DEMONSTRATION: this log is about synthetic people.", err=True)


class _Rate(ProgressColumn):
    """Rows a second, once there is a speed to tell."""

    def render(self, task: Task) -> Text:
        """The column's text."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:,.0f}/s" if speed and task.total else "")


@contextmanager
def progress() -> Iterator[Stage]:
    """A progress bar on a terminal; nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda *_: None
        return
    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task, current = bar.add_task("starting", total=None), "starting"

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal current
            if stage != current:  # another stage has another speed
                bar.reset(task, total=None)
                current = stage
            bar.update(task, description=stage, completed=done, total=total or None)

        yield tell
