"""CONTRIBUTING.md names each kind of test, commands that the Makefile has, and both families of errors."""

import re
from pathlib import Path

from withhold.model.errors import WithholdError
from withhold.tlog.errors import LogError

COVERS = ("withhold.model.errors", "withhold.tlog.errors")

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_folder_of_tests_is_a_kind_of_test() -> None:
    holds_tests = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert holds_tests >= {"unit", "faults", "fuzz"}
    for folder in holds_tests | {"quality"}:
        assert re.search(rf"^\| [a-z ]+ \| `tests/{folder}/", PAGE, re.MULTILINE), folder


def test_every_make_target_that_the_page_names_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", PAGE, re.MULTILINE))
    assert {"check", "quick", "test", "lock"} <= named <= targets


def test_both_families_of_errors_are_named() -> None:
    text = " ".join(PAGE.split())
    for error in (WithholdError, LogError):
        assert f"`{error.__name__}` in `{error.__module__}`" in text
