"""What people and the machine may ask of a case. A command is a wish; `deciding` turns it into events or refuses it."""

from collections.abc import Mapping
from dataclasses import dataclass

from withhold.model.cases.determination import Determination
from withhold.model.cases.disposal import Manner
from withhold.model.cases.request import Request
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId
from withhold.model.vocabulary import Factor, IdentityOutcome, Outcome


@dataclass(frozen=True, slots=True)
class Receive:
    """Begin a case with one request of a signed batch."""

    case_id: CaseId
    """The id that the case gets."""
    agency: AgencyId
    batch: BatchDigest
    row: int
    request: Request
    earlier: tuple[CaseId, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Record what screening found."""

    pack: str
    outcome: Outcome
    deficiencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Docket:
    """Admit an eligible request for review. Admission is not approval."""


@dataclass(frozen=True, slots=True)
class RecordIdentity:
    """Record what corroboration found; with a confirmed identity, open the review of this dossier."""

    outcome: IdentityOutcome
    ground: str
    factors: Mapping[str, Factor]
    dossier: str
    digest: str


@dataclass(frozen=True, slots=True)
class ViewDossier:
    """Look at the dossier. Every view is an event."""


@dataclass(frozen=True, slots=True)
class Determine:
    """Decide, with a signature over the dossier seen."""

    determination: Determination


@dataclass(frozen=True, slots=True)
class Release:
    """Seal the one permitted item to the named official."""

    sealed: str
    recipient_key: str
    item: str
    checkpoint_size: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give the sealed release to the named official, once."""

    sealed: str


@dataclass(frozen=True, slots=True)
class CertifyDisposal:
    """Certify return or destruction."""

    manner: Manner


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take the request back."""

    reason: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Take the approval back, or demand the return of what was released."""

    reason: str


CaseCommand = (
    Receive
    | Screen
    | Docket
    | RecordIdentity
    | ViewDossier
    | Determine
    | Release
    | HandOver
    | CertifyDisposal
    | Withdraw
    | Recall
)


@dataclass(frozen=True, slots=True)
class FileBatch:
    """File a signed batch of requests."""


@dataclass(frozen=True, slots=True)
class PlaceStay:
    """Stop everything in scope at once. One person may."""


@dataclass(frozen=True, slots=True)
class LiftStay:
    """Agree to lift a stay. It takes two people."""


@dataclass(frozen=True, slots=True)
class Accredit:
    """Accredit an agency or a person, revoke an accreditation, or record safeguard standing."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign in to the pages, and see to one's own passkeys."""


@dataclass(frozen=True, slots=True)
class ReadDocket:
    """See which cases wait for review, and how long; nothing of their content."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Contest an entry about oneself."""


@dataclass(frozen=True, slots=True)
class SuspendAccounting:
    """Keep the accounting of a case from the person for a limited time, for a written reason."""


@dataclass(frozen=True, slots=True)
class ReadContests:
    """Read what people say against entries about themselves."""


@dataclass(frozen=True, slots=True)
class ReadCase:
    """Read a case whole, as an inspector: a reviewer who could would not decide blind to the other."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """Read what the requesting agency may know of its request."""


@dataclass(frozen=True, slots=True)
class ReadAccounting:
    """Read the accounting of one's own record, or of all as an inspector."""


@dataclass(frozen=True, slots=True)
class ReadReceipts:
    """Take receipts for what one is entitled to of a case: proofs that it is on the ledger."""


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Give the log, or one of its witnesses, another key."""


@dataclass(frozen=True, slots=True)
class ProposeErasure:
    """Propose to erase a batch whose retention has run out: the first of two people."""


@dataclass(frozen=True, slots=True)
class ConfirmErasure:
    """Agree to a proposed erasure: the second person, in another role."""


OfficeCommand = (
    FileBatch
    | PlaceStay
    | LiftStay
    | Accredit
    | SignIn
    | ReadDocket
    | Contest
    | ReadContests
    | SuspendAccounting
    | ReadCase
    | ReadAnswer
    | ReadAccounting
    | ReadReceipts
    | ChangeKey
    | ProposeErasure
    | ConfirmErasure
)
