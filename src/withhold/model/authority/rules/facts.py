"""What was admitted so far, indexed. The other modules compute from it what counts, and from when.

Nothing here is decided: a grant in it may lack an approval, and a suspension in it may have lapsed. So the order in
which the entries of one interval were admitted makes no difference.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Final

from withhold.model.authority.entry import Entry
from withhold.model.authority.founders import Foundation, Founder
from withhold.model.authority.grants import Grant
from withhold.model.authority.requirements import Requirement
from withhold.model.authority.rules.offers import KeyReader, OfferedKeys
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Offer:
    """The keys that a person offered for a grant."""

    entry: Entry
    keys: OfferedKeys


@dataclass(frozen=True, slots=True)
class GrantRecord:
    """A proposed grant and what followed in its stream. `role_now` is the role of whom a `KeysGrant` is about."""

    entry: Entry
    grant: Grant
    reason: str
    role_now: Role | None = None
    offers: Mapping[PersonId, Offer] = field(default_factory=dict)
    approvals: tuple[Entry, ...] = ()

    @property
    def stream(self) -> str:
        """Its stream, which identifies it."""
        return self.entry.stream

    @property
    def acts(self) -> tuple[Entry, ...]:
        """The proposal and the approvals, in order."""
        return (self.entry, *self.approvals)


@dataclass(frozen=True, slots=True)
class SuspensionRecord:
    """A suspension and what followed in its stream."""

    entry: Entry
    person: PersonId
    since: datetime | None
    reason: str
    watcher: bool
    """Whether the suspended person is a steward or an inspector."""
    confirmations: tuple[Entry, ...] = ()
    lifts: tuple[Entry, ...] = ()


Rank = tuple[datetime, str]
"""When a grant takes force, and its stream. Of two grants of one thing, that with the lower rank takes force."""


@dataclass(frozen=True, slots=True)
class Completed:
    """A grant that has every approval. `force` is None until the last one is under a checkpoint."""

    record: GrantRecord
    needed: Requirement
    acts: tuple[Entry, ...]
    """The proposal and the approvals that count."""
    force: datetime | None


@dataclass(frozen=True, slots=True)
class InForce:
    """A grant that takes force at an instant, unless somebody asks earlier."""

    record: GrantRecord
    acts: tuple[Entry, ...]
    force: datetime

    @property
    def rank(self) -> Rank:
        """Its rank among grants of the same thing."""
        return self.force, self.record.stream


Index = dict[tuple[str, str], tuple[str, ...]]
"""(what, id) -> streams of the grants that are about it, in the order of admission."""

KEYS: Final = "keys"
TERM: Final = "term"
AGENCY: Final = "agency"
PERSON: Final = "person"
SAFEGUARDS: Final = "safeguards"
SETTING: Final = "setting"


@dataclass(slots=True)
class Facts:
    """The admitted entries. Values are immutable, so that a copy of the dictionaries is a copy of the whole."""

    founding: Foundation
    reader: KeyReader
    founders: Mapping[PersonId, Founder]
    founders_keys: Mapping[str, PersonId]
    """What identifies a founder's passkey -> the founder."""
    settings: Mapping[str, int | str | bool]
    versions: dict[str, int] = field(default_factory=dict)
    nonces: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    """nonce -> when it was used, and in which stream."""
    grants: dict[str, GrantRecord] = field(default_factory=dict)
    index: Index = field(default_factory=dict)
    bearers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What identifies a key -> streams of the grants for which it was offered."""
    suspensions: dict[str, SuspensionRecord] = field(default_factory=dict)
    suspended: dict[PersonId, tuple[str, ...]] = field(default_factory=dict)
    """person -> streams of their suspensions."""
    suspended_by: dict[PersonId, tuple[str, ...]] = field(default_factory=dict)
    """person -> streams of the suspensions of stewards and inspectors that they made."""
    shortened: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    poor: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    tightened: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    settled: dict[str, InForce] = field(default_factory=dict)
    """stream -> its grant, once nothing can change any more that it took force. Computed, and kept to save time."""
    roles: dict[PersonId, InForce] = field(default_factory=dict)
    """person -> the settled grant of their role."""
    reached: datetime | None = None
    """The beginning of the latest interval."""
    has_pending: bool = False

    def copy(self) -> "Facts":
        """Return a copy that can change without changing this one."""
        parts: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        parts |= {name: dict(part) for name, part in parts.items() if isinstance(part, dict)}
        return Facts(**parts)

    def about(self, what: str, id_: str) -> list[GrantRecord]:
        """Return the proposed grants of one kind about a person, an agency or a setting, in any spelling of its id.

        An id is plain ASCII (`identifiers.ID`), so lower case is the one form of all its spellings.
        """
        streams = self.index.get((what, id_.lower()))
        return [] if streams is None else [self.grants[stream] for stream in streams]

    def add(self, what: str, id_: str, stream: str) -> None:
        """Index a grant."""
        key = what, id_.lower()
        self.index[key] = (*self.index.get(key, ()), stream)
