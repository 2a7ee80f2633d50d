"""Namesakes by enumeration: group a population by its key, and look at the sizes of the groups.

One text for every engine. Nothing here knows the model: it is the independent check on the closed form.
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
    """``[group, decile]``: everyone."""
    alone: Floats
    """``[group, decile]``: those whose key nobody else has."""
    sharing: dict[int, int]
    """Number of others -> people who have so many."""

    def share(self, stratum: Stratum) -> float | None:
        """The share of the stratum's people with a namesake; None if it has nobody."""
        people = float((self.people * stratum.weights).sum())
        return 1 - float((self.alone * stratum.weights).sum()) / people if people else None

    @property
    def namesakes(self) -> Namesakes:
        """How many others everyone has."""
        others = np.array(list(self.sharing), dtype=np.float64)
        return counted_namesakes(others, np.array(list(self.sharing.values()), dtype=np.float64))


def classes(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """Groups of equal ``columns``: ``size``, ``lone`` (the stratum of a group of one, else -1), ``classes``."""
    grouped = frame.group_by(*columns).agg(nw.len().cast(nw.Int64).alias("size"), nw.col("stratum").min().alias("lone"))
    one = nw.when(nw.col("size") == 1).then(nw.col("lone").cast(nw.Int32)).otherwise(nw.lit(-1, nw.Int32))
    return grouped.with_columns(one.alias("lone")).group_by("size", "lone").agg(nw.len().alias("classes"))


def by_group(frame: nw.LazyFrame[Any], columns: Sequence[str]) -> nw.LazyFrame[Any]:
    """``size`` of the group of equal ``columns``, and how many people of each population group are in groups of it."""
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
    """``stratum`` and its ``people``."""
    return frame.group_by("stratum").agg(nw.len().alias("people"))


def counted(sizes: Sequence[Row], people: Sequence[Row]) -> Counted:
    """The rows of `classes` and of `everyone`, put together."""
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
    """The rows of `by_group`: how many others the people of each group have."""
    rows = np.array([[float(value) for value in row] for row in sizes])
    return [counted_namesakes(rows[:, 0] - 1, rows[:, number + 1]) for number in range(len(GROUPS))]


def _table() -> Floats:
    return np.zeros((len(GROUPS), DECILES))
