"""Command groups that import a command only when it is called.

Importing all commands takes more than a second of processor time. ``--help``, ``--version``, shell completion and a
mistyped command need none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from withhold.cli.contexts import remember_contexts


@dataclass(frozen=True, slots=True)
class Lazy:
    """The place of a command's definition, and the line that describes it in the list of commands."""

    place: str
    """``module:attribute`` of the Click command, for example ``withhold.cli.agency.screen:screen``."""
    summary: str
    """The text that `click.Command.get_short_help_str` returns for the command. A test compares the two."""

    def load(self) -> click.Command:
        """Return the command. Imports its module, and with it every library that the command needs."""
        module, _, attribute = self.place.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command), self.place
        return command


class LazyGroup(click.Group):
    """A Click group that has a `Lazy` for each command. It lists the commands without importing them."""

    def __init__(self, *arguments: Any, lazy: Mapping[str, Lazy], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order given, which is the order in which a newcomer needs them."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return the command of that name, or return None if there is none."""
        found = self.lazy.get(cmd_name)
        if found is None:
            return None
        command = found.load()
        remember_contexts(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from their summaries."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.summary) for name, each in self.lazy.items()])


def lazy_group(
    name: str, lazy: Mapping[str, Lazy], cls: type[LazyGroup] = LazyGroup, **options: Any
) -> Callable[[Callable[..., Any]], LazyGroup]:
    """Return a decorator like `click.group` that makes a `LazyGroup` of these commands."""

    def decorate(function: Callable[..., Any]) -> LazyGroup:
        made = click.command(name, cls=cls, lazy=lazy, **options)(function)
        assert isinstance(made, LazyGroup)
        return made

    return decorate
