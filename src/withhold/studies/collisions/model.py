"""The chance of each surname, first name, place and date of birth in each population group.

Within a group these parts are independent of each other. Across groups they are not, which makes namesakes more
frequent: p(key) = sum over groups of P(group) P(surname | group) P(first name | group) P(attribute | group).
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
"""Group of the Census tables → its name in a report."""

NATION: Final = 331_000_000
"""People in the United States, 2020 Census, rounded."""
YEARS: Final = 80
DAYS_OF_YEAR: Final = 365
NO_MIDDLE: Final = 0.2
"""Our assumption, since no table counts them: the share of people without a middle name on file."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a key: ``shares[cell, group]`` is the share of the group's people who have that value."""

    name: str
    shares: Floats

    def cumulative(self) -> Floats:
        """Return cumulative shares, ``[group, cell]``, for drawing. The last one of each row is exactly 1."""
        rising = np.cumsum(self.shares.T, axis=1)
        rising /= rising[:, -1:]
        return np.ascontiguousarray(rising)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything that a population is drawn from. ``weights[group]`` is the group's share of the people.

    Two models are equal only if they are the same object.
    """

    weights: Floats
    last: Part
    first: Part
    attributes: tuple[Part, ...]

    def attribute(self, name: str) -> Part:
        """Return the part with that name. Raises StopIteration if there is none."""
        return next(part for part in self.attributes if part.name == name)

    def name_chances(self, last: Codes, first: Codes) -> Floats:
        """Return ``[person, group]``: the chance that a random person is of the group and has that full name."""
        return np.asarray(self.last.shares[last] * self.first.shares[first] * self.weights)


@lru_cache(maxsize=1)
def national() -> Model:
    """Return the model of the nation's tables. Names that are too rare for the tables are left out."""
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
    """Return the number of the county or state of each ZIP, in the order of `national`."""
    places = pl.read_parquet(BytesIO((files("withhold.studies") / "tables" / "places.parquet").read_bytes()))
    return places.select(_cell(places, columns)).to_series().to_numpy().astype(np.intp)


def _people(names: pl.DataFrame) -> Floats:
    """Return ``[name, group]``: how many people of each group have the name."""
    shares = names.select(GROUPS).to_numpy().astype(np.float64)
    return np.asarray(shares / shares.sum(axis=1, keepdims=True) * names["count"].to_numpy()[:, None])


def _within_groups(people: Floats) -> Floats:
    return np.asarray(people / people.sum(axis=0))


def _initials(names: Sequence[str], counts: NDArray[np.uint32]) -> Floats:
    """Return the shares of the 26 initials and of none, which are the same in every group."""
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
    """Return the number of each row's cell. The table is sorted by state, county and ZIP, and so are the cells."""
    return pl.struct(columns).rank("dense").cast(pl.Int64) - 1


def _even(name: str, cells: int) -> Part:
    return Part(name, np.full((cells, len(GROUPS)), 1 / cells))
