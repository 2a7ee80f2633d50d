"""Command groups that import a command only when it is called, so that help and shell completion answer at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from withhold.cli.contexts import remember_contexts


@dataclass(frozen=True, slots=True)
class Lazy:
    """Where a command is defined, and the line that describes it in the list of commands."""

    place: str
    """``module:attribute`` of the click command."""
    summary: str
    """What `click.Command.get_short_help_str` returns for the command; a test compares the two."""

    def load(self) -> click.Command:
        """The command itself. Imports its module, and with it every library that the command needs."""
        module, _, attribute = self.place.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command), self.place
        return command


class LazyGroup(click.Group):
    """A group whose commands are named by the place they are defined at.

    Importing them all takes more than a second of processor time, and `--help`, `--version` and a mistyped command
    need none of them. Listing the commands prints the summaries given here instead of importing anything.
    """

    def __init__(self, *arguments: Any, lazy: Mapping[str, Lazy], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order in which they were given: the order of a newcomer's day."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None if there is none."""
        found = self.lazy.get(cmd_name)
        if found is None:
            return None
        command = found.load()
        remember_contexts(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the summaries."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.summary) for name, each in self.lazy.items()])


def lazy_group(
    name: str, lazy: Mapping[str, Lazy], cls: type[LazyGroup] = LazyGroup, **options: Any
) -> Callable[[Callable[..., Any]], LazyGroup]:
    """A decorator like `click.group`, for a `LazyGroup` of these commands."""

    def decorate(function: Callable[..., Any]) -> LazyGroup:
        made = click.command(name, cls=cls, lazy=lazy, **options)(function)
        assert isinstance(made, LazyGroup)
        return made

    return decorate
