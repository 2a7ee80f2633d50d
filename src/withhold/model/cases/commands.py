"""Commands: what people and the machine may ask for. `deciding` turns a command about a case into events or refuses it.

The first paragraph of each docstring is printed in docs/permissions.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from withhold.model.cases.determination import Answer, Determination
from withhold.model.cases.disposal import Manner
from withhold.model.cases.request import Request
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId
from withhold.model.vocabulary import Factor, IdentityOutcome


@dataclass(frozen=True, slots=True)
class Docket:
    """Begin a case with one eligible request of a signed batch, admitted for review. Admission is not approval."""

    case_id: CaseId
    """The id that the case gets."""
    agency: AgencyId
    batch: BatchDigest
    row: int
    request: Request
    earlier: tuple[CaseId, ...]
    pack: str
    marks: tuple[str, ...] = ()
    """Ids of the pack's marks that apply to the request."""
    path: tuple[str, ...] = ()
    """The hex hashes of the row's inclusion path, from its sibling up to the root that the signer signed."""


@dataclass(frozen=True, slots=True)
class RecordIdentity:
    """Record the result of corroboration. If the identity is confirmed, open the review of this dossier."""

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
    """Approve or refuse, with a passkey signature over the dossier that the reviewer saw."""

    determination: Determination
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """Seal the one permitted item to the named official."""

    sealed: str
    recipient_key: str
    item: str
    checkpoint_size: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand the sealed release over to the named official, once."""

    sealed: str


@dataclass(frozen=True, slots=True)
class CertifyDisposal:
    """Certify that a release was returned or destroyed."""

    manner: Manner


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Withdraw the request."""

    reason: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Withdraw the approval, or demand the return of what was released."""

    reason: str


CaseCommand = (
    Docket | RecordIdentity | ViewDossier | Determine | Release | HandOver | CertifyDisposal | Withdraw | Recall
)


@dataclass(frozen=True, slots=True)
class FileBatch:
    """File a signed batch of requests."""


@dataclass(frozen=True, slots=True)
class PlaceStay:
    """Stop everything in scope at once. One person can place a stay."""


@dataclass(frozen=True, slots=True)
class LiftStay:
    """Agree to lift a stay. It takes two people."""


@dataclass(frozen=True, slots=True)
class Accredit:
    """Accredit an agency or a person, revoke an accreditation, or record safeguard standing."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """Sign in to the pages, and manage one's own passkeys."""


@dataclass(frozen=True, slots=True)
class ReadDocket:
    """See which cases wait for review, and for how long. Their content is not shown."""


@dataclass(frozen=True, slots=True)
class Contest:
    """Contest an entry about oneself."""


@dataclass(frozen=True, slots=True)
class SuspendAccounting:
    """Withhold the accounting of a case from the record subject for a limited time, for a written reason."""


@dataclass(frozen=True, slots=True)
class ReadContests:
    """Read what record subjects wrote when they contested entries about themselves."""


@dataclass(frozen=True, slots=True)
class ReadCase:
    """Read a whole case. Reviewers may not, since each of them decides blind to the other."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """Read the status of a request, as its signer or named official."""


@dataclass(frozen=True, slots=True)
class ReadAccounting:
    """Read the accounting of one's own record, or of all records as an inspector."""


@dataclass(frozen=True, slots=True)
class ReadReceipts:
    """Download receipts of a case: proofs that its entries are on the ledger."""


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Replace the key of the log, or of one of its witnesses."""


@dataclass(frozen=True, slots=True)
class ProposeErasure:
    """Propose to erase a batch whose retention period has ended. It takes two people, and this is the first."""


@dataclass(frozen=True, slots=True)
class ConfirmErasure:
    """Agree to a proposed erasure, as the second person and in another role."""


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
