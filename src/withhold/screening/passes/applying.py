"""Apply a pack to a batch that fits in memory, and find every deficiency of every row. `streaming` takes any batch.

Screening can return and refuse a request. It cannot approve one.
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

import polars as pl

from withhold.law.pack import RulePack
from withhold.model.standing import Standing
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.frame.from_records import with_standing
from withhold.screening.judging.alike_people import ALIKE_COLUMNS, most_alike
from withhold.screening.judging.elements import DOCKET, DOCKET_FULL, Judge, findings
from withhold.screening.judging.file_causes import added, count_causes, named_causes
from withhold.screening.judging.summary import counted_masks, summarize
from withhold.screening.passes.cure_file import HEADER, Cure, write_cures
from withhold.screening.passes.patterns import most_in, with_patterns


@dataclass(frozen=True, slots=True)
class Screened:
    """The result of screening a batch."""

    findings: pl.DataFrame
    """``row`` (UInt32, from 1), ``request_ref``, ``outcome``, ``deficiencies``, ``checks`` and ``marks`` (ids), and
    ``alike_people`` and ``alike_percent`` (see `judging.alike_people`)."""
    facts: pl.DataFrame
    """The canonical frame, with a row for each row of the batch."""
    summary: Mapping[str, Any]
    """The content of ``summary.json``."""
    cures: Mapping[str, Cure]
    """Check id → its cure."""
    pack: RulePack

    def write_findings(self, file: BinaryIO) -> None:
        """Write ``findings`` as Parquet."""
        self.findings.write_parquet(file)

    def write_cures(self, file: BinaryIO) -> None:
        """Write ``cure.csv``."""
        file.write(HEADER)
        write_cures(self.findings, self.cures, file)


def screen(frame: pl.DataFrame, pack: RulePack, *, today: date, standing: Standing | None = None) -> Screened:
    """Check every row of a batch, as ``read_batch`` returns it, against the elements of ``pack``.

    ``standing`` is the part of the records that screening needs. Without it, elements that need records are not
    evaluated. A row that is both returned and refused is refused. ``docket`` comes last: in the order of the batch, the
    eligible rows after the first ``docket_room`` are returned, with the next date. For example, with room for 10 cases
    and 12 eligible rows, the last two are returned.
    """
    began = time.perf_counter()
    judge = Judge.of(pack, with_records=standing is not None)
    facts = canonical_frame(frame, pack, today).with_row_index("row", offset=1)
    if standing is not None:
        facts = with_standing(facts, standing, pack.patterns).with_columns(pl.lit(value=False).alias(DOCKET_FULL))
    facts = with_patterns(facts, pack, secrets.randbits(63))
    masks = judge.masks(facts).with_columns(judge.alike(facts).get_columns())
    if standing is not None:
        masks = judge.limit_to_docket(masks, standing.docket_room)
    summary = summarize(counted_masks(masks), most_in(facts, pack.patterns), judge, time.perf_counter() - began)
    summary["file_causes"] = named_causes(added([count_causes(frame)]), frame.height)
    summary["alike"] = most_alike(*masks.select(pl.max(*ALIKE_COLUMNS)).row(0))
    return Screened(findings(facts, masks, judge), facts, summary, cures_of(judge, standing), pack)


def cures_of(judge: Judge, standing: Standing | None) -> dict[str, Cure]:
    """Return check id → its cure, for the checks that are made, in their order."""
    following = None if standing is None else standing.docket_next
    date_said = "" if following is None else f" Next date: {following.isoformat()}."
    return {
        check.id: Cure(element.id, check.cure + (date_said if element.id == DOCKET else ""), check.alike)
        for element, check in judge.checks
    }
