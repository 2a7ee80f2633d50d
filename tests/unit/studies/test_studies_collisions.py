"""Namesakes: the formula against an exact sum, the counts against the formula, and both against known figures."""

import math
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from withhold.population.people.names import GROUPS
from withhold.studies.collisions import collision_counts as counting
from withhold.studies.collisions.agreement import agrees
from withhold.studies.collisions.closed_form import closed_form, numerical_interval
from withhold.studies.collisions.crowd import SCHEMA, write_crowd
from withhold.studies.collisions.engines import DuckDb, Polars
from withhold.studies.collisions.keys import KEYS, Key
from withhold.studies.collisions.known import MEDIANS, SHARES, compare_median, compare_share
from withhold.studies.collisions.model import NATION, Model, Part, national, zip_cells
from withhold.studies.collisions.namesakes import LogBins, counted_namesakes, expected_namesakes
from withhold.studies.collisions.strata import EVERYONE, expected, expected_distribution, strata
from withhold.studies.collisions.study import by_enumeration, count_all

COVERS = ("withhold.studies.collisions",)


def silent(*_: object) -> None:
    """Nobody watches a test."""


@pytest.fixture(scope="module")
def small() -> Model:
    """A world of 7 surnames, 5 first names and 4 places, so that everything can be summed up exactly."""
    rng = np.random.default_rng(5)

    def part(name: str, cells: int) -> Part:
        shares = rng.random((cells, len(GROUPS))) + 0.05
        return Part(name, shares / shares.sum(axis=0))

    weights = rng.random(len(GROUPS)) + 0.1
    return Model(weights / weights.sum(), part("last", 7), part("first", 5), (part("zip", 4),))


SMALL_KEYS = (Key("name", "Name"), Key("zip", "Name + ZIP", "zip"))


def exactly(model: Model, people: int, *, place: bool, group: int | None = None) -> float:
    """The share with a namesake, by summing over every key there is."""
    alone = total = 0.0
    places = model.attribute("zip").shares if place else np.ones((1, len(GROUPS)))
    cells = (range(len(part)) for part in (model.last.shares, model.first.shares, places))
    for last, first, cell in product(*cells):
        by_group = model.weights * model.last.shares[last] * model.first.shares[first] * places[cell]
        mine = by_group.sum() if group is None else by_group[group]
        alone += mine * (1 - by_group.sum()) ** (people - 1)
        total += mine
    return float(1 - alone / total)


@pytest.mark.parametrize("people", [5, 40, 400])
def test_evidence_closed_form_is_the_exact_sum(small: Model, people: int) -> None:
    form = closed_form(small, people, points=1 << 12, keys=SMALL_KEYS)
    for key, stratum in product(SMALL_KEYS, list(strata())[:7]):
        group = None if stratum.name == EVERYONE else GROUPS.index(stratum.name)
        found = expected(form, key.id, stratum)
        assert found.share == pytest.approx(exactly(small, people, place=key.id == "zip", group=group), abs=2e-3)


def test_evidence_closed_form_gives_the_counting_error_of_drawn_populations(small: Model) -> None:
    people, rounds = 300, 400
    form = closed_form(small, people, points=1 << 12, keys=SMALL_KEYS[1:])
    rng = np.random.default_rng(11)
    shares = []
    for _ in range(rounds):
        group = rng.choice(len(GROUPS), people, p=small.weights)
        parts = [np.cumsum(part.shares, axis=0) for part in (small.last, small.first, small.attribute("zip"))]
        codes = [(rng.random(people)[None, :] > rising[:, group]).sum(axis=0) for rising in parts]
        _, at, counts = np.unique(np.stack(codes), axis=1, return_inverse=True, return_counts=True)
        shares.append(np.mean(counts[at.ravel()] > 1))
    found = expected(form, "zip", next(strata()))
    assert np.mean(shares) == pytest.approx(found.share, abs=4 * found.counting_error / math.sqrt(rounds))
    assert np.std(shares) == pytest.approx(found.counting_error, rel=0.15)


def test_evidence_reproduces_the_known_figures_and_reports_those_it_does_not() -> None:
    form = closed_form(national(), NATION, points=1 << 13)
    everyone = next(strata())
    missed = set()
    for key in KEYS:
        found = expected(form, key.id, everyone)
        compared = compare_share(key.id, found.share, found.interval)
        assert found.share == pytest.approx(SHARES[key.id], abs=0.04)
        missed |= set() if compared.reproduced else {key.id}
        assert bool(compared.why) is not compared.reproduced
    assert missed <= {"middle_initial", "state"}
    assert "middle_initial" in missed
    for stratum in strata():
        if stratum.name in MEDIANS:
            namesakes, medians = expected_distribution(form, "name", stratum)
            wide = (medians[0] - 1, medians[1] + 1)  # fewer points than the command takes
            assert compare_median(stratum.name, namesakes.median, wide).reproduced


