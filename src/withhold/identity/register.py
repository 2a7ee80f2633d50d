"""The custodian's register: the one question that it can be asked, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from withhold.identity.address import CanonicalAddress, canonical_address
from withhold.identity.names import PersonName
from withhold.model.errors import Code, Conflict


class NoSingleAddress(Conflict):
    """A record has no address, or more than one, that is the most recent. Nothing is released from it."""


@dataclass(frozen=True, slots=True, repr=False)
class FiledAddress:
    """One address of a record, as filed. A release delivers this text."""

    line1: str
    line2: str
    city: str
    state: str
    zip: str
    effective: date | None
    """The day it became current. None if the register does not have it."""

    def canonical(self) -> CanonicalAddress | None:
        """Return the form that is compared, or None if the address has no deliverable shape or no ZIP Code."""
        return canonical_address(self.line1, self.line2, self.zip)


@dataclass(frozen=True, slots=True, repr=False)
class RegisterRecord:
    """One person's record. Adapters build it. Its values reach no reviewer, log or message."""

    tin: str
    """The canonical TIN, nine digits."""
    record_id: str
    name: PersonName
    date_of_birth: date | None
    protected: bool
    """Whether the record may never be disclosed, for example because of address confidentiality."""
    addresses: tuple[FiledAddress, ...]
    """Past and present, in any order."""


class Register(Protocol):
    """The custodian's records. By design it has this one method, so nobody can search by name or address."""

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        """Return every record under exactly this canonical TIN. An adapter may stop at two.

        Raises Unreadable if the register cannot answer, which is never the same as an empty answer.
        """
        ...


def most_recent_address(record: RegisterRecord, *, today: date) -> FiledAddress:
    """Return the address that is current on ``today``. Only the release calls this.

    Raises NoSingleAddress if none is in effect, if an effective day is unknown, or if two have the latest day.
    """
    days = [address.effective for address in record.addresses]
    past = [day for day in days if day is not None and day <= today]
    if None in days or not past:
        raise NoSingleAddress(Code.REGISTER_ADDRESS_UNDATED)
    latest = [address for address in record.addresses if address.effective == max(past)]
    if len(latest) > 1:
        raise NoSingleAddress(Code.REGISTER_ADDRESSES_TIE)
    return latest[0]
