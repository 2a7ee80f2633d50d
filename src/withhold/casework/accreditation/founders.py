"""The founders of an instance as accredited people: the founding statement accredits them, and no other event does."""

from withhold.casework.instance import Instance
from withhold.casework.sign_in.key_ownership import take_keys
from withhold.events.codec import Event
from withhold.model.authority.founding import Founder, Statement
from withhold.model.identifiers import CUSTODIAN, PersonId
from withhold.model.occurrences import PersonAccredited
from withhold.model.people.accreditation import Custodian
from withhold.model.people.accredited_person import accreditation_event


def founder_accredited(founder: Founder) -> PersonAccredited:
    """Return a founder's accreditation in the form of everybody else's. It is nowhere on the ledger by itself."""
    return accreditation_event(Custodian(founder.person, founder.name, founder.role, founder.passkeys), CUSTODIAN)


def founders_history(statement: Statement | None, person: PersonId) -> list[Event]:
    """Return what comes before the events of a person's own stream: a founder's accreditation, or nothing."""
    founder = None if statement is None else statement.founder(person)
    return [] if founder is None else [founder_accredited(founder)]


def index_founders(instance: Instance, statement: Statement) -> None:
    """Enter the founders and their passkeys in the tables. Call inside the write that records the founding."""
    for founder in statement.founders:
        accredited = founder_accredited(founder)
        take_keys(instance, accredited)
        instance.people.add(accredited)
