"""What an operator may set for a home: names and capacities. None of the lines that never move is among them."""

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import get_type_hints

from withhold.model.errors import Unreadable

FILE = "home.toml"


@dataclass(frozen=True, slots=True)
class Configuration:
    """The content of a home's `home.toml`."""

    origin: str
    """The log's name: the first line of its checkpoints and the name of its key."""
    demonstration: bool
    """Set when the home is made, and never after: synthetic people, software authenticators."""
    custodian: str
    pack: str
    register: str
    """Path of a Parquet register, relative to the home or absolute."""
    passkey_domain: str
    """The WebAuthn relying party id."""
    passkey_origin: str
    """The origin that assertions must come from."""
    reviews_per_day: int
    """What one reviewer can decide in a day with care; it sizes the docket and is the daily ceiling."""
    docket_days: int
    """How many days of review the docket may hold."""
    attempts_per_person: int
    """How often the register may be asked about one person in the window."""
    attempts_per_official: int
    attempts_window_days: int
    disposal_days: int
    """Days after hand-over by which disposal must be certified."""

    def dump(self) -> str:
        """TOML, one key a line."""
        return "".join(f"{key} = {_toml(value)}\n" for key, value in asdict(self).items())


def load_configuration(home: Path) -> Configuration:
    """Read a home's configuration. Raises Unreadable, naming the key at fault, or saying how to make a home."""
    path = home / FILE
    if not path.is_file():
        raise Unreadable(str(home), "is not a withhold home; make one with: withhold init --home DIR")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Unreadable(FILE, "is not TOML in UTF-8") from None
    hints = get_type_hints(Configuration)
    for name in sorted(values.keys() ^ {field.name for field in fields(Configuration)}):
        raise Unreadable(FILE, "unknown key" if name in values else "missing key", column=name)
    for name, value in values.items():
        if type(value) is not hints[name] or (isinstance(value, int) and value < 0):
            raise Unreadable(FILE, f"must be of type {hints[name].__name__}", column=name)
    return Configuration(**values)


def _toml(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
