"""Check the columns of a batch against the contract: none unknown, none missing, none twice."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import is_plain, shown_path
from withhold.screening.reading.chunk import Unfit

_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_NOT_OF_A_NAME = re.compile(r"[\W_]+")
_ALIKE = 0.8


def check_header(path: Path, names: Sequence[str]) -> None:
    """Raise Unreadable, with the column, unless ``names`` are exactly ``COLUMNS`` in any order.

    An unknown column is refused, not dropped, so that the custodian receives no data that it did not ask for.
    """
    file = shown_path(path)
    if not set(names) & set(COLUMNS):
        raise _no_header(file, names)
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
    if (meant := _as_in_contract(name)) in COLUMNS:
        shown = name if is_plain(name) else None
        return Unfit(Code.COLUMN_SPELLED_OTHERWISE, column=shown, number=place, meant=meant)
    if not is_plain(name):
        return Unfit(Code.COLUMN_UNKNOWN_UNSHOWN, number=place)
    if alike := get_close_matches(meant, COLUMNS, 1, _ALIKE):
        return Unfit(Code.COLUMN_UNKNOWN_ALIKE, column=name, meant=alike[0])
    return Unfit(Code.COLUMN_UNKNOWN, column=name)


def _no_header(file: str, names: Sequence[str]) -> Unreadable:
    """Return the error for a first row that names no column of the contract. It states the likely cause."""
    if names and names[0].casefold().startswith("sep="):
        return Unreadable(Code.HEADER_SEPARATOR_LINE, file=file)
    for mark, plural in _SEPARATORS.items():
        if any(_as_in_contract(part) in COLUMNS for name in names if mark in name for part in name.split(mark)):
            return Unreadable(Code.HEADER_SEPARATED_OTHERWISE, file=file, separators=plural)
    for place, name in enumerate(names, 1):
        if _as_in_contract(name) in COLUMNS:
            return unknown_column(name, place).in_file(file, None)
    return Unreadable(Code.HEADER_MISSING, file=file)


def _as_in_contract(name: str) -> str:
    """Return the name in lower case, with ``_`` for what is neither a letter nor a digit: ``request_ref``."""
    return _NOT_OF_A_NAME.sub("_", name.casefold()).strip("_")
