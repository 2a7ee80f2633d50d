"""Rules of the house that a linter does not know."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import withhold
from support.covers import covers, within

COVERS = ("withhold",)

HOUSE = Path(withhold.__file__).parent
FILES = sorted(HOUSE.rglob("*.py"))
TEXT = {".py", ".toml", ".json", ".jsonl", ".md", ".txt", ".html", ".css", ".js", ".svg", ".po"}
WRITTEN = sorted(path for path in HOUSE.rglob("*") if path.suffix in TEXT)

KNOWS_STATUTES = {"law", "population"}
NAMES_THE_PACK = "cli"
PACK = "us-irc-6103-i-2"
STATUTE = re.compile(
    r"6103|\bU\.?\s?S\.?\s?C\b|\bC\.?\s?F\.?\s?R\b|\bI\.?R\.?C\b|\(i\)\(\d|privacy act|tax reform", re.IGNORECASE
)

PURE = {"model", "law", "identity", "tlog", "ledger"}
NOT_PURE = {"random", "secrets", "uuid"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("os", "urandom")}


def where(path: Path) -> str:
    """The path inside the house."""
    return path.relative_to(HOUSE).as_posix()


def room(path: Path) -> str:
    return where(path).split("/")[0]


@dataclass(frozen=True, slots=True)
class Looked:
    """What the rules ask of a module."""

    calls: frozenset[tuple[str, str]]
    """What is called, as (owner, name). The owner is "" for a plain name."""
    imported: frozenset[str]
    """The top-level names of what it imports."""
    long: tuple[str, ...]
    """Its functions of 60 lines or more."""


@cache
def looked_at(path: Path) -> Looked:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    functions = (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = tuple(node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 60)
    return Looked(frozenset(calls(nodes)), frozenset(imported(nodes)), long)


def statutes_named(path: str, text: str) -> list[int]:
    """The lines on which a file outside the law names a statute."""
    if path.split("/")[0] == NAMES_THE_PACK:
        text = text.replace(f'"{PACK}"', '""')
    return [number for number, line in enumerate(text.splitlines(), 1) if STATUTE.search(line)]


def calls(nodes: list[ast.AST]) -> Iterator[tuple[str, str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield "", node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            yield getattr(owner, "id", getattr(owner, "attr", "")), node.func.attr


def imported(nodes: list[ast.AST]) -> set[str]:
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.split(".")[0] for name in found}


def test_the_house_is_looked_at_whole() -> None:
    assert {room(path) for path in FILES} >= {"model", "law", "screening", "identity", "ledger", "sealing", "casework"}


def test_only_the_law_names_a_statute() -> None:
    named = {
        f"{where(path)}:{line}"
        for path in WRITTEN
        if room(path) not in KNOWS_STATUTES
        for line in statutes_named(where(path), path.read_text(encoding="utf-8"))
    }
    assert named == set()


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("model/x.py", "# see 26 U.S.C. 6103(i)(2)", [1]),
        ("model/x.py", "\nyear = 1\n# 18 USC 1343", [3]),
        ("identity/x.py", '"""As (i)(6) has it."""', [1]),
        ("casework/x.py", f'pack = "{PACK}"', [1]),
        ("cli/x.py", f'pack = "{PACK}"', []),
        ("cli/x.py", f'pack = "{PACK}-of-my-own"', [1]),
        ("cli/x.py", "# section 6103", [1]),
        ("model/x.py", "# the statute's elements, a CIRCLE, RFC 6962 and uscolor", []),
    ],
)
def test_a_statute_named_is_found(path: str, text: str, lines: list[int]) -> None:
    assert statutes_named(path, text) == lines


def test_files_are_small_rooms() -> None:
    large = {where(path) for path in FILES if path.read_text(encoding="utf-8").count("\n") > 400}
    assert large <= {"model/codes.py"}, "only a table may be longer"


def test_functions_do_one_thing() -> None:
    assert [f"{where(path)}:{name}" for path in FILES for name in looked_at(path).long] == []


def test_a_room_is_named_for_what_it_holds() -> None:
    nameless = re.compile(r"(^|_)(utils?|helpers?|managers?)$")
    assert [
        where(path) for path in FILES if any(map(nameless.search, path.relative_to(HOUSE).with_suffix("").parts))
    ] == []


def test_nothing_prints() -> None:
    assert [where(path) for path in FILES if ("", "print") in looked_at(path).calls] == []


def test_pure_rooms_are_given_time_randomness_and_ids() -> None:
    pure = [path for path in FILES if room(path) in PURE]
    assert [where(path) for path in pure if looked_at(path).imported & NOT_PURE] == []
    assert [where(path) for path in pure if CLOCKS & looked_at(path).calls] == []


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError)\b")
    assert [where(path) for path in FILES if later.search(path.read_text(encoding="utf-8"))] == []


TESTS = sorted(Path(__file__).parents[1].rglob("test_*.py"))
MODULES = {"withhold." + where(path).removesuffix(".py").replace("/", ".") for path in FILES}
PACKAGES = {name.removesuffix(".__init__") for name in MODULES if name.endswith("__init__")}


def test_every_test_file_says_which_modules_it_covers() -> None:
    assert [path.name for path in TESTS if not covers(path)] == []


def test_what_a_test_file_says_it_covers_is_there() -> None:
    known = MODULES | PACKAGES | {"withhold"}
    assert {name for path in TESTS for name in covers(path)} <= known


def test_every_module_is_covered_by_a_test_that_is_found_by_name() -> None:
    named = {name for path in TESTS for name in covers(path)} - {"withhold"}
    modules = {name for name in MODULES if not name.endswith("__init__")}
    assert {name for name in modules if not any(within(name, each) for each in named)} == set()


# Rooms of one file each, and files that are the same part in several places.
MAY_REPEAT = {"__init__", "__main__", "views", "routes", "forms", "errors"}


def test_at_most_two_files_have_one_name() -> None:
    names = [path.stem for path in FILES if path.stem not in MAY_REPEAT]
    assert {name for name in names if names.count(name) > 2} == set()


def test_no_folder_has_more_than_fifteen_modules() -> None:
    folders = {path.parent for path in FILES}
    sizes = {
        where(folder): len([each for each in folder.glob("*.py") if each.stem != "__init__"]) for folder in folders
    }
    assert {folder: size for folder, size in sizes.items() if size > 15} == {}
