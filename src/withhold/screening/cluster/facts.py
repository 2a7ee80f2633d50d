"""Make the canonical facts of one part of a batch, on the executor that has it."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from withhold.law.registry import pack as rule_pack
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.frame.derived import Known
from withhold.screening.judging.file_causes import count_causes
from withhold.screening.reading.cells import check_cells, check_nul
from withhold.screening.reading.chunk import Unfit

if TYPE_CHECKING:
    import pyarrow as pa

ROW, REFERENCE = "row", "reference"
CAUSES = "causes"
"""In the first row of each part, how many of its rows have each cause of `judging.file_causes`, as JSON. Else ""."""
FAULT, FAULT_ROW = "fault", "fault_row"
"""Columns for a fault that makes the whole batch unreadable. Each row of a part has the fault found in that part."""

_TYPES: dict[Any, str] = {pl.String: "string", pl.Int32: "int", pl.Int64: "bigint", pl.Boolean: "boolean"}


def schema_of(pack: str, today: date) -> str:
    """Return the columns of `facts_of` in Spark's DDL."""
    none = pl.DataFrame(schema={**dict.fromkeys(COLUMNS, pl.String), ROW: pl.Int64})
    columns = _facts(none, pack, today, Known()).schema
    return ", ".join(f"`{name}` {_TYPES[dtype.base_type()]}" for name, dtype in columns.items())


def facts_of(pack: str, today: date, parts: Iterable["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Yield the canonical frame of each part, with row numbers and unchanged references. For ``mapInArrow``."""
    import pyarrow as pa

    known = Known()
    for part in parts:
        frame = pl.DataFrame(pl.from_arrow(pa.Table.from_batches([part])))
        made = _facts(frame.with_columns(pl.col(COLUMNS).fill_null("")), pack, today, known)
        yield from made.to_arrow(compat_level=pl.CompatLevel.oldest()).to_batches()


def _facts(frame: pl.DataFrame, pack: str, today: date, known: Known) -> pl.DataFrame:
    fault, row = _fault(frame)
    facts = canonical_frame(frame.select(COLUMNS), rule_pack(pack), today, known)
    causes = json.dumps(count_causes(frame).row(0, named=True))
    return facts.with_columns(
        frame[ROW],
        frame["request_ref"].alias(REFERENCE),
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(causes)).otherwise(pl.lit("")).alias(CAUSES),
        pl.lit(fault).alias(FAULT),
        pl.lit(row, pl.Int64).alias(FAULT_ROW),
    )


def unfit_from(text: str) -> Unfit:
    """Return the fault that a cell of the column `FAULT` describes, without its row."""
    code, column, values = json.loads(text)
    return Unfit(Code(code), column=column, **values)


def _fault(frame: pl.DataFrame) -> tuple[str, int]:
    """Return the first fault as text, and its row. The text is "" if there is none."""
    cells = frame.select(COLUMNS)
    try:
        check_nul(cells)
        if frame.height:
            check_cells(cells)
    except Unfit as fault:
        return json.dumps([fault.code, fault.column, fault.values]), frame[ROW][(fault.row or 1) - 1]
    return "", 0
