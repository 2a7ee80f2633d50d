"""Use cases that need a touch, with the touch: each person's software authenticator signs what the use case records.

The functions have the names of the use cases, and take the same arguments but the touch.
"""

from pathlib import Path

from withhold.casework.acts.signing import new_terms
from withhold.casework.instance import Instance
from withhold.casework.review import acting
from withhold.casework.stays import placing
from withhold.casework.stays.placing import PlacedStay
from withhold.cli.demonstration.cast import touch as touched
from withhold.events.acts import Draft, Terms, Touch
from withhold.model.cases.case import Case
from withhold.model.cases.permissions import Actor
from withhold.model.identifiers import CaseId
from withhold.sealing.authenticator import SoftwareAuthenticator


def authenticator_of(instance: Instance, actor: Actor) -> SoftwareAuthenticator:
    """Return the person's software authenticator, which lies beside a little home or in a demonstration's sample."""
    places = (instance.home.parent / "people", instance.home / "sample" / "keys")
    paths = [place / f"{actor.person}.passkey" for place in places]
    return SoftwareAuthenticator(next((path for path in paths if path.exists()), Path("nowhere.passkey")))


def touch(instance: Instance, actor: Actor, draft: Draft, terms: Terms | None = None) -> Touch:
    """Return the person's signature over the act."""
    return touched(instance, actor, authenticator_of(instance, actor), draft, terms)


def act(instance: Instance, actor: Actor, case_id: CaseId, command: acting.Signed) -> Case:
    """Carry out a signed command on a case."""
    draft = acting.draft(instance, actor, case_id, command)
    return acting.act(instance, actor, case_id, command, touch(instance, actor, draft))


def place_stay(
    instance: Instance, actor: Actor, scope: str, value: str, reason: str, *, confirm_none: bool = False
) -> PlacedStay:
    """Place a stay in the pages."""
    terms = new_terms(instance)
    signed = touch(instance, actor, placing.placement(instance, actor, scope, value, reason, terms), terms)
    return placing.place_stay(instance, actor, scope, value, reason, signed, confirm_none=confirm_none)


def lift_stay(instance: Instance, actor: Actor, stay_id: str, reason: str) -> bool:
    """Propose to lift a stay, or lift it as the second person."""
    signed = touch(instance, actor, placing.lifting(instance, actor, stay_id, reason))
    return placing.lift_stay(instance, actor, stay_id, reason, signed)
