"""What the fold of authority answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from withhold.model.authority.grants import Grant
from withhold.model.authority.requirements import Place
from withhold.model.identifiers import CUSTODIAN, AgencyId, PersonId
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """A person who is in force, in one role, with the keys that they have now."""

    person: PersonId
    name: str
    role: Role
    passkeys: tuple[Mapping[str, Any], ...]
    keys: Mapping[str, str]
    """name -> public key, for example ``sealing``."""
    since: datetime | None
    """When the grant took force. None for a founder."""
    chain: tuple[str, ...]
    """Leaf hashes of the entries that granted role, term and keys. () for a founder with their first keys."""
    agency: AgencyId = CUSTODIAN
    title: str = ""
    office: str = ""
    address: str = ""
    valid_from: date = date.min
    valid_until: date = date.max


@dataclass(frozen=True, slots=True)
class AgencyStanding:
    """An agency that is in force, and whether its safeguards are good."""

    agency: AgencyId
    name: str
    address: str
    safeguards_good: bool
    note: str
    """Of the latest finding on its safeguards."""
    since: datetime
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A grant that waits."""

    stream: str
    leaf: str
    grant: Grant
    reason: str
    proposed_by: PersonId
    proposed_at: datetime
    offered: Mapping[PersonId, str]
    """person -> leaf hash of the keys that they offered."""
    lacks_keys_of: tuple[PersonId, ...]
    approved_by: tuple[PersonId, ...]
    needs: tuple[Place, ...]
    """People still needed. () once it is complete and waits only."""
    in_force_from: datetime | None
    """None until it is complete and the last approval is under a checkpoint."""
    expires: datetime | None
    """None once it is complete."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension that lasts."""

    stream: str
    leaf: str
    person: PersonId
    by: PersonId
    began: datetime
    since: datetime | None
    reason: str
    confirmed_by: PersonId | None
    lapses: datetime | None
    """None once it is confirmed."""
    lifted_by: tuple[PersonId, ...]
    """Who agreed to lift it. It takes a steward and an inspector."""


@dataclass(frozen=True, slots=True)
class Because:
    """One signed entry on which a person's authority rests. `about` is the person whom it helped to grant."""

    about: PersonId
    leaf: str
    kind: Kind
    actor: PersonId
    role: Role
    recorded: datetime
