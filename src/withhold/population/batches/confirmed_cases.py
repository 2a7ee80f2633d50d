"""Sound requests whose person the register confirms, although the two sides write names and addresses differently."""

from collections.abc import Callable
from dataclasses import replace

from withhold.population.batches.request_writer import RequestWriter
from withhold.population.batches.truth import Case, confirmed
from withhold.population.people.addresses import Address, Hand
from withhold.population.people.households import Person
from withhold.population.people.names import HISPANIC
from withhold.population.people.spellings import ACCENTED_FIRST_NAMES, ACCENTED_SURNAMES, APOSTROPHES, with_accents

Maker = Callable[[RequestWriter, str], Case]


def sound(writer: RequestWriter, share: str) -> Case:
    """Return a request for the head of a household, as the register has them."""
    household = tuple(writer.people.household())
    head = household[0]
    return Case(writer.sound(head.person, head.current), confirmed(share), household)


def moved(writer: RequestWriter, share: str) -> Case:
    """Return a request with an address that is on file but no longer current."""
    record = writer.people.moved(writer.people.person())
    return Case(writer.sound(record.person, record.residences[0].address), confirmed(share), (record,))


def po_box(writer: RequestWriter, share: str) -> Case:
    """Return a request for someone with a post office box."""
    return _at(writer, share, writer.people.addresses.box())


def rural_route(writer: RequestWriter, share: str) -> Case:
    """Return a request for someone on a rural route."""
    return _at(writer, share, writer.people.addresses.route())


def highway_contract(writer: RequestWriter, share: str) -> Case:
    """Return a request for someone on a highway contract route."""
    return _at(writer, share, writer.people.addresses.route("highway_contract"))


def unit(writer: RequestWriter, share: str) -> Case:
    """Return a request whose agency writes out the unit on a separate line, for example "Apartment 4B"."""
    addresses = writer.people.addresses
    return _at(writer, share, addresses.with_unit(addresses.street()))


def unit_left_out(writer: RequestWriter, share: str) -> Case:
    """Return a request without the unit that the register has. Units are compared only if both sides have one."""
    addresses = writer.people.addresses
    bare = addresses.street()
    record = writer.people.record(writer.people.person(), addresses.with_unit(bare))
    given = replace(record.current, unit_kind="", unit="")
    return Case(writer.sound(record.person, given), confirmed(share), (record,))


def as_registered(writer: RequestWriter, share: str) -> Case:
    """Return a request in the register's own spelling: capitals and abbreviations."""
    record = writer.people.record(writer.people.person())
    row = writer.sound(record.person, record.current, Hand.REGISTER)
    row |= {name: row[name].upper() for name in ("first_name", "middle_name", "last_name")}
    return Case(row, confirmed(share), (record,))


def accent(writer: RequestWriter, share: str) -> Case:
    """Return a request with accents that the register does not keep, or without those it does."""
    surname = writer.rng.choice(tuple(ACCENTED_SURNAMES))
    person = _hispanic(writer, surname)
    if writer.rng.random() < 0.5:
        person = replace(person, first_name=writer.rng.choice(tuple(ACCENTED_FIRST_NAMES)))
    return _either_hand(writer, share, person, _accented(person))


def apostrophe(writer: RequestWriter, share: str) -> Case:
    """Return a request with an apostrophe (of one kind or another) that the register does not keep."""
    folded = writer.rng.choice(tuple(APOSTROPHES))
    person = writer.people.person(group=0, last_name=folded)
    written = APOSTROPHES[folded].replace("'", writer.rng.choice("'’`"))
    return _either_hand(writer, share, person, replace(person, last_name=written))


def two_surnames(writer: RequestWriter, share: str) -> Case:
    """Return a request for someone with two surnames, joined by a hyphen on one side only."""
    first, second = writer.rng.sample(tuple(ACCENTED_SURNAMES), 2)
    person = _hispanic(writer, f"{first} {second}")
    written = f"{with_accents(first)}-{with_accents(second)}"
    return _either_hand(writer, share, person, replace(person, last_name=written))


def one_name(writer: RequestWriter, share: str) -> Case:
    """Return a request for someone who has one name, with the marker for a first name that does not exist."""
    person = replace(writer.people.person(), first_name="", middle_name="", suffix="")
    record = writer.people.record(person)
    row = writer.sound(person, record.current)
    row["first_name"] = writer.rng.choice(("FNU", "NFN", "Fnu"))
    return Case(row, confirmed(share), (record,))


def initial(writer: RequestWriter, share: str) -> Case:
    """Return a request with the initial of a middle name that the register has in full, or without it."""
    person = replace(writer.people.person(), middle_name=writer.people.names.first_name(0, writer.rng).name)
    record = writer.people.record(person)
    row = writer.sound(person, record.current)
    row["middle_name"] = writer.rng.choice((person.middle_name[0], f"{person.middle_name[0]}.", ""))
    return Case(row, confirmed(share), (record,))


def suffix_left_out(writer: RequestWriter, share: str) -> Case:
    """Return a request for a person whose suffix only one side has."""
    person = replace(writer.people.person(), suffix="")
    with_suffix = replace(person, suffix=writer.rng.choice(("JR", "SR", "III")))
    given, kept = (person, with_suffix) if writer.rng.random() < 0.5 else (with_suffix, person)
    record = writer.people.record(kept)
    return Case(writer.sound(given, record.current), confirmed(share), (record,))


def _at(writer: RequestWriter, share: str, address: Address) -> Case:
    record = writer.people.record(writer.people.person(), address)
    return Case(writer.sound(record.person, record.current), confirmed(share), (record,))


def _either_hand(writer: RequestWriter, share: str, plain: Person, written: Person) -> Case:
    """Return a case in which one side has the plain name and the other the written one. Which side is drawn."""
    kept, given = (plain, written) if writer.rng.random() < 0.7 else (written, plain)
    record = writer.people.record(kept)
    row = writer.sound(given, record.current)
    row |= {"first_name": given.first_name, "last_name": given.last_name}
    return Case(row, confirmed(share), (record,))


def _hispanic(writer: RequestWriter, last_name: str) -> Person:
    return writer.people.person(group=HISPANIC, last_name=last_name)


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
"""Share → maker, for rows that must be confirmed."""
