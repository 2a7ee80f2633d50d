"""Options that several commands share, and how progress is shown.

What opens an instance is imported when one is opened: a command that checks a log from outside needs none of it.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from withhold.cli.given_paths import DirectoryPath
from withhold.ledger.leaf import Leaf
from withhold.model.kinds import Kind
from withhold.tlog.errors import Malformed

if TYPE_CHECKING:
    from withhold.casework.desk import Desk
    from withhold.casework.opening.instance import Environment

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


def world() -> "Environment":
    """The world as the environment gives it."""
    from withhold.casework.opening.instance import Environment

    environment = os.environ.get
    return Environment(environment("DATABASE_URL", ""), environment("REGISTER_DATABASE_URL", ""))


def desk_at(home: Path) -> "Desk":
    """The desk of a home; a demonstration says so, every time."""
    from withhold.casework.opening.instance import open_desk

    desk = open_desk(home, world())
    _tell_kind(desk)
    return desk


@contextmanager
def desk_to_read(home: Path) -> Iterator["Desk"]:
    """The desk of a home, for a command that changes nothing; see `casework.opening.read_only`."""
    from withhold.casework.opening.read_only import read_only_desk

    with read_only_desk(home, world()) as desk:
        _tell_kind(desk)
        yield desk


def _tell_kind(desk: "Desk") -> None:
    if desk.demonstration:
        click.echo("DEMONSTRATION: synthetic people, software passkeys. Nothing here is real.", err=True)


def tell_demonstration(first: int, entries: Sequence[bytes]) -> None:
    """Say so where a log's first entry marks a demonstration; to be given each run of entries as it is read."""
    if first or not entries:
        return
    with suppress(Malformed):  # what is no leaf is for the verification to name
        if Leaf.parse(entries[0]).kind == Kind.DEMONSTRATION_OPENED:
            click.echo("DEMONSTRATION: this log is about synthetic people.", err=True)


@contextmanager
def progress() -> Iterator[Stage]:
    """A progress bar on a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console  # only a terminal needs it
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:<24}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task, current = bar.add_task("starting", total=None, rate=""), "starting"

        def tell(stage: str, done: int, total: int) -> None:
            nonlocal current
            if stage != current:  # another stage has another speed
                bar.reset(task, total=None)
                current = stage
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed and total else ""
            bar.update(task, description=stage, completed=done, total=total or None, rate=rate)

        yield tell
