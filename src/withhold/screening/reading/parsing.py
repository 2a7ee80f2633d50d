"""Parse a chunk of a batch into rows, which are the same in every format."""

import io

import polars as pl

from withhold.model.cases.request import COLUMNS
from withhold.screening.reading.cells import check_cells, check_nul
from withhold.screening.reading.chunk import Chunk
from withhold.screening.reading.delimited.csv_chunks import parse_csv
from withhold.screening.reading.json_lines import parse_json
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.workbook.sheet_refusals import check_times, date_only


def parse(chunk: Chunk, *, checked: bool = False) -> pl.DataFrame:
    """Return the chunk's rows: exactly ``COLUMNS``, in that order, as String. An empty cell is "".

    ``checked`` is whether the very same bytes were parsed before. Then what they proved is not proved again.

    Raises Malformed if a chunk of CSV is not well formed, and Unfit for a row that no batch may have.
    """
    if chunk.kind is Kind.CSV:
        frame = parse_csv(chunk.content, chunk.names, checked=checked)
    elif chunk.kind is Kind.JSON_LINES:
        frame = parse_json(chunk.content)
    else:
        frame = _of_columns(chunk)
        check_nul(frame)
    if not checked:
        check_cells(frame, marked=chunk.kind is not Kind.CSV or b"#" in chunk.content)
    return frame


def _of_columns(chunk: Chunk) -> pl.DataFrame:
    frame = pl.read_ipc(io.BytesIO(chunk.content))
    if chunk.kind is Kind.XLSX:
        frame.columns = list(chunk.names)
    frame = frame.select(COLUMNS).with_columns(pl.all().fill_null(""))
    if chunk.kind is Kind.XLSX:
        check_times(frame)
        return frame.with_columns(date_only())
    return frame
