"""Events that are not steps of one case: of the instance, batches, stays, accreditations and people's accounts.

Like the events of a case, each becomes one leaf of the ledger. The field `content` of some is what an erasure takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from withhold.model.authority.events import AuthorityEvent
from withhold.model.authority.founding import DemonstrationFounded, Founded
from withhold.model.given_reasons import ReasonContent
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.model.kinds import Kind
from withhold.model.stays import Channel, StayScope


@dataclass(frozen=True, slots=True)
class IntervalClosed:
    """The entries from index `first` to `last` were counted, before a checkpoint. This entry is at `last`.

    `counts` is day -> kind -> number of entries. Days (since 1970-01-01) and kinds are in decimal, as in
    ``{"20785": {"3": 1, "57": 2}}``. Kinds are public kinds here. The first interval begins at index 0. Each of the
    others begins after the end of the one before it.
    """

    kind: ClassVar[Kind] = Kind.INTERVAL_CLOSED
    first: int
    last: int
    counts: Mapping[str, Mapping[str, int]]
    seed: str
    """32 bytes in hex. The order and the padding of the interval's steps follow from it (`ledger.interval_order`)."""
    padding: Mapping[str, int]
    """Day -> how many of its entries of the kind `STEP` are padding."""


@dataclass(frozen=True, slots=True)
class LogKeyChanged:
    """The log signs with another key from now on. `old` and `new` are verifier keys with the same name.

    `size` is the size of the one checkpoint that both keys sign. It is the last of the old key and the first of the
    new one.
    """

    kind: ClassVar[Kind] = Kind.LOG_KEY_CHANGED
    old: str
    new: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class WitnessChanged:
    """A witness cosigns with another key from now on.

    The old key counts up to the checkpoint of `size` entries, and the new key counts after it.
    """

    kind: ClassVar[Kind] = Kind.WITNESS_CHANGED
    old: str
    new: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchReceived:
    """A signed file was filed. Digests are hex SHA-256. `rows`, `returned`, `refused` and `docketed` count rows."""

    kind: ClassVar[Kind] = Kind.BATCH_RECEIVED
    agency: AgencyId
    signer: PersonId
    digest: BatchDigest
    signature: str
    pack: str
    evidence: str
    """Digest of the encrypted evidence file, which contains the returned and refused rows."""
    leaves: str
    """Digest of the batch's row leaves, in order."""
    root: str
    """Hex root over all rows of the file, which the signer signed (`events.signed_rows`)."""
    rows: int
    returned: int
    refused: int
    docketed: int


@dataclass(frozen=True, slots=True)
class StayPlaced:
    """A stay was placed. Everything in its scope stops at once.

    `value` is an id. It is "" if the stay covers everything, and the hex of a keyed hash if it covers a person.
    """

    kind: ClassVar[Kind] = Kind.STAY_PLACED
    scope: StayScope
    value: str
    reason: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class StayLiftProposed:
    """A person proposed to lift a stay. Lifting takes two people, and this is the first."""

    kind: ClassVar[Kind] = Kind.STAY_LIFT_PROPOSED
    reason: str


@dataclass(frozen=True, slots=True)
class StayLifted:
    """A second person agreed to lift a stay, which no longer applies. `proposed_by` is the first person."""

    kind: ClassVar[Kind] = Kind.STAY_LIFTED
    proposed_by: str


@dataclass(frozen=True, slots=True)
class AgencyAccredited:
    """An agency was accredited. Its signers may ask once they are accredited."""

    kind: ClassVar[Kind] = Kind.AGENCY_ACCREDITED
    agency: AgencyId
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PersonAccredited:
    """A person was accredited in one role, from `valid_from` through `valid_until` (ISO 8601 dates).

    "" leaves that end of the term open. `keys` is name -> public key, for example of the key named ``signing``.
    """

    kind: ClassVar[Kind] = Kind.PERSON_ACCREDITED
    person: PersonId
    name: str
    title: str
    role: str
    agency: AgencyId
    office: str
    address: str
    keys: Mapping[str, str]
    passkeys: tuple[Mapping[str, str | int], ...]
    valid_from: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class AccreditationRevoked:
    """A person's accreditation was revoked. From now on the person may not act. Open cases stop at the next step.

    For example, a case that was approved is not released to an official whose accreditation was revoked.
    """

    kind: ClassVar[Kind] = Kind.ACCREDITATION_REVOKED
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class TermChanged:
    """The term of an agency's person changed. It is from `valid_from` through `valid_until` now (ISO 8601 dates)."""

    kind: ClassVar[Kind] = Kind.TERM_CHANGED
    person: PersonId
    valid_from: str
    valid_until: str
    reason: str


