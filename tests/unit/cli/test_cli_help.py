"""The help of each command shows an example, and each example is a command with options that it has."""

import re
import shlex
from collections.abc import Iterator
from inspect import getdoc

import click
import pytest

from withhold.cli.main import withhold

COVERS = ("withhold.cli.main",)


def leaves(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group that is not a group itself, by what one types."""
    for word in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


COMMANDS = dict(leaves(withhold, "withhold"))


def examples(command: click.Command) -> list[str]:
    """The command lines in the help of a command, each on one line."""
    text = (getdoc(command.callback) or "").replace("\\\n", " ")
    return re.findall(r"^(?:[A-Z].*:)? +(withhold .+)$", text, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_shows_an_example_of_itself(name: str) -> None:
    command = COMMANDS[name]
    lines = examples(command)
    assert lines, name
    for line in lines:
        assert line.startswith(f"{name} "), line
        words = shlex.split(line)[len(name.split()) :]
        command.make_parser(click.Context(command)).parse_args(words)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_option_has_a_help_text_that_ends_as_a_sentence(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            text = (parameter.help or "").partition("  [")[0]
            assert text.endswith("."), (name, parameter.opts)
