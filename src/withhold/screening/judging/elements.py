"""The elements of a pack over rows: which of them each row falls short of.

Most elements look at a row alone, and are judged where its facts are made. The late ones read what is known only when
the whole batch has passed: the pack's patterns, and whether the docket is full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl
from narwhals.exceptions import ColumnNotFoundError

from withhold.law.pack import Element, Measure, RulePack
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

    def parted(self, facts: Mapping[str, pl.DataType]) -> "Parted":
        """Which elements can be judged from these columns alone, and what the others need of them.

        Found by trying: whatever an expression reads, a frame without it refuses, and says which.
        """
        whole, least = pl.DataFrame(schema=dict(facts)), pl.DataFrame(self._late_columns())
        early = tuple(element for element in self.elements if self._missing(element, whole) is None)
        late = tuple(element for element in self.elements if element not in early)
        needed: set[str] = set()
        for element in late:
            needed |= self._read(element, least.with_columns(whole.select(sorted(needed)).get_columns()), whole)
        return Parted(early, late, tuple(name for name in facts if name in needed))

    def reads(self, element: Element, facts: Mapping[str, pl.DataType]) -> frozenset[str]:
        """The columns that an element reads: of these, and of those that are known when the batch has passed."""
        late = self._late_columns()
        return frozenset(self._read(element, pl.DataFrame(), pl.DataFrame(schema=dict(facts)).with_columns(late)))

    def _read(self, element: Element, given: pl.DataFrame, whole: pl.DataFrame) -> set[str]:
        """The columns of ``whole`` that the element reads beyond those of ``given``."""
        read: set[str] = set()
        while (missing := self._missing(element, given)) is not None:
            read.add(missing)
            given = given.with_columns(whole[missing])
        return read

    def _late_columns(self) -> list[pl.Series]:
        types = {p.name: pl.Boolean if p.measure is Measure.LATER else pl.Int64 for p in self.pack.patterns}
        return [pl.Series(name, dtype=dtype) for name, dtype in {**types, DOCKET_FULL: pl.Boolean}.items()]

    def _missing(self, element: Element, frame: pl.DataFrame) -> str | None:
        """A column that the element reads and the frame has not, as the engine names it; None where it has them all."""
        try:
            nw.from_native(frame).select(*(e.alias(str(i)) for i, e in enumerate(self.expressions(element))))
        except ColumnNotFoundError as error:
            return str(error).split('"')[1]
        return None

    def hold_docket(self, masks: pl.DataFrame, room: int) -> pl.DataFrame:
        """Masks in which the eligible rows beyond the first ``room`` fall short of ``docket``."""
        docket = next((element for element in self.elements if element.id == DOCKET), None)
        eligible = masks["deficiencies"] == 0
        if docket is None or eligible.sum() <= room:
            return masks
        full = eligible & (eligible.cast(pl.UInt32).cum_sum() > room)
        return joined(masks, self.masks(full.to_frame(DOCKET_FULL), [docket]))


@dataclass(frozen=True, slots=True)
class Parted:
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
