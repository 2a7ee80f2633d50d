"""Evaluate the elements of a pack: find those that each row does not meet.

Most elements depend on one row alone. They are evaluated early, right after the row's facts are made. The late ones
depend on the whole batch: they read the pack's patterns, or whether the docket is full. For example, ``tin`` is early
and ``engagement``, which counts an official's rows, is late.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from withhold.law.pack import Element, RulePack
from withhold.model.vocabulary import Outcome
from withhold.screening.frame.distinct import distinct

DOCKET = "docket"
"""The element that is evaluated last, for the rows that meet all others."""
DOCKET_FULL = "docket_full"

MASKS = {"deficiencies": pl.UInt64, "final": pl.Boolean}
"""The result for a row. Bit i of ``deficiencies`` is set if it does not meet element i. ``final`` if it is refused."""


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

    def masks(self, facts: pl.DataFrame, only: Sequence[Element] | None = None) -> pl.DataFrame:
        """Return ``MASKS`` for each row, by all elements or by ``only`` some."""
        columns, finals = [nw.lit(0, nw.UInt64)], [nw.lit(value=False)]
        for place, element in enumerate(self.elements):
            if only is not None and element not in only:
                continue
            short, final = self.expressions(element)
            columns.append(short.cast(nw.UInt64) * nw.lit(1 << place, nw.UInt64))
            finals.append(final)
        judged = nw.from_native(facts).select(
            nw.sum_horizontal(*columns).cast(nw.UInt64).alias("deficiencies"),
            nw.any_horizontal(*finals, ignore_nulls=False).alias("final"),
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
        """Return which elements need no other columns than these, and which of these the others need."""
        reads = {element.id: element.columns(self.with_records) for element in self.elements}
        early = tuple(element for element in self.elements if set(reads[element.id]) <= set(facts))
        late = tuple(element for element in self.elements if element not in early)
        needed = {name for element in late for name in reads[element.id]}
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
    """The early and the late elements, and the columns of the canonical frame that the late ones read."""

    early: tuple[Element, ...]
    late: tuple[Element, ...]
    needed: tuple[str, ...]


def joined(masks: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Return the union of two results for the same rows."""
    return pl.DataFrame(
        {"deficiencies": masks["deficiencies"] | others["deficiencies"], "final": masks["final"] | others["final"]}
    )


def findings(rows: pl.DataFrame, masks: pl.DataFrame, ids: Sequence[str]) -> pl.DataFrame:
    """Return a finding for each of ``rows`` (``row``, ``request_ref``): ``outcome``, and ids of ``deficiencies``."""
    # Rows with the same deficiencies share one list of ids.
    same = distinct(masks["deficiencies"])
    names = [[name for place, name in enumerate(ids) if mask >> place & 1] for mask in same.values.to_list()]
    outcome = (
        pl.when(pl.col("final"))
        .then(pl.lit(Outcome.REFUSED.value))
        .when(pl.col("deficiencies") != 0)
        .then(pl.lit(Outcome.RETURNED.value))
        .otherwise(pl.lit(Outcome.ELIGIBLE.value))
    )
    return rows.select("row", "request_ref").with_columns(
        masks.select(outcome.alias("outcome"))["outcome"],
        pl.Series("deficiencies", names, dtype=pl.List(pl.String)).gather(same.codes),
    )
