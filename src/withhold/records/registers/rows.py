"""Rows of a register table to records: one row per (record, address), grouped by ``record_id``.

A value that cannot be read where reading it wrongly could disclose something is a fault of the register;
where leaving it out can only lead to abstaining (a date of birth, an address), it is left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from withhold.identity.dates import parse_date
from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.identity.tins import canonical_tin
from withhold.model.errors import Conflict, Unreadable

PERSON_COLUMNS: Final = (
    "tin",
    "record_id",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "date_of_birth",
    "protected",
)
ADDRESS_COLUMNS: Final = ("address_line1", "address_line2", "city", "state", "zip", "effective")
COLUMNS: Final = PERSON_COLUMNS + ADDRESS_COLUMNS


class NotAnExactTin(Conflict):
    """The register was asked by something other than a canonical TIN. It answers nothing else."""


def exact(tin: str) -> str:
    """``tin`` itself. Raises NotAnExactTin unless canonical, so that a blank never meets a record's blank."""
    if canonical_tin(tin) != tin:
        raise NotAnExactTin("a register is asked by one canonical TIN and nothing else")
    return tin


def records_from(source: str, tin: str, rows: Iterable[Mapping[str, object]]) -> tuple[RegisterRecord, ...]:
    """The records in ``rows``, which carry COLUMNS. ``source`` names the register in messages.

    Raises Unreadable if a row is of another TIN, a value is of a wrong type, or one record's rows
    disagree about the person.
    """
    grouped: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        if row["tin"] != tin:
            raise Unreadable(source, "the answer holds another TIN than was asked", column="tin")
        grouped.setdefault(_record_id(source, row), []).append(row)
    return tuple(_record(source, tin, record_id, group) for record_id, group in grouped.items())


def _record(source: str, tin: str, record_id: str, rows: list[Mapping[str, object]]) -> RegisterRecord:
    first = rows[0]
    for column in PERSON_COLUMNS:
        if any(row[column] != first[column] for row in rows):
            raise Unreadable(source, "the rows of one record disagree about the person", column=column)
    first_name, middle_name, last_name, suffix = (_text(source, first, part) for part in PERSON_COLUMNS[2:6])
    return RegisterRecord(
        tin=tin,
        record_id=record_id,
        name=person_name(first_name, middle_name, last_name, suffix),
        date_of_birth=_day(source, first, "date_of_birth"),
        # Anything but a plain no protects: NULL, too.
        protected=first["protected"] not in (False, 0),
        addresses=tuple(_address(source, row) for row in rows),
    )


def _address(source: str, row: Mapping[str, object]) -> FiledAddress:
    line1, line2, city, state, zip_code = (_text(source, row, column) for column in ADDRESS_COLUMNS[:5])
    return FiledAddress(line1, line2, city, state, zip_code, _day(source, row, "effective"))


def _record_id(source: str, row: Mapping[str, object]) -> str:
    value = row["record_id"]
    if value is None or value == "":
        raise Unreadable(source, "a row has no record_id", column="record_id")
    return str(value)


def _text(source: str, row: Mapping[str, object], column: str) -> str:
    value = row[column]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(source, "holds a value that is not text", column=column)
    return value


def _day(source: str, row: Mapping[str, object], column: str) -> date | None:
    """A date from a date column or ISO text; None, which leads to abstaining, when it is not one."""
    value = row[column]
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_date(_text(source, row, column))
