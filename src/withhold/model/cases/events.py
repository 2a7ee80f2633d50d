"""The events of a case. Each becomes one leaf of the ledger. Digests are hex SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from withhold.model.cases.determination import Determination
from withhold.model.cases.disposal import Manner
from withhold.model.cases.request import Request
from withhold.model.identifiers import AgencyId, BatchDigest
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Factor


@dataclass(frozen=True, slots=True)
class Docketed:
    """A request of a batch was received, found eligible by screening, and admitted for review.

    This is the first event of a case. A row that is returned or refused never becomes a case.
    """

    kind: ClassVar[Kind] = Kind.REQUEST_DOCKETED
    agency: AgencyId
    batch: BatchDigest
    """Hex SHA-256 of the file."""
    row: int
    """From 1."""
    request: Request
    earlier: tuple[str, ...]
    """Case ids of this agency's earlier requests about the same person. Reviewers see them in the dossier."""
    pack: str
    """The rule pack under which the request is eligible, as `id@version#digest`."""
    marks: tuple[str, ...] = ()
    """Ids of the pack's marks that apply to the request. Reviewers see them in the dossier."""
    path: tuple[str, ...] = ()
    """The hex hashes of the row's inclusion path, from its sibling up to the root that the signer signed."""


@dataclass(frozen=True, slots=True)
class IdentityNotConfirmed:
    """The register did not have exactly one record that confirms the identity.

    `ground` is the reason. It is for the custodian only and never reaches the requesting agency.
    """

    kind: ClassVar[Kind] = Kind.IDENTITY_NOT_CONFIRMED
    ground: str


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """The identity was confirmed and the dossier was fixed.

    `dossier` is its canonical JSON. `digest` is the SHA-256 over it, which both reviewers' signatures cover.
    """

    kind: ClassVar[Kind] = Kind.REVIEW_OPENED
    factors: Mapping[str, Factor]
    dossier: str
    digest: str


@dataclass(frozen=True, slots=True)
class DossierViewed:
    """A reviewer looked at the dossier."""

    kind: ClassVar[Kind] = Kind.DOSSIER_VIEWED
    digest: str


@dataclass(frozen=True, slots=True)
class DeterminationMade:
    """One reviewer decided, and signed the decision with a passkey."""

    kind: ClassVar[Kind] = Kind.DETERMINATION_MADE
    determination: Determination


@dataclass(frozen=True, slots=True)
class Refused:
    """Both reviewers decided, and at least one of them refused. This is final."""

    kind: ClassVar[Kind] = Kind.REQUEST_REFUSED


@dataclass(frozen=True, slots=True)
class Approved:
    """Both reviewers decided, and both approved."""

    kind: ClassVar[Kind] = Kind.REQUEST_APPROVED


@dataclass(frozen=True, slots=True)
class Released:
    """The permitted item was read from the register and sealed to the named official.

    `sealed` is the SHA-256 of the sealed envelope.
    """

    kind: ClassVar[Kind] = Kind.RELEASED
    sealed: str
    recipient_key: str
    item: str
    checkpoint_size: int
    """Size, in entries, of the checkpoint under which both determinations were proven to be on the ledger."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The sealed release was handed over to the named official. This happens once."""

    kind: ClassVar[Kind] = Kind.RETRIEVED
    sealed: str


@dataclass(frozen=True, slots=True)
class Disposed:
    """The official certified that what was released was returned or destroyed."""

    kind: ClassVar[Kind] = Kind.DISPOSED
    manner: Manner


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The signer withdrew the request."""

    kind: ClassVar[Kind] = Kind.WITHDRAWN
    reason: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """The custodian withdrew the approval, or demanded the return of what was released."""

    kind: ClassVar[Kind] = Kind.RECALLED
    reason: str


CaseEvent = (
    Docketed
    | IdentityNotConfirmed
    | ReviewOpened
    | DossierViewed
    | DeterminationMade
    | Refused
    | Approved
    | Released
    | Retrieved
    | Disposed
    | Withdrawn
    | Recalled
)
