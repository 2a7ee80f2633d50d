from collections import Counter
from datetime import date
from random import Random

import polars as pl
import pytest
from tools.rebuild_zip_table import places as rebuilt

from withhold.identity.address import agrees, canonical_address
from withhold.identity.names import canonical_name
from withhold.identity.tins import canonical_tin
from withhold.law.zips import state_of_zip
from withhold.model.vocabulary import Factor
from withhold.population.people.addresses import Addresses, Hand, places
from withhold.population.people.households import People, Record
from withhold.population.people.names import GROUPS, HISPANIC, Weighted, name_tables, table
from withhold.population.people.spellings import APOSTROPHES, as_typed, with_accents
from withhold.population.people.tins import ADVERTISED, Tins

COVERS = ("withhold.population.people",)

TODAY = date(2026, 3, 2)


def households(seed: int, count: int) -> list[tuple[Record, ...]]:
    people = People(Random(seed), TODAY)
    return [tuple(people.household()) for _ in range(count)]


def chi_square(observed: list[int], expected: list[float]) -> float:
    return sum((o - e) ** 2 / e for o, e in zip(observed, expected, strict=True))


def test_population_surnames_follow_the_counts() -> None:
    tables, rng, draws = name_tables(), Random(11), 60_000
    drawn = Counter(tables.surname(rng)[0] for _ in range(draws))
    surnames = table("surnames")
    total = surnames["count"].sum()
    top = surnames.head(50)
    expected = [draws * count / total for count in top["count"]]
    observed = [drawn[name] for name in top["name"]]
    rest = draws - sum(observed)
    # 50 degrees of freedom: 86.7 is passed by chance once in a thousand.
    assert chi_square([*observed, rest], [*expected, draws - sum(expected)]) < 86.7
    assert len(drawn) > 12_000  # not a flat list of common names


def test_population_first_names_follow_the_counts_of_the_group() -> None:
    tables, rng, draws = name_tables(), Random(12), 40_000
    drawn = Counter(tables.first_name(HISPANIC, rng).name for _ in range(draws))
    firsts = table("first_names").select("name", weight=pl.col("count").cast(pl.Float64) * pl.col(GROUPS[HISPANIC]))
    total = firsts["weight"].sum()
    top = firsts.sort("weight", descending=True).head(40)
    expected = [draws * weight / total for weight in top["weight"]]
    observed = [drawn[name] for name in top["name"]]
    assert chi_square([*observed, draws - sum(observed)], [*expected, draws - sum(expected)]) < 73.5


def test_population_groups_follow_the_surname() -> None:
    people = People(Random(13), TODAY)
    garcias = [people.names.surname(people.rng) for _ in range(80_000)]
    groups = Counter(group for name, group in garcias if name == "GARCIA")
    share = groups[HISPANIC] / groups.total()
    assert groups.total() > 200
    assert 0.85 < share < 0.97  # 92.0 per cent in the table


def test_population_sex_and_decade_follow_the_name() -> None:
    tables, rng = name_tables(), Random(14)
    firsts = [tables.first_name(0, rng) for _ in range(60_000)]
    assert {first.sex for first in firsts if first.name == "MICHAEL"} >= {"M"}
    lindas = [tables.decade(first, rng) for first in firsts if first.name == "LINDA"]
    assert Counter(lindas).most_common(1)[0][0] in (1940, 1950)


def test_population_weighted_never_draws_a_weight_of_nothing() -> None:
    weighted = Weighted([0, 2, 0, 1, 0])
    drawn = Counter(weighted.draw(Random(seed)) for seed in range(500))
    assert set(drawn) == {1, 3}


def test_population_numbers_are_possible_and_never_given_twice() -> None:
    tins = Tins(Random(1))
    given = [tins.next() for _ in range(50_000)]
    assert len(set(given)) == len(given)
    assert all(canonical_tin(tin) == tin for tin in given)
    assert not ADVERTISED & set(given)
    assert 0.04 < sum(tin.startswith("9") for tin in given) / len(given) < 0.06


def test_population_advertised_numbers_are_stepped_over(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Tins(Random(3)).next()
    monkeypatch.setattr("withhold.population.people.tins.ADVERTISED", frozenset({first}))
    assert Tins(Random(3)).next() != first


def test_population_ages_stay_away_from_eighteen() -> None:
    people = People(Random(4), date(2024, 2, 29))
    adults = [people.person().date_of_birth for _ in range(3_000)] + [people.birthday() for _ in range(500)]
    minors = [people.minor("SAMPLE", 0).date_of_birth for _ in range(1_000)]
    assert date(1928, 1, 1) < min(adults) < date(1940, 1, 1)
    assert max(adults) < date(2005, 12, 31)
    assert date(2007, 1, 1) < min(minors)
    assert max(minors) < date(2024, 1, 1)


def test_population_households_share_an_address_and_have_moved() -> None:
    homes = households(5, 2_000)
    assert {len(home) for home in homes} >= {1, 2, 3, 4}
    assert all(len({record.current for record in home}) == 1 for home in homes)
    records = [record for home in homes for record in home]
    assert len({record.record_id for record in records}) == len(records)
    assert len({record.person.tin for record in records}) == len(records)
    moved = sum(len(record.residences) == 2 for record in records) / len(records)
    assert 0.2 < moved < 0.3
    for record in records:
        days = [residence.effective for residence in record.residences]
        assert days == sorted(set(days))
        assert days[-1] < TODAY


def test_population_same_seed_same_people() -> None:
    assert households(6, 50) == households(6, 50)
    assert households(6, 50) != households(7, 50)


def test_population_addresses_are_of_real_places() -> None:
    assert len(places()) > 29_000
    for place in Random(8).sample(places(), 500):
        assert state_of_zip(place.zip) == place.state


def test_population_the_table_of_places_is_that_of_the_library() -> None:
    assert list(places()) == rebuilt().rows(), "run python tools/rebuild_zip_table.py"


def test_population_both_hands_write_one_address() -> None:
    addresses = Addresses(Random(9))
    drawn = [addresses.any() for _ in range(2_000)]
    assert {address.kind for address in drawn} == {"street", "box", "route", "highway_contract"}
    for address in drawn:
        ours, theirs = address.written(Hand.REGISTER), address.written(Hand.AGENCY)
        assert ours != theirs
        one = canonical_address(ours.line1, ours.line2, ours.zip)
        other = canonical_address(theirs.line1, theirs.line2, theirs.zip)
        assert agrees(one, other) is Factor.AGREES


@pytest.mark.parametrize(
    ("folded", "typed"),
    [("MCDONALD", "McDonald"), ("MCKAY", "McKay"), ("OBRIEN", "O'Brien"), ("DE LEON", "De Leon"), ("MACK", "Mack")],
)
def test_population_names_as_an_agency_types_them(folded: str, typed: str) -> None:
    assert as_typed(folded) == typed
    assert canonical_name(typed) == folded


def test_population_accents_fold_away() -> None:
    assert with_accents("GARCIA LOPEZ") == "García López"
    assert with_accents("MARIA OBRIEN") == "María O'Brien"
    assert with_accents("SMITH") == "Smith"
    for folded, written in APOSTROPHES.items():
        assert canonical_name(written) == folded
