"""A pack's facts, each derived once per distinct combination of what it reads."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future

import narwhals as nw
import polars as pl

from withhold.law.pack import Fact
from withhold.screening.distinct import Distinct, combined, distinct, merged
from withhold.screening.workers import Workers

_DTYPES = {str: pl.String, int: pl.Int64, bool: pl.Boolean}
_AT_ONCE = 16_384
"""Combinations handed over together: many enough that handing over costs little, few enough to fit in memory."""

_Pending = tuple[Fact, pl.Series, list["Future[list[object]]"]]


class Deriving:
    """The facts of a pack over one batch. Those that read only columns already there are begun at once."""

    def __init__(self, facts: tuple[Fact, ...], apart: Mapping[str, Distinct], workers: Workers) -> None:
        self.apart: dict[str, Distinct] = dict(apart)
        """Columns taken apart, derived facts among them as they come."""
        self._facts, self._workers = facts, workers
        ready = [fact for fact in facts if fact.derive and set(fact.inputs) <= apart.keys()]
        self._begun = {fact.name: self._begin(fact, fact.derive) for fact in ready if fact.derive}

    def onto(self, canonical: pl.DataFrame) -> pl.DataFrame:
        """Adds each fact as a column, in the order given, so that a fact may read an earlier one."""
        for fact in self._facts:
            if fact.expression is not None:
                native = nw.from_native(canonical).with_columns(fact.expression().alias(fact.name))
                canonical = native.to_native()
            elif fact.derive is not None:
                self._take_apart(canonical, fact)
                begun = self._begun.pop(fact.name, None) or self._begin(fact, fact.derive)
                self.apart[fact.name] = _ended(*begun)
                canonical = canonical.with_columns(self.apart[fact.name].column(fact.name))
        return canonical

    def _take_apart(self, canonical: pl.DataFrame, fact: Fact) -> None:
        for name in fact.inputs:
            if name not in self.apart:
                self.apart[name] = distinct(canonical[name])

    def _begin(self, fact: Fact, derive: Callable[..., object]) -> _Pending:
        codes, columns = combined([self.apart[name] for name in fact.inputs])
        count = len(columns[0])
        # A fact of few combinations is one piece: what it loads on first use is then loaded once.
        step = _AT_ONCE if count > 2 * _AT_ONCE else count
        pieces = [[column[start : start + step] for column in columns] for start in range(0, count, max(step, 1))]
        return fact, codes, [self._workers.derive(derive, piece) for piece in pieces]


def _ended(fact: Fact, codes: pl.Series, pieces: list["Future[list[object]]"]) -> Distinct:
    dtype = _DTYPES[fact.dtype]
    results = [pl.Series(piece.result(), dtype=dtype) for piece in pieces]
    return merged(codes, pl.concat(results) if results else pl.Series(dtype=dtype))
