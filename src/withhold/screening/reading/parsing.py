"""A piece of a batch made into rows: the same rows whatever the format."""

import io

import polars as pl

from withhold.screening.frame.columns import COLUMNS
from withhold.screening.reading.cells import check_cells, check_nul
from withhold.screening.reading.delimited.csv_pieces import parse_csv
from withhold.screening.reading.json_lines import parse_json
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.piece import Piece
from withhold.screening.reading.workbook.sheet_refusals import date_only


def parse(piece: Piece) -> pl.DataFrame:
    """The piece's rows: exactly ``COLUMNS``, in that order, as String, "" if a cell is empty.

    Raises Malformed if a run of CSV is none, Unfit for a row that no batch may have.
    """
    if piece.kind is Kind.CSV:
        frame = parse_csv(piece.content, piece.names)
    elif piece.kind is Kind.JSON_LINES:
        frame = parse_json(piece.content)
    else:
        frame = _of_columns(piece)
        check_nul(frame)
    check_cells(frame)
    return frame


def _of_columns(piece: Piece) -> pl.DataFrame:
    frame = pl.read_ipc(io.BytesIO(piece.content))
    if piece.kind is Kind.XLSX:
        frame.columns = list(piece.names)
    frame = frame.select(COLUMNS).with_columns(pl.all().fill_null(""))
    return frame.with_columns(date_only()) if piece.kind is Kind.XLSX else frame
