"""Checks of whose case it is.

The named official and the signer may act only on a case that names them. Neither may review such a case.
"""

from withhold.model.cases.case import Case
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Forbidden


def require_official(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the case names the actor as its official and belongs to the actor's agency."""
    if actor.person != case.official or actor.agency != case.agency:
        raise Forbidden()


def require_signer(actor: Actor, case: Case) -> None:
    """Raise Forbidden unless the actor signed the request of the case and the case belongs to the actor's agency."""
    if actor.person != case.signer or actor.agency != case.agency:
        raise Forbidden()


def require_no_party(actor: Actor, case: Case) -> None:
    """Raise Forbidden if the actor is the case's named official or its signer.

    The actor's role makes no difference.
    """
    if actor.person in (case.official, case.signer):
        raise Forbidden()
