"""Evaluate the elements of a pack: find those that each row does not meet.

Most elements depend on one row alone. They are evaluated early, right after the row's facts are made. The late ones
depend on the whole batch: they read the pack's patterns, or whether the docket is full. For example, ``tin`` is early
and ``engagement``, which counts an official's rows, is late.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

import narwhals as nw
import polars as pl

from withhold.law.pack import Check, Element, Mark, RulePack
from withhold.model.vocabulary import Outcome
from withhold.screening.frame.distinct import distinct
from withhold.screening.frame.native import native
from withhold.screening.judging.alike_people import ALIKE_COLUMNS, alike_expressions

DOCKET = "docket"
"""The element that is evaluated last, for the rows that meet all others."""
DOCKET_FULL = "docket_full"

MASKS = {"checks": pl.UInt64, "marks": pl.UInt64}
"""The result for a row. Bit i of ``checks`` is set if it fails check i of the elements that are evaluated. Bit i of
``marks`` is set if mark i applies, which is shown of an eligible row only."""

Rule = Element | Mark


@dataclass(frozen=True, slots=True)
class Judge:
    """A pack's elements, as they are evaluated for one batch."""

    pack: RulePack
    elements: tuple[Element, ...]
    with_records: bool

    @classmethod
    def of(cls, pack: RulePack, *, with_records: bool) -> "Judge":
        """Return the elements for one batch. Without records, those that need them are left out."""
        elements = tuple(e for e in pack.elements if with_records or not e.needs_records)
        return cls(pack, elements, with_records)

    @property
    def ids(self) -> list[str]:
        """Return the elements' ids, in the order in which deficiencies are named."""
        return [element.id for element in self.elements]

    @property
    def checks(self) -> tuple[tuple[Element, Check], ...]:
        """Return the checks that are made, each with its element, in the order of their bits."""
        return tuple((each, check) for each in self.elements for check in each.checks_made(self.with_records))

    @property
    def check_ids(self) -> list[str]:
        """Return the ids of the checks that are made, in the order of their bits."""
        return [check.id for _, check in self.checks]

    @property
    def refusing(self) -> int:
        """Return the bits of the checks of which each alone refuses a row."""
        return sum(1 << place for place, (element, check) in enumerate(self.checks) if element.refuses(check))

    def bits(self, element: Element) -> int:
        """Return the bits of the checks of an element."""
        return sum(1 << place for place, (each, _) in enumerate(self.checks) if each is element)

    @property
    def mark_ids(self) -> list[str]:
        """Return the marks' ids, in the order of their bits."""
        return [mark.id for mark in self.pack.marks]

    def masks(self, facts: pl.DataFrame, only: Sequence[Rule] | None = None) -> pl.DataFrame:
        """Return ``MASKS`` for each row, by all elements and marks or by ``only`` some."""
        judged = facts.select(_masks(self, None if only is None else tuple(only)))
        # If no expression reads a column, the engine returns one row only.
        return judged if judged.height == facts.height else pl.concat([judged] * facts.height)

    def alike(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Return ``ALIKE_COLUMNS`` for each row."""
        return facts.with_columns(_alike(self)).select(*ALIKE_COLUMNS)

    def split(self, facts: Collection[str]) -> "Split":
        """Return which elements and marks need no other columns than these, and which of these the others need."""
        rules: tuple[Rule, ...] = (*self.elements, *self.pack.marks)
        early = tuple(rule for rule in rules if set(rule.columns(self.with_records)) <= set(facts))
        late = tuple(rule for rule in rules if rule not in early)
        needed = {name for rule in late for name in rule.columns(self.with_records)}
        return Split(early, late, tuple(name for name in facts if name in needed))

    def limit_to_docket(self, masks: pl.DataFrame, room: int) -> pl.DataFrame:
        """Return the masks, in which the eligible rows after the first ``room`` do not meet ``docket``.

        Other columns are returned as they are.
        """
        docket = next((element for element in self.elements if element.id == DOCKET), None)
        eligible = masks["checks"] == 0
        if docket is None or eligible.sum() <= room:
            return masks
        full = eligible & (eligible.cast(pl.UInt32).cum_sum() > room)
        return masks.with_columns(joined(masks, self.masks(full.to_frame(DOCKET_FULL), [docket])).get_columns())


@dataclass(frozen=True, slots=True)
class Split:
    """The early and the late elements and marks, and the columns of the canonical frame that the late ones read."""

    early: tuple[Rule, ...]
    late: tuple[Rule, ...]
    needed: tuple[str, ...]


def joined(masks: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Return the union of two results for the same rows."""
    return pl.DataFrame(
        {name: masks[name] | others[name] for name in MASKS},
    )


def shown_marks() -> pl.Expr:
    """Return the marks of an eligible row. Any other row has none."""
    return pl.when(pl.col("checks") == 0).then(pl.col("marks")).otherwise(pl.lit(0, pl.UInt64)).alias("marks")


@lru_cache(maxsize=64)
def _masks(judge: Judge, only: tuple[Rule, ...] | None) -> tuple[pl.Expr, pl.Expr]:
    """Return the expressions of ``MASKS``."""
    parameters, with_records = judge.pack.parameters, judge.with_records
    failing, marks = [nw.lit(0, nw.UInt64)], [nw.lit(0, nw.UInt64)]
    for place, (element, check) in enumerate(judge.checks):
        if only is None or element in only:
            failing.append(_bit(check.fails(parameters, with_records), place))
    for place, mark in enumerate(judge.pack.marks):
        if only is None or mark in only:
            marks.append(_bit(mark.applies(parameters, with_records), place))
    return (
        native(nw.sum_horizontal(*failing).cast(nw.UInt64).alias("checks")),
        native(nw.sum_horizontal(*marks).cast(nw.UInt64).alias("marks")),
    )


@lru_cache(maxsize=64)
def _alike(judge: Judge) -> tuple[pl.Expr, ...]:
    """Return the expressions of ``ALIKE_COLUMNS``."""
    return tuple(map(native, alike_expressions(judge.pack, judge.with_records)))


def _bit(applies: nw.Expr, place: int) -> nw.Expr:
    return applies.cast(nw.UInt64) * nw.lit(1 << place, nw.UInt64)


def findings(rows: pl.DataFrame, masks: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """Return a finding for each of ``rows`` (``row``, ``request_ref``). ``masks`` also has ``ALIKE_COLUMNS``.

    It has the outcome, and the ids of the elements that are not met, of the checks that fail, and of the marks. If
    other people's texts are the reason, it has how many and how alike.
    """
    outcome = (
        pl.when(pl.col("checks") & pl.lit(judge.refusing, pl.UInt64) != 0)
        .then(pl.lit(Outcome.REFUSED.value))
        .when(pl.col("checks") != 0)
        .then(pl.lit(Outcome.RETURNED.value))
        .otherwise(pl.lit(Outcome.ELIGIBLE.value))
    )
    return rows.select("row", "request_ref").with_columns(
        masks.select(outcome.alias("outcome"))["outcome"],
        _named("deficiencies", masks["checks"], [(each.id, judge.bits(each)) for each in judge.elements]),
        _named("checks", masks["checks"], _by_place(judge.check_ids)),
        _named("marks", masks.select(shown_marks())["marks"], _by_place(judge.mark_ids)),
        *masks.select(*ALIKE_COLUMNS).get_columns(),
    )


def _by_place(ids: Sequence[str]) -> list[tuple[str, int]]:
    return [(name, 1 << place) for place, name in enumerate(ids)]


def _named(column: str, masks: pl.Series, ids: Sequence[tuple[str, int]]) -> pl.Series:
    """Return the ids of which a row has one of the bits."""
    # Rows with the same bits share one list of ids.
    same = distinct(masks)
    names = [[name for name, bits in ids if mask & bits] for mask in same.values.to_list()]
    return pl.Series(column, names, dtype=pl.List(pl.String))[same.codes]
