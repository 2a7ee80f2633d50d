"""Synthetic addresses: real (city, state, ZIP) triples, made-up streets, boxes and routes.

Shapes and abbreviations after USPS Publication 28. One address can be written in two ways, as a register
keeps it and as an agency types it, without becoming another address.
"""

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from random import Random
from typing import NamedTuple

from withhold.population.people.names import table
from withhold.population.people.streets import DIRECTIONS, STREETS, SUFFIXES, UNITS


class Place(NamedTuple):
    """A city with its state (two letters) and one of its ZIP codes (five digits)."""

    city: str
    state: str
    zip: str


class Written(NamedTuple):
    """An address as five columns of text."""

    line1: str
    line2: str
    city: str
    state: str
    zip: str


class Hand(Enum):
    """Who writes: the register abbreviates in capitals on one line, an agency spells out."""

    REGISTER = "register"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class Address:
    """One address in its parts. ``kind`` is street, box, route or highway_contract."""

    place: Place
    kind: str
    number: str
    direction: str = ""
    street: str = ""
    suffix: str = ""
    unit_kind: str = ""
    unit: str = ""

    def written(self, hand: Hand) -> Written:
        """Return the five columns in that hand."""
        if hand is Hand.REGISTER:
            line = " ".join(part for part in (self._line(hand), self._unit(hand)) if part)
            return Written(line.upper(), "", self.place.city.upper(), self.place.state, self.place.zip)
        return Written(self._line(hand), self._unit(hand), *self.place)

    def _line(self, hand: Hand) -> str:
        if self.kind == "box":
            return f"PO Box {self.number}" if hand is Hand.REGISTER else f"P.O. Box {self.number}"
        if self.kind == "route":
            return f"RR {self.street} Box {self.number}"
        if self.kind == "highway_contract":
            return f"HC {self.street} Box {self.number}"
        spelled = hand is Hand.AGENCY
        direction = DIRECTIONS[self.direction] if spelled and self.direction else self.direction
        suffix = SUFFIXES[self.suffix] if spelled else self.suffix
        return " ".join(part for part in (self.number, direction, self.street, suffix) if part)

    def _unit(self, hand: Hand) -> str:
        if not self.unit:
            return ""
        kind = UNITS[self.unit_kind] if hand is Hand.AGENCY else self.unit_kind
        return f"{kind} {self.unit}"


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return every (city, state, ZIP) with street delivery in the fifty states, the District and Puerto Rico.

    Every place is equally likely, because the table has no population by ZIP. A city whose name reads like a
    placeholder is left out, for example Street, Maryland.
    """
    return tuple(Place(*row) for row in table("places").rows())


class Addresses:
    """Gives out addresses. The same seed gives the same addresses in the same order."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def place(self) -> Place:
        """Return a real city, state and ZIP."""
        return self._rng.choice(places())

    def street(self) -> Address:
        """Return a street address, one in seven with a direction, one in four with a unit."""
        rng = self._rng
        address = Address(
            self.place(),
            "street",
            str(rng.randrange(1, 9_999)),
            rng.choice(tuple(DIRECTIONS)) if rng.random() < 1 / 7 else "",
            rng.choice(STREETS),
            rng.choice(tuple(SUFFIXES)),
        )
        return self.with_unit(address) if rng.random() < 1 / 4 else address

    def with_unit(self, address: Address) -> Address:
        """Return the address with a unit of its own."""
        kind = self._rng.choice(tuple(UNITS))
        return replace(address, unit_kind=kind, unit=self._rng.choice("123456789") + self._rng.choice("ABCD012345"))

    def box(self) -> Address:
        """Return a post office box."""
        return Address(self.place(), "box", str(self._rng.randrange(1, 99_999)))

    def route(self, kind: str = "route") -> Address:
        """Return a rural route or, with kind ``highway_contract``, a highway contract route, and its box."""
        number = f"{self._rng.randrange(1, 999)}{self._rng.choice(('', '', 'A'))}"
        return Address(self.place(), kind, number, street=str(self._rng.randrange(1, 40)))

    def any(self) -> Address:
        """Return an address as people have them: mostly streets, some boxes, few routes."""
        drawn = self._rng.random()
        if drawn < 0.90:
            return self.street()
        if drawn < 0.97:
            return self.box()
        return self.route("route" if drawn < 0.99 else "highway_contract")
