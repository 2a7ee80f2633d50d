"""Which texts, ids and days a grant may have. An error names the field, never the value."""

import re
from datetime import date
from typing import Final

from withhold.model.authority.grants import AgencyGrant, PersonGrant
from withhold.model.authority.requirements import BY_ROLE, WATCHERS
from withhold.model.errors import Code, NotAdmitted
from withhold.model.identifiers import is_blank, is_id
from withhold.model.limits import ADDRESS, IDENTIFIER, NAME
from withhold.model.vocabulary import Role

_CODE: Final = re.compile(r"[0-9a-f]{64}")
_AGENCYS: Final = frozenset({Role.SIGNER, Role.OFFICIAL})
_NEEDED: Final = {Role.SIGNER: ("title", "office"), Role.OFFICIAL: ("title", "address")}
"""Role -> fields that it needs besides the name."""
_FOREIGN: Final = {Role.SIGNER: ("address",), Role.OFFICIAL: ("office",)}
"""Role -> fields that it does not have. The custodian's people have no agency and no office."""
_LONGEST: Final = {"name": NAME, "title": NAME, "office": IDENTIFIER, "address": ADDRESS}


def require_person(grant: PersonGrant) -> Role:
    """Return the role that is granted. Raises NotAdmitted, which names the field, if nobody can have it like this."""
    if grant.role not in BY_ROLE:
        raise NotAdmitted(Code.ACCREDITATION_ROLE_UNKNOWN, field="role")
    role = Role(grant.role)
    _require_id("person", grant.person)
    require_code(grant.code)
    for name, limit in _LONGEST.items():
        text = getattr(grant, name)
        if text or name in ("name", *_NEEDED.get(role, ())):
            _require_text(name, text, limit)
    for name in _FOREIGN.get(role, ("agency", "office")):
        if getattr(grant, name):
            raise NotAdmitted(Code.ACCREDITATION_FIELD_NOT_OF_ROLE, field=name)
    if role in _AGENCYS and not grant.agency:
        raise NotAdmitted(Code.ACCREDITATION_AGENCY_MISSING, field="agency")
    if role in WATCHERS and (grant.valid_from or grant.valid_until):
        raise NotAdmitted(Code.AUTHORITY_WITHOUT_TERM)
    if role in _AGENCYS and not (grant.valid_from and grant.valid_until):
        raise NotAdmitted(Code.ACCREDITATION_TERM_MISSING, field="valid_from, valid_until")
    require_term(grant.valid_from, grant.valid_until)
    return role


def require_agency(grant: AgencyGrant) -> None:
    """Raise NotAdmitted, which names the field, if no agency can be granted like this."""
    _require_id("agency", grant.agency)
    _require_text("name", grant.name, NAME)
    _require_text("address", grant.address, ADDRESS)


def require_code(code: str) -> None:
    """Raise NotAdmitted unless it is the hex SHA-256 of an enrollment code."""
    if not _CODE.fullmatch(code):
        raise NotAdmitted(Code.AUTHORITY_CODE_MALFORMED)


def require_term(begins: str, ends: str) -> tuple[date, date]:
    """Return the days of a term. "" leaves that end open. Raises NotAdmitted unless they are dates, in order."""
    first = require_day("valid_from", begins) if begins else date.min
    last = require_day("valid_until", ends) if ends else date.max
    if last < first:
        raise NotAdmitted(Code.ACCREDITATION_TERM_REVERSED, field="valid_until")
    return first, last


def require_day(field: str, text: str) -> date:
    """Return the date that is written YYYY-MM-DD. Raises NotAdmitted if it is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotAdmitted(Code.ACCREDITATION_NOT_A_DATE, field=field)
    return day


def _require_id(field: str, text: str) -> None:
    if not is_id(text):
        raise NotAdmitted(Code.ACCREDITATION_ID_MALFORMED, field=field, limit=IDENTIFIER)


def _require_text(field: str, text: str, limit: int) -> None:
    if is_blank(text) or len(text) > limit or not text.isprintable():
        raise NotAdmitted(Code.ACCREDITATION_TEXT_MALFORMED, field=field, limit=limit)
