"""A pack's facts, each derived once per distinct combination of what it reads."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from withhold.law.pack import Fact
from withhold.screening.distinct import Distinct, combined, distinct, merged
from withhold.screening.workers import Workers

_DTYPES = {str: pl.String, int: pl.Int64, bool: pl.Boolean}
_AT_ONCE = 16_384
"""Combinations handed over together: many enough that handing over costs little, few enough to fit in memory."""


@dataclass(frozen=True, slots=True)
class _Begun:
    fact: Fact
    codes: pl.Series
    pieces: list["Future[list[object]]"]


class Deriving:
    """The facts of a pack over one batch. Those that read only columns already there are begun at once."""

    def __init__(self, facts: tuple[Fact, ...], apart: Mapping[str, Distinct], workers: Workers) -> None:
        self.apart: dict[str, Distinct] = dict(apart)
        """Columns taken apart, derived facts among them as they come."""
        self._facts, self._workers = facts, workers
        ready = [fact for fact in facts if fact.derive is not None and set(fact.inputs) <= apart.keys()]
        joined = [(fact, *combined([apart[name] for name in fact.inputs])) for fact in ready]
        # The shortest first: each is one piece, and a piece that comes last is waited for alone.
        joined.sort(key=lambda one: len(one[2][0]))
        self._begun = {fact.name: self._begin(fact, codes, columns) for fact, codes, columns in joined}

    def onto(self, canonical: pl.DataFrame) -> pl.DataFrame:
        """Adds each fact as a column. What waits for nothing is done first, while the others are being derived."""
        waiting = set(self._begun)
        for fact in self._facts:
            if fact.name in waiting or waiting & set(fact.inputs):
                waiting.add(fact.name)
            else:
                canonical = self._add(canonical, fact)
        for fact in self._facts:
            if fact.name in waiting:
                canonical = self._add(canonical, fact)
        return canonical

    def _add(self, canonical: pl.DataFrame, fact: Fact) -> pl.DataFrame:
        if fact.expression is not None:
            native = nw.from_native(canonical).with_columns(fact.expression().alias(fact.name))
            return native.to_native()
        begun = self._begun.pop(fact.name, None)
        if begun is None:
            begun = self._begin(fact, *combined([self._taken_apart(canonical, name) for name in fact.inputs]))
        self.apart[fact.name] = _ended(begun)
        return canonical.with_columns(self.apart[fact.name].column(fact.name))

    def _taken_apart(self, canonical: pl.DataFrame, name: str) -> Distinct:
        if name not in self.apart:
            self.apart[name] = distinct(canonical[name])
        return self.apart[name]

    def _begin(self, fact: Fact, codes: pl.Series, columns: list[pl.Series]) -> _Begun:
        if fact.derive is None:
            raise AssertionError  # a Fact without expression has it
        count = len(columns[0])
        # A fact of few combinations is one piece: what it loads on first use is then loaded once.
        step = _AT_ONCE if count > 2 * _AT_ONCE else max(count, 1)
        pieces = [[column[start : start + step] for column in columns] for start in range(0, count, step)]
        return _Begun(fact, codes, [self._workers.derive(fact.derive, piece) for piece in pieces])


def _ended(begun: _Begun) -> Distinct:
    dtype = _DTYPES[begun.fact.dtype]
    results = [pl.Series(piece.result(), dtype=dtype) for piece in begun.pieces]
    return merged(begun.codes, pl.concat(results) if results else pl.Series(dtype=dtype))
