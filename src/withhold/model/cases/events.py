"""What has happened to a case. Facts in the past tense; each becomes one leaf of the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from withhold.model.cases.determination import Determination
from withhold.model.cases.disposal import Manner
from withhold.model.cases.request import Request
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Factor, Outcome


@dataclass(frozen=True, slots=True)
class Received:
    """A request was received, in a batch (`batch` is the file's hex digest, `row` counts from 1)."""

    kind: ClassVar[Kind] = Kind.REQUEST_RECEIVED
    agency: str
    batch: str
    row: int
    request: Request
    earlier: tuple[str, ...]
    """Case ids of this agency's earlier requests about the same person: shown, never overridden."""


@dataclass(frozen=True, slots=True)
class Screened:
    """The machine's findings under a pack. Anything but eligible ends the case here."""

    kind: ClassVar[Kind] = Kind.REQUEST_SCREENED
    pack: str
    """`id@version#digest` of the rule pack applied."""
    outcome: Outcome
    deficiencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Docketed:
    """Admitted for review, within review capacity."""

    kind: ClassVar[Kind] = Kind.REQUEST_DOCKETED


@dataclass(frozen=True, slots=True)
class IdentityNotConfirmed:
    """Not exactly one confirmed record. `ground` is for the custodian alone and never reaches the requester."""

    kind: ClassVar[Kind] = Kind.IDENTITY_NOT_CONFIRMED
    ground: str


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """Identity confirmed; the dossier is fixed. `dossier` is its canonical JSON, `digest` what both reviewers sign."""

    kind: ClassVar[Kind] = Kind.REVIEW_OPENED
    factors: Mapping[str, Factor]
    dossier: str
    digest: str


@dataclass(frozen=True, slots=True)
class DossierViewed:
    """Someone entitled looked at the dossier."""

    kind: ClassVar[Kind] = Kind.DOSSIER_VIEWED
    digest: str


@dataclass(frozen=True, slots=True)
class DeterminationMade:
    """One reviewer decided and signed."""

    kind: ClassVar[Kind] = Kind.DETERMINATION_MADE
    determination: Determination


@dataclass(frozen=True, slots=True)
class Refused:
    """Both have decided and not both approved. Final."""

    kind: ClassVar[Kind] = Kind.REQUEST_REFUSED


@dataclass(frozen=True, slots=True)
class Approved:
    """Both have decided and both approved."""

    kind: ClassVar[Kind] = Kind.REQUEST_APPROVED


@dataclass(frozen=True, slots=True)
class Released:
    """The one item was read, sealed to the named official and logged. `sealed` is the envelope's hex SHA-256."""

    kind: ClassVar[Kind] = Kind.RELEASED
    sealed: str
    recipient_key: str
    item: str
    checkpoint_size: int
    """Size of the checkpoint under which both determinations were proven included."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The sealed release was handed over, once."""

    kind: ClassVar[Kind] = Kind.RETRIEVED
    sealed: str


@dataclass(frozen=True, slots=True)
class Disposed:
    """The official certified that what was released was returned or destroyed."""

    kind: ClassVar[Kind] = Kind.DISPOSED
    manner: Manner


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The signer took the request back."""

    kind: ClassVar[Kind] = Kind.WITHDRAWN
    reason: str


@dataclass(frozen=True, slots=True)
class Recalled:
    """The custodian took the approval back, or demanded the return of what was released."""

    kind: ClassVar[Kind] = Kind.RECALLED
    reason: str


CaseEvent = (
    Received
    | Screened
    | Docketed
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
