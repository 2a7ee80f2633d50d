"""The settings of an instance: names and capacities. No setting turns off a line that never moves."""

import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import get_type_hints

import msgspec

from withhold.casework.setting_bounds import FILE as FILE
from withhold.casework.setting_bounds import USUAL, require_bounded
from withhold.model.authority.founding import DRAFT
from withhold.model.errors import Code, Unreadable
from withhold.records.log.log_store import LOG
from withhold.tlog.errors import NotReadable
from withhold.tlog.notes.cosignature import WitnessPolicy
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness


@dataclass(frozen=True, slots=True)
class Configuration:
    """The content of an instance's `home.toml`."""

    origin: str
    """The log's name: the first line of its checkpoints and the name of its key."""
    demonstration: bool
    """Whether the people are synthetic and software authenticators are accepted. Fixed when the instance is made."""
    custodian: str
    pack: str
    register: str
    """Path of a Parquet register, absolute or relative to the instance. Or `sql:TABLE`, `sql:SCHEMA.TABLE`."""
    passkey_domain: str
    """The WebAuthn relying party id."""
    passkey_origin: str
    """The web origin that passkey assertions must come from, for example `https://reviews.example.gov`."""
    reviews_per_day: int
    """How many cases one reviewer can decide in a day with care. It is the daily limit, and it sizes the docket."""
    docket_days: int
    """How many days of review may wait on the docket."""
    attempts_per_person: int
    """How often the register may be asked about one person within `attempts_window_days`."""
    attempts_per_official: int
    attempts_window_days: int
    disposal_days: int
    """Days after the hand-over by which the official must certify disposal."""
    witnesses: tuple[Witness, ...] = ()
    """Who cosigns the ledger's checkpoints: for each its `vkey`, and the `url` at which it is asked."""
    quorum: int = USUAL["quorum"]
    """How many of the witnesses must have cosigned before a release."""
    retention_years: int = USUAL["retention_years"]
    """Years for which the openings of a batch are kept after its last event. The pack has a lower bound."""
    log: str = LOG
    """The ledger's place: a directory, absolute or relative to the instance, or `s3://BUCKET/PREFIX`."""

    def __post_init__(self) -> None:
        """Raise Unreadable for a setting out of bounds, ValueError if the witnesses and the quorum do not fit.

        For example, a quorum of 3 does not fit two witnesses.
        """
        require_bounded(self)
        assert self.policy

    @property
    def policy(self) -> WitnessPolicy:
        """The witnesses whose cosignatures count, and how many of them are required."""
        return WitnessPolicy(tuple(each.key for each in self.witnesses), self.quorum)

    def dump(self) -> str:
        """Return the settings as TOML, one key per line."""
        return "".join(f"{field.name} = {_toml(getattr(self, field.name))}\n" for field in fields(self))


def load_configuration(home: Path) -> Configuration:
    """Return the configuration of the instance in that directory.

    Raises Unreadable. The error names the key at fault, or what to do if there is no instance, or none founded yet.
    """
    path = home / FILE
    if not path.is_file():
        if (home / DRAFT).is_file():
            raise Unreadable(Code.INSTANCE_NOT_FOUNDED, file=str(home))
        raise Unreadable(Code.INSTANCE_MISSING, file=str(home))
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError:
        raise Unreadable(Code.SETTING_FILE_MALFORMED, file=FILE) from None
    return parse_configuration(text)


def parse_configuration(text: str) -> Configuration:
    """Return the configuration that the text of a `home.toml` states. Raises Unreadable, which names the key."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError alone
        raise Unreadable(Code.SETTING_FILE_MALFORMED, file=FILE) from None
    hints = get_type_hints(Configuration)
    optional = {field.name for field in fields(Configuration) if field.default is not MISSING}
    for name in sorted(values.keys() ^ hints.keys()):
        if name not in optional:
            if name in values:
                raise Unreadable(Code.SETTING_UNKNOWN, file=FILE, column=name)
            raise Unreadable(Code.SETTING_MISSING, file=FILE, column=name)
    values["witnesses"] = _witnesses(values.get("witnesses", []))
    for name, value in values.items():
        if name != "witnesses" and type(value) is not hints[name]:
            raise Unreadable(Code.SETTING_TYPE, file=FILE, column=name, type=hints[name].__name__)
    try:
        return Configuration(**values)
    except ValueError as error:
        raise Unreadable(Code.SETTING_WITNESSES, file=FILE, column="quorum", problem=str(error)) from None


class _Listed(msgspec.Struct, forbid_unknown_fields=True):
    """One item of `witnesses` in the file."""

    vkey: str
    url: str


def _witnesses(value: object) -> tuple[Witness, ...]:
    try:
        listed = msgspec.convert(value, list[_Listed])
        return tuple(Witness(VerifierKey.parse(each.vkey), each.url) for each in listed)
    except msgspec.ValidationError:
        raise Unreadable(Code.SETTING_WITNESS_LIST, file=FILE, column="witnesses") from None
    except NotReadable as error:
        raise Unreadable(
            Code.SETTING_WITNESSES, file=FILE, column="witnesses", problem=f"vkey: {error.reason}"
        ) from None
    except ValueError as error:
        raise Unreadable(Code.SETTING_WITNESSES, file=FILE, column="witnesses", problem=str(error)) from None


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
