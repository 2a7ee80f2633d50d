"""The elements of a pack over rows: which of them each row falls short of.

Most elements look at a row alone, and are judged where its facts are made. The late ones read what is known only when
the whole batch has passed: the pack's patterns, and whether the docket is full.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from withhold.law.pack import Element, RulePack
from withhold.model.vocabulary import Outcome
from withhold.screening.frame.distinct import distinct

DOCKET = "docket"
"""The element that is judged last, over the rows that nothing else holds back."""
DOCKET_FULL = "docket_full"

MASKS = {"deficiencies": pl.UInt64, "final": pl.Boolean}
"""What is known of a row: bit i is set where it falls short of element i; and whether any of them refuses it."""


@dataclass(frozen=True, slots=True)
class Judge:
    """A pack's elements, as they are evaluated for one batch."""

    pack: RulePack
    elements: tuple[Element, ...]
    with_records: bool

    @classmethod
    def of(cls, pack: RulePack, *, with_records: bool) -> "Judge":
        """Without records, the elements that need them are left out."""
        elements = tuple(e for e in pack.elements if with_records or not e.needs_records)
        return cls(pack, elements, with_records)

    @property
    def ids(self) -> list[str]:
        """The elements' ids, in the order of their bits."""
        return [element.id for element in self.elements]

    def masks(self, facts: pl.DataFrame, only: Sequence[Element] | None = None) -> pl.DataFrame:
        """``MASKS`` for each row, by all elements or some."""
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
        # Where no expression reads a column there is one row alone.
        return native if native.height == facts.height else pl.concat([native] * facts.height)

    def expressions(self, element: Element) -> tuple[nw.Expr, nw.Expr]:
        """Whether a row falls short of the element, and whether that refuses it. Boolean, never null."""
        short = element.deficient(self.pack.parameters, self.with_records)
        final = short if element.outcome is Outcome.REFUSED else nw.lit(value=False)
        if element.barred is not None:
            barred = element.barred(self.pack.parameters, self.with_records)
            short, final = short | barred, barred if element.outcome is not Outcome.REFUSED else final | barred
        return short, final

    def split(self, facts: Collection[str]) -> "Split":
        """Which elements can be judged from these columns alone, and what the others need of them."""
        reads = {element.id: element.columns(self.with_records) for element in self.elements}
        early = tuple(element for element in self.elements if set(reads[element.id]) <= set(facts))
        late = tuple(element for element in self.elements if element not in early)
        needed = {name for element in late for name in reads[element.id]}
        return Split(early, late, tuple(name for name in facts if name in needed))

    def limit_to_docket(self, masks: pl.DataFrame, room: int) -> pl.DataFrame:
        """Masks in which the eligible rows beyond the first ``room`` fall short of ``docket``."""
        docket = next((element for element in self.elements if element.id == DOCKET), None)
        eligible = masks["deficiencies"] == 0
        if docket is None or eligible.sum() <= room:
            return masks
        full = eligible & (eligible.cast(pl.UInt32).cum_sum() > room)
        return joined(masks, self.masks(full.to_frame(DOCKET_FULL), [docket]))


@dataclass(frozen=True, slots=True)
class Split:
    """The elements in two parts, and the columns of the canonical frame that the late ones read."""

    early: tuple[Element, ...]
    late: tuple[Element, ...]
    needed: tuple[str, ...]


def joined(masks: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """What falls short by either."""
    return pl.DataFrame(
        {"deficiencies": masks["deficiencies"] | others["deficiencies"], "final": masks["final"] | others["final"]}
    )


def findings(rows: pl.DataFrame, masks: pl.DataFrame, ids: Sequence[str]) -> pl.DataFrame:
    """One finding per row of ``rows`` (``row``, ``request_ref``): ``outcome``, and ``deficiencies`` by their ids.

    Rows that fall short in the same elements share one list of their names.
    """
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
