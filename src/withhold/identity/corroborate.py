"""Compare a request with the register's records of its TIN. There is no score and no threshold.

An identity is confirmed only by exactly one record. Its last name, first name, date of birth and, if the rule pack
requires it, its address must agree. Its middle initial and suffix must not differ. What cannot be compared does not
count as agreement. Name and address alone are not enough, because relatives can share both. For example, John Smith
Sr. and John Smith Jr. of one household differ in date of birth and suffix only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from withhold.identity.address import CanonicalAddress, agrees, canonical_address
from withhold.identity.dates import parse_date
from withhold.identity.names import PersonName, generation, person_name
from withhold.identity.no_answer import UNCERTAIN
from withhold.identity.register import RegisterRecord
from withhold.identity.tins import canonical_tin
from withhold.model.errors import Code, Conflict, Fault
from withhold.model.vocabulary import Factor, IdentityOutcome

ADULT_YEARS: Final = 18
FACTORS: Final = ("last_name", "first_name", "date_of_birth", "address", "middle_initial", "suffix")


class NoTin(Conflict):
    """The request has no structurally possible TIN, so the register cannot be asked."""


class WrongRegisterAnswer(Fault):
    """The register answered one TIN with a record of another. Then no answer of it can be relied on."""


class Reason(StrEnum):
    """Why an identity was not confirmed. It is for the custodian's own accounting. A requester never learns it."""

    ABSENT = "absent"
    AMBIGUOUS = "ambiguous"
    DIFFERS = "differs"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True, repr=False)
class Claim:
    """What a request states about the person, in canonical form."""

    tin: str
    name: PersonName
    date_of_birth: date | None
    address: CanonicalAddress | None


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """The one choice in the comparison that a rule pack has."""

    address_must_agree: bool = True


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The outcome, and each factor as a reviewer may see it. It contains no value of the claim or the register."""

    outcome: IdentityOutcome
    factors: Mapping[str, Factor]
    """The six FACTORS in their order. All are ABSENT if no record was compared."""
    reason: Reason | None
    """None if confirmed."""
    record_id: str | None
    """The register's id of the confirmed record, else None."""


_NOTHING_COMPARED: Final = MappingProxyType(dict.fromkeys(FACTORS, Factor.ABSENT))


def claim_of(row: Mapping[str, str]) -> Claim:
    """Return the claim of one row of a batch. Its columns are those of the contract (see docs/commands).

    Raises NoTin if its TIN is not structurally possible.
    """
    tin = canonical_tin(row["tin"])
    if tin is None:
        raise NoTin(Code.IDENTITY_NO_TIN)
    return Claim(
        tin=tin,
        name=person_name(row["first_name"], row["middle_name"], row["last_name"], row["suffix"]),
        date_of_birth=parse_date(row["date_of_birth"]),
        address=canonical_address(row["address_line1"], row["address_line2"], row["zip"]),
    )


def corroborate(
    claim: Claim, records: Sequence[RegisterRecord], policy: IdentityPolicy, *, today: date
) -> Corroboration:
    """Return the outcome of comparing ``claim`` with the records that the register has for its TIN.

    1. If a record has another TIN, the register is at fault. Raises WrongRegisterAnswer.
    2. Without a record, the identity is not confirmed. With two or more, it is ambiguous.
    3. If the record is protected, or the person is under 18 on ``today``, it is not confirmed, whatever agrees.
    4. Last name, first name, date of birth and, if the policy requires it, address must agree. Middle initial and
       suffix must not differ. Otherwise it is not confirmed.
    """
    if any(record.tin != claim.tin for record in records):  # 1
        raise WrongRegisterAnswer(Code.REGISTER_ANOTHER_TIN)
    if not records:  # 2
        return _negative(Reason.ABSENT)
    if len(records) > 1:
        return _negative(Reason.AMBIGUOUS, outcome=IdentityOutcome.AMBIGUOUS)
    record = records[0]
    if record.protected or _minor(record.date_of_birth, today):  # 3
        return _negative(Reason.PROTECTED)
    factors = _factors(claim, record)
    if not _all_agree(factors, policy):  # 4
        return _negative(Reason.DIFFERS, factors)
    return Corroboration(IdentityOutcome.CONFIRMED, factors, None, record.record_id)


def _negative(
    reason: Reason,
    factors: Mapping[str, Factor] = _NOTHING_COMPARED,
    *,
    outcome: IdentityOutcome = IdentityOutcome.NOT_CONFIRMED,
) -> Corroboration:
    return Corroboration(outcome, factors, reason, None)


def _minor(born: date | None, today: date) -> bool:
    """Return whether a person is under 18. A person born on February 29 turns 18 on March 1 of a common year."""
    return born is not None and (today.year - ADULT_YEARS, today.month, today.day) < (
        born.year,
        born.month,
        born.day,
    )


def _factors(claim: Claim, record: RegisterRecord) -> Mapping[str, Factor]:
    given, filed = claim.name, record.name
    last, first = _compared(given.last, filed.last), _compared(given.first, filed.first)
    if not given.first and not filed.first:
        first = Factor.AGREES  # on both sides, the person has one name only (see `names`)
    if not (given.answered and filed.answered):  # two fillers are equal, but they prove nothing
        last, first = (Factor.ABSENT if each is Factor.AGREES else each for each in (last, first))
    outcomes = (
        last,
        first,
        _compared(claim.date_of_birth, record.date_of_birth),
        _any_address(claim.address, record),
        _middle_initial(given.middle, filed.middle),
        _suffix(given.suffix, filed.suffix),
    )
    return MappingProxyType(dict(zip(FACTORS, outcomes, strict=True)))


def _compared(given: str | date | None, filed: str | date | None) -> Factor:
    if not given or not filed:
        return Factor.ABSENT
    return Factor.AGREES if given == filed else Factor.DIFFERS


def _middle_initial(given: str, filed: str) -> Factor:
    """Compare the first letters. A word that may be a filler (see `no_answer.UNCERTAIN`) never counts as agreement.

    For example, a request with the middle name ``NA`` is treated like one without a middle name. A record with ``NA``
    may belong to a person of that name. Then another initial differs, and the same initial is ABSENT.
    """
    if given in UNCERTAIN:
        return Factor.ABSENT
    initials = _compared(given[:1], filed[:1])
    return Factor.ABSENT if filed in UNCERTAIN and initials is Factor.AGREES else initials


def _suffix(given: str, filed: str) -> Factor:
    """Compare the suffixes. If one has a degree beside its generation (``JR MD``), they can differ but not agree."""
    one, other = generation(given), generation(filed)
    compared = _compared(one, other)
    return Factor.ABSENT if compared is Factor.AGREES and (one, other) != (given, filed) else compared


def _any_address(given: CanonicalAddress | None, record: RegisterRecord) -> Factor:
    """Return the best factor of all addresses on file, past and present."""
    found = {agrees(given, address.canonical()) for address in record.addresses}
    return next((factor for factor in (Factor.AGREES, Factor.DIFFERS) if factor in found), Factor.ABSENT)


def _all_agree(factors: Mapping[str, Factor], policy: IdentityPolicy) -> bool:
    required = ["last_name", "first_name", "date_of_birth"]
    if policy.address_must_agree:
        required.append("address")
    return all(factors[name] is Factor.AGREES for name in required) and not any(
        factors[name] is Factor.DIFFERS for name in ("middle_initial", "suffix")
    )
