"""Makes populations of synthetic people with a share of requests for every way in which a match can be wrong.

Each request comes from a different household. The shares are our choice: they make every hard case common enough to be
counted. They do not show how often a case occurs in reality. Each population has new people and a new register.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Final

from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.population.people.addresses import Address, Hand
from withhold.population.people.households import People, Person, Record
from withhold.population.people.names import GROUPS
from withhold.population.people.spellings import as_typed
from withhold.population.people.tins import ADVERTISED
from withhold.studies.trial.population import ABSENT, Population, Request

PER_MILLE: Final = {
    "as_on_file": 440,
    "slip_of_the_pen": 140,
    "moved_known": 60,
    "moved_unknown": 50,
    "no_address": 30,
    "no_date_of_birth": 20,
    "number_of_relative": 60,
    "number_borrowed": 40,
    "number_mistyped": 40,
    "number_of_namesake": 30,
    "absent": 30,
    "absent_number_of_namesake": 20,
    "absent_number_of_relative": 20,
    "two_on_one_number": 20,
}
"""Circumstance → requests in a thousand."""

HOUSEHOLDS: Final = 20_000
"""Requests about one register, each from a different household."""
NICKNAMES: Final = ("BILL", "LIZ", "MIKE", "BETH", "TONY", "KATE", "JOE", "SUE")


def populations(requests: int, seed: int, today: date) -> Iterator[Population]:
    """Yield populations with ``requests`` requests in total. Each depends only on its own seed and on ``today``."""
    for number, start in enumerate(range(0, requests, HOUSEHOLDS)):
        yield population(min(HOUSEHOLDS, requests - start), f"{seed}/{number}", today)


def population(requests: int, seed: str, today: date) -> Population:
    """Return one register and the requests about it, in random order."""
    rng = Random(seed)  # noqa: S311 - synthetic people, not secrets
    maker = Maker(rng, today)
    for circumstance in rng.choices(tuple(PER_MILLE), tuple(PER_MILLE.values()), k=requests):
        maker.add(circumstance)
    return Population(maker.records, maker.requests)


class Maker:
    """Makes households, adds their records to the register, and writes one request about each."""

    def __init__(self, rng: Random, today: date) -> None:
        self._rng, self._people = rng, People(rng, today)
        self.records: list[RegisterRecord] = []
        self.requests: list[Request] = []
        self._circumstances: dict[str, Callable[[], Request]] = {name: getattr(self, f"_{name}") for name in PER_MILLE}

    def add(self, circumstance: str) -> None:
        """Make one household and its request. Raises KeyError for an unknown circumstance."""
        self.requests.append(replace(self._circumstances[circumstance](), circumstance=circumstance))

    def _as_on_file(self) -> Request:
        return self._request(self._household())

    def _slip_of_the_pen(self) -> Request:
        record = self._household()
        slip = self._rng.choice((_first_name, _nickname, _last_name, _day_and_month, _year, _house, _postcode, _middle))
        person, address = slip(self._rng, record.person, record.current)
        return self._request(record, person, address)

    def _moved_known(self) -> Request:
        record = self._filed(self._people.moved(self._people.person()))
        return self._request(record, address=record.residences[0].address)

    def _moved_unknown(self) -> Request:
        return self._request(self._household(), address=self._people.addresses.any())

    def _no_address(self) -> Request:
        request = self._request(self._household())
        text = self._rng.choice(("Failed to Provide", "Unknown", "Unknown Address", "Not Provided"))
        line = self._rng.choice((text, f"{text} {request.row['zip'][:5]}"))
        return replace(request, row={**request.row, "address_line1": line, "address_line2": ""})

    def _no_date_of_birth(self) -> Request:
        request = self._request(self._household())
        return replace(request, row={**request.row, "date_of_birth": ""})

    def _number_of_relative(self) -> Request:
        relative, subject = self._relative(self._people.person())
        mine = self._filed(self._people.record(subject))
        theirs = self._filed(self._people.record(relative, mine.current))
        return self._request(mine, tin=theirs.person.tin)

    def _number_borrowed(self) -> Request:
        stranger = self._filed(self._people.record(self._people.person()))
        return self._request(self._household(), tin=stranger.person.tin)

    def _number_mistyped(self) -> Request:
        record = self._household()
        number = _mistyped(self._rng, record.person.tin)
        if self._rng.random() < 0.5:  # someone has the number that came of it
            self._filed(self._people.record(replace(self._people.person(), tin=number)))
        return self._request(record, tin=number)

    def _number_of_namesake(self) -> Request:
        record = self._household()
        return self._request(record, tin=self._filed_namesake(record.person).person.tin)

    def _absent(self) -> Request:
        return self._request(self._people.record(self._people.person()), absent=True)

    def _absent_number_of_namesake(self) -> Request:
        record = self._people.record(self._people.person())
        return self._request(record, tin=self._filed_namesake(record.person).person.tin, absent=True)

    def _absent_number_of_relative(self) -> Request:
        relative, subject = self._relative(self._people.person())
        theirs = self._filed(self._people.record(relative))
        record = self._people.record(subject, theirs.current)
        return self._request(record, tin=theirs.person.tin, absent=True)

    def _two_on_one_number(self) -> Request:
        record = self._household()
        self._filed(self._people.record(replace(self._people.person(), tin=record.person.tin)))
        return self._request(record)

    def _household(self) -> Record:
        """Add a household's adults to the register, and return the head's record."""
        head, *others = self._people.household()
        for other in others:
            self._filed(other)
        return self._filed(head)

    def _filed(self, record: Record) -> Record:
        self.records.append(register_record(record))
        return record

    def _filed_namesake(self, person: Person) -> Record:
        """Add another person with the same first and last name, born on another day, and return their record."""
        other = self._people.person(group=person.group, last_name=person.last_name)
        while other.date_of_birth == person.date_of_birth:
            other = replace(other, date_of_birth=self._people.birthday())
        return self._filed(self._people.record(replace(other, first_name=person.first_name)))

    def _relative(self, person: Person) -> tuple[Person, Person]:
        """Return a relative with the same surname, and the person.

        They are spouses or siblings, twins, or parent and child with one name.
        """
        other = self._people.person(group=person.group, last_name=person.last_name)
        drawn = self._rng.random()
        if drawn < 0.5:
            return other, person
        if drawn < 0.65:  # twins have different first names
            while other.first_name == person.first_name:
                other = replace(other, first_name=self._people.names.first_name(person.group, self._rng).name)
            return replace(other, date_of_birth=person.date_of_birth), person
        while other.date_of_birth == person.date_of_birth:
            other = replace(other, date_of_birth=self._people.birthday())
        same = replace(other, first_name=person.first_name)
        suffixes = ("SR", "JR") if drawn < 0.85 else ("", "")
        return replace(same, suffix=suffixes[0]), replace(person, suffix=suffixes[1])

    def _request(
        self,
        record: Record,
        person: Person | None = None,
        address: Address | None = None,
        *,
        tin: str = "",
        absent: bool = False,
    ) -> Request:
        given = person or record.person
        line1, line2, city, state, postcode = (address or record.current).written(Hand.AGENCY)
        row = {
            "tin": tin or given.tin,
            "first_name": as_typed(given.first_name),
            "middle_name": as_typed(given.middle_name),
            "last_name": as_typed(given.last_name),
            "suffix": given.suffix,
            "date_of_birth": given.date_of_birth.isoformat(),
            "address_line1": line1,
            "address_line2": line2,
            "city": city,
            "state": state,
            "zip": postcode,
        }
        return Request(row, ABSENT if absent else record.record_id, "", GROUPS[record.person.group])


def register_record(record: Record) -> RegisterRecord:
    """Return a synthetic record as the gateway's register would return it."""
    person = record.person
    return RegisterRecord(
        tin=person.tin,
        record_id=record.record_id,
        name=person_name(person.first_name, person.middle_name, person.last_name, person.suffix),
        date_of_birth=person.date_of_birth,
        protected=record.protected,
        addresses=tuple(
            FiledAddress(*home.address.written(Hand.REGISTER), home.effective) for home in record.residences
        ),
    )


