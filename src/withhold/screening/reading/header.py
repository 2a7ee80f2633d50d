"""Check the columns of a batch against the contract: none unknown, none missing, none twice."""

from collections.abc import Sequence
from pathlib import Path

from withhold.model.errors import Code, Unreadable
from withhold.screening.frame.columns import COLUMNS
from withhold.screening.naming import is_plain, shown_path
from withhold.screening.reading.chunk import Unfit


def check_header(path: Path, names: Sequence[str]) -> None:
    """Raise Unreadable, with the column, unless ``names`` are exactly ``COLUMNS`` in any order.

    An unknown column is refused, not dropped, so that the custodian receives no data that it did not ask for.
    """
    file = shown_path(path)
    if not set(names) & set(COLUMNS):
        raise Unreadable(Code.HEADER_MISSING, file=file)
    for place, name in enumerate(names, 1):
        if name not in COLUMNS:
            raise unknown_column(name, place).in_file(file, None)
        if name in names[: place - 1]:
            raise Unreadable(Code.COLUMN_GIVEN_TWICE, file=file, column=name)
    missing = [name for name in COLUMNS if name not in names]
    if len(missing) == 1:
        raise Unreadable(Code.COLUMN_MISSING, file=file, column=missing[0])
    if missing:
        raise Unreadable(Code.COLUMN_MISSING_AND_MORE, file=file, column=missing[0], count=len(missing) - 1)


def unknown_column(name: str, place: int) -> Unfit:
    """Return the error for a column that the contract does not have. ``place`` counts from 1.

    It has the column's name only if that looks like one, because somebody may have pasted a person's data into the
    header. For example, the column ``Jane Example <jane@example.org>`` is named by its place.
    """
    if is_plain(name):
        return Unfit(Code.COLUMN_UNKNOWN, column=name)
    return Unfit(Code.COLUMN_UNKNOWN_UNSHOWN, number=place)
