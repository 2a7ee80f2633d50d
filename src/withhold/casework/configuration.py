"""What an operator may set for a home: names and capacities. None of the lines that never move is among them."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import get_type_hints

import msgspec

from withhold.casework.setting_bounds import setting_fault
from withhold.model.errors import Unreadable
from withhold.records.log.log_store import LOG
from withhold.tlog.errors import NotReadable
from withhold.tlog.notes.cosignature import WitnessPolicy
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness

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
    """Path of a Parquet register, relative to the home or absolute; or `sql:TABLE`, `sql:SCHEMA.TABLE`."""
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
    witnesses: tuple[Witness, ...] = ()
    """Who cosigns the ledger's checkpoints: for each its `vkey`, and the `url` where it is asked."""
    quorum: int = 0
    """How many of them must have cosigned before a release."""
    retention_years: int = 5
    """How long the openings of a batch are kept after its last event; the pack says how long at the least."""
    log: str = LOG
    """Where the ledger is: a directory, relative to the home or absolute, or `s3://BUCKET/PREFIX`."""

    def __post_init__(self) -> None:
        """Raise Unreadable for a setting out of bounds, ValueError if witnesses and quorum do not go together."""
        fault = setting_fault(self)
        if fault is not None:
            raise Unreadable(FILE, fault[1], column=fault[0])
        if self.witnesses and not self.quorum:
            raise ValueError("a ledger with witnesses has a quorum of one or more")
        assert self.policy

    @property
    def policy(self) -> WitnessPolicy:
        """Whose cosignatures count, and how many there must be."""
        return WitnessPolicy(tuple(each.key for each in self.witnesses), self.quorum)

    def dump(self) -> str:
        """TOML, one key a line."""
        return "".join(f"{field.name} = {_toml(getattr(self, field.name))}\n" for field in fields(self))


def load_configuration(home: Path) -> Configuration:
    """Read a home's configuration. Raises Unreadable, naming the key at fault, or saying how to make a home."""
    path = home / FILE
    if not path.is_file():
        raise Unreadable(str(home), "is not a withhold home; make one with: withhold init --home DIR")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError alone
        raise Unreadable(FILE, "is not TOML in UTF-8, or has a number or a nesting without end") from None
    hints = get_type_hints(Configuration)
    optional = {field.name for field in fields(Configuration) if field.default is not MISSING}
    for name in sorted(values.keys() ^ hints.keys()):
        if name not in optional:
            raise Unreadable(FILE, "unknown key" if name in values else "missing key", column=name)
    values["witnesses"] = _witnesses(values.get("witnesses", []))
    for name, value in values.items():
        if name != "witnesses" and type(value) is not hints[name]:
            raise Unreadable(FILE, f"must be of type {hints[name].__name__}", column=name)
    try:
        return Configuration(**values)
    except ValueError as error:
        raise Unreadable(FILE, str(error), column="quorum") from None


class _Listed(msgspec.Struct, forbid_unknown_fields=True):
    """A witness as the file lists it."""

    vkey: str
    url: str


def _witnesses(value: object) -> tuple[Witness, ...]:
    try:
        listed = msgspec.convert(value, list[_Listed])
        return tuple(Witness(VerifierKey.parse(each.vkey), each.url) for each in listed)
    except msgspec.ValidationError:
        reason = 'must be a list of { vkey = "…", url = "…" }'
        raise Unreadable(FILE, reason, column="witnesses") from None
    except NotReadable as error:
        raise Unreadable(FILE, f"vkey: {error.reason}", column="witnesses") from None
    except ValueError as error:
        raise Unreadable(FILE, str(error), column="witnesses") from None


def _toml(value: str | int | bool | tuple[Witness, ...]) -> str:
    if isinstance(value, tuple):
        listed = (f"{{ vkey = {_toml(str(each.key))}, url = {_toml(each.url)} }}" for each in value)
        return f"[{', '.join(listed)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
