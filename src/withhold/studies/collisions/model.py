"""The chance that a person of a group bears a surname, a first name, and lives or was born where and when.

Within a group the parts are independent of one another; across groups they are not, and that is what makes names
collide: p(key) = sum over groups of P(group) P(surname | group) P(first name | group) P(attribute | group).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from withhold.population.people.names import GROUPS, table

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

GROUP_WORDS: Final = {
    "white": "White",
    "black": "Black",
    "api": "Asian and Pacific",
    "aian": "American Indian and Alaska Native",
    "2prace": "Two or more",
    "hispanic": "Hispanic",
}
"""Group of the Census tables -> as it is written out."""

NATION: Final = 331_000_000
"""People in the United States, 2020 Census, rounded."""
YEARS: Final = 80
DAYS_OF_YEAR: Final = 365
NO_MIDDLE: Final = 0.2
"""Share of people without a middle name on file; the rest have the initial of a first name. No table counts them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a key: ``shares[cell, group]`` is the share of the group's people who have that value."""

    name: str
    shares: Floats

    def cumulative(self) -> Floats:
        """``[group, cell]``, each row rising to exactly 1: for drawing."""
        rising = np.cumsum(self.shares.T, axis=1)
        rising /= rising[:, -1:]
        return np.ascontiguousarray(rising)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything a population is drawn from. ``weights[group]`` is the group's share of the people.

    Two models are equal only when they are the same one.
    """

    weights: Floats
    last: Part
    first: Part
    attributes: tuple[Part, ...]

    def attribute(self, name: str) -> Part:
        """The part of that name. Raises KeyError."""
        return next(part for part in self.attributes if part.name == name)

    def name_chances(self, last: Codes, first: Codes) -> Floats:
        """``[person, group]``: the chance that a random person is of the group and bears that full name."""
        return np.asarray(self.last.shares[last] * self.first.shares[first] * self.weights)


@lru_cache(maxsize=1)
def national() -> Model:
    """The model of the nation's tables. Rarer names than the tables hold are left out and the rest scaled up."""
    surnames, firsts = table("surnames"), table("first_names")
    by_surname = _people(surnames)
    weights = by_surname.sum(axis=0) / by_surname.sum()
    places = pl.read_parquet(BytesIO((files("withhold.studies") / "tables" / "places.parquet").read_bytes()))
    return Model(
        weights=weights,
        last=Part("last", _within_groups(by_surname)),
        first=Part("first", _within_groups(_people(firsts))),
        attributes=(
            Part("middle", _initials(firsts["name"].to_list(), firsts["count"].to_numpy())),
            _place("state", places, ["state"]),
            _place("county", places, ["state", "county"]),
            _place("zip", places, ["state", "county", "zip"]),
            _even("birth_year", YEARS),
            _even("birth_date", YEARS * DAYS_OF_YEAR),
        ),
    )


def zip_cells(columns: Sequence[str]) -> Codes:
    """The cell of each ZIP in the coarser part: a county's or a state's number, in the order of `national`."""
    places = pl.read_parquet(BytesIO((files("withhold.studies") / "tables" / "places.parquet").read_bytes()))
    return places.select(_cell(places, columns)).to_series().to_numpy().astype(np.intp)


def _people(names: pl.DataFrame) -> Floats:
    """``[name, group]``: people of each group who bear the name."""
    shares = names.select(GROUPS).to_numpy().astype(np.float64)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True) * names["count"].to_numpy()[:, None])


def _within_groups(people: Floats) -> Floats:
    return np.asarray(people / people.sum(axis=0))


def _initials(names: Sequence[str], counts: NDArray[np.uint32]) -> Floats:
    """26 letters, then none; the same in every group."""
    letters = np.fromiter((ord(name[0]) - ord("A") for name in names), dtype=np.intp, count=len(names))
    share = np.bincount(letters, weights=counts, minlength=27) / counts.sum() * (1 - NO_MIDDLE)
    share[26] = NO_MIDDLE
    return np.repeat(share[:, None], len(GROUPS), axis=1)


def _place(name: str, places: pl.DataFrame, columns: list[str]) -> Part:
    cells = places.select(_cell(places, columns)).to_series().to_numpy()
    by_zip = places.select(GROUPS).to_numpy().astype(np.float64)
    shares = np.zeros((int(cells.max()) + 1, len(GROUPS)))
    np.add.at(shares, cells, by_zip)
    return Part(name, _within_groups(shares))


def _cell(places: pl.DataFrame, columns: Sequence[str]) -> pl.Expr:
    """The table is sorted by state, county and ZIP: cells are numbered as they come."""
    return pl.struct(columns).rank("dense").cast(pl.Int64) - 1


def _even(name: str, cells: int) -> Part:
    return Part(name, np.full((cells, len(GROUPS)), 1 / cells))
