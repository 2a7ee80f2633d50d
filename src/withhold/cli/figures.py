"""Formatting figures for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any


def summary_lines(summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines that show a screening's figures. Deficiencies come with the most frequent first, then marks, then
    the likely causes in the whole file.

    A row can have several deficiencies, so their counts can add up to more than the rows.
    """
    yield f"rows      {summary['rows']:>12,}"
    for outcome in ("eligible", "returned", "refused"):
        yield f"{outcome:<10}{summary[outcome]:>12,}"
    by_element = sorted(summary["by_element"].items(), key=lambda item: (-item[1], item[0]))
    for element, rows in by_element:
        if rows:
            yield f"  {element:<16}{rows:>12,}"
    for mark, rows in summary["by_mark"].items():
        if rows:
            yield f"  {mark:<16}{rows:>12,} marked"
    for cause in summary["file_causes"]:
        yield f"{cause['says']} {cause['cure']}"
