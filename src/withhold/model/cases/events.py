"""The events of a case. Each becomes one leaf of the ledger. Digests are hex SHA-256.

An event has two parts. Its fields are kept permanently: who acted, on what authority, and the outcome. They contain
nothing about the record subject. The field `content`, if there is one, has everything that an erasure takes, for
example the request or a reason. It is None after the batch was erased.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from withhold.model.cases.determination import Answer, Determination
from withhold.model.cases.disposal import Manner
from withhold.model.cases.request import Request
from withhold.model.given_reasons import ReasonContent
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Factor


@dataclass(frozen=True, slots=True)
class DocketedContent:
    """What the agency asked, and what reviewers see beside it."""

    request: Request
    earlier: tuple[CaseId, ...]
    """Case ids of this agency's earlier requests about the same person. Reviewers see them in the dossier."""
    marks: tuple[str, ...] = ()
    """Ids of the pack's marks that apply to the request. Reviewers see them in the dossier."""
    path: tuple[str, ...] = ()
    """The hex hashes of the row's inclusion path, from its sibling up to the root that the signer signed."""


@dataclass(frozen=True, slots=True)
class Docketed:
    """A request of a batch was received, found eligible by screening, and admitted for review.

    This is the first event of a case. A row that is returned or refused never becomes a case.

    Raises ValueError if `official`, `signer` or `purpose` are not those of the request in its content.
    """

    kind: ClassVar[Kind] = Kind.REQUEST_DOCKETED
    agency: AgencyId
    batch: BatchDigest
    """Hex SHA-256 of the file."""
    row: int
    """From 1."""
    official: PersonId
    """The named official, who is the only one to whom the item may be released."""
    signer: PersonId
    purpose: str
    """The kind of proceeding (`request.purpose_of`)."""
    pack: str
    """The rule pack under which the request is eligible, as `id@version#digest`."""
    content: DocketedContent | None

    def __post_init__(self) -> None:
        """Require that both parts name the same people and purpose."""
        if self.content is None:
            return
        asked = self.content.request
        if (self.official, self.signer, self.purpose) != (asked.official_id, asked.signer_id, asked.purpose):
            raise ValueError("a docketed request names other people or another purpose than its event")


@dataclass(frozen=True, slots=True)
class NotConfirmedContent:
    """Why the identity was not confirmed. It is for the custodian only and never reaches the requesting agency."""

    ground: str


@dataclass(frozen=True, slots=True)
class IdentityNotConfirmed:
    """The register did not have exactly one record that confirms the identity."""

    kind: ClassVar[Kind] = Kind.IDENTITY_NOT_CONFIRMED
    content: NotConfirmedContent | None


@dataclass(frozen=True, slots=True)
class DossierContent:
    """The dossier, as canonical JSON, and how each identity factor compares with the register."""

    factors: Mapping[str, Factor]
    dossier: str


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """The identity was confirmed and the dossier was fixed.

    `digest` is the SHA-256 over the dossier, which both reviewers' signatures cover. The dossier contains a salt, so
    nobody can guess its text from the digest.
    """

    kind: ClassVar[Kind] = Kind.REVIEW_OPENED
    digest: str
    content: DossierContent | None


@dataclass(frozen=True, slots=True)
class DossierViewed:
    """A reviewer looked at the dossier."""

    kind: ClassVar[Kind] = Kind.DOSSIER_VIEWED
    digest: str


@dataclass(frozen=True, slots=True)
class AnswersContent:
    """A reviewer's answers to the questions of the rule pack, with the reasons in their words."""

    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class DeterminationMade:
    """One reviewer decided, and signed the decision with a passkey.

    The signature covers the salted digest of the answers, so it still verifies after they were erased.
    """

    kind: ClassVar[Kind] = Kind.DETERMINATION_MADE
    determination: Determination
    content: AnswersContent | None


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
    content: ReasonContent | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """The custodian withdrew the approval, or demanded the return of what was released."""

    kind: ClassVar[Kind] = Kind.RECALLED
    content: ReasonContent | None


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
