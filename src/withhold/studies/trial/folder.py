"""Reads a population from a folder, which must state who every request is really about.

``register.parquet`` and ``batch.csv`` have the usual columns. ``truth.csv`` has these:

- ``row``, from 1
- ``person``: the record_id of the person meant, and empty if that person is not in the register
- ``household``, different in every row
- ``circumstance`` and ``group``, which are optional
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import polars as pl

from withhold.identity.dates import parse_date
from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.identity.tins import canonical_tin
from withhold.model.errors import Code, Unreadable
from withhold.studies.errors import NoTruth
from withhold.studies.trial.population import ABSENT, ROW_COLUMNS, Population, Request

REGISTER, BATCH, TRUTH = "register.parquet", "batch.csv", "truth.csv"
REGISTER_COLUMNS: Final = (
    "tin",
    "record_id",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "date_of_birth",
    "protected",
    "address_line1",
    "address_line2",
    "city",
    "state",
    "zip",
    "effective",
)
TRUTH_COLUMNS: Final = ("row", "person", "household")
CIRCUMSTANCE, GROUP = "circumstance", "group"


def population(folder: Path) -> Population:
    """Read the folder. Raises NoTruth if its truth is missing or incomplete. Raises Unreadable for other faults."""
    truth = _truth(folder)
    records = _records(_read(folder / REGISTER, pl.read_parquet, REGISTER_COLUMNS))
    known = {record.record_id for record in records}
    batch = _read(folder / BATCH, _csv, ROW_COLUMNS)
    if batch.height != truth.height:
        raise NoTruth(Code.STUDY_ROWS_DIFFER, file=TRUTH, truth=truth.height, batch=BATCH, rows=batch.height)
    requests = []
    for number, (row, told) in enumerate(zip(batch.iter_rows(named=True), truth.iter_rows(named=True), strict=True), 1):
        if told["person"] != ABSENT and told["person"] not in known:
            raise NoTruth(Code.STUDY_RECORD_UNKNOWN, file=TRUTH, row=number, column="person", register=REGISTER)
        given = {column: row[column] for column in ROW_COLUMNS}
        requests.append(Request(given, told["person"], told.get(CIRCUMSTANCE, ""), told.get(GROUP, "")))
    return Population(records, requests)


def _truth(folder: Path) -> pl.DataFrame:
    """Return the truth, with one household in each row. Raises NoTruth without it: the people could be real ones."""
    if not (folder / TRUTH).is_file():
        raise NoTruth(Code.STUDY_TRUTH_MISSING, file=TRUTH)
    table = _csv(folder / TRUTH)
    for column in TRUTH_COLUMNS:
        if column not in table.columns:
            raise NoTruth(Code.STUDY_TRUTH_INCOMPLETE, file=TRUTH, column=column)
    expected = [str(number) for number in range(1, table.height + 1)]
    if table["row"].to_list() != expected:
        raise NoTruth(Code.STUDY_ROWS_UNNUMBERED, file=TRUTH, column="row")
    if table["household"].n_unique() != table.height or "" in table["household"]:
        raise NoTruth(Code.STUDY_HOUSEHOLD_REPEATED, file=TRUTH, column="household")
    return table


def _read(path: Path, reader: Callable[[Path], pl.DataFrame], columns: Sequence[str]) -> pl.DataFrame:
    try:
        table = reader(path)
    except FileNotFoundError as error:
        raise Unreadable(Code.FILE_MISSING, file=path.name) from error
    except pl.exceptions.PolarsError as error:
        raise Unreadable(Code.STUDY_TABLE_UNREADABLE, file=path.name) from error
    for column in columns:
        if column not in table.columns:
            raise Unreadable(Code.COLUMN_MISSING, file=path.name, column=column)
    return table


def _csv(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False).with_columns(pl.all().fill_null(""))
    except pl.exceptions.PolarsError as error:
        raise Unreadable(Code.STUDY_TABLE_UNREADABLE, file=path.name) from error


def _records(table: pl.DataFrame) -> list[RegisterRecord]:
    """Return one record for each record_id. Each of its rows is an address."""
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in table.with_columns(pl.exclude("protected").cast(pl.String).fill_null("")).iter_rows(named=True):
        grouped.setdefault(row["record_id"], []).append(row)
    return [_record(record_id, rows) for record_id, rows in grouped.items()]


def _record(record_id: str, rows: Sequence[Mapping[str, Any]]) -> RegisterRecord:
    first = rows[0]
    return RegisterRecord(
        tin=canonical_tin(first["tin"]) or "",
        record_id=record_id,
        name=person_name(first["first_name"], first["middle_name"], first["last_name"], first["suffix"]),
        date_of_birth=parse_date(first["date_of_birth"]),
        protected=first["protected"] is not False,
        addresses=tuple(
            FiledAddress(
                line1=row["address_line1"],
                line2=row["address_line2"],
                city=row["city"],
                state=row["state"],
                zip=row["zip"],
                effective=parse_date(row["effective"]),
            )
            for row in rows
        ),
    )
