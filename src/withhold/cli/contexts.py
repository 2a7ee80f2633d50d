"""Remembering the paths that a command was given, so that an error can name the disk that is full."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

_CONTEXTS = "withhold.contexts"
_OUT = "out"


class RememberedContext(click.Context):
    """A Click context that stays in the program's context, so that its paths can be read after the command failed."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.meta.setdefault(_CONTEXTS, []).append(self)


def remember_contexts(command: click.Command) -> None:
    """Make a command, and all commands below it, use RememberedContext."""
    command.context_class = RememberedContext
    if isinstance(command, click.Group):
        for each in command.commands.values():
            remember_contexts(each)


def places_given(context: click.Context) -> list[Path]:
    """Return the files and directories that the command was given, defaults included.

    For example, ``withhold audit`` without ``--home`` has ``withhold-home``.
    """
    return list(_places(context.meta.get(_CONTEXTS, ())))


def _places(contexts: Sequence[click.Context]) -> Iterator[Path]:
    for context in contexts:
        for name, value in context.params.items():
            if isinstance(value, Path):
                yield value
            elif name == _OUT and value and "://" not in str(value):
                yield Path(str(value))
