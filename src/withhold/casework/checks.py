"""Checks that every use case makes: against the table of permissions first, then against the records, in its write."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from withhold.casework.desk import Desk
from withhold.model.cases.permissions import Actor, Command, authorize
from withhold.model.errors import Forbidden
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role
from withhold.records.models import Person
from withhold.records.writing import write_transaction


@contextmanager
def acting(desk: Desk, actor: Actor, command: type[Command]) -> Iterator[datetime]:
    """Run one write as an actor who may give this command; yields the instant of the write.

    Authorizes before the writers' lock is taken and anything is read. Requires the accreditation inside the write,
    where it stays true until the commit. Raises Forbidden, and as `write_transaction` does.
    """
    authorize(actor, command)
    with write_transaction(desk.alias):
        require_accredited(desk, actor)
        yield desk.now()


def require_accredited(desk: Desk, actor: Actor) -> Person:
    """The actor's accreditation, in force now, in that role and for that agency. Raises Forbidden."""
    person = desk.people.in_force(actor.person, actor.role, desk.now().date())
    if person is None or person.agency != actor.agency:
        raise Forbidden("not permitted")
    return person


MACHINE = Actor(PersonId("withhold"), Role.MACHINE)
"""Rules and jobs act as this. It holds no accreditation, since nothing it may do needs one."""

SUBJECT = Actor(PersonId(""), Role.SUBJECT)
"""A record subject, whom nobody signs in: what they may do needs a code or nothing."""


def acting_as(desk: Desk, person: str) -> Actor:
    """The actor that an accredited person is, in the one role they hold. Raises Forbidden if there is none."""
    known = desk.people.known(person)
    if known is None:
        raise Forbidden("not permitted")
    return Actor(PersonId(known.person_id), Role(known.role), AgencyId(known.agency))
