"""Turns the rows of a register table into records. The table has one row for each address of a record.

If a value cannot be read, there are two cases. If a wrong reading could lead to a disclosure, the value is a fault of
the register. If leaving it out can only lead to abstaining, it is left out. For example, a date of birth that cannot be
read is left out.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final

from withhold.identity.dates import parse_date
from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.identity.tins import canonical_tin
from withhold.model.errors import Code, Conflict, Unreadable

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
    """The register was asked for something other than a canonical TIN."""


def exact(tin: str) -> str:
    """Return ``tin``. Raises NotAnExactTin unless it is canonical. For example, an empty TIN must find no empty TIN."""
    if canonical_tin(tin) != tin:
        raise NotAnExactTin(Code.REGISTER_NOT_ONE_TIN)
    return tin


def records_from(source: str, tin: str, rows: Iterable[Mapping[str, object]]) -> tuple[RegisterRecord, ...]:
    """Return the records in ``rows``, which have COLUMNS. ``source`` names the register in messages.

    Raises Unreadable if a row has another TIN, if a value has a wrong type, or if the rows of one record disagree about
    the person.
    """
    grouped: dict[str, list[Mapping[str, object]]] = {}
    for row in rows:
        if row["tin"] != tin:
            raise Unreadable(Code.REGISTER_ANOTHER_TIN, file=source, column="tin")
        grouped.setdefault(_record_id(source, row), []).append(row)
    return tuple(_record(source, tin, record_id, group) for record_id, group in grouped.items())


def _record(source: str, tin: str, record_id: str, rows: list[Mapping[str, object]]) -> RegisterRecord:
    first = rows[0]
    for column in PERSON_COLUMNS:
        if any(row[column] != first[column] for row in rows):
            raise Unreadable(Code.REGISTER_ROWS_DISAGREE, file=source, column=column)
    first_name, middle_name, last_name, suffix = (_text(source, first, part) for part in PERSON_COLUMNS[2:6])
    return RegisterRecord(
        tin=tin,
        record_id=record_id,
        name=person_name(first_name, middle_name, last_name, suffix),
        date_of_birth=_day(source, first, "date_of_birth"),
        # Any value other than false protects the person, including NULL.
        protected=first["protected"] not in (False, 0),
        addresses=tuple(_address(source, row) for row in rows),
    )


def _address(source: str, row: Mapping[str, object]) -> FiledAddress:
    line1, line2, city, state, zip_code = (_text(source, row, column) for column in ADDRESS_COLUMNS[:5])
    return FiledAddress(line1, line2, city, state, zip_code, _day(source, row, "effective"))


def _record_id(source: str, row: Mapping[str, object]) -> str:
    value = row["record_id"]
    if value is None or value == "":
        raise Unreadable(Code.REGISTER_RECORD_ID_MISSING, file=source, column="record_id")
    return str(value)


def _text(source: str, row: Mapping[str, object], column: str) -> str:
    value = row[column]
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(Code.REGISTER_NOT_TEXT, file=source, column=column)
    return value


def _day(source: str, row: Mapping[str, object], column: str) -> date | None:
    """Return the date in a date column or in ISO text. None if there is no valid date, which leads to abstaining."""
    value = row[column]
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else parse_date(_text(source, row, column))
