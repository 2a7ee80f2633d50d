"""Remove invisible characters and extra white space from cells."""

import re
import unicodedata

import polars as pl

from withhold.screening.frame.distinct import SHORT, distinct

_UNCLEAN = r"[^ -~]|^ | $|  "
"""What only a cell that needs cleaning contains. Most cells are trimmed, single-spaced, printable ASCII."""

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = {"Zs", "Zl", "Zp"}
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


def clean_text(text: str) -> str:
    """Return the text trimmed, without control and zero-width characters, and with single spaces."""
    return " ".join("".join(map(_seen, text)).split())


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in _SPACES or character in _BREAKS:
        return " "
    return "" if category in _UNSEEN else character


def cleaned(column: pl.Series) -> pl.Series:
    """Return the column with every cell cleaned. It is the same object if no cell needed it."""
    if len(column) <= SHORT:
        cells = column.to_list()
        if not any(map(re.compile(_UNCLEAN).search, cells)):
            return column
        return pl.Series(column.name, list(map(clean_text, cells)), dtype=pl.String)
    rows = column.str.contains(_UNCLEAN).arg_true()
    if not len(rows):
        return column
    text = distinct(column.gather(rows)).map(clean_text, pl.String)
    return column.clone().scatter(rows, text.column(column.name))
