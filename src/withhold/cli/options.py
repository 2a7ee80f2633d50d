"""Options that several commands share, opening an instance, and showing progress."""

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
    from withhold.casework.instance import Instance
    from withhold.casework.opening.instance import Environment

Function = TypeVar("Function", bound=Callable[..., object])
Stage = Callable[[str, int, int], None]
"""(what is being done, how much is done, how much there is in all). The last is 0 if it is not known."""


def home_option(command: Function) -> Function:
    """Add ``--home``, the directory of an instance, to a command."""
    return click.option(
        "--home",
        type=DirectoryPath(),
        envvar="WITHHOLD_HOME",
        default="withhold-home",
        show_default=True,
        show_envvar=True,
        help="The instance directory. If DATABASE_URL is set, the records are on PostgreSQL instead.",
    )(command)


# The functions below import what opens an instance only when they are called. A command that checks a log from outside
# does not need it.


def environment() -> "Environment":
    """Return the settings that come from environment variables."""
    from withhold.casework.opening.founding import PIN, Pin
    from withhold.casework.opening.instance import Environment

    get = os.environ.get
    pin = Pin(Path(get("WITHHOLD_FOUNDING", PIN)))
    return Environment(get("DATABASE_URL", ""), get("REGISTER_DATABASE_URL", ""), pin=pin)


def instance_at(home: Path) -> "Instance":
    """Open an instance and return its application context. Prints a notice if it is a demonstration."""
    from withhold.casework.opening.instance import open_instance

    instance = open_instance(home, environment())
    _announce_kind(demonstration=instance.demonstration)
    return instance


def instance_for_stay(home: Path) -> "Instance":
    """Open the records of an instance, to place or list stays. Prints a notice if it is a demonstration.

    See `open_for_stay`.
    """
    from withhold.casework.opening.founding import recorded_demonstration
    from withhold.casework.opening.instance import open_for_stay

    instance = open_for_stay(home, environment())
    _announce_kind(demonstration=recorded_demonstration(instance))
    return instance


@contextmanager
def instance_to_read(home: Path) -> Iterator["Instance"]:
    """Open an instance for a command that changes nothing, and yield its application context.

    Prints a notice if it is a demonstration. See `casework.opening.read_only`.
    """
    from withhold.casework.opening.read_only import read_only_instance

    with read_only_instance(home, environment()) as instance:
        _announce_kind(demonstration=instance.demonstration)
        yield instance


def _announce_kind(*, demonstration: bool) -> None:
    if demonstration:
        click.echo("DEMONSTRATION: synthetic people, software passkeys. Nothing here is real.", err=True)


def announce_demonstration(first: int, entries: Sequence[bytes]) -> None:
    """Print a notice if the first entry of a log marks it as a demonstration's.

    To be called with each sequence of entries as it is read. ``first`` is the index of its first entry.
    """
    if first or not entries:
        return
    with suppress(Malformed):  # an entry that is not a leaf is reported by the verification
        if Leaf.parse(entries[0]).kind == Kind.DEMONSTRATION_FOUNDED:
            click.echo("DEMONSTRATION: this log is about synthetic people.", err=True)


@contextmanager
def progress() -> Iterator[Stage]:
    """Yield a function that shows progress as a bar on a terminal, and shows nothing in a pipe."""
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
            if stage != current:  # the speed is that of one stage, so it is measured again
                bar.reset(task, total=None)
                current = stage
            speed = bar.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed and total else ""
            bar.update(task, description=stage, completed=done, total=total or None, rate=rate)

        yield tell
