"""Show names from a file or a path in one line of a message."""

import re
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,39}")


def shown_path(path: Path) -> str:
    """Return the path on one line, without control characters."""
    return "".join(c if c.isprintable() else "?" for c in str(path))


def shown_column(name: str, place: int) -> str:
    """Return a column's name if it looks like one, else its place (from 1).

    Somebody may have pasted a person's data into the header, so other text is not repeated. For example, the column
    ``Jane Example <jane@example.org>`` is shown by its place.
    """
    return f'"{name}"' if _PLAIN.fullmatch(name) else f"no. {place}, whose name is not shown,"


def shown_sheet(name: str, place: int) -> str:
    """Return a sheet's name if it looks like one, else its place (from 1) among the sheets that are not empty."""
    return f'"{name}"' if _PLAIN.fullmatch(name) else f"no. {place}, whose name is not shown"
