"""Who is accredited: the requesting agency, its signers and officials, and the custodian's own people.

Keys are text here. The packages that use a key parse it. `accreditation_file` reads and writes the JSON form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import AgencyId, PersonId, is_blank, is_id
from withhold.model.limits import ADDRESS, IDENTIFIER, NAME
from withhold.model.vocabulary import Role

Passkey = Mapping[str, Any]
"""A passkey as `sealing` writes it. Nothing here looks inside."""

CUSTODIAN_ROLES = frozenset({Role.OFFICER, Role.COUNSEL, Role.STEWARD, Role.INSPECTOR})
"""Roles of the custodian's people and of those who oversee the custodian."""


class NotAccreditable(Conflict):
    """A value that no accreditation can have. The message names the field, never the value."""

    def __init__(self, code: Code, *, field: str, **values: str | int) -> None:
        self.field = field
        super().__init__(code, field=field, **values)


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which an accreditation is in force, from the first through the last."""

    begins: date
    ends: date

    def __post_init__(self) -> None:
        """Raise NotAccreditable if the term ends before it begins."""
        if self.ends < self.begins:
            raise NotAccreditable(Code.ACCREDITATION_TERM_REVERSED, field="valid_until")

    def covers(self, day: date) -> bool:
        """Return whether the accreditation is in force on that day."""
        return self.begins <= day <= self.ends


@dataclass(frozen=True, slots=True)
class Agency:
    """A requesting agency and the custodian's finding on its safeguards."""

    id: AgencyId
    name: str
    address: str
    safeguards_good: bool
    safeguard_note: str

    def __post_init__(self) -> None:
        """Raise NotAccreditable, naming the field."""
        _require_id(self.id)
        _require_text("name", self.name, NAME)
        _require_text("address", self.address, ADDRESS)


@dataclass(frozen=True, slots=True)
class Signer:
    """An office holder who may ask. ``office`` is the kind of office, for example ``inspector_general``.

    The rule pack lists the kinds of office that may ask.
    """

    id: PersonId
    name: str
    title: str
    office: str
    signing_key: str
    passkeys: tuple[Passkey, ...]
    term: Term

    def __post_init__(self) -> None:
        """Raise NotAccreditable, naming the field."""
        _require_person(self.id, self.name)
        _require_text("title", self.title, NAME)
        _require_text("office", self.office, IDENTIFIER)


@dataclass(frozen=True, slots=True)
class Official:
    """A person whom the agency may name as personally and directly engaged. Only that person receives the release."""

    id: PersonId
    name: str
    title: str
    address: str
    sealing_key: str
    signing_key: str
    passkeys: tuple[Passkey, ...]
    term: Term

    def __post_init__(self) -> None:
        """Raise NotAccreditable, naming the field."""
        _require_person(self.id, self.name)
        _require_text("title", self.title, NAME)
        _require_text("address", self.address, ADDRESS)


@dataclass(frozen=True, slots=True)
class Custodian:
    """One of the custodian's people, or an inspector, with their one role."""

    id: PersonId
    name: str
    role: Role
    passkeys: tuple[Passkey, ...]

    def __post_init__(self) -> None:
        """Raise NotAccreditable, naming the field."""
        _require_person(self.id, self.name)
        if self.role not in CUSTODIAN_ROLES:
            raise NotAccreditable(Code.ACCREDITATION_ROLE_NOT_CUSTODIANS, field="role")


@dataclass(frozen=True, slots=True)
class Accreditation:
    """One agency's accreditation, with all of its people and the custodian's."""

    agency: Agency
    signers: tuple[Signer, ...]
    officials: tuple[Official, ...]
    custodians: tuple[Custodian, ...]


def _require_id(text: str) -> None:
    if not is_id(text):
        raise NotAccreditable(Code.ACCREDITATION_ID_MALFORMED, field="id", limit=IDENTIFIER)


def _require_person(id_: str, name: str) -> None:
    _require_id(id_)
    _require_text("name", name, NAME)


def _require_text(field: str, value: str, most: int) -> None:
    if is_blank(value) or len(value) > most or not value.isprintable():
        raise NotAccreditable(Code.ACCREDITATION_TEXT_MALFORMED, field=field, limit=most)
