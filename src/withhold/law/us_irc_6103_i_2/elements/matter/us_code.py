"""The sections of the United States Code that exist, and whether each is known to be criminal.

`us_code.json` is made from the Code as published in 2023 (public domain) by ``tools/rebuild_code_table.py``. It has a
line for each title, with the sections in the order of the Code. A section that is criminal, or plausibly so, has ``*``
after it: it is in Title 18, part I, or its text has words of a criminal penalty, or such a section names it. A program
found these words, so it errs in both directions.

A repealed section is in the table, because it still applies to what was done before its repeal. So is each number that
is missing between two sections of one chapter of Title 18, part I: most of those sections were repealed.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from withhold.law.citations import Citation
from withhold.law.us_irc_6103_i_2.elements.matter.designations import Designation

_TABLE = Path(__file__).parents[2] / "us_code.json"
_CRIMINAL = "*"
_RUN_TOGETHER = re.compile(r"([1-9][0-9]*)([a-z])([0-9]{0,2})([a-z]?)", re.ASCII)


def sections_of(title: int) -> Mapping[str, bool]:
    """Return each section of a title, in the order of the Code and in lower case, with whether it is criminal.

    A title that does not exist has none. The table is read when it is first asked for: most processes never ask.
    """
    return _sections(str(title))


@cache
def _sections(title: str) -> Mapping[str, bool]:
    return {each.rstrip(_CRIMINAL): each.endswith(_CRIMINAL) for each in _titles().get(title, "").split()}


@cache
def _titles() -> Mapping[str, str]:
    table: Mapping[str, str] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return table


def figures() -> tuple[int, int]:
    """Return how many sections the table has, and how many of them are criminal."""
    every = [criminal for title in _titles() for criminal in _sections(title).values()]
    return len(every), sum(every)


def provisions_of(designation: Designation) -> tuple[Citation, ...]:
    """Return the provisions that exist and that this designates. It is empty if one end of a range does not exist.

    ``8 U.S.C. 1325-1326`` is two sections, ``42 U.S.C. 2000e-5`` one. ``18 U.S.C. 922g1`` is ``922(g)(1)``, because no
    section has that name. ``21 U.S.C. 841-46`` ends with section 846.
    """
    title, name = designation.first.title, designation.first.section
    if designation.last:
        return _between(title, name, designation.last)
    if name.lower() in sections_of(title):
        return (Citation(title, name.lower(), designation.first.subsections),)
    parts = name.split("-")
    for at in range(1, len(parts)):
        if found := _between(title, "-".join(parts[:at]), "-".join(parts[at:])):
            return found
    apart = _RUN_TOGETHER.fullmatch(name)
    if apart and apart[1] in sections_of(title):
        return (Citation(title, apart[1], (*filter(None, apart.groups()[1:]), *designation.first.subsections)),)
    return ()


def _between(title: int, first: str, last: str) -> tuple[Citation, ...]:
    every = [*sections_of(title)]
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: -len(last)] + last
    ends = [every.index(each.lower()) for each in (first, last) if each.lower() in sections_of(title)]
    return tuple(Citation(title, each) for each in every[ends[0] : ends[1] + 1]) if len(ends) == 2 else ()
