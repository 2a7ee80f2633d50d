"""Strict reading of a pack's data files: a key nobody expects is an error, so that no setting slips in unseen."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from withhold.model.errors import Unreadable


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file as a dict; Unreadable where it is missing or malformed."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(path.name, "the file cannot be opened") from error
    except ValueError as error:  # tomllib's and UTF-8's own errors both derive from it
        raise Unreadable(path.name, f"not TOML: {error}") from error


class Section:
    """One table of a data file, whose every key must be taken exactly once, each with its type."""

    def __init__(self, file: str, values: object, name: str) -> None:
        """Raise Unreadable if ``values`` is no table."""
        if not isinstance(values, Mapping):
            raise Unreadable(file, f"[{name}] is missing or is not a table")
        self._file, self._name, self._left = file, name, dict(values)

    def _take(self, key: str, kind: type) -> Any:
        value = self._left.pop(key, None)
        if type(value) is not kind:  # exact: in Python True is an int
            raise Unreadable(self._file, f"{self._name}.{key} must be given as {kind.__name__}")
        return value

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value: str = self._take(key, str)
        if not value.strip():
            raise Unreadable(self._file, f"{self._name}.{key} is blank")
        return value

    def day(self, key: str) -> date:
        """A calendar date."""
        value: date = self._take(key, date)
        return value

    def optional_day(self, key: str) -> date | None:
        """A calendar date, or None if the key is left out."""
        return self.day(key) if key in self._left else None

    def flag(self, key: str) -> bool:
        """True or false."""
        value: bool = self._take(key, bool)
        return value

    def number(self, key: str, least: int, most: int) -> int:
        """A whole number within bounds, both included: past them a parameter would switch an element off."""
        value: int = self._take(key, int)
        if not least <= value <= most:
            raise Unreadable(self._file, f"{self._name}.{key} must be from {least} to {most}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, not empty, none twice."""
        values: list[object] = self._take(key, list)
        found = tuple(value for value in values if isinstance(value, str) and value.strip())
        if not found or len(found) != len(values) or len(set(found)) != len(found):
            raise Unreadable(self._file, f"{self._name}.{key} must be a list of different texts")
        return found

    def has(self, key: str) -> bool:
        """Whether the key is still to be taken: for keys that may be left out."""
        return key in self._left

    def items(self) -> dict[str, Any]:
        """All that is left, taken as it stands."""
        left, self._left = self._left, {}
        return left

    def section(self, key: str) -> "Section":
        """A table within this one."""
        return Section(self._file, self._left.pop(key, None), key)

    def sections(self, key: str) -> tuple["Section", ...]:
        """A list of tables, not empty."""
        values: list[object] = self._take(key, list)
        if not values:
            raise Unreadable(self._file, f"{self._name}.{key} is empty")
        return tuple(Section(self._file, value, f"{key} {n}") for n, value in enumerate(values, start=1))

    def close(self) -> None:
        """Raise Unreadable naming any key that nobody took."""
        if self._left:
            raise Unreadable(self._file, f"{self._name} has unknown keys: {', '.join(sorted(self._left))}")
