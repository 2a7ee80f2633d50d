"""Finds in the source where each error code is raised, by which class, and with which values."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import withhold
from withhold.model.errors import Code, Forbidden, Unreadable, WithholdError
from withhold.screening.reading import Unfit

PLACE = {"file", "row", "column"}
"""What an Unreadable, or an Unfit row, takes besides the values of its message."""

ROOT = Path(withhold.__file__).parent


@dataclass(frozen=True, slots=True)
class RaiseSite:
    """One place that makes an error."""

    code: Code
    error: type[WithholdError]
    values: frozenset[str]
    """The names of the values that it gives."""
    module: str
    """Dotted, without `withhold.`"""
    line: int


def raise_sites() -> list[RaiseSite]:
    """Every place in the source that makes an error with a code, in order of modules and lines."""
    return [site for path in sorted(ROOT.rglob("*.py")) for site in _sites(path)]


def codes_elsewhere() -> list[str]:
    """Where the source names a code but makes no error with it: `module:line`. Comparisons are left out."""
    found = []
    for path in sorted(ROOT.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        made = {id(call.args[0]) for _, call in _calls(tree) if call.args}
        compared = {id(each) for node in ast.walk(tree) if isinstance(node, ast.Compare) for each in ast.walk(node)}
        found += [
            f"{_module(path)}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and _code(node) is not None and id(node) not in made | compared
        ]
    return found


def _sites(path: Path) -> Iterator[RaiseSite]:
    text, name = path.read_text(encoding="utf-8"), _module(path)
    if "Code." not in text and "Forbidden()" not in text:
        return
    tree = ast.parse(text)
    imported = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for holder, call in _calls(tree):
        code = _code(call.args[0]) if call.args else Code.PERMISSION_DENIED
        made = holder if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        error = getattr(importlib.import_module(imported.get(made, f"withhold.{name}")), made)
        if code is not None:
            place = PLACE if issubclass(error, Unreadable | Unfit) else set()
            values = frozenset(each.arg or "**" for each in call.keywords) - place
            yield RaiseSite(code, error, values, name, call.lineno)


def _calls(tree: ast.AST, holder: str = "") -> Iterator[tuple[str, ast.Call]]:
    """Each call that makes an error with a code, and the class around it: `Error(Code.X)`, `super().__init__(Code.X)`.

    `Forbidden()` has a code of its own.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            without = isinstance(node.func, ast.Name) and node.func.id == Forbidden.__name__ and not node.args
            if without or (node.args and _code(node.args[0]) is not None):
                yield holder, node
        yield from _calls(node, node.name if isinstance(node, ast.ClassDef) else holder)


def _code(node: ast.expr) -> Code | None:
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == Code.__name__:
        return Code[node.attr]
    return None


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)
