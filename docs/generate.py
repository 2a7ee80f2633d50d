"""The pages of docs/ that are written from the code, so that they cannot say otherwise.

`python -m docs.generate` writes them; with `--check` it writes nothing and ends with 1 where a page is out of date.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docs.law_page import law_page
from docs.permissions_page import permissions_page

HERE = Path(__file__).parent

PAGES: list[tuple[str, Callable[[], str]]] = [("permissions.md", permissions_page), ("law.md", law_page)]
"""File name in docs/ -> what writes it."""


def out_of_date(into: Path = HERE) -> list[str]:
    """The pages that do not say what the code says."""
    return [
        name for name, page in PAGES if not (into / name).is_file() or (into / name).read_bytes() != page().encode()
    ]


def main(arguments: Sequence[str] | None = None, into: Path = HERE) -> int:
    """Write or check the pages; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a page is out of date")
    check = parser.parse_args(arguments).check
    stale = out_of_date(into)
    for name, page in PAGES:
        if name in stale and check:
            sys.stderr.write(f"docs/{name} is out of date: run make docs\n")
        elif name in stale:
            (into / name).write_bytes(page().encode())
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
