"""The policies that are compared. Each returns the one record that it would disclose, or none.

All of them disclose only if exactly one record matches. The unsafe ones treat a single match as proof.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from withhold.identity.corroborate import Corroboration, IdentityPolicy, corroborate
from withhold.identity.register import RegisterRecord
from withhold.model.vocabulary import IdentityOutcome
from withhold.studies.trial.asked import Asked, Files, street_of

NAME_CONTROL: Final = 4
"""Characters of a surname that a tax agency prints and compares as the name control."""
_FIVE_DIGITS: Final = re.compile(r"[0-9]{5}")

Rule = Callable[[Asked, Files, date], "str | None"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy. ``rule`` returns the record_id that it would disclose, or None."""

    id: str
    words: str
    rule: Rule


def only(records: Sequence[RegisterRecord]) -> str | None:
    """Return the record_id if there is exactly one record, else None."""
    return records[0].record_id if len(records) == 1 else None


def name_only(asked: Asked, files: Files, today: date) -> str | None:
    """Match first and last name."""
    return only(_named(asked, files))


def name_and_state(asked: Asked, files: Files, today: date) -> str | None:
    """Match first and last name, and a state on file."""
    return only([r for r in _named(asked, files) if any(a.state.upper() == asked.state for a in r.addresses)])


def last_name_and_street(asked: Asked, files: Files, today: date) -> str | None:
    """Match the last name, and a street address on file."""
    street = street_of(asked.address)
    return None if street is None else only(files.by_last_name_and_street.get((asked.name.last, street), ()))


def name_and_street(asked: Asked, files: Files, today: date) -> str | None:
    """Match first and last name, and a street address on file."""
    street = street_of(asked.address)
    if street is None:
        return None
    found = files.by_last_name_and_street.get((asked.name.last, street), ())
    return only([record for record in found if record.name.first == asked.name.first])


def tin_only(asked: Asked, files: Files, today: date) -> str | None:
    """Match the number only."""
    return only(_numbered(asked, files))


def tin_and_name_control(asked: Asked, files: Files, today: date) -> str | None:
    """Match the number, and the first four letters of the surname."""
    control = name_control(asked.name.last)
    return only([record for record in _numbered(asked, files) if name_control(record.name.last) == control])


def tin_and_last_name(asked: Asked, files: Files, today: date) -> str | None:
    """Match the number and the surname."""
    return only([record for record in _numbered(asked, files) if record.name.last == asked.name.last])


def tin_and_name(asked: Asked, files: Files, today: date) -> str | None:
    """Match the number, and first and last name."""
    same = (asked.name.first, asked.name.last)
    return only([record for record in _numbered(asked, files) if (record.name.first, record.name.last) == same])


def litigated(asked: Asked, files: Files, today: date) -> str | None:
    """Match the number and the name, if the address has any five digits. This policy came before a court."""
    return tin_and_name(asked, files, today) if _FIVE_DIGITS.search(asked.address_text) else None


def gateway(asked: Asked, files: Files, today: date) -> str | None:
    """Match as the gateway does, with the same code."""
    return corroborated(asked, files, IdentityPolicy(), today).record_id


def gateway_without_address(asked: Asked, files: Files, today: date) -> str | None:
    """Match as the gateway does if a rule pack has the setting that the address need not agree."""
    return corroborated(asked, files, IdentityPolicy(address_must_agree=False), today).record_id


def corroborated(asked: Asked, files: Files, policy: IdentityPolicy, today: date) -> Corroboration:
    """Return the result of `withhold.identity`. Call it only if the request has a possible number."""
    if asked.claim is None:
        return Corroboration(IdentityOutcome.NOT_CONFIRMED, {}, None, None)
    return corroborate(asked.claim, files.by_tin.get(asked.claim.tin, ()), policy, today=today)


def name_control(last_name: str) -> str:
    """Return the first four letters of the surname, without spaces."""
    return last_name.replace(" ", "")[:NAME_CONTROL]


def _named(asked: Asked, files: Files) -> Sequence[RegisterRecord]:
    return files.by_name.get((asked.name.first, asked.name.last), ())


def _numbered(asked: Asked, files: Files) -> Sequence[RegisterRecord]:
    return files.by_tin.get(asked.claim.tin, ()) if asked.claim else ()


GATEWAY: Final = "gateway"

POLICIES: Final = (
    Policy("name", "Name only", name_only),
    Policy("name_state", "Name + state", name_and_state),
    Policy("last_name_street", "Last name + street", last_name_and_street),
    Policy("name_street", "Name + street", name_and_street),
    Policy("tin", "Number only", tin_only),
    Policy("tin_name_control", "Number + 4 letters of the surname", tin_and_name_control),
    Policy("tin_last_name", "Number + surname", tin_and_last_name),
    Policy("tin_name", "Number + full name", tin_and_name),
    Policy("litigated", "Litigated: number + name + any 5 digits", litigated),
    Policy("gateway_no_address", "The gateway, address not required", gateway_without_address),
    Policy(GATEWAY, "The gateway", gateway),
)
