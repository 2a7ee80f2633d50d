"""Show names from a file or a path in one line of a message."""

import re
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]{0,39}")


def shown_path(path: Path) -> str:
    """Return the path on one line, without control characters."""
    return "".join(c if c.isprintable() else "?" for c in str(path))


def is_plain(name: str) -> bool:
    """Return whether the name of a column or sheet looks like one. Other text may be a person's data."""
    return _PLAIN.fullmatch(name) is not None


def shown_sheet(name: str, place: int) -> str:
    """Return a sheet's name if it looks like one, else its place (from 1) among the sheets that are not empty."""
    return f'"{name}"' if is_plain(name) else f"no. {place}, whose name is not shown"
