"""docs/architecture.md names packages, modules and files that are there, and leaves none out."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import withhold
from withhold import casework
from withhold.casework.intake import answer_files, evidence_file, filing, uploading
from withhold.casework.review.identifying import LOCK
from withhold.model.errors import Code
from withhold.screening.passes.outputs import CURES, FINDINGS, REPORT, SUMMARY

COVERS = ("withhold", "withhold.screening.passes.outputs")

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [*DOCS.glob("*.md"), *DOCS.glob("adr/*.md"), DOCS.parent / "CONTRIBUTING.md"]
ARCHITECTURE = (DOCS / "architecture.md").read_text(encoding="utf-8")
PACKAGES = {each.name for each in pkgutil.iter_modules(withhold.__path__) if each.ispkg}
NAME = re.compile(rf"`(?:withhold\.)?((?:{'|'.join(sorted(PACKAGES))})(?:\.\w+)+)`")

FILE_ENDINGS = {"database", "lock", "sqlite3"}
"""`identity.lock`, `records.sqlite3` and `witness.key.database` are files, not names in a package."""

NAMED = sorted(
    {
        (page.name, dotted)
        for page in PAGES
        for dotted in NAME.findall(page.read_text(encoding="utf-8"))
        if dotted.rpartition(".")[2] not in FILE_ENDINGS and dotted not in set(Code)
    }
)
"""Page and dotted name, for each module or name in a module that a page refers to. Codes of errors look alike."""


def resolved(dotted: str) -> object:
    """The module, or what a module or a class in it defines under that name. Raises if there is none."""
    module, _, name = dotted.rpartition(".")
    try:
        return importlib.import_module(dotted)
    except ModuleNotFoundError:
        return getattr(resolved(module), name)


def section(heading: str) -> str:
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", ARCHITECTURE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


@pytest.mark.parametrize(("page", "dotted"), NAMED)
def test_every_module_that_a_page_names_is_there(page: str, dotted: str) -> None:
    assert resolved(f"withhold.{dotted}") is not None, page


def test_the_pages_that_name_modules_are_found() -> None:
    assert {"CONTRIBUTING.md", "architecture.md"} <= {page for page, _ in NAMED}


@pytest.mark.parametrize("dotted", ["casework.overriding", "model.kinds.Override", "casework.intake.filing.Filed.no"])
def test_a_module_that_is_not_there_is_found(dotted: str) -> None:
    assert NAME.findall(f"See `withhold.{dotted}`.") == NAME.findall(f"See `{dotted}`.") == [dotted]
    with pytest.raises((AttributeError, ModuleNotFoundError)):
        resolved(f"withhold.{dotted}")


def test_every_package_has_its_row() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", section("Packages"), re.MULTILINE)
    packages = {each.name for each in pkgutil.iter_modules(casework.__path__) if each.ispkg}
    assert sorted(rows) == sorted([*PACKAGES, *packages])


def test_every_module_at_the_root_of_casework_is_named() -> None:
    modules = [each.name for each in pkgutil.iter_modules(casework.__path__) if not each.ispkg]
    assert [name for name in modules if f"`{name}`" not in section("Packages")] == []


def test_every_directory_and_output_of_an_instance_is_listed() -> None:
    stored = section("What is stored where")
    for directory in (answer_files.DIRECTORY, evidence_file.DIRECTORY, filing.WORK, uploading.DIRECTORY):
        assert f"\n  {directory}/ " in stored
        assert f"| `{directory}/` |" in stored or directory == evidence_file.DIRECTORY
    for output in (FINDINGS, CURES, SUMMARY, REPORT):
        assert output in stored
    assert f"`{LOCK}`" in ARCHITECTURE
