"""Evaluate the elements of a pack: find those that each row does not meet.

Most elements depend on one row alone. They are evaluated early, right after the row's facts are made. The late ones
depend on the whole batch: they read the pack's patterns, or whether the docket is full. For example, ``tin`` is early
and ``engagement``, which counts an official's rows, is late.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from withhold.law.pack import Element, Mark, RulePack
from withhold.model.vocabulary import Outcome
from withhold.screening.frame.distinct import distinct

DOCKET = "docket"
"""The element that is evaluated last, for the rows that meet all others."""
DOCKET_FULL = "docket_full"

MASKS = {"deficiencies": pl.UInt64, "final": pl.Boolean, "marks": pl.UInt64}
"""The result for a row. Bit i of ``deficiencies`` is set if it does not meet element i. ``final`` if it is refused.
Bit i of ``marks`` is set if mark i applies, which is shown of an eligible row only."""

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
        """Return the elements' ids, in the order of their bits."""
        return [element.id for element in self.elements]

    @property
    def mark_ids(self) -> list[str]:
        """Return the marks' ids, in the order of their bits."""
        return [mark.id for mark in self.pack.marks]

    def masks(self, facts: pl.DataFrame, only: Sequence[Rule] | None = None) -> pl.DataFrame:
        """Return ``MASKS`` for each row, by all elements and marks or by ``only`` some."""
        columns, finals, marks = [nw.lit(0, nw.UInt64)], [nw.lit(value=False)], [nw.lit(0, nw.UInt64)]
        for place, element in enumerate(self.elements):
            if only is not None and element not in only:
                continue
            short, final = self.expressions(element)
            columns.append(_bit(short, place))
            finals.append(final)
        for place, mark in enumerate(self.pack.marks):
            if only is None or mark in only:
                marks.append(_bit(mark.applies(self.pack.parameters, self.with_records), place))
        judged = nw.from_native(facts).select(
            nw.sum_horizontal(*columns).cast(nw.UInt64).alias("deficiencies"),
            nw.any_horizontal(*finals, ignore_nulls=False).alias("final"),
            nw.sum_horizontal(*marks).cast(nw.UInt64).alias("marks"),
        )
        native = judged.to_native()
        # If no expression reads a column, the engine returns one row only.
        return native if native.height == facts.height else pl.concat([native] * facts.height)

    def expressions(self, element: Element) -> tuple[nw.Expr, nw.Expr]:
        """Return whether a row does not meet the element, and whether that refuses it. The values are never null."""
        short = element.deficient(self.pack.parameters, self.with_records)
        final = short if element.outcome is Outcome.REFUSED else nw.lit(value=False)
        if element.barred is not None:
            barred = element.barred(self.pack.parameters, self.with_records)
            short, final = short | barred, barred if element.outcome is not Outcome.REFUSED else final | barred
        return short, final

    def split(self, facts: Collection[str]) -> "Split":
        """Return which elements and marks need no other columns than these, and which of these the others need."""
        rules: tuple[Rule, ...] = (*self.elements, *self.pack.marks)
        early = tuple(rule for rule in rules if set(rule.columns(self.with_records)) <= set(facts))
        late = tuple(rule for rule in rules if rule not in early)
        needed = {name for rule in late for name in rule.columns(self.with_records)}
        return Split(early, late, tuple(name for name in facts if name in needed))

    def limit_to_docket(self, masks: pl.DataFrame, room: int) -> pl.DataFrame:
        """Return the masks, in which the eligible rows after the first ``room`` do not meet ``docket``."""
        docket = next((element for element in self.elements if element.id == DOCKET), None)
        eligible = masks["deficiencies"] == 0
        if docket is None or eligible.sum() <= room:
            return masks
        full = eligible & (eligible.cast(pl.UInt32).cum_sum() > room)
        return joined(masks, self.masks(full.to_frame(DOCKET_FULL), [docket]))


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
    return pl.when(pl.col("deficiencies") == 0).then(pl.col("marks")).otherwise(pl.lit(0, pl.UInt64)).alias("marks")


def _bit(applies: nw.Expr, place: int) -> nw.Expr:
    return applies.cast(nw.UInt64) * nw.lit(1 << place, nw.UInt64)


def findings(rows: pl.DataFrame, masks: pl.DataFrame, judge: Judge) -> pl.DataFrame:
    """Return a finding for each of ``rows`` (``row``, ``request_ref``): outcome, and ids of deficiencies and marks."""
    outcome = (
        pl.when(pl.col("final"))
        .then(pl.lit(Outcome.REFUSED.value))
        .when(pl.col("deficiencies") != 0)
        .then(pl.lit(Outcome.RETURNED.value))
        .otherwise(pl.lit(Outcome.ELIGIBLE.value))
    )
    return rows.select("row", "request_ref").with_columns(
        masks.select(outcome.alias("outcome"))["outcome"],
        _named(masks["deficiencies"], judge.ids),
        _named(masks.select(shown_marks())["marks"], judge.mark_ids),
    )


def _named(masks: pl.Series, ids: Sequence[str]) -> pl.Series:
    # Rows with the same bits share one list of ids.
    same = distinct(masks)
    names = [[name for place, name in enumerate(ids) if mask >> place & 1] for mask in same.values.to_list()]
    return pl.Series(masks.name, names, dtype=pl.List(pl.String)).gather(same.codes)
