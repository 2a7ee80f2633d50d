"""The fold: from the events of a case to its state and content.

Nothing else determines the state of a case, and the same events always give the same case. For example, a case whose
events are `Docketed` and `ReviewOpened` is ``under_review``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from withhold.model.cases import events
from withhold.model.cases.determination import REVIEWERS, Decision, Determination
from withhold.model.cases.request import Request
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.model.vocabulary import Role


class State(StrEnum):
    """The states of a case. A stay is not a state. It blocks transitions."""

    DOCKETED = "docketed"
    NOT_CONFIRMED = "not_confirmed"
    UNDER_REVIEW = "under_review"
    REFUSED = "refused"
    APPROVED = "approved"
    RELEASED = "released"
    RETRIEVED = "retrieved"
    DISPOSED = "disposed"
    WITHDRAWN = "withdrawn"
    RECALLED = "recalled"


_WITHDRAWABLE = (State.DOCKETED, State.UNDER_REVIEW, State.APPROVED)
_DISPOSABLE = (State.RETRIEVED, State.RECALLED)

TRANSITIONS: dict[type[events.CaseEvent], tuple[tuple[State, ...], State | None]] = {
    events.IdentityNotConfirmed: ((State.DOCKETED,), State.NOT_CONFIRMED),
    events.ReviewOpened: ((State.DOCKETED,), State.UNDER_REVIEW),
    events.DossierViewed: ((State.UNDER_REVIEW, State.APPROVED, State.REFUSED), None),
    events.DeterminationMade: ((State.UNDER_REVIEW,), None),
    events.Refused: ((State.UNDER_REVIEW,), State.REFUSED),
    events.Approved: ((State.UNDER_REVIEW,), State.APPROVED),
    events.Released: ((State.APPROVED, State.RELEASED), State.RELEASED),
    events.Retrieved: ((State.RELEASED,), State.RETRIEVED),
    events.Disposed: (_DISPOSABLE, State.DISPOSED),
    events.Withdrawn: (_WITHDRAWABLE, State.WITHDRAWN),
    events.Recalled: ((State.APPROVED, State.RELEASED, State.RETRIEVED), State.RECALLED),
}
"""Event -> the states it may follow, and the state it leads to.

None in place of a state: the state does not change. A case begins with Docketed, which is not in the table.
"""


class IllegalTransition(Conflict):
    """An event cannot follow the events before it. For example, only a view of the dossier can follow a refusal."""


class ContentErased(Conflict):
    """The batch of a case was erased, so what the agency asked can no longer be read."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case after its events so far. ``row`` counts the rows of the batch from 1."""

    case_id: CaseId
    agency: AgencyId
    batch: BatchDigest
    row: int
    official: PersonId
    signer: PersonId
    purpose: str
    pack: str
    """Reference of the rule pack under which the request is eligible."""
    content: events.DocketedContent | None
    """What the agency asked. None after the batch was erased."""
    state: State = State.DOCKETED
    dossier: str = ""
    """Canonical JSON of the dossier. It is empty until review opens, and after the batch was erased."""
    digest: str = ""
    """Hex SHA-256 over the dossier. The signatures of both reviewers cover it."""
    determinations: tuple[Determination, ...] = ()
    sealed: str = ""
    """Hex SHA-256 of the latest sealed release."""
    version: int = 1
    """The number of events in the case."""

    @property
    def asked(self) -> events.DocketedContent:
        """What the agency asked. Raises ContentErased if the batch was erased."""
        if self.content is None:
            raise ContentErased(Code.CASE_CONTENT_ERASED)
        return self.content

    @property
    def request(self) -> Request:
        """The request as the agency submitted it. Raises ContentErased if the batch was erased."""
        return self.asked.request

    def determination_by(self, role: Role) -> Determination | None:
        """Return the determination made in that role, or None if there is none yet."""
        return next((made for made in self.determinations if made.role is role), None)

    @property
    def both_approve(self) -> bool:
        """Whether two different people in the two reviewing roles have approved this dossier."""
        made = self.determinations
        return (
            {each.role for each in made} == set(REVIEWERS)
            and len({each.reviewer for each in made}) == len(made)
            and all(each.decision is Decision.APPROVE and each.dossier == self.digest for each in made)
        )


def evolve(case: Case, event: events.CaseEvent) -> Case:
    """Return the case after one more event.

    Raises IllegalTransition if the event cannot follow. For example, `Approved` cannot follow a single determination,
    and `Refused` cannot follow two that approve.
    """
    if isinstance(event, events.Docketed):
        raise IllegalTransition(Code.CASE_DOCKETED_TWICE)
    allowed, target = TRANSITIONS[type(event)]
    if case.state not in allowed:
        raise IllegalTransition(
            Code.CASE_CANNOT_FOLLOW, event=event.kind.name.lower().replace("_", " "), state=case.state.replace("_", " ")
        )
    moved = replace(case, version=case.version + 1, state=target or case.state)
    return _with_content(moved, event)


def _with_content(case: Case, event: events.CaseEvent) -> Case:
    match event:
        case events.ReviewOpened(digest=digest, content=content):
            return replace(case, dossier="" if content is None else content.dossier, digest=digest)
        case events.DeterminationMade(determination=made):
            return _with_determination(case, made)
        case events.Approved() if not case.both_approve:
            raise IllegalTransition(Code.CASE_APPROVAL_UNFOUNDED)
        case events.Refused() if case.both_approve or len(case.determinations) < len(REVIEWERS):
            raise IllegalTransition(Code.CASE_REFUSAL_UNFOUNDED)
        case events.Released(sealed=sealed):
            return replace(case, sealed=sealed)
        case events.Retrieved(sealed=sealed) if sealed != case.sealed:
            raise IllegalTransition(Code.CASE_ANOTHER_RELEASE)
        case _:
            return case


def _with_determination(case: Case, made: Determination) -> Case:
    if made.dossier != case.digest:
        raise IllegalTransition(Code.CASE_DOSSIER_CHANGED)
    decided = case.determinations
    if made.role not in REVIEWERS or any(made.role is each.role or made.reviewer == each.reviewer for each in decided):
        raise IllegalTransition(Code.CASE_SAME_REVIEWER)
    return replace(case, determinations=(*decided, made))


def begin(case_id: CaseId, event: events.CaseEvent) -> Case:
    """Return the case that a Docketed event begins. Raises IllegalTransition on any other event."""
    if not isinstance(event, events.Docketed):
        raise IllegalTransition(Code.CASE_BEGINS_OTHERWISE)
    return Case(
        case_id=case_id,
        agency=event.agency,
        batch=event.batch,
        row=event.row,
        official=event.official,
        signer=event.signer,
        purpose=event.purpose,
        pack=event.pack,
        content=event.content,
    )


def fold(case_id: CaseId, happened: Iterable[events.CaseEvent]) -> Case:
    """Return the case after these events, in order.

    Raises IllegalTransition if there are none, if the first is not `Docketed`, or if one cannot follow the others.
    """
    remaining = iter(happened)
    first = next(remaining, None)
    if first is None:
        raise IllegalTransition(Code.CASE_WITHOUT_EVENTS)
    case = begin(case_id, first)
    for event in remaining:
        case = evolve(case, event)
    return case
