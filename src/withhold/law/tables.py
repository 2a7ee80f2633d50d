"""Strict reading of a pack's data files. An unknown key is an error, so that nobody overlooks a setting."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from withhold.model.errors import InWords


def read_table(path: Path) -> dict[str, Any]:
    """Return a TOML file as a dict. Raises Unreadable if it is missing or malformed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InWords(path.name, "the file cannot be opened") from error
    except ValueError as error:  # tomllib's and UTF-8's own errors both derive from it
        raise InWords(path.name, f"not TOML: {error}") from error


class Section:
    """One table of a data file. Each key must be taken exactly once, with its type.

    The methods that take a key raise Unreadable if it is missing or its value has another form.
    """

    def __init__(self, file: str, values: object, name: str) -> None:
        """Raise Unreadable if ``values`` is no table."""
        if not isinstance(values, Mapping):
            raise InWords(file, f"[{name}] is missing or is not a table")
        self._file, self._name, self._left = file, name, dict(values)

    def _take(self, key: str, kind: type) -> Any:
        value = self._left.pop(key, None)
        if type(value) is not kind:  # exact: in Python True is an int
            raise InWords(self._file, f"{self._name}.{key} must be given as {kind.__name__}")
        return value

    def text(self, key: str) -> str:
        """Take a text that is not blank."""
        value: str = self._take(key, str)
        if not value.strip():
            raise InWords(self._file, f"{self._name}.{key} is blank")
        return value

    def day(self, key: str) -> date:
        """Take a calendar date."""
        value: date = self._take(key, date)
        return value

    def optional_day(self, key: str) -> date | None:
        """Take a calendar date, or return None if the key is left out."""
        return self.day(key) if key in self._left else None

    def flag(self, key: str) -> bool:
        """Take a boolean."""
        value: bool = self._take(key, bool)
        return value

    def number(self, key: str, least: int, most: int) -> int:
        """Take a whole number from ``least`` to ``most``. Outside such bounds a parameter could disable an element."""
        value: int = self._take(key, int)
        if not least <= value <= most:
            raise InWords(self._file, f"{self._name}.{key} must be from {least} to {most}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of different texts that is not empty."""
        values: list[object] = self._take(key, list)
        found = tuple(value for value in values if isinstance(value, str) and value.strip())
        if not found or len(found) != len(values) or len(set(found)) != len(found):
            raise InWords(self._file, f"{self._name}.{key} must be a list of different texts")
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
        values: list[object] = self._take(key, list)
        if not values:
            raise InWords(self._file, f"{self._name}.{key} is empty")
        return tuple(Section(self._file, value, f"{key} {n}") for n, value in enumerate(values, start=1))

    def close(self) -> None:
        """Raise Unreadable, with their names, if any keys were not taken."""
        if self._left:
            raise InWords(self._file, f"{self._name} has unknown keys: {', '.join(sorted(self._left))}")
