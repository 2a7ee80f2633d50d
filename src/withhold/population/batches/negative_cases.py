"""Sound requests whose person must not be confirmed. The number belongs to somebody else, to nobody or to two people.

Each case builds the request and the records together, so that who answers under the number is known.
"""

from collections.abc import Callable
from dataclasses import replace

from withhold.population.batches.agency_desk import Desk
from withhold.population.batches.truth import Case, not_confirmed
from withhold.population.people.addresses import Address
from withhold.population.people.households import Person, Record

Maker = Callable[[Desk, str], Case]


def relative(desk: Desk, share: str) -> Case:
    """Return a request under the number of someone in the same household."""
    people = desk.people
    subject = people.person()
    other = people.person(group=subject.group, last_name=subject.last_name)
    drawn = desk.rng.random()
    if drawn < 0.4:
        other = _another_first_name(desk, other, subject)
    elif drawn < 0.6:  # a twin
        other = _another_first_name(desk, replace(other, date_of_birth=subject.date_of_birth), subject)
    elif drawn < 0.8:  # parent and child of one name
        subject = replace(subject, suffix="JR")
        other = _same_name(desk, replace(other, suffix="SR"), subject)
    else:  # one name in one household, apart by the middle name and the day of birth
        subject = replace(subject, middle_name="LEE", suffix="")
        other = replace(_same_name(desk, other, subject), middle_name="ANN", suffix="")
    return _under_number_of(desk, share, subject, other, together=True)


def borrowed_tin(desk: Desk, share: str) -> Case:
    """Return a request under the number of a stranger, as someone works under another's number."""
    subject = desk.people.person()
    return _under_number_of(desk, share, subject, _stranger(desk, subject))


def namesake(desk: Desk, share: str) -> Case:
    """Return a request under the number of someone else of the same first and last name."""
    subject = desk.people.person()
    return _under_number_of(desk, share, subject, _same_name(desk, _stranger(desk, subject), subject))


def absent(desk: Desk, share: str) -> Case:
    """Return a request for a person who is not in the register. It has a namesake under another number."""
    subject = desk.people.person()
    other = desk.people.record(_same_name(desk, _stranger(desk, subject), subject))
    row = desk.sound(subject, desk.people.addresses.any())
    return Case(row, not_confirmed(share, "absent"), (other,))


def absent_namesake(desk: Desk, share: str) -> Case:
    """Return a request for a person who is not in the register, under the number of their namesake."""
    subject = desk.people.person()
    other = desk.people.record(_same_name(desk, _stranger(desk, subject), subject))
    row = desk.sound(replace(subject, tin=other.person.tin), desk.people.addresses.any())
    return Case(row, not_confirmed(share, "namesake"), (other,))


def protected(desk: Desk, share: str) -> Case:
    """Return a request for someone whose address is protected."""
    record = desk.people.record(desk.people.person(), protected=True)
    return Case(desk.sound(record.person, record.current), not_confirmed(share, "protected"), (record,))


def minor(desk: Desk, share: str) -> Case:
    """Return a request for a child, whose record is protected by their age."""
    head = desk.people.person()
    record = desk.people.record(desk.people.minor(head.last_name, head.group))
    return Case(desk.sound(record.person, record.current), not_confirmed(share, "protected"), (record,))


def ambiguous(desk: Desk, share: str) -> Case:
    """Return a request under a number that two people have in the register. One of them is the person."""
    subject = desk.people.person()
    other = replace(_stranger(desk, subject), tin=subject.tin)
    records = (desk.people.record(subject), desk.people.record(other))
    return Case(desk.sound(subject, records[0].current), not_confirmed(share, "ambiguous"), records)


def wrong_birth_date(desk: Desk, share: str) -> Case:
    """Return a request with a mistyped date of birth."""
    record = desk.people.record(desk.people.person())
    born = record.person.date_of_birth
    typed = replace(record.person, date_of_birth=born.replace(day=born.day % 28 + 1))
    return _differs(desk, share, record, typed, record.current, "date_of_birth")


