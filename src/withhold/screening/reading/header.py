"""Check the columns of a batch against the contract: none unknown, none missing, none twice."""

from collections.abc import Sequence
from pathlib import Path

from withhold.model.errors import InWords
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.naming import shown_column, shown_path


def check_header(path: Path, names: Sequence[str]) -> None:
    """Raise Unreadable, with the column, unless ``names`` are exactly ``COLUMNS`` in any order.

    An unknown column is refused, not dropped, so that the custodian receives no data that it did not ask for.
    """
    file = shown_path(path)
    if not set(names) & set(COLUMNS):
        raise InWords(file, "there is no header row: none of the expected columns is named")
    for place, name in enumerate(names, 1):
        if name not in COLUMNS:
            raise InWords(file, f"column {shown_column(name, place)} is unknown")
        if name in names[: place - 1]:
            raise InWords(file, f'column "{name}" is given twice')
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise InWords(file, f'column "{missing[0]}" is missing' + _more(len(missing) - 1))


def _more(count: int) -> str:
    return f", and {count} more" if count else ""
