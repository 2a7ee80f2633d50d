"""Text as given, without what nobody can see."""

import re
import unicodedata

import polars as pl

from withhold.screening.frame.distinct import SHORT, distinct

_UNCLEAN = r"[^ -~]|^ | $|  "
"""Where printable ASCII is single-spaced and trimmed, cleaning changes nothing: most cells need no more."""

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = {"Zs", "Zl", "Zp"}
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85"


def clean_text(text: str) -> str:
    """Trims, drops control and zero-width characters, and makes each run of white space one space."""
    return " ".join("".join(map(_seen, text)).split())


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in _SPACES or character in _BREAKS:
        return " "
    return "" if category in _UNSEEN else character


def cleaned(column: pl.Series) -> pl.Series:
    """The column with every cell cleaned; the same object where no cell needed it."""
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