@dataclass(frozen=True, slots=True)
class SafeguardsAssessed:
    """The custodian assessed whether an agency's safeguards are good."""

    kind: ClassVar[Kind] = Kind.SAFEGUARDS_ASSESSED
    agency: AgencyId
    good: bool
    note: str


@dataclass(frozen=True, slots=True)
class EnrollmentOpened:
    """A steward made a code for a person. It registers passkeys until `until` (ISO 8601 instant).

    `recovery` is true if two stewards agreed that the person's passkeys are lost. The passkeys that were registered
    before no longer count then.
    """

    kind: ClassVar[Kind] = Kind.ENROLLMENT_OPENED
    person: PersonId
    until: str
    recovery: bool


@dataclass(frozen=True, slots=True)
class PasskeyRegistered:
    """A person registered a passkey. `passkey` has the public key and no secret."""

    kind: ClassVar[Kind] = Kind.PASSKEY_REGISTERED
    person: PersonId
    passkey: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class RecoveryProposed:
    """A steward proposed a recovery, since a person's passkeys are lost. A second steward must agree."""

    kind: ClassVar[Kind] = Kind.RECOVERY_PROPOSED
    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person signed in to the pages with a passkey."""

    kind: ClassVar[Kind] = Kind.SIGNED_IN
    person: PersonId
    credential_id: str


@dataclass(frozen=True, slots=True)
class StatementContent:
    """What a record subject wrote."""

    statement: str


@dataclass(frozen=True, slots=True)
class EntryContested:
    """A record subject contested an entry about themselves. `index` is the index of that entry on the ledger."""

    kind: ClassVar[Kind] = Kind.ENTRY_CONTESTED
    index: int
    content: StatementContent | None


@dataclass(frozen=True, slots=True)
class AccountingSuspended:
    """The accounting of a case is withheld from the record subject through `until` (ISO 8601 date).

    It ends by itself after that day. The entries are on the ledger all the time.
    """

    kind: ClassVar[Kind] = Kind.ACCOUNTING_SUSPENDED
    case: str
    until: str
    content: ReasonContent | None


@dataclass(frozen=True, slots=True)
class ErasureProposed:
    """A person proposed to erase a batch. Erasing takes two people, and this is the first."""

    kind: ClassVar[Kind] = Kind.ERASURE_PROPOSED
    batch: BatchDigest
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The tombstone of a batch: a second person agreed, and the key of its evidence and contents was destroyed.

    `label` names that key. `entries` is the number of entries of the ledger whose content nobody can read any more.
    `counted` has the cases that count their person in the annual report from now on, in order of row.
    """

    kind: ClassVar[Kind] = Kind.ERASED
    batch: BatchDigest
    label: str
    reason: str
    proposed_by: str
    entries: int
    counted: tuple[CaseId, ...]


Occurrence = (
    Founded
    | DemonstrationFounded
    | IntervalClosed
    | LogKeyChanged
    | WitnessChanged
    | BatchReceived
    | StayPlaced
    | StayLiftProposed
    | StayLifted
    | AgencyAccredited
    | PersonAccredited
    | AccreditationRevoked
    | TermChanged
    | SafeguardsAssessed
    | EnrollmentOpened
    | PasskeyRegistered
    | RecoveryProposed
    | SignedIn
    | EntryContested
    | AccountingSuspended
    | ErasureProposed
    | Erased
    | AuthorityEvent
)
