"""Synthetic people, the households they live in, and their records in a register.

Apart from batches on purpose: a study of false matches needs people, not requests.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from withhold.population.people.addresses import Address, Addresses
from withhold.population.people.names import NameTables, name_tables
from withhold.population.people.tins import Tins

ADULT, OLDEST = 19, 95
"""Ages of the adults. They are a year above eighteen, so that nobody is an adult only on some days."""
YOUNGEST, MINOR = 1, 16
"""Ages of the minors, two years below eighteen for the same reason."""


@dataclass(frozen=True, slots=True)
class Person:
    """A synthetic person. Names are A-Z as the tables have them. ``suffix`` and ``middle_name`` may be empty."""

    tin: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    date_of_birth: date
    sex: str
    group: int
    """Index into `names.GROUPS`."""


@dataclass(frozen=True, slots=True)
class Residence:
    """An address and the day it became the person's current one."""

    address: Address
    effective: date


@dataclass(frozen=True, slots=True)
class Record:
    """One person's record in the register. ``residences`` is in order from the oldest to the most recent."""

    record_id: str
    person: Person
    residences: tuple[Residence, ...]
    protected: bool = False

    @property
    def current(self) -> Address:
        """The most recent address."""
        return self.residences[-1].address


class People:
    """Gives out people and records. The same seed and day give the same ones in the same order."""

    def __init__(self, rng: Random, today: date, names: NameTables | None = None) -> None:
        self.rng, self.today = rng, today
        self.names = names or name_tables()
        self.addresses = Addresses(rng)
        self._tins = Tins(rng)
        self._records = 0

    def person(self, *, group: int | None = None, last_name: str = "") -> Person:
        """Return an adult whose name is drawn from the tables. The surname or the group can be given."""
        rng = self.rng
        if last_name:
            group = group or 0
        elif group is None:
            last_name, group = self.names.surname(rng)
        else:
            last_name = self.names.surname_of(group, rng)
        first = self.names.first_name(group, rng)
        return Person(
            self._tins.next(),
            first.name,
            self._middle(group, first.name),
            last_name,
            rng.choice(("JR", "SR", "II", "III")) if first.sex == "M" and rng.random() < 0.04 else "",
            self._born(self.names.decade(first, rng)),
            first.sex,
            group,
        )

    def minor(self, last_name: str, group: int) -> Person:
        """Return a child of that surname."""
        day = self._day(YOUNGEST, MINOR)
        return replace(self.person(group=group, last_name=last_name), date_of_birth=day, suffix="")

    def tin(self) -> str:
        """Return a number that no other person has."""
        return self._tins.next()

    def birthday(self) -> date:
        """Return a date of birth of an adult."""
        return self._day(ADULT, OLDEST)

    def record(self, person: Person, address: Address | None = None, *, protected: bool = False) -> Record:
        """Return a register record at that address (or at a fresh one), one in four with an earlier address."""
        rng = self.rng
        now = Residence(address or self.addresses.any(), self._ago(1, 3_000))
        before = Residence(self.addresses.any(), self._ago(3_001, 7_000))
        residences = (before, now) if rng.random() < 0.25 else (now,)
        self._records += 1
        return Record(f"R{self._records:09d}", person, residences, protected)

    def moved(self, person: Person) -> Record:
        """Return the record of someone with an earlier address on file."""
        record = self.record(person)
        if len(record.residences) == 1:
            before = Residence(self.addresses.any(), self._ago(3_001, 7_000))
            record = replace(record, residences=(before, *record.residences))
        return record

    def household(self) -> Iterator[Record]:
        """Yield the records of one to five people at one address: adults, then their children."""
        rng = self.rng
        head = self.person()
        address = self.addresses.any()
        yield self.record(head, address)
        if rng.random() < 0.55:
            shared = head.last_name if rng.random() < 0.8 else ""
            yield self.record(self.person(group=head.group, last_name=shared), address)
        while rng.random() < 0.3:
            yield self.record(self.minor(head.last_name, head.group), address)

    def _middle(self, group: int, first: str) -> str:
        drawn = self.rng.random()
        if drawn < 0.2:
            return ""
        name = self.names.first_name(group, self.rng).name
        if name == first:
            return ""
        return name[0] if drawn < 0.4 else name

    def _born(self, decade: int) -> date:
        year = decade + self.rng.randrange(10)
        if not ADULT < self.today.year - year < OLDEST:
            return self._day(ADULT, OLDEST)
        return date(year, 1, 1) + timedelta(days=self.rng.randrange(365))

    def _day(self, youngest: int, oldest: int) -> date:
        """Return a day on which someone now between the two ages (both included) was born."""
        latest = self.today.toordinal() - round(youngest * 365.25) - 1
        earliest = self.today.toordinal() - round((oldest + 1) * 365.25) + 1
        return date.fromordinal(self.rng.randrange(earliest, latest))

    def _ago(self, least: int, most: int) -> date:
        return self.today - timedelta(days=self.rng.randrange(least, most))
