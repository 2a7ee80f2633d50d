"""One request as the agency set it forth; the rule pack says which parts are needed."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Request:
    """The twenty columns of a batch row, trimmed, otherwise as the agency wrote them. All text; "" means absent.

    Kept as text because a record of what was asked must not be improved on; canonical forms are derived.
    """

    request_ref: str
    tin: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    date_of_birth: str
    address_line1: str
    address_line2: str
    city: str
    state: str
    zip: str
    taxable_periods: str
    statute: str
    proceeding: str
    case_number: str
    reason: str
    official_id: str
    signer_id: str
    sole_use: str

    def as_text(self) -> dict[str, str]:
        """Column name to text, in the contract's order."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


COLUMNS: tuple[str, ...] = tuple(column.name for column in fields(Request))
"""The columns of a batch, in the contract's order."""
