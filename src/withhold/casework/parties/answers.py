"""What the requesting agency may know of its request. Every identity negative is one and the same answer."""

from withhold.casework.checks import require_accredited
from withhold.casework.desk import Desk
from withhold.events.codec import canonical
from withhold.model.cases import commands
from withhold.model.cases.case import Case, State
from withhold.model.cases.own_case import require_official, require_signer
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.vocabulary import Role

_SAID = {
    State.DOCKETED: ("docketed", "The request waits its turn for review."),
    State.NOT_CONFIRMED: (
        "not_confirmed",
        "The person could not be confirmed from what the request sets forth. Nothing was disclosed.",
    ),
    State.UNDER_REVIEW: ("docketed", "The request waits its turn for review."),
    State.REFUSED: ("refused", "The request was refused. The refusal stands; a new request is linked to it."),
    State.APPROVED: ("approved", "The named official may retrieve the sealed release."),
    State.RELEASED: ("approved", "The named official may retrieve the sealed release."),
    State.RETRIEVED: ("retrieved", "The release was handed over. Its disposal must be certified."),
    State.DISPOSED: ("disposed", "Disposal was certified."),
    State.WITHDRAWN: ("withdrawn", "The request was withdrawn."),
    State.RECALLED: ("recalled", "The release was recalled: return or destroy what was handed over, and say so."),
}
"""State -> status and sentence. States that would tell more than the agency may know share one answer."""


def answer(desk: Desk, actor: Actor, case_id: str) -> bytes:
    """What the actor's agency is told of one of its requests, as canonical JSON.

    Depends on nothing but the request's reference and the state above. Raises Forbidden for anyone but the case's
    signer and named official, and for a case that does not exist alike.
    """
    authorize(actor, commands.ReadAnswer)
    require_accredited(desk, actor)
    return said_of(case_of_party(desk, actor, case_id))


def case_of_party(desk: Desk, actor: Actor, case_id: str) -> Case:
    """The case, if the actor is its signer or named official. Raises Forbidden, for one that does not exist alike."""
    case = desk.case(case_id)
    require_party = require_signer if actor.role is Role.SIGNER else require_official
    require_party(actor, case)
    return case


def said_of_state(state: State) -> tuple[str, str]:
    """What the agency is told of a request in that state: status and sentence."""
    return _SAID[state]


def said_of(case: Case) -> bytes:
    """The answer's bytes."""
    status, sentence = said_of_state(case.state)
    return canonical(
        {"case": case.case_id, "request_ref": case.request.request_ref, "status": status, "meaning": sentence}
    )
