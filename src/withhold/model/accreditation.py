"""Who is accredited: the requesting agency, its signers and officials, and the custodian's own people.

The steward keeps it; nobody in it decides anything by being in it. Keys are text here: what they mean is
the business of the rooms that use them. The JSON form is read and written by `accreditation_file`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from withhold.model.words import Role

Passkey = Mapping[str, Any]
"""A passkey as the sealing room writes it; opaque here."""

CUSTODIAN_ROLES = frozenset({Role.CLERK, Role.OFFICER, Role.COUNSEL, Role.STEWARD, Role.INSPECTOR})
"""Roles a person on the custodian's side, or overseeing it, may hold."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A requesting agency and the custodian's finding on its safeguards."""

    id: str
    name: str
    address: str
    safeguards_good: bool
    safeguard_note: str


@dataclass(frozen=True, slots=True)
class Signer:
    """An office holder who may ask. ``office`` is the kind of office; which kinds may ask is the pack's matter."""

    id: str
    name: str
    title: str
    office: str
    signing_key: str
    passkeys: tuple[Passkey, ...]
    valid_from: date
    valid_until: date
    """The last day in force."""


@dataclass(frozen=True, slots=True)
class Official:
    """A person the agency may name as personally and directly engaged: the only recipient of a release."""

    id: str
    name: str
    title: str
    address: str
    sealing_key: str
    signing_key: str
    passkeys: tuple[Passkey, ...]
    valid_from: date
    valid_until: date
    """The last day in force."""


@dataclass(frozen=True, slots=True)
class Custodian:
    """One of the custodian's people, or an inspector, in the one role they hold."""

    id: str
    name: str
    role: Role
    passkeys: tuple[Passkey, ...]


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One agency's accreditation as the custodian holds it."""

    agency: Agency
    signers: tuple[Signer, ...]
    officials: tuple[Official, ...]
    custodians: tuple[Custodian, ...]


def in_force(accredited: Signer | Official, day: date) -> bool:
    """Say whether the accreditation holds on that day, both ends included."""
    return accredited.valid_from <= day <= accredited.valid_until
