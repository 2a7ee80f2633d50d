"""What the custodian's register answers, and the only question it can be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from withhold.identity.address import CanonicalAddress, canonical_address
from withhold.identity.names import PersonName
from withhold.model.errors import Conflict


class NoSingleAddress(Conflict):
    """A record from which no one most recent address can be told. Nothing is released from it."""


@dataclass(frozen=True, slots=True, repr=False)
class FiledAddress:
    """One address of a record, as filed: this text is what a release would carry."""

    line1: str
    line2: str
    city: str
    state: str
    zip: str
    effective: date | None
    """The day it became current; None when the register does not say."""

    def canonical(self) -> CanonicalAddress | None:
        """Its compared form; None when it has no deliverable shape."""
        return canonical_address(self.line1, self.line2, self.zip)


@dataclass(frozen=True, slots=True, repr=False)
class RegisterRecord:
    """One person's record. Adapters build it; its values reach no reviewer, log or message."""

    tin: str
    """Canonical: nine digits."""
    record_id: str
    name: PersonName
    date_of_birth: date | None
    protected: bool
    """Address confidentiality, a bar that the custodian has marked, or the like: never disclosable."""
    addresses: tuple[FiledAddress, ...]
    """Past and present, in any order."""


class Register(Protocol):
    """The custodian's records. It has this one method, by design: there is no asking by name or address."""

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        """Every record under exactly this canonical TIN; an adapter may stop at two.

        Raises Unreadable if the register cannot answer, which is never the same as an empty answer.
        """
        ...


def most_recent_address(record: RegisterRecord, *, today: date) -> FiledAddress:
    """The address that is current on ``today``. For the release alone; no step before it calls this.

    Raises NoSingleAddress if none is in effect, an effective day is unknown, or the latest day has two.
    """
    days = [address.effective for address in record.addresses]
    past = [day for day in days if day is not None and day <= today]
    if None in days or not past:
        raise NoSingleAddress("the record does not say which address is the most recent")
    latest = [address for address in record.addresses if address.effective == max(past)]
    if len(latest) > 1:
        raise NoSingleAddress("the record has more than one address of the latest day")
    return latest[0]
