"""Compare an address of a request with one on file. The result is a factor, never a score."""

import re
from dataclasses import dataclass
from typing import Final

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.model.vocabulary import Factor

_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2212"
_ZIP: Final = re.compile(rf"([0-9]{{5}})(?: ?[{_DASHES}]? ?[0-9]{{4}}| ?[{_DASHES}])?[.,;]?")


def canonical_zip(written: str) -> str | None:
    """Return the five digits of a ZIP Code, or None if it is none.

    Four more digits may follow, with a dash of any kind, a space or nothing before them. A dash or a mark at the end is
    left out.
    """
    found = _ZIP.fullmatch(written)
    return found[1] if found else None


@dataclass(frozen=True, slots=True, repr=False)
class CanonicalAddress:
    """The parts of an address that are compared. City and state are left out, because the ZIP Code covers them."""

    delivery: Delivery
    zip5: str
    """Five digits."""


def canonical_address(line1: str, line2: str, zip_code: str) -> CanonicalAddress | None:
    """Return the address in canonical form.

    None if the lines have no deliverable shape, or if the ZIP Code is not five or nine digits. For example,
    ``123 Main Street Apt 4`` with ``62704-1234`` and ``123 MAIN ST # 4`` with ``62704`` give forms that agree.
    """
    delivery = parse_delivery(line1, line2)
    zip5 = canonical_zip(zip_code.strip())
    return None if delivery is None or zip5 is None else CanonicalAddress(delivery, zip5)


def agrees(given: CanonicalAddress | None, on_file: CanonicalAddress | None) -> Factor:
    """Return AGREES if kind, house number, street, route, box and ZIP5 are equal, else DIFFERS.

    Unit and urbanization are compared only if both sides give one. ABSENT if either address is None. General delivery
    names no place, so it is ABSENT too.
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
    """Return whether two units are compatible: one is empty, or both are equal.

    A ``#`` replaces a designator that the writer did not know (Publication 28, 213), so it equals any single one. For
    example, ``# 4`` agrees with ``APT 4`` and not with ``BLDG 2 APT 4``.
    """
    if not one or not other or one == other:
        return True
    first, second = one.split(" "), other.split(" ")
    return "#" in (first[0], second[0]) and first[1:] == second[1:]
