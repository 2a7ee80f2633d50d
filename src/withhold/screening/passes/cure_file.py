"""``cure.csv``: one line per deficiency, for the agency.

The agency's own reference is the only value of the request in it. No cell can run as a formula in a spreadsheet.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import BinaryIO

import polars as pl

HEADER = b"row,request_ref,element,cure\n"

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""The beginning of a cell that a spreadsheet would run as a formula, for example ``=``."""


def write_cures(findings: pl.DataFrame, cures: Mapping[str, str], file: BinaryIO) -> None:
    """Write the lines of some findings, in their order, without the header."""
    # Each text is quoted once, not once per line, because a batch can have millions of deficiencies.
    endings = _endings(tuple(cures.items()))
    ending = pl.Series("ending", list(endings.values()), dtype=pl.String)
    lines = findings.select(
        "row",
        _quoted(neutral_expression("request_ref")).alias("request_ref"),
        pl.col("deficiencies").cast(pl.List(pl.Enum(list(endings)))).alias("place"),
    ).explode("place", empty_as_null=False)
    place = lines["place"].to_physical()
    lines.select("row", "request_ref", ending.gather(place)).write_csv(file, include_header=False, quote_style="never")


@lru_cache(maxsize=8)
def _endings(cures: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return element → the end of its lines. It is the same for every chunk of a batch."""
    return {element: f"{element},{_quoted_text(neutral(cure))}" for element, cure in cures}


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
