"""The form in which case numbers are compared. Case, spacing and punctuation do not make a second matter."""

import unicodedata

import polars as pl

from withhold.screening.frame.distinct import distinct


def canonical_case_number(text: str) -> str:
    """Return only the letters, in upper case and without marks, and the digits. "" if nothing is left.

    For example, ``ab-12/3`` becomes ``AB123``.
    """
    folded = unicodedata.normalize("NFKD", text).upper()
    return "".join(c for c in folded if c.isalnum() and not unicodedata.combining(c))


def case_keys(column: pl.Series) -> pl.Series:
    """Return ``canonical_case_number`` of every cell. ASCII cells, nearly all of them, are converted in the engine."""
    if not column.str.contains(r"[^A-Z0-9-]").any():
        return column.str.replace_all("-", "", literal=True)
    keys = column.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")
    rows = column.str.contains(r"[^ -~]").arg_true()
    if not len(rows):
        return keys
    return keys.scatter(rows, distinct(column.gather(rows)).map(canonical_case_number, pl.String).column("key"))
