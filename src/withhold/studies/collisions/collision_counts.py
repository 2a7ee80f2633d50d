"""Counts namesakes: groups a population by a key, and reads the sizes of the groups.

The same code runs on every engine. It does not use the model, so it checks the closed form independently.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np

from withhold.population.people.names import GROUPS
from withhold.studies.collisions.closed_form import DECILES
from withhold.studies.collisions.engines import Row
from withhold.studies.collisions.model import Floats
from withhold.studies.collisions.namesakes import Namesakes, counted_namesakes
from withhold.studies.collisions.strata import Stratum


@dataclass(frozen=True, slots=True)
class Counted:
    """One key, counted. All figures are numbers of people."""

    people: Floats
    """``[group, decile]``: all people."""
    alone: Floats
    """``[group, decile]``: those whose key nobody else has."""
    sharing: dict[int, int]
    """Number of others → people who have that many."""

    def share(self, stratum: Stratum) -> float | None:
        """Return the share of the stratum's people with a namesake. None if it has no people."""
        people = float((self.people * stratum.weights).sum())
        return 1 - float((self.alone * stratum.weights).sum()) / people if people else None

    @property
    def namesakes(self) -> Namesakes:
        """The distribution of the number of others."""
        others = np.array(list(self.sharing), dtype=np.float64)
        return counted_namesakes(others, np.array(list(self.sharing.values()), dtype=np.float64))


def classes(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return ``size``, ``lone`` and ``classes`` of the groups with equal ``columns``.

    ``lone`` is the stratum of a group of one, and -1 for a larger group. ``classes`` is the number of such groups.
    """
    grouped = frame.group_by(*columns).agg(nw.len().cast(nw.Int64).alias("size"), nw.col("stratum").min().alias("lone"))
    one = nw.when(nw.col("size") == 1).then(nw.col("lone").cast(nw.Int32)).otherwise(nw.lit(-1, nw.Int32))
    return grouped.with_columns(one.alias("lone")).group_by("size", "lone").agg(nw.len().alias("classes"))


def by_group(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return each ``size`` of a group with equal ``columns``, and how many people of each population group have it."""
    members = [
        ((nw.col("stratum") >= number * DECILES) & (nw.col("stratum") < (number + 1) * DECILES))
        .cast(nw.Int64)
        .sum()
        .alias(f"of_{number}")
        for number in range(len(GROUPS))
    ]
    grouped = frame.group_by(*columns).agg(nw.len().cast(nw.Int64).alias("size"), *members)
    return grouped.group_by("size").agg(*(nw.col(f"of_{number}").sum() for number in range(len(GROUPS))))


def everyone(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return each ``stratum`` and its number of ``people``."""
    return frame.group_by("stratum").agg(nw.len().alias("people"))


def counted(sizes: Sequence[Row], people: Sequence[Row]) -> Counted:
    """Return the counts in the rows of `classes` and of `everyone`."""
    alone, sharing = _table(), dict[int, int]()
    for size, lone, count in sizes:
        if size == 1:
            alone[divmod(lone, DECILES)] += count
        sharing[size - 1] = sharing.get(size - 1, 0) + size * count
    total = _table()
    for stratum, count in people:
        total[divmod(stratum, DECILES)] += count
    return Counted(total, alone, sharing)


def counted_by_group(sizes: Sequence[Row]) -> list[Namesakes]:
    """Return the namesakes of each population group, from the rows of `by_group`."""
    rows = np.array([[float(value) for value in row] for row in sizes])
    return [counted_namesakes(rows[:, 0] - 1, rows[:, number + 1]) for number in range(len(GROUPS))]


def _table() -> Floats:
    return np.zeros((len(GROUPS), DECILES))
