"""From a command to the events that it makes, or to a refusal.

The result depends on the actor, the case and the command only. Signatures, stays, accreditations and proofs are not
checked here. `casework` checks them before it appends the events, inside the same atomic write.
"""

from dataclasses import dataclass
from typing import assert_never

from withhold.model.cases import commands, events
from withhold.model.cases.case import Case, begin, evolve
from withhold.model.cases.determination import REVIEWERS, Decision
from withhold.model.cases.disposal import parse_manner
from withhold.model.cases.own_case import require_no_party, require_official, require_signer
from withhold.model.cases.permissions import Actor, admit, authorize
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.given_reasons import ReasonContent, required_reason
from withhold.model.vocabulary import IdentityOutcome

_AfterReview = commands.Release | commands.HandOver | commands.CertifyDisposal | commands.Withdraw | commands.Recall

_OneEvent = commands.RecordIdentity | commands.ViewDossier | _AfterReview


@dataclass(frozen=True, slots=True)
class Decided:
    """The events that a command makes, in order, and the case after all of them."""

    events: tuple[events.CaseEvent, ...]
    case: Case


def decide(actor: Actor, case: Case | None, command: commands.CaseCommand) -> Decided:
    """Return the events that the command makes, and the case after them. ``case`` is None if there is none yet.

    Most commands make one event. For example, the second `Determine` makes two: `DeterminationMade`, then `Approved` or
    `Refused`.

    Raises Forbidden if the actor's role may not give the command, if it is about somebody else's case, or if there is
    no such case. Raises Conflict if the state of the case does not allow it, or if its content is not acceptable.
    """
    # Authorization comes before anything about the case, so that a refusal does not show whether the case exists.
    permission = authorize(actor, type(command))
    if isinstance(command, commands.Docket):
        return _docket(case, command)
    if case is None:
        raise Forbidden()
    _require_own_case(actor, case, command)
    admit(permission, case.state)
    if isinstance(command, commands.Determine):
        return _determine(actor, case, command)
    event = _event(case, command)
    return Decided((event,), evolve(case, event))


def _docket(case: Case | None, command: commands.Docket) -> Decided:
    if case is not None:
        raise Conflict(Code.CASE_DOCKETED_TWICE)
    asked = command.request
    event = events.Docketed(
        agency=command.agency,
        batch=command.batch,
        row=command.row,
        official=asked.official_id,
        signer=asked.signer_id,
        purpose=asked.purpose,
        pack=command.pack,
        content=events.DocketedContent(asked, command.earlier, command.marks, command.path),
    )
    return Decided((event,), begin(command.case_id, event))


def _require_own_case(actor: Actor, case: Case, command: commands.Determine | _OneEvent) -> None:
    match command:
        case commands.Release() | commands.HandOver() | commands.CertifyDisposal():
            require_official(actor, case)
        case commands.Withdraw():
            require_signer(actor, case)
        case _:
            require_no_party(actor, case)


def _event(case: Case, command: _OneEvent) -> events.CaseEvent:
    match command:
        case commands.RecordIdentity():
            return _identity(command)
        case commands.ViewDossier():
            return events.DossierViewed(case.digest)
        case _:
            return _after_review(case, command)


def _after_review(case: Case, command: _AfterReview) -> events.CaseEvent:
    match command:
        case commands.Release():
            return _release(case, command)
        case commands.HandOver(sealed=sealed):
            return events.Retrieved(sealed)
        case commands.CertifyDisposal(manner=manner):
            return events.Disposed(parse_manner(manner))
        case commands.Withdraw(reason=reason):
            return events.Withdrawn(ReasonContent(required_reason(reason, "a withdrawal")))
        case commands.Recall(reason=reason):
            return events.Recalled(ReasonContent(required_reason(reason, "a recall")))
        case _:
            assert_never(command)


def _identity(command: commands.RecordIdentity) -> events.CaseEvent:
    """Return `ReviewOpened` if the identity is confirmed. Any other outcome ends the case."""
    if command.outcome is IdentityOutcome.CONFIRMED:
        return events.ReviewOpened(command.digest, events.DossierContent(command.factors, command.dossier))
    return events.IdentityNotConfirmed(events.NotConfirmedContent(command.ground))


def _determine(actor: Actor, case: Case, command: commands.Determine) -> Decided:
    made = command.determination
    if made.reviewer != actor.person or made.role is not actor.role:
        raise Forbidden()
    if made.decision is Decision.APPROVE and not all(answer.satisfied for answer in command.answers):
        raise Conflict(Code.DETERMINATION_ANSWERS_NOT_ALL_YES)
    event = events.DeterminationMade(made, events.AnswersContent(command.answers))
    decided = evolve(case, event)
    if len(decided.determinations) < len(REVIEWERS):
        # The state does not change, so neither the second reviewer nor the agency can notice the first determination.
        return Decided((event,), decided)
    outcome = events.Approved() if decided.both_approve else events.Refused()
    return Decided((event, outcome), evolve(decided, outcome))


def _release(case: Case, command: commands.Release) -> events.CaseEvent:
    if not case.both_approve:
        raise Conflict(Code.RELEASE_DETERMINATIONS_MISSING)
    return events.Released(command.sealed, command.recipient_key, command.item, command.checkpoint_size)
