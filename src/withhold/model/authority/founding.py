"""The founding statement: what an instance was founded on. Its founders sign it, and it is the first entry of the log.

The name of the log ends in the first 32 hex digits of the statement's SHA-256 (`events.founding_file`). So every
checkpoint, receipt and batch note of the instance names the statement.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Unreadable
from withhold.model.identifiers import PersonId, folded, is_blank, is_id
from withhold.model.kinds import Kind
from withhold.model.limits import NAME
from withhold.model.vocabulary import Role

VERSION: Final = 1
FILE: Final = "founding.json"
"""The statement with its signatures, in the directory of the instance. It can be given to anybody."""

STATEMENT: Final = "founding statement"
"""The place of a fault in a statement."""
DRAFT: Final = "founding.draft.json"
"""What takes the place of `home.toml` until the instance is founded."""

ROLES: Final = (Role.STEWARD, Role.INSPECTOR)
"""The roles that found an instance. Everybody else is granted by them."""
FEWEST_STEWARDS: Final = 2
FEWEST_INSPECTORS: Final = 1
FEWEST_PASSKEYS: Final = 2
"""Each founder has that many, so that nobody is locked out by losing one."""

ANY_MODEL: Final = "any"
"""Stands for every model of authenticator."""

SETTINGS: Final[Mapping[str, type]] = {
    "pack": str,
    "reviews_per_day": int,
    "docket_days": int,
    "attempts_per_person": int,
    "attempts_per_official": int,
    "attempts_window_days": int,
    "disposal_days": int,
    "retention_years": int,
}
"""Binding setting -> its type. `casework.setting_bounds` has the bounds."""

DIGITS: Final = 32
"""Hex digits of the statement's digest in the name of the log."""
LONGEST_BASE: Final = 120 - 1 - DIGITS
_BASE: Final = re.compile(rf"[A-Za-z0-9](?:[A-Za-z0-9._/@-]{{0,{LONGEST_BASE - 2}}}[A-Za-z0-9._@-])?")
_MODEL: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LOG_KEY: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Founder:
    """A steward or an inspector who founds the instance, with the records of their passkeys.

    `sealing.passkey_record` reads the records. Each has a `credential_id` and a `public_key`.
    """

    person: PersonId
    name: str
    role: Role
    passkeys: tuple[Mapping[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """Days that pass before a grant, a looser setting and a recovery are in force. No act shortens them."""

    grant_days: int
    loosen_days: int
    recovery_days: int


WAITS: Final = Waits(1, 3, 7)
"""The waits of an instance that is no demonstration. A statement may have longer ones."""
NO_WAITS: Final = Waits(0, 0, 0)
"""The waits of a demonstration."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the founders sign. `base` is the name of the log without the digest, for example `agency.example/log`.

    `recovery_key` and `vault_key` are public keys as `sealing.keytext` writes them. `log_key` is the log's first public
    key, 64 hex digits. `witnesses` are verifier keys. `models` are the allowed models of authenticators (AAGUID, as
    UUID text), or `any` alone. `settings` has exactly the names of SETTINGS.
    """

    v: int
    base: str
    custodian: str
    demonstration: bool
    founders: tuple[Founder, ...]
    recovery_key: str
    vault_key: str
    log_key: str
    witnesses: tuple[str, ...]
    quorum: int
    waits: Waits
    passkey_domain: str
    passkey_origin: str
    models: tuple[str, ...]
    settings: Mapping[str, str | int]

    def __post_init__(self) -> None:
        """Raise Unreadable, which names the field, if no instance can be founded on this."""
        if self.v != VERSION:
            raise Unreadable(Code.FOUNDING_VERSION, file=STATEMENT, column="v", version=VERSION)
        require_base(self.base)
        if len(self.custodian) > NAME or not self.custodian.isprintable():
            raise Unreadable(Code.SETTING_CUSTODIAN, file=STATEMENT, column="custodian", limit=NAME)
        require_people([(each.person, each.name, each.role) for each in self.founders])
        _require_passkeys(self.founders)
        if not _LOG_KEY.fullmatch(self.log_key):
            raise Unreadable(Code.FOUNDING_LOG_KEY, file=STATEMENT, column="log_key")
        if not 1 <= self.quorum <= len(self.witnesses) or len(set(self.witnesses)) < len(self.witnesses):
            raise Unreadable(Code.FOUNDING_QUORUM, file=STATEMENT, column="quorum")
        _require_waits(self.waits, NO_WAITS if self.demonstration else WAITS)
        require_models(self.models)
        if {name: type(value) for name, value in self.settings.items()} != SETTINGS:
            raise Unreadable(Code.FOUNDING_SETTINGS, file=STATEMENT, column="settings", names=", ".join(SETTINGS))

    def founder(self, person: PersonId) -> Founder | None:
        """Return the founder with this id, or None."""
        return next((each for each in self.founders if each.person == person), None)

    def allows(self, model: str) -> bool:
        """Return whether a model of authenticator (AAGUID, as UUID text) is allowed."""
        return self.models == (ANY_MODEL,) or model in self.models


@dataclass(frozen=True, slots=True)
class FounderSignature:
    """A founder's assertion. Its challenge is the SHA-256 of the statement's canonical JSON, 32 bytes."""

    person: PersonId
    assertion: Assertion


@dataclass(frozen=True, slots=True)
class Founded:
    """An instance was founded. This is the first entry of its log, signed by every founder."""

    kind: ClassVar[Kind] = Kind.FOUNDED
    statement: Statement
    signatures: tuple[FounderSignature, ...]


@dataclass(frozen=True, slots=True)
class DemonstrationFounded(Founded):
    """A demonstration was founded, with synthetic people and software passkeys. This is the first entry of its log.

    The kind is public, so everybody can see on the log that it is a demonstration.
    """

    kind: ClassVar[Kind] = Kind.DEMONSTRATION_FOUNDED


def founded_by(statement: Statement, signatures: tuple[FounderSignature, ...]) -> Founded:
    """Return the event of a founding, of the kind that fits the statement."""
    return (DemonstrationFounded if statement.demonstration else Founded)(statement, signatures)


def require_people(people: Sequence[tuple[PersonId, str, Role]]) -> None:
    """Raise Unreadable unless these people, each an id, a name and a role, can found an instance together."""
    for person, name, role in people:
        if role not in ROLES:
            raise Unreadable(Code.FOUNDING_ROLE, file=STATEMENT, column="founders")
        if not is_id(person) or is_blank(name) or len(name) > NAME or not name.isprintable():
            raise Unreadable(Code.FOUNDING_PERSON, file=STATEMENT, column="founders", limit=NAME)
    roles = [role for _, _, role in people]
    if roles.count(Role.STEWARD) < FEWEST_STEWARDS or roles.count(Role.INSPECTOR) < FEWEST_INSPECTORS:
        raise Unreadable(Code.FOUNDING_TOO_FEW, file=STATEMENT, column="founders")
    if len({folded(person) for person, _, _ in people}) < len(people):
        raise Unreadable(Code.FOUNDING_PERSON_TWICE, file=STATEMENT, column="founders")


def _require_passkeys(founders: tuple[Founder, ...]) -> None:
    if any(len(each.passkeys) < FEWEST_PASSKEYS for each in founders):
        raise Unreadable(Code.FOUNDING_PASSKEYS, file=STATEMENT, column="founders", fewest=FEWEST_PASSKEYS)
    passkeys = [passkey for each in founders for passkey in each.passkeys]
    for part in ("credential_id", "public_key"):
        if len({passkey.get(part, "") for passkey in passkeys}) < len(passkeys):
            raise Unreadable(Code.FOUNDING_PASSKEY_TWICE, file=STATEMENT, column="founders")


def _require_waits(waits: Waits, least: Waits) -> None:
    for name in Waits.__dataclass_fields__:
        if getattr(waits, name) < getattr(least, name):
            raise Unreadable(Code.FOUNDING_WAIT, file=STATEMENT, column=f"waits.{name}", least=getattr(least, name))


def require_base(base: str) -> None:
    """Raise Unreadable unless a log can have the name, with the digits of a digest after it."""
    if not _BASE.fullmatch(base):
        raise Unreadable(Code.FOUNDING_BASE, file=STATEMENT, column="base", limit=LONGEST_BASE)


def require_models(models: tuple[str, ...]) -> None:
    """Raise Unreadable unless these are models of authenticators, each once and in order, or the word for any."""
    listed = bool(models) and list(models) == sorted(set(models)) and all(map(_MODEL.fullmatch, models))
    if models != (ANY_MODEL,) and not listed:
        raise Unreadable(Code.FOUNDING_MODELS, file=STATEMENT, column="models", any=ANY_MODEL)
