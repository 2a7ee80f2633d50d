"""One record, agreeing in every factor, or no disclosure. No score, no threshold.

Address and name alone prove nothing against a relative or a borrowed number; date of birth, middle initial
and suffix do. So all of them must agree, and whatever cannot be compared does not count as agreeing.
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
from withhold.model.errors import Conflict, Fault
from withhold.model.vocabulary import Factor, IdentityOutcome

ADULT_YEARS: Final = 18
FACTORS: Final = ("last_name", "first_name", "date_of_birth", "address", "middle_initial", "suffix")


class NoTin(Conflict):
    """A claim without a structurally possible TIN: there is nothing to ask the register by."""


class WrongRegisterAnswer(Fault):
    """The register answered one TIN with a record of another. Nothing it says can be relied on."""


class Reason(StrEnum):
    """Why an identity was not confirmed. For the custodian's own accounting; a requester never learns it."""

    ABSENT = "absent"
    AMBIGUOUS = "ambiguous"
    DIFFERS = "differs"
    PROTECTED = "protected"


@dataclass(frozen=True, slots=True, repr=False)
class Claim:
    """What a request says of the person, in canonical form."""

    tin: str
    name: PersonName
    date_of_birth: date | None
    address: CanonicalAddress | None


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """What a rule pack may set. Nothing else of the comparison can be set at all."""

    address_must_agree: bool = True


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The outcome, and each factor as a reviewer may see it. Holds no value of the claim or the register."""

    outcome: IdentityOutcome
    factors: Mapping[str, Factor]
    """The six FACTORS in their order; all ABSENT where there was not one record to compare."""
    reason: Reason | None
    """None when confirmed."""
    record_id: str | None
    """The confirmed record; None otherwise."""


_NOTHING_COMPARED: Final = MappingProxyType(dict.fromkeys(FACTORS, Factor.ABSENT))


def claim_of(row: Mapping[str, str]) -> Claim:
    """The claim that one batch row makes, from the contract's columns (see docs/commands). Raises NoTin."""
    tin = canonical_tin(row["tin"])
    if tin is None:
        raise NoTin("the request gives no structurally possible TIN")
    return Claim(
        tin=tin,
        name=person_name(row["first_name"], row["middle_name"], row["last_name"], row["suffix"]),
        date_of_birth=parse_date(row["date_of_birth"]),
        address=canonical_address(row["address_line1"], row["address_line2"], row["zip"]),
    )


def corroborate(
    claim: Claim, records: Sequence[RegisterRecord], policy: IdentityPolicy, *, today: date
) -> Corroboration:
    """Compare ``claim`` with what the register answered to its TIN.

    1. A record of another TIN is a fault of the register: WrongRegisterAnswer.
    2. No record: not confirmed. Two or more: ambiguous.
    3. A protected record, or a person under 18 on ``today``: not confirmed, whatever agrees.
    4. Last name, first name, date of birth and (by the policy) address must agree; middle initial and suffix
       must not differ. Otherwise: not confirmed.
    """
    if any(record.tin != claim.tin for record in records):  # 1
        raise WrongRegisterAnswer("the register answered with a record of another TIN")
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
    """Under 18. Someone born on 29 February comes of age on 1 March of a common year."""
    return born is not None and (today.year - ADULT_YEARS, today.month, today.day) < (
        born.year,
        born.month,
        born.day,
    )


def _factors(claim: Claim, record: RegisterRecord) -> Mapping[str, Factor]:
    given, filed = claim.name, record.name
    last, first = _compared(given.last, filed.last), _compared(given.first, filed.first)
    if not given.first and not filed.first:
        first = Factor.AGREES  # both say that the person has one name only (see `names`)
    if not (given.answered and filed.answered):  # two fillers are equal, and prove nothing
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
    """The first letters, but of an uncertain word (see `no_answer.UNCERTAIN`) nothing that could count as agreement.

    A request that says ``NA`` gains nothing over one that leaves the part empty, so it counts as empty. A record that
    says ``NA`` may be about a person of that name: another initial differs, and the same one proves nothing.
    """
    if given in UNCERTAIN:
        return Factor.ABSENT
    initials = _compared(given[:1], filed[:1])
    return Factor.ABSENT if filed in UNCERTAIN and initials is Factor.AGREES else initials


def _suffix(given: str, filed: str) -> Factor:
    """The suffixes; where one has a degree beside its generation (``JR MD``), they can differ but not agree."""
    one, other = generation(given), generation(filed)
    compared = _compared(one, other)
    return Factor.ABSENT if compared is Factor.AGREES and (one, other) != (given, filed) else compared


def _any_address(given: CanonicalAddress | None, record: RegisterRecord) -> Factor:
    """The best of all addresses on file, past and present."""
    found = {agrees(given, address.canonical()) for address in record.addresses}
    return next((factor for factor in (Factor.AGREES, Factor.DIFFERS) if factor in found), Factor.ABSENT)


def _all_agree(factors: Mapping[str, Factor], policy: IdentityPolicy) -> bool:
    required = ["last_name", "first_name", "date_of_birth"]
    if policy.address_must_agree:
        required.append("address")
    return all(factors[name] is Factor.AGREES for name in required) and not any(
        factors[name] is Factor.DIFFERS for name in ("middle_initial", "suffix")
    )
