"""Checks that every use case makes against the records, inside its write."""

from withhold.casework.desk import Desk
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Forbidden
from withhold.model.vocabulary import Role
from withhold.records.models import Person


def require_accredited(desk: Desk, actor: Actor) -> Person:
    """The actor's accreditation, in force now, in that role and for that agency. Raises Forbidden."""
    person = desk.people.in_force(actor.person, actor.role, desk.now().date())
    if person is None or person.agency != actor.agency:
        raise Forbidden("not permitted")
    return person


MACHINE = Actor("withhold", Role.MACHINE)
"""Rules and jobs act as this. It holds no accreditation, since nothing it may do needs one."""


def acting_as(desk: Desk, person: str) -> Actor:
    """The actor that an accredited person is, in the one role they hold. Raises Forbidden where there is none."""
    known = desk.people.known(person)
    if known is None:
        raise Forbidden("not permitted")
    return Actor(known.person_id, Role(known.role), known.agency)
