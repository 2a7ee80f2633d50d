"""Strict reading of a pack's data files. An unknown key is an error, so that nobody overlooks a setting."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from withhold.model.errors import Code, Unreadable


def read_table(path: Path) -> dict[str, Any]:
    """Return a TOML file as a dict. Raises Unreadable if it is missing or malformed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(Code.FILE_UNREADABLE, file=path.name, problem=str(error.strerror)) from error
    except ValueError as error:  # tomllib's and UTF-8's own errors both derive from it
        raise Unreadable(Code.FILE_NOT_TOML, file=path.name, problem=str(error)) from error


class Section:
    """One table of a data file. Each key must be taken exactly once, with its type.

    The methods that take a key raise Unreadable if it is missing or its value has another form.
    """

    def __init__(self, file: str, values: object, name: str) -> None:
        """Raise Unreadable if ``values`` is no table."""
        if not isinstance(values, Mapping):
            raise Unreadable(Code.FIELD_NOT_AN_OBJECT, file=file, column=name)
        self._file, self._name, self._left = file, name, dict(values)

    def _take(self, key: str) -> Any:
        if key not in self._left:
            raise Unreadable(Code.FIELD_MISSING, file=self._file, column=f"{self._name}.{key}")
        return self._left.pop(key)

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if not isinstance(value, list):
            raise Unreadable(Code.FIELD_NOT_A_LIST, file=self._file, column=f"{self._name}.{key}")
        return value

    def text(self, key: str) -> str:
        """Take a text that is not blank."""
        value = self._take(key)
        if not isinstance(value, str):
            raise Unreadable(Code.FIELD_NOT_TEXT, file=self._file, column=f"{self._name}.{key}")
        if not value.strip():
            raise Unreadable(Code.FIELD_EMPTY, file=self._file, column=f"{self._name}.{key}")
        return value

    def day(self, key: str) -> date:
        """Take a calendar date."""
        value = self._take(key)
        if type(value) is not date:  # exact: in Python a datetime is a date
            raise Unreadable(Code.FIELD_NOT_A_DATE, file=self._file, column=f"{self._name}.{key}")
        return value

    def optional_day(self, key: str) -> date | None:
        """Take a calendar date, or return None if the key is left out."""
        return self.day(key) if key in self._left else None

    def flag(self, key: str) -> bool:
        """Take a boolean."""
        value = self._take(key)
        if not isinstance(value, bool):
            raise Unreadable(Code.FIELD_NOT_A_FLAG, file=self._file, column=f"{self._name}.{key}")
        return value

    def number(self, key: str, least: int, most: int) -> int:
        """Take a whole number from ``least`` to ``most``. Outside such bounds a parameter could disable an element."""
        value = self._take(key)
        if type(value) is not int:  # exact: in Python True is an int
            raise Unreadable(Code.FIELD_NOT_A_NUMBER, file=self._file, column=f"{self._name}.{key}")
        if not least <= value <= most:
            column = f"{self._name}.{key}"
            raise Unreadable(Code.FIELD_OUT_OF_RANGE, file=self._file, column=column, least=least, most=most)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of different texts that is not empty."""
        values = self._list(key)
        found = tuple(value for value in values if isinstance(value, str) and value.strip())
        if not found or len(found) != len(values) or len(set(found)) != len(found):
            raise Unreadable(Code.FIELD_NOT_DIFFERENT_TEXTS, file=self._file, column=f"{self._name}.{key}")
        return found

    def has(self, key: str) -> bool:
        """Return whether the key is given and not taken yet. It is for keys that may be left out."""
        return key in self._left

    def items(self) -> dict[str, Any]:
        """Take all keys that are left, without checking their values."""
        left, self._left = self._left, {}
        return left

    def section(self, key: str) -> "Section":
        """Take a table within this one."""
        return Section(self._file, self._left.pop(key, None), key)

    def sections(self, key: str) -> tuple["Section", ...]:
        """Take a list of tables that is not empty."""
        values = self._list(key)
        if not values:
            raise Unreadable(Code.FIELD_EMPTY, file=self._file, column=f"{self._name}.{key}")
        return tuple(Section(self._file, value, f"{key} {n}") for n, value in enumerate(values, start=1))

    def close(self) -> None:
        """Raise Unreadable, with the name of the first, if any keys were not taken."""
        if self._left:
            raise Unreadable(Code.FIELD_UNKNOWN, file=self._file, column=f"{self._name}.{min(self._left)}")


def read_lists(path: Path) -> dict[str, frozenset[str]]:
    """Return list → its words or phrases, for a file of lists. Raises Unreadable if it is missing or malformed."""
    table = read_table(path)
    section = Section(path.name, table, "words")
    return {key: frozenset(section.texts(key)) for key in table}
