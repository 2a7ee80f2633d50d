"""docs/commands.md knows every command and option; docs/operating.md every setting; examples are commands there are."""

import re
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from withhold.casework.configuration import Configuration
from withhold.casework.intake.uploading import LARGEST
from withhold.cli.main import withhold
from withhold.law.registry import pack
from withhold.model.cases.request import COLUMNS
from withhold.screening.judging.elements import Judge
from withhold.screening.judging.summary import summarize
from withhold.screening.passes.outputs import CURES, FINDINGS, REPORT, SUMMARY

COVERS = (
    "withhold.casework.configuration",
    "withhold.casework.intake.uploading",
    "withhold.model.cases.request",
    "withhold.screening.judging.summary",
    "withhold.screening.passes.outputs",
)

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
COMMANDS_PAGE = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
OPERATING_PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


def every(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, by what one types."""
    for word in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), word)
        assert command is not None
        if isinstance(command, click.Group):
            yield from every(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


COMMANDS = dict(every(withhold, "withhold"))


def section(name: str) -> str:
    """What the page says under a command's heading."""
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", COMMANDS_PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/commands.md has no section: {name}"
    return found[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    said = section(name)
    for parameter in COMMANDS[name].params:
        words = parameter.opts if isinstance(parameter, click.Option) else [(parameter.name or "").upper()]
        assert any(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said) for word in words), (name, words)


def test_every_command_has_one_section_and_nothing_else_has() -> None:
    assert sorted(re.findall(r"^## (withhold .+)$", COMMANDS_PAGE, re.MULTILINE)) == sorted(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_documented_that_is_not_there(name: str) -> None:
    there = {word for parameter in COMMANDS[name].params for word in (*parameter.opts, *parameter.secondary_opts)}
    usage = re.search(rf"`({re.escape(name)}\b[^`]*)`", section(name))
    assert usage, name
    assert set(re.findall(r"--[a-z][a-z-]*", usage[1])) <= there


def test_every_setting_is_documented() -> None:
    settings = re.findall(r"^\| `([a-z_]+)` \|", OPERATING_PAGE, re.MULTILINE)
    assert {field.name for field in fields(Configuration)} <= set(settings)


def test_every_column_of_a_batch_is_documented() -> None:
    for column in COLUMNS:
        assert f"`{column}`" in section("A batch"), column


def test_the_largest_file_of_the_pages_is_documented() -> None:
    assert f" {LARGEST // 1024**3} GiB" in section("A batch")


def test_every_output_of_a_screening_and_every_figure_of_its_summary_is_documented() -> None:
    said = section("withhold screen")
    for output in (FINDINGS, CURES, SUMMARY, REPORT):
        assert f"\n| `{output}` |" in said
    (row,) = (line for line in said.splitlines() if line.startswith(f"| `{SUMMARY}` |"))
    summary = summarize(Counter(), defaultdict(int), Judge.of(pack("us-irc-6103-i-2"), with_records=False), 0.0)
    assert summary["patterns"]
    for figure in (*summary, *summary["pack"], *summary["patterns"][0]):
        assert f"`{figure}`" in row, figure


def examples() -> Iterator[tuple[str, str]]:
    """Every command line in a code block of the documentation."""
    for page in PAGES:
        for block in re.findall(r"^```\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            for line in block.replace("\\\n", " ").splitlines():
                if line.startswith("withhold "):
                    yield page.name, line.partition(" #")[0]


@pytest.mark.parametrize(("page", "line"), tuple(examples()))
def test_every_example_is_a_command_with_options_that_it_has(page: str, line: str) -> None:
    words = shlex.split(line)
    command: click.Command = withhold
    at = 1
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words[at])
        assert found is not None, line
        command, at = found, at + 1
    command.make_parser(click.Context(command)).parse_args(words[at:])
