"""Sound requests whose person must not be confirmed. The number belongs to somebody else, to nobody or to two people.

Each case builds the request and the records together, so that who answers under the number is known.
"""

from collections.abc import Callable
from dataclasses import replace

from withhold.population.batches.request_writer import RequestWriter
from withhold.population.batches.truth import Case, not_confirmed
from withhold.population.people.addresses import Address
from withhold.population.people.households import Person, Record

Maker = Callable[[RequestWriter, str], Case]


def relative(writer: RequestWriter, share: str) -> Case:
    """Return a request under the number of someone in the same household."""
    people = writer.people
    subject = people.person()
    other = people.person(group=subject.group, last_name=subject.last_name)
    drawn = writer.rng.random()
    if drawn < 0.4:
        other = _another_first_name(writer, other, subject)
    elif drawn < 0.6:  # a twin
        other = _another_first_name(writer, replace(other, date_of_birth=subject.date_of_birth), subject)
    elif drawn < 0.8:  # parent and child of one name
        subject = replace(subject, suffix="JR")
        other = _same_name(writer, replace(other, suffix="SR"), subject)
    else:  # one name in one household, apart by the middle name and the day of birth
        subject = replace(subject, middle_name="LEE", suffix="")
        other = replace(_same_name(writer, other, subject), middle_name="ANN", suffix="")
    return _under_number_of(writer, share, subject, other, together=True)


def borrowed_tin(writer: RequestWriter, share: str) -> Case:
    """Return a request under the number of a stranger, as someone works under another's number."""
    subject = writer.people.person()
    return _under_number_of(writer, share, subject, _stranger(writer, subject))


def namesake(writer: RequestWriter, share: str) -> Case:
    """Return a request under the number of someone else of the same first and last name."""
    subject = writer.people.person()
    return _under_number_of(writer, share, subject, _same_name(writer, _stranger(writer, subject), subject))


def absent(writer: RequestWriter, share: str) -> Case:
    """Return a request for a person who is not in the register. It has a namesake under another number."""
    subject = writer.people.person()
    other = writer.people.record(_same_name(writer, _stranger(writer, subject), subject))
    row = writer.sound(subject, writer.people.addresses.any())
    return Case(row, not_confirmed(share, "absent"), (other,))


def absent_namesake(writer: RequestWriter, share: str) -> Case:
    """Return a request for a person who is not in the register, under the number of their namesake."""
    subject = writer.people.person()
    other = writer.people.record(_same_name(writer, _stranger(writer, subject), subject))
    row = writer.sound(replace(subject, tin=other.person.tin), writer.people.addresses.any())
    return Case(row, not_confirmed(share, "namesake"), (other,))


def protected(writer: RequestWriter, share: str) -> Case:
    """Return a request for someone whose address is protected."""
    record = writer.people.record(writer.people.person(), protected=True)
    return Case(writer.sound(record.person, record.current), not_confirmed(share, "protected"), (record,))


def minor(writer: RequestWriter, share: str) -> Case:
    """Return a request for a child, whose record is protected by their age."""
    head = writer.people.person()
    record = writer.people.record(writer.people.minor(head.last_name, head.group))
    return Case(writer.sound(record.person, record.current), not_confirmed(share, "protected"), (record,))


def ambiguous(writer: RequestWriter, share: str) -> Case:
    """Return a request under a number that two people have in the register. One of them is the person."""
    subject = writer.people.person()
    other = replace(_stranger(writer, subject), tin=subject.tin)
    records = (writer.people.record(subject), writer.people.record(other))
    return Case(writer.sound(subject, records[0].current), not_confirmed(share, "ambiguous"), records)


def wrong_birth_date(writer: RequestWriter, share: str) -> Case:
    """Return a request with a mistyped date of birth."""
    record = writer.people.record(writer.people.person())
    born = record.person.date_of_birth
    typed = replace(record.person, date_of_birth=born.replace(day=born.day % 28 + 1))
    return _differs(writer, share, record, typed, record.current, "date_of_birth")


def wrong_address(writer: RequestWriter, share: str) -> Case:
    """Return a request with an address that was never on file: elsewhere, or the house next door."""
    record = writer.people.record(writer.people.person())
    here = record.current
    next_door = replace(here, number=str(int(here.number.rstrip("A")) + 2))
    given = next_door if writer.rng.random() < 0.5 else writer.people.addresses.any()
    return _differs(writer, share, record, record.person, given, "address")


def wrong_unit(writer: RequestWriter, share: str) -> Case:
    """Return a request with another unit of the same building."""
    addresses = writer.people.addresses
    here = replace(addresses.with_unit(addresses.street()), unit_kind="APT", unit="4B")
    record = writer.people.record(writer.people.person(), here)
    return _differs(writer, share, record, record.person, replace(here, unit="7C"), "address")


def wrong_first_name(writer: RequestWriter, share: str) -> Case:
    """Return a request with another first name: a nickname, or simply the wrong one."""
    person = replace(writer.people.person(), first_name="WILLIAM")
    record = writer.people.record(person)
    typed = replace(person, first_name=writer.rng.choice(("BILL", "WILL", "WILLIAMS", "LIAM")))
    return _differs(writer, share, record, typed, record.current, "first_name")


def wrong_last_name(writer: RequestWriter, share: str) -> Case:
    """Return a request with another surname, or with one surname of two."""
    person = writer.people.person()
    record = writer.people.record(replace(person, last_name=f"{person.last_name} ROMERO"))
    return _differs(writer, share, record, person, record.current, "last_name")


def wrong_middle(writer: RequestWriter, share: str) -> Case:
    """Return a request with another middle initial."""
    record = writer.people.record(replace(writer.people.person(), middle_name="QUINN"))
    typed = replace(record.person, middle_name=writer.rng.choice("ABCDEFGHJKLM"))
    return _differs(writer, share, record, typed, record.current, "middle_initial")


def wrong_suffix(writer: RequestWriter, share: str) -> Case:
    """Return a request with the suffix SR for a person whom the register has as JR."""
    record = writer.people.record(replace(writer.people.person(), suffix="JR"))
    typed = replace(record.person, suffix="SR")
    return _differs(writer, share, record, typed, record.current, "suffix")


def _under_number_of(
    writer: RequestWriter, share: str, subject: Person, other: Person, *, together: bool = False
) -> Case:
    """Return a request for ``subject`` under the number of ``other``. The register has both."""
    mine = writer.people.record(subject)
    theirs = writer.people.record(other, mine.current if together else None)
    row = writer.sound(replace(subject, tin=other.tin), mine.current)
    return Case(row, not_confirmed(share, share), (mine, theirs))


def _differs(writer: RequestWriter, share: str, record: Record, typed: Person, address: Address, factor: str) -> Case:
    row = writer.sound(typed, address)
    return Case(row, not_confirmed(share, f"differs:{factor}"), (record,))


def _stranger(writer: RequestWriter, subject: Person) -> Person:
    """Return a person with another date of birth."""
    while (other := writer.people.person()).date_of_birth == subject.date_of_birth:
        pass
    return other


def _same_name(writer: RequestWriter, other: Person, subject: Person) -> Person:
    """Return ``other`` with the first and last name of ``subject``, and never with the same date of birth."""
    while other.date_of_birth == subject.date_of_birth:
        other = replace(other, date_of_birth=writer.people.birthday())
    return replace(other, first_name=subject.first_name, last_name=subject.last_name)


def _another_first_name(writer: RequestWriter, other: Person, subject: Person) -> Person:
    while other.first_name == subject.first_name:
        other = replace(other, first_name=writer.people.names.first_name(other.group, writer.rng).name)
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
