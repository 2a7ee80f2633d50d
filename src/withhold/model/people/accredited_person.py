"""Parsing an event that accredits a person: to a signer, an official or one of the custodian's people."""

from dataclasses import replace
from datetime import date

from withhold.model.errors import Code
from withhold.model.identifiers import AgencyId
from withhold.model.occurrences import PersonAccredited
from withhold.model.people.accreditation import (
    CUSTODIAN_ROLES,
    Custodian,
    NotAccreditable,
    Official,
    Signer,
    Term,
)
from withhold.model.vocabulary import Role

KEYS = {Role.SIGNER: frozenset({"signing"}), Role.OFFICIAL: frozenset({"sealing", "signing"})}
"""Role -> names of the keys that it may have. The other roles have passkeys only."""


def accredited_member(person: PersonAccredited) -> Signer | Official | Custodian:
    """Return the person that the event accredits. Every way to accredit somebody calls this function.

    Raises NotAccreditable, which names the field, on an unknown role, an agency's person without an agency or a term, a
    term that ends before it begins, a key that the role does not have, or any value that `model.people.accreditation`
    refuses. For example, a signer cannot have a key named ``sealing``.
    """
    role = _role(person.role)
    for name in person.keys.keys() - KEYS.get(role, frozenset()):
        raise NotAccreditable(Code.ACCREDITATION_KEY_NOT_OF_ROLE, field=f"keys.{name}")
    signing = person.keys.get("signing", "")
    if role in CUSTODIAN_ROLES:
        return _custodian(person, role)
    if not person.agency:
        raise NotAccreditable(Code.ACCREDITATION_AGENCY_MISSING, field="agency")
    if not person.valid_from or not person.valid_until:
        raise NotAccreditable(Code.ACCREDITATION_TERM_MISSING, field="valid_from, valid_until")
    term = _term(person)
    if role is Role.SIGNER:
        _absent(person, "address")
        return Signer(person.person, person.name, person.title, person.office, signing, person.passkeys, term)
    _absent(person, "office")
    sealing = person.keys.get("sealing", "")
    address = person.address
    return Official(person.person, person.name, person.title, address, sealing, signing, person.passkeys, term)


def accreditation_event(member: Signer | Official | Custodian, agency: AgencyId) -> PersonAccredited:
    """Return the event that accredits the person, for an agency or for the custodian (``CUSTODIAN``)."""
    event = PersonAccredited(
        person=member.id,
        name=member.name,
        title="",
        role="",
        agency=agency,
        office="",
        address="",
        keys={},
        passkeys=member.passkeys,
        valid_from="",
        valid_until="",
    )
    if isinstance(member, Custodian):
        return replace(event, role=member.role.value)
    of_agency = replace(
        event,
        title=member.title,
        keys={"signing": member.signing_key},
        valid_from=member.term.begins.isoformat(),
        valid_until=member.term.ends.isoformat(),
    )
    if isinstance(member, Signer):
        return replace(of_agency, role=Role.SIGNER.value, office=member.office)
    keys = {"sealing": member.sealing_key, "signing": member.signing_key}
    return replace(of_agency, role=Role.OFFICIAL.value, address=member.address, keys=keys)


def _role(text: str) -> Role:
    if text not in CUSTODIAN_ROLES | KEYS.keys():
        raise NotAccreditable(Code.ACCREDITATION_ROLE_UNKNOWN, field="role")
    return Role(text)


def _custodian(person: PersonAccredited, role: Role) -> Custodian:
    """Return the custodian's person. The term is optional. Days that are given must be dates, and in order."""
    _absent(person, "agency")
    _absent(person, "office")
    _term(person)
    return Custodian(person.person, person.name, role, person.passkeys)


def _term(person: PersonAccredited) -> Term:
    """Return the event's term. An end that is not given is open: it is the first or the last of all days."""
    begins = _day("valid_from", person.valid_from) if person.valid_from else date.min
    ends = _day("valid_until", person.valid_until) if person.valid_until else date.max
    return Term(begins, ends)


def _absent(person: PersonAccredited, field: str) -> None:
    if getattr(person, field):
        raise NotAccreditable(Code.ACCREDITATION_FIELD_NOT_OF_ROLE, field=field)


def _day(field: str, text: str) -> date:
    """Return the date that is written YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotAccreditable(Code.ACCREDITATION_NOT_A_DATE, field=field)
    return day
