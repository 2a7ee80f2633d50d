"""A request as every policy gets it: each part in the gateway's canonical form, computed once."""

from collections.abc import Iterable
from dataclasses import dataclass

from withhold.identity.address import CanonicalAddress, canonical_address
from withhold.identity.corroborate import Claim, NoTin, claim_of
from withhold.identity.names import PersonName, person_name
from withhold.identity.register import RegisterRecord
from withhold.studies.trial.population import Request

Street = tuple[str, str, str]


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A request in canonical form. ``claim`` is what the gateway compares. It is None if the number is impossible."""

    name: PersonName
    claim: Claim | None
    address: CanonicalAddress | None
    """None if the request has no address. For example, "Failed to Provide 20001" is not one, in spite of its digits."""
    state: str
    address_text: str


def asked(request: Request) -> Asked:
    """Return the request, parsed as the gateway parses it."""
    row = request.row
    try:
        claim = claim_of(row)
    except NoTin:
        claim = None
    name = claim.name if claim else person_name(row["first_name"], row["middle_name"], row["last_name"], row["suffix"])
    text = " ".join(row[column] for column in ("address_line1", "address_line2", "city", "state", "zip"))
    address = canonical_address(row["address_line1"], row["address_line2"], row["zip"])
    return Asked(name, claim, address, row["state"].upper(), text)


def street_of(address: CanonicalAddress | None) -> Street | None:
    """Return the number and street, or the route and box, without unit or ZIP."""
    if address is None:
        return None
    delivery = address.delivery
    return (delivery.number, delivery.street, delivery.route + delivery.box)


class Files:
    """A register that every policy can search, including the unsafe ones: by number, by name, by name and place.

    The gateway's own `Register` can be asked by number only. This one is for synthetic populations only.
    """

    def __init__(self, records: Iterable[RegisterRecord]) -> None:
        self.by_tin: dict[str, list[RegisterRecord]] = {}
        self.by_name: dict[tuple[str, str], list[RegisterRecord]] = {}
        self.by_last_name_and_street: dict[tuple[str, Street], list[RegisterRecord]] = {}
        for record in records:
            self.by_tin.setdefault(record.tin, []).append(record)
            self.by_name.setdefault((record.name.first, record.name.last), []).append(record)
            streets = {street for address in record.addresses if (street := street_of(address.canonical()))}
            for street in streets:
                self.by_last_name_and_street.setdefault((record.name.last, street), []).append(record)
