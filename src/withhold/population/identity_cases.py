"""Sound requests by what the register holds: the person, somebody else, nobody, or more than one.

Each case builds the request and the records together, so that who answers under the number is known.
"""

from collections.abc import Callable
from dataclasses import replace

from withhold.population.addresses import Address, Hand
from withhold.population.desk import Desk
from withhold.population.names import HISPANIC
from withhold.population.people import Person, Record
from withhold.population.truth import Case, confirmed, not_confirmed
from withhold.population.writing import ACCENTED_FIRST_NAMES, ACCENTED_SURNAMES, APOSTROPHES, with_accents

Maker = Callable[[Desk, str], Case]


def sound(desk: Desk, share: str) -> Case:
    """Return a request for the head of a household, as the register has them."""
    household = tuple(desk.people.household())
    head = household[0]
    return Case(desk.sound(head.person, head.current), confirmed(share), household)


def moved(desk: Desk, share: str) -> Case:
    """Return a request with an address that is on file but no longer current."""
    record = desk.people.moved(desk.people.person())
    return Case(desk.sound(record.person, record.residences[0].address), confirmed(share), (record,))


def po_box(desk: Desk, share: str) -> Case:
    """Return a request for someone with a post office box."""
    return _at(desk, share, desk.people.addresses.box())


def rural_route(desk: Desk, share: str) -> Case:
    """Return a request for someone on a rural route."""
    return _at(desk, share, desk.people.addresses.route())


def highway_contract(desk: Desk, share: str) -> Case:
    """Return a request for someone on a highway contract route."""
    return _at(desk, share, desk.people.addresses.route("highway_contract"))


def unit(desk: Desk, share: str) -> Case:
    """Return a request where the agency spells out the unit on a line of its own."""
    addresses = desk.people.addresses
    return _at(desk, share, addresses.with_unit(addresses.street()))


def unit_left_out(desk: Desk, share: str) -> Case:
    """Return a request where only the register has the unit: it counts where both have one."""
    addresses = desk.people.addresses
    bare = addresses.street()
    record = desk.people.record(desk.people.person(), addresses.with_unit(bare))
    given = replace(record.current, unit_kind="", unit="")
    return Case(desk.sound(record.person, given), confirmed(share), (record,))


def as_registered(desk: Desk, share: str) -> Case:
    """Return a request in the register's own hand: capitals and abbreviations."""
    record = desk.people.record(desk.people.person())
    row = desk.sound(record.person, record.current, Hand.REGISTER)
    row |= {name: row[name].upper() for name in ("first_name", "middle_name", "last_name")}
    return Case(row, confirmed(share), (record,))


def accent(desk: Desk, share: str) -> Case:
    """Return a request with accents that the register does not keep, or without those it does."""
    surname = desk.rng.choice(tuple(ACCENTED_SURNAMES))
    person = _hispanic(desk, surname)
    if desk.rng.random() < 0.5:
        person = replace(person, first_name=desk.rng.choice(tuple(ACCENTED_FIRST_NAMES)))
    return _either_hand(desk, share, person, _accented(person))


def apostrophe(desk: Desk, share: str) -> Case:
    """Return a request with an apostrophe (of one kind or another) that the register does not keep."""
    folded = desk.rng.choice(tuple(APOSTROPHES))
    person = desk.people.person(group=0, last_name=folded)
    written = APOSTROPHES[folded].replace("'", desk.rng.choice("'’`"))
    return _either_hand(desk, share, person, replace(person, last_name=written))


def two_surnames(desk: Desk, share: str) -> Case:
    """Return a request for someone with two surnames, joined by a hyphen on one side only."""
    first, second = desk.rng.sample(tuple(ACCENTED_SURNAMES), 2)
    person = _hispanic(desk, f"{first} {second}")
    written = f"{with_accents(first)}-{with_accents(second)}"
    return _either_hand(desk, share, person, replace(person, last_name=written))


def one_name(desk: Desk, share: str) -> Case:
    """Return a request for someone who has one name, with the marker for a first name that does not exist."""
    person = replace(desk.people.person(), first_name="", middle_name="", suffix="")
    record = desk.people.record(person)
    row = desk.sound(person, record.current)
    row["first_name"] = desk.rng.choice(("FNU", "NFN", "Fnu"))
    return Case(row, confirmed(share), (record,))


