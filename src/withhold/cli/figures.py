"""Formatting figures for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from withhold.law.registry import pack


def summary_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that show a screening's figures. Deficiencies come with the most frequent first, then marks, then
    the likely causes in the whole file.

    Below each element are the checks that fail, if it has several. A row can have several deficiencies, so their counts
    can add up to more than the rows.
    """
    rules, by_check = pack(summary["pack"]["id"]), summary["by_check"]
    yield f"rows      {summary['rows']:>12,}"
    for outcome in ("eligible", "returned", "refused"):
        yield f"{outcome:<10}{summary[outcome]:>12,}"
    by_element = sorted(summary["by_element"].items(), key=lambda item: (-item[1], item[0]))
    for element, rows in by_element:
        if rows:
            yield f"  {element:<16}{rows:>12,}"
            checks = [check.id for check in rules.element(element).checks if check.id != element]
            yield from (f"    {each:<27}{by_check[each]:>11,}" for each in checks if by_check.get(each))
    for mark, rows in summary["by_mark"].items():
        if rows:
            yield f"  {mark:<16}{rows:>12,} marked"
    for cause in summary["file_causes"]:
        yield f"{cause['says']} {cause['cure']}"
