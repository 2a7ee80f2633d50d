"""Real triples of city, state and ZIP Code, from the `zipcodes` library the project depends on."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import zipcodes


@dataclass(frozen=True)
class Place:
    """City, two-letter state and five digits that belong together."""

    city: str
    state: str
    zip: str


MILITARY = frozenset({"AA", "AE", "AP"})
ISLANDS = frozenset({"PR", "GU", "VI", "MP", "AS", "FM", "PW", "MH"})


@cache
def _all() -> tuple[tuple[Place, str], ...]:
    return tuple(
        (Place(each["city"], each["state"], each["zip_code"]), each["zip_code_type"])
        for each in zipcodes.list_all()
        if each["active"]
    )


@cache
def places(states: frozenset[str] | None = None, kind: str | None = "STANDARD") -> tuple[Place, ...]:
    """Places in ``states`` (none named: the fifty and the District), of this ZIP kind."""
    return tuple(
        place
        for place, own_kind in _all()
        if kind in (None, own_kind)
        and (place.state in states if states is not None else place.state not in MILITARY | ISLANDS)
    )


def draw(random_: random.Random, states: Iterable[str] | None = None, kind: str | None = "STANDARD") -> Place:
    """One of them. States first, so that small ones are as frequent as large ones."""
    pool = places(None if states is None else frozenset(states), kind)
    state = random_.choice(sorted({place.state for place in pool}))
    return random_.choice([place for place in pool if place.state == state])


def in_city(random_: random.Random, state: str, cities: Iterable[str]) -> Place:
    """A place in one of these cities."""
    wanted = set(cities)
    return random_.choice([place for place in places(frozenset({state}), "STANDARD") if place.city in wanted])