def initial(desk: Desk, share: str) -> Case:
    """Return a request with the initial of a middle name that the register has in full, or without it."""
    person = replace(desk.people.person(), middle_name=desk.people.names.first_name(0, desk.rng).name)
    record = desk.people.record(person)
    row = desk.sound(person, record.current)
    row["middle_name"] = desk.rng.choice((person.middle_name[0], f"{person.middle_name[0]}.", ""))
    return Case(row, confirmed(share), (record,))


def suffix_left_out(desk: Desk, share: str) -> Case:
    """Return a request where only one side has the suffix."""
    person = replace(desk.people.person(), suffix="")
    with_suffix = replace(person, suffix=desk.rng.choice(("JR", "SR", "III")))
    given, kept = (person, with_suffix) if desk.rng.random() < 0.5 else (with_suffix, person)
    record = desk.people.record(kept)
    return Case(desk.sound(given, record.current), confirmed(share), (record,))


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
    """Return a request for someone the register does not hold; it holds a namesake under another number."""
    subject = desk.people.person()
    other = desk.people.record(_same_name(desk, _stranger(desk, subject), subject))
    row = desk.sound(subject, desk.people.addresses.any())
    return Case(row, not_confirmed(share, "absent"), (other,))


def absent_namesake(desk: Desk, share: str) -> Case:
    """Return a request for someone the register does not hold, under the number of their namesake."""
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
    """Return a request under a number that two people have in the register; one of them is the person."""
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
    """Return a request for the father where the register has the son."""
    record = desk.people.record(replace(desk.people.person(), suffix="JR"))
    typed = replace(record.person, suffix="SR")
    return _differs(desk, share, record, typed, record.current, "suffix")


def _at(desk: Desk, share: str, address: Address) -> Case:
    record = desk.people.record(desk.people.person(), address)
    return Case(desk.sound(record.person, record.current), confirmed(share), (record,))


def _either_hand(desk: Desk, share: str, plain: Person, written: Person) -> Case:
    """One side keeps the name plain, the other as it is written; which side is drawn."""
    kept, given = (plain, written) if desk.rng.random() < 0.7 else (written, plain)
    record = desk.people.record(kept)
    row = desk.sound(given, record.current)
    row |= {"first_name": given.first_name, "last_name": given.last_name}
    return Case(row, confirmed(share), (record,))


def _under_number_of(desk: Desk, share: str, subject: Person, other: Person, *, together: bool = False) -> Case:
    """A request for ``subject`` under the number of ``other``; the register holds both."""
    mine = desk.people.record(subject)
    theirs = desk.people.record(other, mine.current if together else None)
    row = desk.sound(replace(subject, tin=other.tin), mine.current)
    return Case(row, not_confirmed(share, share), (mine, theirs))


def _differs(desk: Desk, share: str, record: Record, typed: Person, address: Address, factor: str) -> Case:
    row = desk.sound(typed, address)
    return Case(row, not_confirmed(share, f"differs:{factor}"), (record,))


def _stranger(desk: Desk, subject: Person) -> Person:
    """Someone whose date of birth is another."""
    while (other := desk.people.person()).date_of_birth == subject.date_of_birth:
        pass
    return other


def _same_name(desk: Desk, other: Person, subject: Person) -> Person:
    """``other`` under the first and last name of ``subject``, and never with the same date of birth."""
    while other.date_of_birth == subject.date_of_birth:
        other = replace(other, date_of_birth=desk.people.birthday())
    return replace(other, first_name=subject.first_name, last_name=subject.last_name)


def _another_first_name(desk: Desk, other: Person, subject: Person) -> Person:
    while other.first_name == subject.first_name:
        other = replace(other, first_name=desk.people.names.first_name(other.group, desk.rng).name)
    return other


def _hispanic(desk: Desk, last_name: str) -> Person:
    return desk.people.person(group=HISPANIC, last_name=last_name)


def _accented(person: Person) -> Person:
    first, last = with_accents(person.first_name), with_accents(person.last_name)
    return replace(person, first_name=first, last_name=last)


CONFIRMED: dict[str, Maker] = {
    "sound": sound,
    "moved": moved,
    "po_box": po_box,
    "rural_route": rural_route,
    "highway_contract": highway_contract,
    "unit": unit,
    "unit_left_out": unit_left_out,
    "as_registered": as_registered,
    "accent": accent,
    "apostrophe": apostrophe,
    "two_surnames": two_surnames,
    "one_name": one_name,
    "initial": initial,
    "suffix_left_out": suffix_left_out,
}
"""Share -> maker, for rows that must be confirmed."""

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
"""Share -> maker, for sound rows whose person must not be confirmed."""
