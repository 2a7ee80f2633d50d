"""Help, the version and a mistyped command import no library that only a command needs."""

import json
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from withhold.cli.lazy import LazyGroup
from withhold.cli.main import withhold

COVERS = ("withhold.cli.lazy",)

HEAVY = (
    "cryptography",
    "django",
    "fastexcel",
    "fido2",
    "gunicorn",
    "narwhals",
    "polars",
    "psycopg",
    "rich",
    "zipcodes",
)
"""Top-level packages that take long to import."""

_RUN = """
import json, sys
from withhold.cli.main import main
code, sys.argv = 0, ["withhold", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit as ended:
    code = ended.code or 0
print()
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


def groups() -> Iterator[tuple[str, LazyGroup]]:
    """Yield the program, and each group in it that imports its commands only when they are called."""
    yield "withhold", withhold
    for name in withhold.lazy:
        found = withhold.get_command(click.Context(withhold), name)
        if isinstance(found, LazyGroup):
            yield f"withhold {name}", found


GROUPS = dict(groups())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["--help"], 0),
        (["ledger", "--help"], 0),
        (["frobnicate"], 2),
        (["ledger", "frobnicate"], 2),
        ([], 2),
    ],
)
def test_help_version_and_a_mistyped_command_import_no_heavy_library(words: list[str], code: int) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(words)], capture_output=True, text=True, check=True, timeout=600
    )
    exit_code, imported = json.loads(ended.stdout.splitlines()[-1])
    assert exit_code == code
    assert "click" in imported
    assert set(HEAVY) & set(imported) == set()


@pytest.mark.parametrize("name", GROUPS)
def test_each_summary_is_the_short_help_of_its_command(name: str) -> None:
    group = GROUPS[name]
    assert {each: lazy.load().get_short_help_str(limit=1000) for each, lazy in group.lazy.items()} == {
        each: lazy.summary for each, lazy in group.lazy.items()
    }


@pytest.mark.parametrize("name", GROUPS)
def test_each_command_is_listed_under_its_own_name(name: str) -> None:
    group = GROUPS[name]
    assert {each: lazy.load().name for each, lazy in group.lazy.items()} == {each: each for each in group.lazy}


def test_both_lazy_groups_are_tested() -> None:
    assert set(GROUPS) == {"withhold", "withhold ledger"}
