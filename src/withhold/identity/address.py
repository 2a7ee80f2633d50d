"""Whether an address given agrees with one on file: a factor, never a score."""

import re
from dataclasses import dataclass
from typing import Final

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.model.vocabulary import Factor

_ZIP: Final = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")


@dataclass(frozen=True, slots=True, repr=False)
class CanonicalAddress:
    """What of an address is compared. City and state are not: the ZIP says both."""

    delivery: Delivery
    zip5: str
    """Five digits."""


def canonical_address(line1: str, line2: str, zip_code: str) -> CanonicalAddress | None:
    """The address in canonical form; None without a deliverable shape or a ZIP of five or nine digits."""
    delivery = parse_delivery(line1, line2)
    found = _ZIP.fullmatch(zip_code.strip())
    if delivery is None or found is None:
        return None
    return CanonicalAddress(delivery, found[1])


def agrees(given: CanonicalAddress | None, on_file: CanonicalAddress | None) -> Factor:
    """AGREES when kind, house number and street, or box and route, and ZIP5 are equal.

    Unit and urbanization count where both sides give one. General delivery names no place, so it is ABSENT.
    """
    if given is None or on_file is None or "general" in (given.delivery.kind, on_file.delivery.kind):
        return Factor.ABSENT
    one, other = given.delivery, on_file.delivery
    same = (
        given.zip5 == on_file.zip5
        and _place(one) == _place(other)
        and _units_agree(one.unit, other.unit)
        and (one.urbanization == other.urbanization or not (one.urbanization and other.urbanization))
    )
    return Factor.AGREES if same else Factor.DIFFERS


def _place(delivery: Delivery) -> tuple[str, ...]:
    return (delivery.kind, delivery.number, delivery.street, delivery.route, delivery.box)


def _units_agree(one: str, other: str) -> bool:
    """``#`` stands for a designator its writer did not know (Publication 28, 213): it equals any single one."""
    if not one or not other or one == other:
        return True
    first, second = one.split(" "), other.split(" ")
    return "#" in (first[0], second[0]) and first[1:] == second[1:]
