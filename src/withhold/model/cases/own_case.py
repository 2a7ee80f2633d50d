"""Whose case it is: the named official and the signer act on their own case only, and review no request of theirs."""

from withhold.model.cases.case import Case
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Forbidden


def require_official(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the actor is the official that the case names, for the agency that requested it."""
    if actor.person != case.request.official_id or actor.agency != case.agency:
        raise Forbidden("not permitted")


def require_signer(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the actor signed the request of the case, for the agency that requested it."""
    if actor.person != case.request.signer_id or actor.agency != case.agency:
        raise Forbidden("not permitted")


def require_no_party(actor: Actor, case: Case) -> None:
    """Raise Forbidden if the actor is the case's named official or its signer, in whatever role."""
    if actor.person in (case.request.official_id, case.request.signer_id):
        raise Forbidden("not permitted")
