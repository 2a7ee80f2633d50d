"""What went wrong with a whole column of a file, counted once: how a spreadsheet or an export changed its cells.

Each row names its own deficiencies. If 20 rows have the same cause, such as dates that Excel wrote its own way, the
summary names the cause once, with the number of rows and the cure. No cause has a cell's content in it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from withhold.model.cases.request import COLUMNS

_OPTIONAL = frozenset(("middle_name", "suffix", "address_line2"))
_MOST = 6
"""The most causes that are named, those with the most rows first."""
_FEWEST = 3
"""With fewer rows, an empty column is named by the rows alone."""
_AS_TEXT = "In Excel, format the column as Text, then enter the values again"


@dataclass(frozen=True, slots=True)
class Cause:
    """One way in which the cells of a column go wrong. The cells it matches never meet their element."""

    id: str
    column: str
    rows: pl.Expr
    """The number of rows with it."""
    one: str
    """What is wrong with one cell, as the end of a sentence."""
    several: str
    cure: str


def _matches(column: str, hint: pl.Expr, pattern: str) -> pl.Expr:
    """Return how many cells match. ``hint`` is true of few cells, and spares the others the pattern."""
    return pl.col(column).filter(hint).str.strip_chars().str.contains(pattern).sum()


def _longer(column: str, *lengths: int) -> pl.Expr:
    return ~pl.col(column).str.len_bytes().is_in([0, *lengths])


def _has_slash(column: str) -> pl.Expr:
    return pl.col(column).str.contains("/", literal=True)


def _ends_with_zero(column: str) -> pl.Expr:
    return pl.col(column).str.ends_with(".0")


CAUSES = (
    Cause(
        "date_month_first",
        "date_of_birth",
        _matches("date_of_birth", _has_slash("date_of_birth"), r"^\d{1,2}/\d{1,2}/(?:\d{2}|\d{4})$"),
        "is a date with slashes",
        "are dates with slashes",
        f"{_AS_TEXT} as YYYY-MM-DD.",
    ),
    Cause(
        "date_serial",
        "date_of_birth",
        _matches("date_of_birth", _longer("date_of_birth", 10), r"^\d{5}(?:\.0)?$"),
        "is the number that Excel keeps for a date",
        "are the numbers that Excel keeps for dates",
        f"{_AS_TEXT} as YYYY-MM-DD.",
    ),
    Cause(
        "date_compact",
        "date_of_birth",
        _matches("date_of_birth", _longer("date_of_birth", 10), r"^\d{8}$"),
        "is a date without hyphens",
        "are dates without hyphens",
        "Write each date as YYYY-MM-DD.",
    ),
    Cause(
        "zip_zero_lost",
        "zip",
        _matches("zip", _longer("zip", 5, 10), r"^(?:\d{3,4}|\d{3,4}-\d{4}|\d{7,8})$"),
        "lost its leading zero",
        "lost their leading zeros",
        f"{_AS_TEXT}, each with five or nine digits.",
    ),
    Cause(
        "tin_zero_lost",
        "tin",
        _matches("tin", _longer("tin", 9, 11), r"^\d{7,8}$"),
        "lost its leading zero",
        "lost their leading zeros",
        f"{_AS_TEXT}, each with nine digits.",
    ),
    Cause(
        "tin_scientific",
        "tin",
        _matches("tin", _longer("tin", 9), r"^\d(?:[.,]\d+)?[Ee]\+?\d+$"),
        "is in scientific notation, so digits are lost",
        "are in scientific notation, so digits are lost",
        f"{_AS_TEXT}, each with nine digits.",
    ),
    Cause(
        "tin_decimal",
        "tin",
        _matches("tin", _ends_with_zero("tin"), r"^\d{7,9}\.0$"),
        "is a number with decimals",
        "are numbers with decimals",
        f"{_AS_TEXT}, each with nine digits.",
    ),
    Cause(
        "zip_decimal",
        "zip",
        _matches("zip", _ends_with_zero("zip"), r"^\d{3,9}\.0$"),
        "is a number with decimals",
        "are numbers with decimals",
        f"{_AS_TEXT}, each with five or nine digits.",
    ),
    Cause(
        "state_in_words",
        "state",
        _matches("state", _longer("state", 2), r"^[A-Za-z][A-Za-z .]{3,}$"),
        "is more than the two letters of a state",
        "are more than the two letters of a state",
        "Write each state as its two-letter code, such as TX.",
    ),
    *(
        Cause(
            f"empty_{column}",
            column,
            (pl.col(column).str.len_bytes() == 0).sum(),
            "",
            "",
            "Fill the column in. If your system has these values, check whether the export left the column out.",
        )
        for column in COLUMNS
        if column not in _OPTIONAL
    ),
)


def count_causes(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the number of rows (UInt32) with each cause in one row. ``frame`` has the cells as they came."""
    return frame.select(cause.rows.alias(cause.id) for cause in CAUSES)


def named_causes(counts: Mapping[str, int], rows: int) -> list[dict[str, Any]]:
    """Return the causes to name in the summary of a batch of ``rows`` rows. ``counts`` is cause → rows."""
    found = [cause for cause in CAUSES if counts.get(cause.id) and _shows(cause, counts[cause.id], rows)]
    found.sort(key=lambda cause: -counts[cause.id])
    return [
        {
            "cause": cause.id,
            "column": cause.column,
            "rows": counts[cause.id],
            "says": _says(cause, counts[cause.id], rows),
            "cure": cause.cure,
        }
        for cause in found[:_MOST]
    ]


def _shows(cause: Cause, count: int, rows: int) -> bool:
    """Return whether a cause is named. A column with some empty cells is not, only one with nothing in it."""
    return bool(cause.several) or (count == rows >= _FEWEST)


def _says(cause: Cause, count: int, rows: int) -> str:
    if not cause.several:
        return f"The column {cause.column} is empty in all {rows:,} rows."
    if count == 1:
        return f"1 cell of the column {cause.column} {cause.one}."
    many = f"All {count:,}" if count == rows else f"{count:,}"
    return f"{many} cells of the column {cause.column} {cause.several}."


def added(parts: Iterable[pl.DataFrame]) -> Counter[str]:
    """Return cause → rows of the whole batch. Each part is what `count_causes` returned for some of its rows."""
    whole: Counter[str] = Counter()
    for part in parts:
        whole.update(part.row(0, named=True))
    return whole
