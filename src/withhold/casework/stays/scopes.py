"""What a stay covers: resolves the value that somebody typed to what is on record, and counts what the stay stops.

An id that does not exist or is spelled differently would make a stay that appears to be in force and stops nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from withhold.casework.instance import Instance, stream_of
from withhold.identity.tins import canonical_tin
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId, folded
from withhold.model.limits import STAY_VALUE, defect
from withhold.model.stays import StayScope, Stopped
from withhold.model.vocabulary import Role

_CASE: Final = re.compile(r"(?:case[ /:]*)?([0-9a-f]{16})([0-9a-f]{48})?[-:]0*([1-9][0-9]{0,8})")
"""A case id, or the batch's whole digest with the row. Both are copied from pages, files and receipts."""
_NAMED_AT_MOST: Final = 5


class ScopeUnknown(Conflict):
    """What the stay should cover is not on record. The message has the cure and never repeats what was typed."""


@dataclass(frozen=True, slots=True)
class Covered:
    """What a stay covers: `value` as it is stored, `label` as people read it. Neither contains a person's TIN."""

    scope: StayScope
    value: str
    label: str


def covered(instance: Instance, scope: str, value: str) -> Covered:
    """Return what this scope and value cover. Call inside the write that places the stay.

    An id may be typed in any case, width or spacing. For example, ` agy-0001 ` covers AGY-0001. The name of an agency
    or official is accepted if only one has it. Raises ScopeUnknown for anything else.
    """
    if scope not in set(StayScope):
        raise ScopeUnknown(Code.STAY_SCOPE_UNKNOWN, scopes=", ".join(StayScope))
    if defect(value, STAY_VALUE) is not None:
        raise ScopeUnknown(Code.STAY_VALUE_MALFORMED, limit=STAY_VALUE)
    typed, kind = folded(value), StayScope(scope)
    if kind is StayScope.EVERYTHING:
        if typed:
            raise ScopeUnknown(Code.STAY_VALUE_UNNEEDED)
        return Covered(kind, "", "Everything")
    if not typed:
        raise ScopeUnknown(Code.STAY_VALUE_MISSING, noun=_NOUNS[kind])
    if kind is StayScope.SUBJECT:
        return _subject(instance, typed)
    if _number(typed) is not None:
        raise ScopeUnknown(Code.STAY_VALUE_IS_NUMBER)
    found = {StayScope.AGENCY: _agency, StayScope.OFFICIAL: _official, StayScope.CASE: _case}[kind](
        instance, value, typed
    )
    return Covered(kind, found, label_of(instance, kind, found))


def stopped_by(instance: Instance, scope: StayScope, value: str) -> Stopped:
    """Return what a stay of this scope and stored value stops now. The database has an index for each scope."""
    match scope:
        case StayScope.EVERYTHING:
            return Stopped(*instance.cases.open_in())
        case StayScope.AGENCY:
            return Stopped(*instance.cases.open_in(agency=value))
        case StayScope.OFFICIAL:
            return Stopped(*instance.cases.open_in(official=value))
        case StayScope.CASE:
            return Stopped(*instance.cases.open_in(case_id=value))
        case StayScope.SUBJECT:
            return Stopped(*instance.cases.open_in(subject=bytes.fromhex(value)))


def label_of(instance: Instance, scope: StayScope, value: str) -> str:
    """Return the text that people read for a stored value: the name with the id, or "A person"."""
    match scope:
        case StayScope.EVERYTHING:
            return "Everything"
        case StayScope.SUBJECT:
            return "A person"
        case StayScope.CASE:
            return f"Case {value}"
        case StayScope.AGENCY:
            agency = instance.people.agency(AgencyId(value))
            return f"{agency.name} ({value})" if agency else value
        case StayScope.OFFICIAL:
            official = instance.people.known(PersonId(value))
            return f"{official.name} ({value})" if official else value


_NOUNS = {
    StayScope.AGENCY: "agency",
    StayScope.OFFICIAL: "official",
    StayScope.CASE: "case",
    StayScope.SUBJECT: "person",
}


def _subject(instance: Instance, typed: str) -> Covered:
    """Return a person by TIN. They do not have to be on record: a stay may precede the first request about them."""
    tin = _number(typed)
    if tin is None:
        raise ScopeUnknown(Code.STAY_PERSON_NUMBER)
    return Covered(StayScope.SUBJECT, instance.keyring.subject(tin).hex(), "A person")


def _number(typed: str) -> str | None:
    return canonical_tin(typed.replace(" ", "-"))


def _agency(instance: Instance, value: str, typed: str) -> str:
    known = {each.agency_id: each.name for each in instance.people.agencies()}
    found = _matching(known, AgencyId(value), typed)
    if not found and instance.cases.any_of(agency=value):
        return value  # the agency's row is gone, but its cases are not
    if not found:
        raise ScopeUnknown(Code.STAY_AGENCY_UNKNOWN)
    if len(found) > 1:
        raise ScopeUnknown(Code.STAY_AGENCY_AMBIGUOUS, ids=_some(found))
    return found[0]


def _official(instance: Instance, value: str, typed: str) -> str:
    """Return an official's id, whether the accreditation is in force or not, since cases may outlive it."""
    known = instance.people.known(PersonId(value))
    if known is not None and known.role == Role.OFFICIAL:
        return known.person_id
    found = _matching(dict(instance.people.names(Role.OFFICIAL)), PersonId(value), typed)
    if not found and instance.cases.any_of(official=value):
        return value
    other = known or instance.people.spelled(PersonId(typed))
    if not found and other is not None:
        raise ScopeUnknown(Code.STAY_NOT_AN_OFFICIAL, person=other.person_id, role=other.role.replace("_", " "))
    if not found:
        raise ScopeUnknown(Code.STAY_OFFICIAL_UNKNOWN)
    if len(found) > 1:
        raise ScopeUnknown(Code.STAY_OFFICIAL_AMBIGUOUS, ids=_some(found))
    return found[0]


def _case(instance: Instance, _: str, typed: str) -> str:
    found = _CASE.fullmatch(typed)
    case_id = CaseId(f"{found[1]}-{found[3]}" if found else "")
    # The events decide: a case whose row in the index was removed can still be stopped.
    known = bool(case_id) and instance.journal.head(stream_of(case_id)) is not None
    if found and found[2] and known:
        digest = found[1] + found[2]
        # The batch's row may be gone. Then the case's own events name its batch.
        known = instance.batches.get(BatchDigest(digest)) is not None or instance.case(case_id).batch == digest
    if not known:
        raise ScopeUnknown(Code.STAY_CASE_UNKNOWN)
    return case_id


_Id = TypeVar("_Id", AgencyId, PersonId)


def _matching(known: Mapping[_Id, str], value: _Id, typed: str) -> list[_Id]:
    """Return the ids that a value means: the value itself, or ids that fold to the same text, or names that do."""
    if value in known:
        return [value]
    by_id = [each for each in known if folded(each) == typed]
    return by_id or [each for each, name in known.items() if folded(name) == typed]


def _some(found: Sequence[str]) -> str:
    return ", ".join(sorted(found)[:_NAMED_AT_MOST])
