"""The synthetic register: one row for each record and address, sorted by number."""

from collections.abc import Iterable, Iterator

import polars as pl

from withhold.population.people.addresses import Hand
from withhold.population.people.households import Record

SCHEMA = {
    "tin": pl.String,
    "record_id": pl.String,
    "first_name": pl.String,
    "middle_name": pl.String,
    "last_name": pl.String,
    "suffix": pl.String,
    "date_of_birth": pl.String,
    "protected": pl.Boolean,
    "address_line1": pl.String,
    "address_line2": pl.String,
    "city": pl.String,
    "state": pl.String,
    "zip": pl.String,
    "effective": pl.String,
}
"""Columns of register.parquet. Dates are ISO text. ``effective`` is the day on which an address became current."""

RegisterRow = tuple[str | bool, ...]


def register_rows(records: Iterable[Record]) -> Iterator[RegisterRow]:
    """Yield a row for each residence of each record, in the register's hand."""
    for record in records:
        person = record.person
        known = (
            person.tin,
            record.record_id,
            person.first_name,
            person.middle_name,
            person.last_name,
            person.suffix,
            person.date_of_birth.isoformat(),
            record.protected,
        )
        for residence in record.residences:
            yield (*known, *residence.address.written(Hand.REGISTER), residence.effective.isoformat())


def register_frame(rows: list[RegisterRow]) -> pl.DataFrame:
    """Return the rows as a frame, unsorted."""
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def by_number(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the register sorted by number, so that a reader finds one among millions in few row groups."""
    return frame.sort("tin", "record_id", "effective")
