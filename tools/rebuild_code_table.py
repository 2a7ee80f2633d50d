"""Rebuild the sections of the United States Code in the pack: python tools/rebuild_code_table.py SECTIONS.csv.gz

SECTIONS.csv.gz has a line for each section, in the order of the Code, with the columns ``title``, ``section``,
``chapter`` and ``kind``. The table in the pack was made from the Code as published in 2023 (public domain). ``kind``:

- ``crime``: Title 18, part I.
- ``penalty``: the text of the section has words of a criminal penalty.
- ``named_by_penalty``: such a section names it.
- ``tax``, ``repealed`` or ``other``.

A program assigned the kinds, so some are wrong. Only the first three count as criminal.
"""

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

TABLE = Path(__file__).parents[1] / "src" / "withhold" / "law" / "us_irc_6103_i_2" / "us_code.json"
CRIMINAL = {"crime", "penalty", "named_by_penalty"}


def table(rows: Iterable[Mapping[str, str]]) -> str:
    """Return the table as it is written: a line for each title, with ``*`` after each section that is criminal."""
    titles: dict[str, list[str]] = {}
    before: Mapping[str, str] = {}
    for row in rows:
        mark = "*" if row["kind"] in CRIMINAL else ""
        titles.setdefault(row["title"], []).extend([*missing(before, row), row["section"].lower() + mark])
        before = row
    lines = [f"  {json.dumps(title)}: {json.dumps(' '.join(titles[title]))}" for title in sorted(titles, key=int)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def missing(before: Mapping[str, str], row: Mapping[str, str]) -> Iterator[str]:
    """Return the numbers between two crimes of one chapter. Their sections were repealed, or the source lacks them."""
    if row["kind"] == before.get("kind") == "crime" and row["chapter"] == before["chapter"]:
        for number in range(_number(before) + 1, _number(row)):
            yield str(number)


def _number(row: Mapping[str, str]) -> int:
    found = re.match("[0-9]+", row["section"])
    assert found is not None
    return int(found[0])


if __name__ == "__main__":
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as lines:
        TABLE.write_text(table(csv.DictReader(lines)), encoding="utf-8")
    sys.stderr.write(f"wrote {TABLE}\n")
