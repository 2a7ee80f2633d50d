"""The answer that the requesting agency gets about its request. Every identity negative is the same answer.

For example, the answer is the same whether the register has no record, two records, or one that is protected.
"""

from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance
from withhold.events.codec import canonical
from withhold.model.cases import commands
from withhold.model.cases.case import Case, State
from withhold.model.cases.own_case import require_official, require_signer
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.identifiers import CaseId
from withhold.model.vocabulary import Role

_ANSWERS = {
    State.DOCKETED: ("docketed", "The request is waiting for review."),
    State.NOT_CONFIRMED: (
        "not_confirmed",
        "The identity could not be confirmed from the request. Nothing was disclosed.",
    ),
    State.UNDER_REVIEW: ("docketed", "The request is waiting for review."),
    State.REFUSED: ("refused", "The request was refused. The refusal is final. A new request is linked to it."),
    State.APPROVED: ("approved", "The named official may retrieve the sealed release."),
    State.RELEASED: ("approved", "The named official may retrieve the sealed release."),
    State.RETRIEVED: ("retrieved", "The release was handed over. Its disposal must be certified."),
    State.DISPOSED: ("disposed", "Disposal was certified."),
    State.WITHDRAWN: ("withdrawn", "The request was withdrawn."),
    State.RECALLED: (
        "recalled",
        "The release was recalled. Return or destroy what was handed over, then certify disposal.",
    ),
}
"""State -> status and sentence. States that the agency may not distinguish have the same answer."""


def answer(instance: Instance, actor: Actor, case_id: CaseId) -> bytes:
    """Return the answer to one of the requests of the actor's agency, as canonical JSON.

    It depends on nothing but the case's id, the request's reference and the state. Raises Forbidden for anyone but the
    case's signer and named official, and in the same way if the case does not exist.
    """
    authorize(actor, commands.ReadAnswer)
    require_accredited(instance, actor)
    return describe_case(case_of_party(instance, actor, case_id))


def case_of_party(instance: Instance, actor: Actor, case_id: CaseId) -> Case:
    """Return the case, if the actor is its signer or named official.

    Raises Forbidden otherwise, and in the same way if the case does not exist.
    """
    case = instance.case(case_id)
    require_party = require_signer if actor.role is Role.SIGNER else require_official
    require_party(actor, case)
    return case


def describe_state(state: State) -> tuple[str, str]:
    """Return the status and the sentence that the agency reads about a request in that state."""
    return _ANSWERS[state]


def describe_case(case: Case) -> bytes:
    """Return the answer about a case, as canonical JSON. The request's reference is "" after the batch was erased."""
    reference = "" if case.content is None else case.content.request.request_ref
    status, sentence = describe_state(case.state)
    return canonical({"case": case.case_id, "request_ref": reference, "status": status, "meaning": sentence})