def test_evidence_reports_that_a_median_is_not_reproduced() -> None:
    assert not compare_median("black", 30, (29, 31)).reproduced


def test_evidence_count_agrees_with_the_closed_form_for_every_key_and_stratum(tmp_path: Path) -> None:
    result = by_enumeration(100_000, "duckdb", 3, tmp_path, silent, points=1 << 13)
    assert [row for key in result["keys"].values() for row in key["strata"] if not row["agrees"]] == []
    assert result["agreement"]["compared"] == len(KEYS) * 17
    assert list(tmp_path.iterdir()) == []


def test_evidence_count_that_does_not_agree_is_seen(tmp_path: Path) -> None:
    """The check has teeth: it sees states taken together two by two."""
    write_crowd(national(), 100_000, tmp_path / "people", seed=1)
    part = next((tmp_path / "people").iterdir())
    people = pl.read_parquet(part)
    people.with_columns(pl.col("state") // 2).write_parquet(part)
    form = closed_form(national(), 100_000, points=1 << 13)
    result = count_all(Polars(), tmp_path / "people", form, silent)
    wrong = {key for key, found in result["keys"].items() if not all(row["agrees"] for row in found["strata"])}
    assert wrong == {"state"}


def test_evidence_agreement_allows_chance_and_nothing_else() -> None:
    assert agrees(0.31, 0.30, 0.0030, 1e6)
    assert not agrees(0.32, 0.30, 0.0030, 1e6)
    assert agrees(1.0, 1.0, 0.0, 1e6)
    one_pair_where_few_are_expected = (2e-6, 2e-8, 2e-7, 1e6)
    assert agrees(*one_pair_where_few_are_expected)
    assert not agrees(10e-6, 2e-8, 2e-7, 1e6)
    assert not agrees(0.0, 80e-6, 2e-6, 1e6)


def test_evidence_crowd_is_the_same_for_the_same_seed_and_has_no_names(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_crowd(national(), 1_000, tmp_path / name, seed=seed)
    a, b, c = (pl.read_parquet(tmp_path / name) for name in "abc")
    assert a.equals(b)
    assert not a.equals(c)
    assert dict(a.schema) == SCHEMA
    assert all(kind.is_integer() for kind in a.dtypes)


def test_evidence_county_and_state_follow_from_the_zip() -> None:
    states, counties = zip_cells(["state"]), zip_cells(["state", "county"])
    model = national()
    by_zip = model.attribute("zip").shares
    for name, cells in (("state", states), ("county", counties)):
        summed = np.zeros_like(model.attribute(name).shares)
        np.add.at(summed, cells, by_zip)
        assert np.allclose(summed, model.attribute(name).shares)


def test_evidence_counts_by_hand(tmp_path: Path) -> None:
    """Four people: two of one name in two groups, two alone."""
    rows = {"last": [1, 1, 2, 3], "first": [1, 1, 1, 1], "stratum": [0, 53, 4, 59]}
    pl.DataFrame(rows).write_parquet(tmp_path / "part-0.parquet")
    for engine in (Polars(), DuckDb(tmp_path)):
        frame = engine.open(tmp_path)
        sizes = engine.rows(counting.classes(frame, ["last", "first"]))
        found = counting.counted(sizes, engine.rows(counting.everyone(frame)))
        assert found.sharing == {0: 2, 1: 2}
        assert found.share(next(strata())) == 0.5
        shares = {stratum.name: found.share(stratum) for stratum in strata()}
        assert shares["white"] == 0.5
        assert shares["hispanic"] == 0.5
        assert shares["black"] is None
        assert shares["1"] == 1.0
        assert shares["10"] == 0.0
        medians = counting.counted_by_group(engine.rows(counting.by_group(frame, ["last", "first"])))
        assert [each.median for each in medians] == [0, 0, 0, 0, 0, 0]


def test_evidence_namesakes_of_a_mixture() -> None:
    bins = LogBins()
    namesakes = expected_namesakes(bins.count_of(np.full(10, 16.7)))
    assert namesakes.median == 17
    assert sum(namesakes.bands) == pytest.approx(1)
    counted = counted_namesakes(np.array([0.0, 5.0, 2000.0]), np.array([1.0, 2.0, 1.0]))
    assert counted.median == 5
    assert counted.bands == (0.25, 0, 0.5, 0, 0, 0.25)


def test_evidence_numerical_interval_contains_the_mean() -> None:
    mean, low, high = numerical_interval(np.array([0.1, 0.2, 0.3, 0.2]))
    assert low < mean < high
