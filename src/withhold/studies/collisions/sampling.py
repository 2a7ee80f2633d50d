"""Draws points that are spread evenly over the people of a group: scrambled Sobol points, mapped through the shares.

An average over such points replaces a sum over 156,619 surnames times 53,615 first names times 33,120 ZIP Codes. The
scrambles are independent, so their spread gives the numerical error of the average (Owen, 1997).
"""

from collections.abc import Iterator
from typing import Final

import numpy as np
from scipy.stats import qmc

from withhold.studies.collisions.model import Codes, Floats, Model, Part

SCRAMBLES: Final = 16


def scrambles(points: int, seed: int) -> Iterator[Floats]:
    """Yield `SCRAMBLES` arrays ``[3, points]`` in the unit cube, the same for the same seed.

    ``points`` must be a power of two.
    """
    for number in range(SCRAMBLES):
        yield cube(points, np.random.default_rng((seed, number)))


def cube(points: int, rng: np.random.Generator) -> Floats:
    """Return one scramble, ``[3, points]`` in the unit cube."""
    return np.asarray(qmc.Sobol(3, scramble=True, rng=rng).random(points).T)


class Drawing:
    """Maps points of the unit interval to the values of a part."""

    def __init__(self, part: Part) -> None:
        self._rising = part.cumulative()

    def of(self, group: int, points: Floats) -> Codes:
        """Return the code of each point. A code gets the same share of the points as of the group's people."""
        row = self._rising[group]
        return np.asarray(np.minimum(np.searchsorted(row, points, side="right"), len(row) - 1))


class NameDrawing:
    """Full names of a group's people, with the chance of each name in every group."""

    def __init__(self, model: Model) -> None:
        self._model, self._last, self._first = model, Drawing(model.last), Drawing(model.first)

    def of(self, group: int, points: Floats) -> Floats:
        """Return ``[point, group]`` as `Model.name_chances` does. ``points`` is ``[2, n]``."""
        return self._model.name_chances(self._last.of(group, points[0]), self._first.of(group, points[1]))
