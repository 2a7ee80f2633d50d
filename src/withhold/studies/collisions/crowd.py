"""Writes a population of N people drawn from the model, as numbers in Parquet files. No row has a name in letters.

The files are written in parts. So a hundred million people need only the memory of one part.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from withhold.population.people.names import GROUPS
from withhold.studies.collisions.closed_form import DECILES, decile_edges
from withhold.studies.collisions.model import Codes, Floats, Model, zip_cells
from withhold.studies.collisions.sampling import Drawing

PART: Final = 2_000_000
SCHEMA: Final[dict[str, type[pl.DataType]]] = {
    "last": pl.UInt32,
    "first": pl.UInt16,
    "middle": pl.UInt8,
    "state": pl.UInt8,
    "county": pl.UInt16,
    "zip": pl.UInt16,
    "birth_year": pl.UInt8,
    "birth_date": pl.UInt16,
    "stratum": pl.UInt8,
}
"""Codes into the tables. ``stratum`` is ten times the group plus the decile of the full name, 0 to 9. Decile 0 has the
rarest names. For example, 35 is decile 5 of group 3."""


def write_crowd(
    model: Model, people: int, out: Path, *, seed: int, progress: Callable[[str, int, int], None] | None = None
) -> None:
    """Write ``people`` people into ``out/part-*.parquet``. The same seed gives the same people. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    drawn = Crowd(model)
    for number, start in enumerate(range(0, people, PART)):
        part = drawn.draw(min(PART, people - start), np.random.default_rng((seed, number)))
        part.write_parquet(out / f"part-{number:05d}.parquet", compression="zstd", compression_level=1)
        if progress is not None:
            progress("making people", min(start + PART, people), people)


class Crowd:
    """Draws people. Each is independent of all others."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._edges = decile_edges(model)
        self._last, self._first = Drawing(model.last), Drawing(model.first)
        self._zip, self._middle = Drawing(model.attribute("zip")), Drawing(model.attribute("middle"))
        self._days = len(model.attribute("birth_date").shares)
        self._years = len(model.attribute("birth_year").shares)
        self._state, self._county = zip_cells(["state"]), zip_cells(["state", "county"])

    def draw(self, people: int, rng: np.random.Generator) -> pl.DataFrame:
        """Return ``people`` rows of `SCHEMA`."""
        group = np.searchsorted(np.cumsum(self._model.weights), rng.random(people)).clip(0, len(GROUPS) - 1)
        last = self._within_groups(self._last, group, rng)
        first = self._within_groups(self._first, group, rng)
        place = self._within_groups(self._zip, group, rng)
        day = rng.integers(0, self._days, people)
        decile = np.searchsorted(self._edges, self._model.name_chances(last, first).sum(axis=1))
        columns = {
            "last": last,
            "first": first,
            "middle": self._middle.of(0, rng.random(people)),
            "state": self._state[place],
            "county": self._county[place],
            "zip": place,
            "birth_year": day // (self._days // self._years),
            "birth_date": day,
            "stratum": group * DECILES + decile,
        }
        return pl.DataFrame(columns).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())

    @staticmethod
    def _within_groups(drawing: Drawing, group: Codes, rng: np.random.Generator) -> Codes:
        points: Floats = rng.random(len(group))
        codes = np.empty(len(group), dtype=np.intp)
        for number in range(len(GROUPS)):
            members = group == number
            codes[members] = drawing.of(number, points[members])
        return codes
