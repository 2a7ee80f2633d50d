"""The pages of docs/, and the parts of pages, that are written from the code, so that they cannot differ from it.

`python -m docs.generate` writes them. With `--check` it writes nothing and ends with 1 if a page is out of date.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from docs.architecture_pictures import with_pictures
from docs.errors_page import errors_page
from docs.law_page import law_page
from docs.permissions_page import permissions_page

HERE = Path(__file__).parent

PAGES: list[tuple[str, Callable[[], str]]] = [
    ("permissions.md", permissions_page),
    ("law.md", law_page),
    ("errors.md", errors_page),
]
"""File name in docs/ -> what writes the whole page."""

PARTS: list[tuple[str, Callable[[str], str]]] = [("architecture.md", with_pictures)]
"""File name in docs/ -> what writes the parts between its markers and keeps the rest."""


def out_of_date(into: Path = HERE) -> list[str]:
    """The pages that differ from what the code would write."""
    return [name for name, text in _written(into).items() if _present(into / name) != text]


def _written(into: Path) -> dict[str, str]:
    """Each page as it should be. A page with generated parts is left out if it is not there: people write it."""
    parts = {name: draw(_present(into / name)) for name, draw in PARTS if (into / name).is_file()}
    return _pages() | parts


@cache
def _pages() -> dict[str, str]:
    """The pages that are written whole. The code that they show does not change while this runs."""
    return {name: page() for name, page in PAGES}


def _present(page: Path) -> str:
    return page.read_bytes().decode() if page.is_file() else ""


def main(arguments: Sequence[str] | None = None, into: Path = HERE) -> int:
    """Write or check the pages; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is out of date")
    check = parser.parse_args(arguments).check
    stale = out_of_date(into)
    for name in stale:
        if check:
            sys.stderr.write(f"docs/{name} is out of date: run make docs\n")
        else:
            (into / name).write_bytes(_written(into)[name].encode())
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
