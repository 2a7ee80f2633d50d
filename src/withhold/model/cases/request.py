"""One request as the agency submitted it. The rule pack determines which of its columns are required."""

from dataclasses import dataclass, fields

from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Proceeding

NOT_STATED = "not stated"
_KNOWN = frozenset(Proceeding)


@dataclass(frozen=True, slots=True)
class Request:
    """The twenty columns of a batch row, as text. "" means absent.

    The text is as the agency wrote it, without surrounding white space. It is the record of what was asked, so nothing
    corrects it. Canonical forms are derived from it. For example, ``tin`` may contain hyphens here.
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
    official_id: PersonId
    signer_id: PersonId
    sole_use: str

    @property
    def purpose(self) -> str:
        """The purpose as `purpose_of` has it."""
        return purpose_of(self.proceeding)

    def as_text(self) -> dict[str, str]:
        """Return column name -> text, in the order of the batch's columns."""
        return {column.name: getattr(self, column.name) for column in fields(self)}


def purpose_of(proceeding: str) -> str:
    """Return the purpose of a request as the records count it: the kind of proceeding, or `not stated`.

    `proceeding` is the cell as the agency wrote it. A text that is none of the kinds counts as not stated, so that the
    purpose never repeats free text of an agency.
    """
    folded = proceeding.strip().lower()
    return folded if folded in _KNOWN else NOT_STATED


COLUMNS: tuple[str, ...] = tuple(column.name for column in fields(Request))
"""The names of a batch's columns, in order."""
