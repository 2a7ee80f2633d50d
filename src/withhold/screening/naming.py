"""Names from outside, fit for one line of a message."""

import re
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,39}")


def shown_path(path: Path) -> str:
    """The path on one line, without control characters."""
    return "".join(c if c.isprintable() else "?" for c in str(path))


def shown_column(name: str, place: int) -> str:
    """A column's name where it reads like one, else its place (from 1).

    What stands in the header may be a person's data that somebody pasted there: it is not repeated.
    """
    return f'"{name}"' if _PLAIN.fullmatch(name) else f"no. {place}, whose name is not shown,"


def shown_sheet(name: str, place: int) -> str:
    """A sheet's name where it reads like one, else its place (from 1) among those that hold anything."""
    return f'"{name}"' if _PLAIN.fullmatch(name) else f"no. {place}, whose name is not shown"
