"""A case brought to each of its states by events alone, and an event of every type to try on it."""

from withhold.model.cases import commands, events
from withhold.model.cases.case import Case, State, fold
from withhold.model.cases.determination import Answer, Decision, Determination
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.cases.request import COLUMNS, Request
from withhold.model.given_reasons import ReasonContent
from withhold.model.vocabulary import Factor, Role

AGENCY = "AGY-TEST"
DIGEST = "d1" * 32
SEALED = "5e" * 32

SIGNER = Actor("SGN-1", Role.SIGNER, AGENCY)
OFFICIAL = Actor("OFF-1", Role.OFFICIAL, AGENCY)
OFFICER = Actor("CUS-OFFICER-1", Role.OFFICER)
COUNSEL = Actor("CUS-COUNSEL-1", Role.COUNSEL)
MACHINE = Actor("withhold", Role.MACHINE)
OTHERS = (
    Actor("CUS-STEWARD-1", Role.STEWARD),
    Actor("INS-1", Role.INSPECTOR),
    Actor("SUB-1", Role.SUBJECT),
)
EVERYONE = (SIGNER, OFFICIAL, OFFICER, COUNSEL, MACHINE, *OTHERS)
"""One actor in each role."""

REQUEST = Request(**{**dict.fromkeys(COLUMNS, ""), "official_id": OFFICIAL.person, "signer_id": SIGNER.person})


def determination(actor: Actor, decision: Decision = Decision.APPROVE, *, dossier: str = DIGEST) -> Determination:
    """What that reviewer decides."""
    return Determination(actor.person, actor.role, decision, dossier)


def determine(
    actor: Actor, decision: Decision = Decision.APPROVE, *, dossier: str = DIGEST, satisfied: bool = True
) -> commands.Determine:
    """That determination as a command, with one question answered."""
    answers = (Answer("relevance", satisfied, "as the file shows"),)
    return commands.Determine(determination(actor, decision, dossier=dossier), answers)


def decided(
    actor: Actor, decision: Decision = Decision.APPROVE, *, dossier: str = DIGEST, satisfied: bool = True
) -> events.DeterminationMade:
    """That determination as it happened."""
    command = determine(actor, decision, dossier=dossier, satisfied=satisfied)
    return events.DeterminationMade(command.determination, events.AnswersContent(command.answers))


_ASKED = events.DocketedContent(REQUEST, ())
DOCKETED = events.Docketed(
    AGENCY,
    "ba" * 32,
    1,
    OFFICIAL.person,
    SIGNER.person,
    REQUEST.purpose,
    "pack@1#00",
    events.DocketedContent(REQUEST, ()),
)
NOT_CONFIRMED = events.IdentityNotConfirmed(events.NotConfirmedContent("absent"))
OPENED = events.ReviewOpened(DIGEST, events.DossierContent({"name": Factor.AGREES}, "{}"))
VIEWED = events.DossierViewed(DIGEST)
RELEASED = events.Released(SEALED, "key", "address", 9)
RETRIEVED = events.Retrieved(SEALED)
DISPOSED = events.Disposed(Manner.DESTROYED)
WITHDRAWN = events.Withdrawn(ReasonContent("no longer needed"))
RECALLED = events.Recalled(ReasonContent("asked for in error"))

_REVIEW = (DOCKETED, OPENED)
BOTH_APPROVE = (*_REVIEW, decided(OFFICER), decided(COUNSEL))
ONE_REFUSES = (*_REVIEW, decided(OFFICER), decided(COUNSEL, Decision.REFUSE))
_APPROVED = (*BOTH_APPROVE, events.Approved())

HISTORIES: dict[State, tuple[events.CaseEvent, ...]] = {
    State.DOCKETED: (DOCKETED,),
    State.NOT_CONFIRMED: (DOCKETED, NOT_CONFIRMED),
    State.UNDER_REVIEW: _REVIEW,
    State.REFUSED: (*ONE_REFUSES, events.Refused()),
    State.APPROVED: _APPROVED,
    State.RELEASED: (*_APPROVED, RELEASED),
    State.RETRIEVED: (*_APPROVED, RELEASED, RETRIEVED),
    State.DISPOSED: (*_APPROVED, RELEASED, RETRIEVED, DISPOSED),
    State.WITHDRAWN: (DOCKETED, WITHDRAWN),
    State.RECALLED: (*_APPROVED, RELEASED, RECALLED),
}
"""State -> the events that lead there."""

NEXT: tuple[events.CaseEvent, ...] = (
    NOT_CONFIRMED, OPENED, VIEWED, decided(OFFICER), events.Refused(), events.Approved(),
    RELEASED, RETRIEVED, DISPOSED, WITHDRAWN, RECALLED,
)  # fmt: skip
"""An event of each type that can follow another."""


def case_in(state: State) -> Case:
    """A case in that state."""
    return fold("CASE-1", HISTORIES[state])


def case_ready_for(event: events.CaseEvent, state: State) -> Case:
    """Return a case in that state. If it is under review, it has the determinations that the event needs."""
    if state is State.UNDER_REVIEW and isinstance(event, events.Approved):
        return fold("CASE-1", BOTH_APPROVE)
    if state is State.UNDER_REVIEW and isinstance(event, events.Refused):
        return fold("CASE-1", ONE_REFUSES)
    return case_in(state)
