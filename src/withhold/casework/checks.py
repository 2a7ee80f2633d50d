"""The checks that every use case makes: the table of permissions first, then the records, inside its write."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from withhold.casework.instance import Instance
from withhold.model.cases.permissions import Actor, Command, authorize
from withhold.model.errors import Forbidden
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role
from withhold.records.models import Person
from withhold.records.writing import write_transaction


@contextmanager
def acting(instance: Instance, actor: Actor, command: type[Command]) -> Iterator[datetime]:
    """Run one write as an actor who may give this command. Yields the time of the write, in UTC.

    Authorizes before the writers' lock is taken and anything is read. Checks the accreditation inside the write, so
    that it is still in force at the commit. Raises Forbidden, and what `write_transaction` raises.
    """
    authorize(actor, command)
    with write_transaction(instance.alias):
        require_accredited(instance, actor)
        yield instance.now()


def require_accredited(instance: Instance, actor: Actor) -> Person:
    """Return the actor's accreditation, if it is in force now, in that role and for that agency.

    Raises Forbidden otherwise, for example if it was revoked a minute ago.
    """
    person = instance.people.in_force(actor.person, actor.role, instance.now().date())
    if person is None or person.agency != actor.agency:
        raise Forbidden()
    return person


MACHINE = Actor(PersonId("withhold"), Role.MACHINE)
"""The actor for rules and jobs. It has no accreditation, since nothing that it may do requires one."""

SUBJECT = Actor(PersonId(""), Role.SUBJECT)
"""The actor for a record subject. They do not sign in. What they may do requires an accounting code or nothing."""


def acting_as(instance: Instance, person: PersonId) -> Actor:
    """Return an accredited person as an actor, in the one role that they have. Raises Forbidden if nobody has the id.

    It does not check that the accreditation is in force: see `require_accredited`.
    """
    known = instance.people.known(person)
    if known is None:
        raise Forbidden()
    return Actor(PersonId(known.person_id), Role(known.role), AgencyId(known.agency))
