"""The README of the library: its example runs, and its tables name what is there."""

import inspect
import re
import subprocess
import sys
from pathlib import Path

import withhold.tlog
from withhold.tlog import errors
from withhold.tlog.errors import LogError
from withhold.tlog.witnesses import client, protocol

COVERS = ("withhold.tlog", "withhold.tlog.errors")

ROOM = Path(withhold.tlog.__file__).parent
README = (ROOM / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def first_cells(text: str) -> set[str]:
    """What the first column of a table has in code quotes."""
    rows = [row.split("|")[1] for row in text.splitlines() if row.startswith("| `")]
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


def test_the_example_runs(tmp_path: Path) -> None:
    found = re.findall(r"^```python\n(.*?)^```", section("Example"), re.MULTILINE | re.DOTALL)
    assert len(found) == 1
    ended = subprocess.run(
        [sys.executable, "-c", found[0]], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600
    )
    assert ended.stderr == ""
    assert ended.stdout.splitlines() == [
        "verified 3 entries",
        "entry 1 is in log.example/orders",
        "the receipt proves entry 1",
    ]


def test_every_module_is_in_the_table() -> None:
    modules = {path.relative_to(ROOM).with_suffix("").as_posix().replace("/", ".") for path in ROOM.rglob("*.py")}
    named = {name for name in modules if name.rpartition(".")[2] != "__init__"}
    assert first_cells(section("Modules")) == named - {"errors"}


def test_every_error_is_in_the_table() -> None:
    raised = {
        (kind.__name__ if kind.__module__ == errors.__name__ else f"{kind.__module__}.{kind.__name__}")
        for module in (errors, client, protocol)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, LogError) and kind is not LogError
    }
    assert first_cells(section("Errors")) == {name.removeprefix("withhold.tlog.") for name in raised}


def test_only_the_standard_library_and_itself_are_imported() -> None:
    lines = {line.strip() for path in ROOM.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines()}
    imported = {line.split()[1] for line in lines if re.match(r"(from|import) [\w.]+( import .*)?$", line)}
    own = {name for name in imported if name.startswith("withhold.")}
    assert {name for name in own if not name.startswith("withhold.tlog.")} == set()
    outside = {name.partition(".")[0] for name in imported - own}
    assert outside - {"_typeshed"} <= sys.stdlib_module_names  # _typeshed is for type checkers