Typed = tuple[Person, Address]


def _first_name(rng: Random, person: Person, address: Address) -> Typed:
    return replace(person, first_name=_swapped(rng, person.first_name)), address


def _nickname(rng: Random, person: Person, address: Address) -> Typed:
    return replace(person, first_name=rng.choice([name for name in NICKNAMES if name != person.first_name])), address


def _last_name(rng: Random, person: Person, address: Address) -> Typed:
    return replace(person, last_name=_swapped(rng, person.last_name)), address


def _day_and_month(rng: Random, person: Person, address: Address) -> Typed:
    """Exchange day and month. If that is the same date or not a date, change the day."""
    born = person.date_of_birth
    if born.day <= 12 and born.day != born.month:
        return replace(person, date_of_birth=born.replace(day=born.month, month=born.day)), address
    return replace(person, date_of_birth=born.replace(day=born.day % 28 + 1)), address


def _year(rng: Random, person: Person, address: Address) -> Typed:
    born = person.date_of_birth
    return replace(
        person, date_of_birth=born.replace(year=born.year + rng.choice((-10, -1, 1)), day=min(born.day, 28))
    ), address


def _house(rng: Random, person: Person, address: Address) -> Typed:
    return person, replace(address, number=str(int(address.number.rstrip("A")) + rng.choice((1, 2, 10))))


def _postcode(rng: Random, person: Person, address: Address) -> Typed:
    code = address.place.zip
    return person, replace(address, place=address.place._replace(zip=f"{code[:4]}{(int(code[4]) + 1) % 10}"))


def _middle(rng: Random, person: Person, address: Address) -> Typed:
    """Replace the middle initial by another one. A person without one gets one, which does not contradict the file."""
    other = rng.choice([letter for letter in "ABCDEJLMRS" if letter != person.middle_name[:1]])
    return replace(person, middle_name=other), address


def _swapped(rng: Random, name: str) -> str:
    """Exchange two neighboring letters. If they are the same letter, double it."""
    at = rng.randrange(len(name) - 1) if len(name) > 1 else 0
    swapped = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return swapped if swapped != name else f"{name[: at + 1]}{name[at]}{name[at + 1 :]}"


def _mistyped(rng: Random, tin: str) -> str:
    """Change one of the last four digits, so that the number is still possible."""
    while True:
        at = rng.randrange(5, 9)
        number = f"{tin[:at]}{rng.choice([digit for digit in '0123456789' if digit != tin[at]])}{tin[at + 1 :]}"
        if number[5:] != "0000" and number not in ADVERTISED:
            return number
