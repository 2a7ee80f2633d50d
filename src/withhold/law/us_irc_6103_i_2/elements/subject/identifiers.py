"""The shape of the ids under which signers and officials are accredited."""

import narwhals as nw

SHAPE = "^[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9]$"


def shapeless(column: str) -> nw.Expr:
    """Return whether the column is empty or has a text that cannot be an id."""
    return ~nw.col(column).str.contains(SHAPE)
