"""Draws surnames and first names as often as real people have them (see tables/PROVENANCE.md).

First a surname is drawn, and a group by the surname's shares in the Census. A first name is drawn within that group,
the sex by the name's share of men, and the decade of birth by that name's births. All people are synthetic.
"""

from bisect import bisect
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from itertools import accumulate
from random import Random
from typing import NamedTuple

import polars as pl

GROUPS = ("white", "black", "api", "aian", "2prace", "hispanic")
HISPANIC = GROUPS.index("hispanic")


def table(name: str) -> pl.DataFrame:
    """Read one of the tables that ship with the package."""
    return pl.read_parquet(BytesIO((files("withhold.population") / "tables" / f"{name}.parquet").read_bytes()))


class Weighted:
    """Draws an index with the given weights: one bisection per draw."""

    __slots__ = ("_cumulative", "_total")

    def __init__(self, weights: list[float]) -> None:
        self._cumulative = list(accumulate(weights))
        self._total = self._cumulative[-1]

    def draw(self, rng: Random) -> int:
        """Return an index below the number of weights. An index of weight 0 is never returned."""
        return min(bisect(self._cumulative, rng.random() * self._total), len(self._cumulative) - 1)


class FirstName(NamedTuple):
    """A first name, and the sex of the person who has it, ``F`` or ``M``."""

    name: str
    sex: str


class NameTables:
    """The name tables, laid out for drawing. Names are as the Census folds them: A-Z only."""

    def __init__(self) -> None:
        surnames = table("surnames")
        firsts = table("first_names")
        self._surnames: list[str] = surnames["name"].to_list()
        self._surname = Weighted(surnames["count"].to_list())
        self._shares: list[tuple[int, ...]] = surnames.select(GROUPS).rows()
        self._firsts: list[str] = firsts["name"].to_list()
        self._male: list[int] = firsts["male"].to_list()
        weights = firsts.select(pl.col(group).cast(pl.Float64) * pl.col("count") for group in GROUPS)
        self._first = [Weighted(weights[group].to_list()) for group in GROUPS]
        self._decades = _decades(table("births"))

    def surname(self, rng: Random) -> tuple[str, int]:
        """Draw a surname by its count, and a group by the surname's shares: (name, index into GROUPS)."""
        index = self._surname.draw(rng)
        shares = self._shares[index]
        at = rng.random() * sum(shares)
        for group, share in enumerate(shares):
            at -= share
            if at < 0:
                return self._surnames[index], group
        return self._surnames[index], 0

    def surname_of(self, group: int, rng: Random) -> str:
        """Draw a surname among the people of one group."""
        while True:
            name, found = self.surname(rng)
            if found == group:
                return name

    def first_name(self, group: int, rng: Random) -> FirstName:
        """Draw a first name among the people of the group, and its bearer's sex."""
        index = self._first[group].draw(rng)
        return FirstName(self._firsts[index], "M" if rng.random() * 10_000 < self._male[index] else "F")

    def decade(self, first: FirstName, rng: Random) -> int:
        """Draw a decade of birth by the births of that name and sex. If they are unknown, by all births of that sex."""
        decades, weighted = self._decades.get((first.name, first.sex)) or self._decades[("", first.sex)]
        return decades[weighted.draw(rng)]


def _decades(births: pl.DataFrame) -> dict[tuple[str, str], tuple[list[int], Weighted]]:
    everyone = births.group_by("sex", "decade").agg(pl.col("living").sum()).with_columns(name=pl.lit(""))
    rows = pl.concat([births, everyone.select(births.columns).cast(births.schema)])
    grouped = rows.sort("name", "sex", "decade").group_by("name", "sex", maintain_order=True).agg("decade", "living")
    return {(name, sex): (decades, Weighted(living)) for name, sex, decades, living in grouped.iter_rows()}


@lru_cache(maxsize=1)
def name_tables() -> NameTables:
    """Return the tables, loaded once per process."""
    return NameTables()