def wrong_address(desk: Desk, share: str) -> Case:
    """Return a request with an address that was never on file: elsewhere, or the house next door."""
    record = desk.people.record(desk.people.person())
    here = record.current
    next_door = replace(here, number=str(int(here.number.rstrip("A")) + 2))
    given = next_door if desk.rng.random() < 0.5 else desk.people.addresses.any()
    return _differs(desk, share, record, record.person, given, "address")


def wrong_unit(desk: Desk, share: str) -> Case:
    """Return a request with another unit of the same building."""
    addresses = desk.people.addresses
    here = replace(addresses.with_unit(addresses.street()), unit_kind="APT", unit="4B")
    record = desk.people.record(desk.people.person(), here)
    return _differs(desk, share, record, record.person, replace(here, unit="7C"), "address")


def wrong_first_name(desk: Desk, share: str) -> Case:
    """Return a request with another first name: a nickname, or simply the wrong one."""
    person = replace(desk.people.person(), first_name="WILLIAM")
    record = desk.people.record(person)
    typed = replace(person, first_name=desk.rng.choice(("BILL", "WILL", "WILLIAMS", "LIAM")))
    return _differs(desk, share, record, typed, record.current, "first_name")


def wrong_last_name(desk: Desk, share: str) -> Case:
    """Return a request with another surname, or with one surname of two."""
    person = desk.people.person()
    record = desk.people.record(replace(person, last_name=f"{person.last_name} ROMERO"))
    return _differs(desk, share, record, person, record.current, "last_name")


def wrong_middle(desk: Desk, share: str) -> Case:
    """Return a request with another middle initial."""
    record = desk.people.record(replace(desk.people.person(), middle_name="QUINN"))
    typed = replace(record.person, middle_name=desk.rng.choice("ABCDEFGHJKLM"))
    return _differs(desk, share, record, typed, record.current, "middle_initial")


def wrong_suffix(desk: Desk, share: str) -> Case:
    """Return a request with the suffix SR for a person whom the register has as JR."""
    record = desk.people.record(replace(desk.people.person(), suffix="JR"))
    typed = replace(record.person, suffix="SR")
    return _differs(desk, share, record, typed, record.current, "suffix")


def _under_number_of(desk: Desk, share: str, subject: Person, other: Person, *, together: bool = False) -> Case:
    """Return a request for ``subject`` under the number of ``other``. The register has both."""
    mine = desk.people.record(subject)
    theirs = desk.people.record(other, mine.current if together else None)
    row = desk.sound(replace(subject, tin=other.tin), mine.current)
    return Case(row, not_confirmed(share, share), (mine, theirs))


def _differs(desk: Desk, share: str, record: Record, typed: Person, address: Address, factor: str) -> Case:
    row = desk.sound(typed, address)
    return Case(row, not_confirmed(share, f"differs:{factor}"), (record,))


def _stranger(desk: Desk, subject: Person) -> Person:
    """Return a person with another date of birth."""
    while (other := desk.people.person()).date_of_birth == subject.date_of_birth:
        pass
    return other


def _same_name(desk: Desk, other: Person, subject: Person) -> Person:
    """Return ``other`` with the first and last name of ``subject``, and never with the same date of birth."""
    while other.date_of_birth == subject.date_of_birth:
        other = replace(other, date_of_birth=desk.people.birthday())
    return replace(other, first_name=subject.first_name, last_name=subject.last_name)


def _another_first_name(desk: Desk, other: Person, subject: Person) -> Person:
    while other.first_name == subject.first_name:
        other = replace(other, first_name=desk.people.names.first_name(other.group, desk.rng).name)
    return other


NEGATIVE: dict[str, Maker] = {
    "relative": relative,
    "borrowed_tin": borrowed_tin,
    "namesake": namesake,
    "absent": absent,
    "absent_namesake": absent_namesake,
    "protected": protected,
    "minor": minor,
    "ambiguous": ambiguous,
    "wrong_birth_date": wrong_birth_date,
    "wrong_address": wrong_address,
    "wrong_unit": wrong_unit,
    "wrong_first_name": wrong_first_name,
    "wrong_last_name": wrong_last_name,
    "wrong_middle": wrong_middle,
    "wrong_suffix": wrong_suffix,
}
"""Share → maker, for sound rows whose person must not be confirmed."""
