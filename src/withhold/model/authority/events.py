"""Events of authority: grants by several people, and what one person can stop.

Each is signed by its actor. `fold` says which of them count, and from when.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from withhold.model.authority.grants import Grant
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.kinds import Kind


@dataclass(frozen=True, slots=True)
class GrantProposed:
    """A steward proposed a grant. It is the first event of its stream, ``grant/ID``, and grants nothing by itself."""

    kind: ClassVar[Kind] = Kind.GRANT_PROPOSED
    grant: Grant
    reason: str


@dataclass(frozen=True, slots=True)
class KeysOffered:
    """A person offered the keys that a proposed grant is to name, signed with one of the passkeys.

    `passkeys` are at least two records as `sealing.passkey_record` writes them. `keys` is name -> public key, as in
    `PersonAccredited`. The entry rests on the proposal.
    """

    kind: ClassVar[Kind] = Kind.KEYS_OFFERED
    person: PersonId
    passkeys: tuple[Mapping[str, str | int], ...]
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GrantApproved:
    """A person approved a proposed grant. The entry rests on the proposal and on every `KeysOffered` of its stream."""

    kind: ClassVar[Kind] = Kind.GRANT_APPROVED


@dataclass(frozen=True, slots=True)
class Recovered:
    """A steward approved a new steward or inspector with the recovery key, in place of somebody who is lost.

    `signature` is the recovery key's signature over the same entries that a `GrantApproved` rests on. The grant waits
    longer.
    """

    kind: ClassVar[Kind] = Kind.RECOVERED
    signature: str


@dataclass(frozen=True, slots=True)
class PersonSuspended:
    """A person was suspended. It is the first event of its stream, ``suspension/ID``.

    `since` is an ISO 8601 instant with its offset, at or before the event, or "" for now. What the person's keys
    granted or decided after it counts as void. The suspension lapses unless a second steward confirms it.
    """

    kind: ClassVar[Kind] = Kind.PERSON_SUSPENDED
    person: PersonId
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class SuspensionConfirmed:
    """A second steward confirmed a suspension. It no longer lapses."""

    kind: ClassVar[Kind] = Kind.SUSPENSION_CONFIRMED
    reason: str


@dataclass(frozen=True, slots=True)
class SuspensionLifted:
    """A person agreed to lift a suspension. A steward and an inspector must, and neither of them suspended."""

    kind: ClassVar[Kind] = Kind.SUSPENSION_LIFTED
    reason: str


@dataclass(frozen=True, slots=True)
class TermShortened:
    """A person's term ends earlier now, with the day `valid_until` (ISO 8601). Its stream is ``term/PERSON``."""

    kind: ClassVar[Kind] = Kind.TERM_SHORTENED
    person: PersonId
    valid_until: str
    reason: str


@dataclass(frozen=True, slots=True)
class SafeguardsFoundPoor:
    """The safeguards of an agency were found poor. Its stream is ``safeguards/AGENCY``."""

    kind: ClassVar[Kind] = Kind.SAFEGUARDS_FOUND_POOR
    agency: AgencyId
    note: str


@dataclass(frozen=True, slots=True)
class SettingTightened:
    """A binding setting became tighter. Its stream is ``setting/NAME``."""

    kind: ClassVar[Kind] = Kind.SETTING_TIGHTENED
    name: str
    value: int | str | bool


AuthorityEvent = (
    GrantProposed
    | KeysOffered
    | GrantApproved
    | Recovered
    | PersonSuspended
    | SuspensionConfirmed
    | SuspensionLifted
    | TermShortened
    | SafeguardsFoundPoor
    | SettingTightened
)
