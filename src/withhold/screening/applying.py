"""A pack applied to a batch: every deficiency of every row at once. It can refuse and return; it cannot approve."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from withhold.law.pack import Element, RulePack
from withhold.model.standing import Standing
from withhold.model.words import Outcome
from withhold.screening.canonical import canonical_frame
from withhold.screening.distinct import distinct
from withhold.screening.from_records import with_standing
from withhold.screening.summary import summarise

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins: ``canonical``, ``elements``, ``findings``."""

DOCKET = "docket"
"""The element that is judged last, over the rows that nothing else holds back."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening says of a batch."""

    findings: pl.DataFrame
    """``row`` UInt32 from 1, ``request_ref``, ``outcome``, ``deficiencies`` list of element ids in pack order."""
    facts: pl.DataFrame
    """The canonical frame, a row for each row of the batch: for intake, which must not canonicalise again."""
    summary: Mapping[str, Any]
    """What ``summary.json`` holds."""
    cures: Mapping[str, str]
    """Element id -> what would cure it."""


def screen(
    frame: pl.DataFrame,
    pack: RulePack,
    *,
    today: date,
    standing: Standing | None = None,
    progress: Progress | None = None,
) -> Screened:
    """Judges every row of a batch (as ``read_batch`` gives it) by the elements of ``pack``.

    Elements that need records are evaluated only where a ``standing`` is given. Refused wins over returned.
    ``docket`` comes last: of the rows otherwise eligible, in the order of the batch, those beyond
    ``standing.docket_room`` are returned with the date of the next room.
    """
    began = time.perf_counter()
    tell = progress or (lambda _stage: None)
    tell("canonical")
    facts = canonical_frame(frame, pack, today)
    if standing is not None:
        facts = with_standing(facts, standing)
    tell("elements")
    elements = [e for e in pack.elements if standing is not None or not e.needs_records]
    masks = _judge(facts, elements, pack, with_records=standing is not None)
    if standing is not None and any(e.id == DOCKET for e in elements):
        facts, masks = _hold_docket(facts, masks, elements, pack, standing.docket_room)
    tell("findings")
    ids = [element.id for element in elements]
    findings = _findings(facts, masks, ids)
    summary = summarise(masks, pack, ids, time.perf_counter() - began)
    return Screened(findings, facts, summary, _cures(elements, standing))


def _judge(facts: pl.DataFrame, elements: list[Element], pack: RulePack, *, with_records: bool) -> pl.DataFrame:
    """``deficiencies``: UInt32, bit i set where elements[i] falls short; ``final``: whether any refuses."""
    columns, finals = [], []
    for place, element in enumerate(elements):
        short = element.deficient(pack.parameters, with_records)
        final = short if element.outcome is Outcome.REFUSED else None
        if element.barred is not None:
            barred = element.barred(pack.parameters, with_records)
            short, final = short | barred, barred if final is None else final | barred
        columns.append(short.cast(nw.UInt32) * (1 << place))
        finals.append(final if final is not None else nw.lit(False))
    return (
        nw.from_native(facts)
        .select(
            nw.sum_horizontal(*columns).cast(nw.UInt32).alias("deficiencies"),
            nw.any_horizontal(*finals, ignore_nulls=False).alias("final"),
        )
        .to_native()
    )


def _hold_docket(
    facts: pl.DataFrame, masks: pl.DataFrame, elements: list[Element], pack: RulePack, room: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Fills the docket in the order of the batch, then asks the element itself about the rows left over."""
    eligible = masks["deficiencies"] == 0
    full = eligible & (eligible.cast(pl.UInt32).cum_sum() > room)
    facts = facts.with_columns(full.alias("docket_full"))
    return facts, _judge(facts, elements, pack, with_records=True) if full.any() else masks


def _findings(facts: pl.DataFrame, masks: pl.DataFrame, ids: list[str]) -> pl.DataFrame:
    """One finding per row. Rows that fall short in the same elements share one list of their names."""
    same = distinct(masks["deficiencies"])
    names = [[name for place, name in enumerate(ids) if mask >> place & 1] for mask in same.values.to_list()]
    outcome = (
        pl.when(pl.col("final"))
        .then(pl.lit(Outcome.REFUSED.value))
        .when(pl.col("deficiencies") != 0)
        .then(pl.lit(Outcome.RETURNED.value))
        .otherwise(pl.lit(Outcome.ELIGIBLE.value))
    )
    return facts.select("row", "request_ref").with_columns(
        masks.select(outcome.alias("outcome"))["outcome"],
        pl.Series("deficiencies", names, dtype=pl.List(pl.String)).gather(same.codes),
    )


def _cures(elements: list[Element], standing: Standing | None) -> dict[str, str]:
    cures = {element.id: element.cure for element in elements}
    if DOCKET in cures and standing is not None and standing.docket_next is not None:
        cures[DOCKET] = f"{cures[DOCKET]} Next date: {standing.docket_next.isoformat()}."
    return cures
