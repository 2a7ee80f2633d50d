"""``cure.csv``: one line for each check that a row fails, for the agency.

A line has the check's own short cure, so that it can be acted on without another file. ``report.html`` has, once, what
each element requires. The agency's own reference is the only value of the request in it. No cell can run as a formula
in a spreadsheet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

import polars as pl

HEADER = b"row,request_ref,element,check,cure\n"

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""The beginning of a cell that a spreadsheet would run as a formula, for example ``=``."""


@dataclass(frozen=True, slots=True)
class Cure:
    """What to do if a row fails a check. ``element`` is the id of the element that it is of."""

    element: str
    text: str


def write_cures(findings: pl.DataFrame, cures: Mapping[str, Cure], file: BinaryIO) -> None:
    """Write the lines of some findings, in their order, without the header. ``cures`` has check id → its cure."""
    # Each text is quoted once, not once per line, because a batch can have millions of deficiencies.
    endings = _endings(tuple(cures.items()))
    ending = pl.Series("ending", list(endings.values()), dtype=pl.String)
    lines = findings.select(
        "row",
        _quoted(neutral_expression("request_ref")).alias("request_ref"),
        pl.col("checks").cast(pl.List(pl.Enum(list(endings)))).alias("place"),
    ).explode("place", empty_as_null=False)
    place = lines["place"].to_physical()
    lines.select("row", "request_ref", ending.gather(place)).write_csv(file, include_header=False, quote_style="never")


@lru_cache(maxsize=8)
def _endings(cures: tuple[tuple[str, Cure], ...]) -> dict[str, str]:
    """Return check → the end of its lines. It is the same for every chunk of a batch."""
    return {check: f"{cure.element},{check},{_quoted_text(neutral(cure.text))}" for check, cure in cures}


def _quoted(text: pl.Expr) -> pl.Expr:
    doubled = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(text.str.contains(r'[",\r\n]')).then(doubled).otherwise(text)


def _quoted_text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def neutral(text: str) -> str:
    """Return the text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    neutralized: str = pl.DataFrame({"text": [text]}).select(neutral_expression("text")).item()
    return neutralized


def neutral_expression(column: str) -> pl.Expr:
    """Return ``neutral`` for a whole column."""
    text = pl.col(column)
    return pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).alias(column)
