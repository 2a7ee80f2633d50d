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

from withhold.screening.frame.distinct import Distinct, distinct
from withhold.screening.judging.alike_people import PEOPLE, PERCENT, alike_sentence

HEADER = b"row,request_ref,element,check,cure\n"

FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""The beginning of a cell that a spreadsheet would run as a formula, for example ``=``."""

_BASE = 128
"""Both figures of a row make one number. A percentage is below it."""


@dataclass(frozen=True, slots=True)
class Cure:
    """What to do if a row fails a check. ``element`` is the id of the element that it is of."""

    element: str
    text: str
    alike: bool = False
    """Whether how many texts are alike, and how alike, is beside it. See `judging.alike_people`."""


def write_cures(findings: pl.DataFrame, cures: Mapping[str, Cure], file: BinaryIO) -> None:
    """Write the lines of some findings, in their order, without the header. ``cures`` has check id → its cure."""
    # Each text is quoted once, not once per line, because a batch can have millions of deficiencies.
    endings, told = _endings(tuple(cures.items())), _told(findings)
    texts = [
        f'{ending}{sentence}"' if cures[check].alike else f'{ending}"'
        for sentence in told.values.to_list()
        for check, ending in endings.items()
    ]
    lines = findings.select(
        "row",
        _quoted(neutral_expression("request_ref")).alias("request_ref"),
        pl.col("checks").cast(pl.List(pl.Enum(list(endings)))).alias("place"),
        told.codes.alias("told"),
    ).explode("place", empty_as_null=False)
    place = lines["told"] * len(endings) + lines["place"].to_physical()
    ending = pl.Series("ending", texts, dtype=pl.String).gather(place)
    lines.select("row", "request_ref", ending).write_csv(file, include_header=False, quote_style="never")


def _told(findings: pl.DataFrame) -> Distinct:
    """Return for each row what comes after the cure of a check that is about alike texts. "" if nothing does."""
    if findings[PEOPLE].null_count() == findings.height:
        return Distinct(pl.repeat(0, findings.height, dtype=pl.UInt32, eager=True), pl.Series([""]))
    figures = findings.select((pl.col(PEOPLE) * _BASE + pl.col(PERCENT)).fill_null(0)).to_series()
    return distinct(figures).map(lambda each: f" {alike_sentence(*divmod(each, _BASE))}" if each else "", pl.String)


@lru_cache(maxsize=8)
def _endings(cures: tuple[tuple[str, Cure], ...]) -> dict[str, str]:
    """Return check → the end of its lines, without the last quotation mark. It is the same for every chunk."""
    return {check: f"{cure.element},{check},{_begun(neutral(cure.text))}" for check, cure in cures}


def _quoted(text: pl.Expr) -> pl.Expr:
    doubled = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(text.str.contains(r'[",\r\n]')).then(doubled).otherwise(text)


def _begun(text: str) -> str:
    return '"' + text.replace('"', '""')


def neutral(text: str) -> str:
    """Return the text, with an apostrophe before it if a spreadsheet would run it as a formula."""
    neutralized: str = pl.DataFrame({"text": [text]}).select(neutral_expression("text")).item()
    return neutralized


def neutral_expression(column: str) -> pl.Expr:
    """Return ``neutral`` for a whole column."""
    text = pl.col(column)
    return pl.when(text.str.contains(FORMULA)).then("'" + text).otherwise(text).alias(column)
