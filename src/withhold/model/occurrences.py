"""Events about something other than one case: the home, batches, stays, accreditations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from withhold.model.kinds import Kind
from withhold.model.stays import Channel, StayScope


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """The first entry of a log."""

    kind: ClassVar[Kind] = Kind.HOME_OPENED
    origin: str


@dataclass(frozen=True, slots=True)
class DemonstrationOpened:
    """The first entry of a demonstration's log: synthetic people, software authenticators. Marked for good."""

    kind: ClassVar[Kind] = Kind.DEMONSTRATION_OPENED
    origin: str


@dataclass(frozen=True, slots=True)
class IntervalClosed:
    """Everything since the last checkpoint, counted, this entry included: it stands at `last`.

    `counts` is day -> kind -> entries, days (since 1970-01-01) and kinds as the leaves have them, in decimal. Intervals
    tile the log: each begins where the one before it ended, and the first begins at 0.
    """

    kind: ClassVar[Kind] = Kind.INTERVAL_CLOSED
    first: int
    last: int
    counts: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class LogKeyChanged:
    """The log signs with another key. Both are verifier keys of the log's one name.

    `size` is that of the one checkpoint that both sign: the last of the old key, the first of the new.
    """

    kind: ClassVar[Kind] = Kind.LOG_KEY_CHANGED
    old: str
    new: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class WitnessChanged:
    """A witness cosigns with another key: the old one counts up to the checkpoint of `size`, the new one after it."""

    kind: ClassVar[Kind] = Kind.WITNESS_CHANGED
    old: str
    new: str
    size: int
    reason: str


@dataclass(frozen=True, slots=True)
class BatchReceived:
    """A signed file was taken in. Digests are hex SHA-256; counts are rows."""

    kind: ClassVar[Kind] = Kind.BATCH_RECEIVED
    agency: str
    signer: str
    digest: str
    signature: str
    pack: str
    evidence: str
    """Digest of the encrypted evidence file, where returned and refused rows stand."""
    leaves: str
    """Digest of the batch's row leaves, in order."""
    rows: int
    returned: int
    refused: int
    docketed: int


@dataclass(frozen=True, slots=True)
class StayPlaced:
    """Everything in scope stops at once. `value` is an id, "" for everything, or the hex of a person's keyed hash."""

    kind: ClassVar[Kind] = Kind.STAY_PLACED
    scope: StayScope
    value: str
    reason: str
    channel: Channel


@dataclass(frozen=True, slots=True)
class StayLiftProposed:
    """The first of the two people that lifting needs."""

    kind: ClassVar[Kind] = Kind.STAY_LIFT_PROPOSED
    reason: str


@dataclass(frozen=True, slots=True)
class StayLifted:
    """The second person agreed; the stay no longer holds."""

    kind: ClassVar[Kind] = Kind.STAY_LIFTED
    proposed_by: str


@dataclass(frozen=True, slots=True)
class AgencyAccredited:
    """An agency may ask."""

    kind: ClassVar[Kind] = Kind.AGENCY_ACCREDITED
    agency: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PersonAccredited:
    """A person may act in one role, from and until the ISO dates given (inclusive; "" leaves that end open).

    `keys` holds public keys only, by name.
    """

    kind: ClassVar[Kind] = Kind.PERSON_ACCREDITED
    person: str
    name: str
    title: str
    role: str
    agency: str
    office: str
    address: str
    keys: Mapping[str, str]
    passkeys: tuple[Mapping[str, str | int], ...]
    valid_from: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class AccreditationRevoked:
    """From this moment the person may not act; open cases feel it at their next step."""

    kind: ClassVar[Kind] = Kind.ACCREDITATION_REVOKED
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class TermChanged:
    """The accreditation of an agency's person holds from and until other days (ISO 8601, inclusive)."""

    kind: ClassVar[Kind] = Kind.TERM_CHANGED
    person: str
    valid_from: str
    valid_until: str
    reason: str


@dataclass(frozen=True, slots=True)
class SafeguardsAssessed:
    """The agency's safeguard standing was assessed."""

    kind: ClassVar[Kind] = Kind.SAFEGUARDS_ASSESSED
    agency: str
    good: bool
    note: str


@dataclass(frozen=True, slots=True)
class EnrollmentOpened:
    """A person was given a code, once, to register passkeys with until the instant given (ISO 8601).

    With `recovery`, two stewards agreed that the person's passkeys are lost: those registered before count no more.
    """

    kind: ClassVar[Kind] = Kind.ENROLLMENT_OPENED
    person: str
    until: str
    recovery: bool


@dataclass(frozen=True, slots=True)
class PasskeyRegistered:
    """The person registered a passkey: what it is verified with, no secret."""

    kind: ClassVar[Kind] = Kind.PASSKEY_REGISTERED
    person: str
    passkey: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class RecoveryProposed:
    """The first of the two stewards who must agree that a person's passkeys are lost."""

    kind: ClassVar[Kind] = Kind.RECOVERY_PROPOSED
    person: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person signed in to the pages with a passkey."""

    kind: ClassVar[Kind] = Kind.SIGNED_IN
    person: str
    credential_id: str


@dataclass(frozen=True, slots=True)
class EntryContested:
    """The person concerned contests an entry about themself. `index` is its place on the ledger."""

    kind: ClassVar[Kind] = Kind.ENTRY_CONTESTED
    index: int
    statement: str


@dataclass(frozen=True, slots=True)
class AccountingSuspended:
    """The accounting of a case is not told to the person until the day given (ISO 8601), for a written reason.

    It opens by itself; the entries stand on the ledger all the while.
    """

    kind: ClassVar[Kind] = Kind.ACCOUNTING_SUSPENDED
    case: str
    until: str
    reason: str


@dataclass(frozen=True, slots=True)
class ErasureProposed:
    """The first of the two people that erasing a batch's openings takes."""

    kind: ClassVar[Kind] = Kind.ERASURE_PROPOSED
    batch: str
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The tombstone: the second person agreed, and the key of the batch's payloads and openings is destroyed.

    `label` names that key, `entries` is how many entries of the ledger nobody can open any more.
    """

    kind: ClassVar[Kind] = Kind.ERASED
    batch: str
    label: str
    reason: str
    proposed_by: str
    entries: int


Occurrence = (
    HomeOpened
    | DemonstrationOpened
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
)
