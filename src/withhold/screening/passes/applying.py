"""A pack applied to a batch that fits in memory: every deficiency of every row at once. `streaming` takes any batch.

It can refuse and return; it cannot approve.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import polars as pl

from withhold.law.pack import Element, RulePack
from withhold.model.standing import Standing
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.frame.from_records import with_standing
from withhold.screening.judging.elements import DOCKET, DOCKET_FULL, Judge, findings
from withhold.screening.judging.summary import counted_masks, summarize
from withhold.screening.passes.cure_file import HEADER, write_cures
from withhold.screening.passes.patterns import most_in, with_patterns


@dataclass(frozen=True, slots=True)
class Screened:
    """What screening says of a batch."""

    findings: pl.DataFrame
    """``row`` UInt32 from 1, ``request_ref``, ``outcome``, ``deficiencies`` list of element ids in pack order."""
    facts: pl.DataFrame
    """The canonical frame, a row for each row of the batch."""
    summary: Mapping[str, Any]
    """What ``summary.json`` holds."""
    cures: Mapping[str, str]
    """Element id -> what would cure it."""
    pack: RulePack

    def write_findings(self, file: BinaryIO) -> None:
        """``findings`` as Parquet."""
        self.findings.write_parquet(file)

    def write_cures(self, file: BinaryIO) -> None:
        """``cure.csv``."""
        file.write(HEADER)
        write_cures(self.findings, self.cures, file)


def screen(frame: pl.DataFrame, pack: RulePack, *, today: date, standing: Standing | None = None) -> Screened:
    """Judges every row of a batch (as ``read_batch`` gives it) by the elements of ``pack``.

    Elements that need records are evaluated only where a ``standing`` is given. Refused wins over returned.
    ``docket`` comes last: of the rows otherwise eligible, in the order of the batch, those beyond
    ``standing.docket_room`` are returned with the date of the next room.
    """
    began = time.perf_counter()
    judge = Judge.of(pack, with_records=standing is not None)
    facts = canonical_frame(frame, pack, today).with_row_index("row", offset=1)
    if standing is not None:
        facts = with_standing(facts, standing, pack.patterns).with_columns(pl.lit(value=False).alias(DOCKET_FULL))
    facts = with_patterns(facts, pack.patterns, secrets.randbits(63))
    masks = judge.masks(facts)
    if standing is not None:
        masks = judge.limit_to_docket(masks, standing.docket_room)
    summary = summarize(
        counted_masks(masks), most_in(facts, pack.patterns), pack, judge.ids, time.perf_counter() - began
    )
    return Screened(findings(facts, masks, judge.ids), facts, summary, cures_of(judge.elements, standing), pack)


def cures_of(elements: tuple[Element, ...], standing: Standing | None) -> dict[str, str]:
    """Element id -> what would cure it, in the order of the elements."""
    cures = {element.id: element.cure for element in elements}
    if DOCKET in cures and standing is not None and standing.docket_next is not None:
        cures[DOCKET] = f"{cures[DOCKET]} Next date: {standing.docket_next.isoformat()}."
    return cures
