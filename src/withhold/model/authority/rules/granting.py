"""Admits proposals, offered keys and approvals, or refuses them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from withhold.model.authority.binding import is_tighter, within_bounds
from withhold.model.authority.entry import Entry
from withhold.model.authority.events import GrantApproved, GrantProposed, KeysOffered, Recovered
from withhold.model.authority.grants import (
    MOST_OFFICIALS,
    AgencyGrant,
    Grant,
    KeysGrant,
    OfficialsGrant,
    PersonGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
    enrolled_by,
    people_of,
    persons_in,
)
from withhold.model.authority.requirements import EXPIRY, RECOVERIES, WATCHERS, requirement
from withhold.model.authority.rules.asking import agency, in_force, role_grant, role_of, setting, standing, term
from withhold.model.authority.rules.effect import completed, keys_free
from withhold.model.authority.rules.facts import (
    AGENCY,
    KEYS,
    PERSON,
    SAFEGUARDS,
    SETTING,
    TERM,
    Facts,
    GrantRecord,
    Offer,
)
from withhold.model.authority.rules.forms import require_agency, require_code, require_day, require_person
from withhold.model.authority.rules.offers import read_offer
from withhold.model.authority.rules.view import View, view_of
from withhold.model.errors import Code, NotAdmitted
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role

STREAM: Final = "grant/"
"""Each proposal begins a stream of its own, with any id after this."""
_LAST: Final = "\U0010ffff"
"""Follows every stream."""


def propose(facts: Facts, entry: Entry, event: GrantProposed) -> None:
    """Admit a proposal. Raises NotAdmitted if nobody can be granted this now."""
    grant, view = event.grant, view_of(entry)
    if not entry.stream.startswith(STREAM) or entry.version != 1:
        raise NotAdmitted(Code.AUTHORITY_STREAM)
    if entry.role is not Role.STEWARD:
        raise NotAdmitted(Code.AUTHORITY_ROLE)
    if entry.actor in people_of(grant):
        raise NotAdmitted(Code.AUTHORITY_ABOUT_ONESELF)
    what, require = _TOPICS[type(grant)]
    ids = require(facts, grant, view)
    role = role_of(facts, ids[0], view) if isinstance(grant, KeysGrant) else None
    facts.grants[entry.stream] = GrantRecord(entry, grant, event.reason, role)
    for each in ids:
        facts.add(what, each, entry.stream)


def _people(facts: Facts, grant: PersonGrant | OfficialsGrant, view: View) -> list[PersonId]:
    people = persons_in(grant)
    ids = [each.person for each in people]
    if not 1 <= len({each.lower() for each in ids}) == len(ids) <= MOST_OFFICIALS:
        raise NotAdmitted(Code.AUTHORITY_OFFICIALS, most=MOST_OFFICIALS)
    for each in people:
        require_person(each)
        if isinstance(grant, OfficialsGrant) and (each.role, each.agency) != (Role.OFFICIAL, grant.agency):
            raise NotAdmitted(Code.AUTHORITY_OFFICIALS, most=MOST_OFFICIALS)
        if _is_person(facts, each.person, view):
            raise NotAdmitted(Code.AUTHORITY_PERSON_KNOWN)
        if in_force(facts, AGENCY, each.person, view):
            raise NotAdmitted(Code.ACCREDITATION_ID_OF_AGENCY, field="person")
        if each.agency and agency(facts, each.agency, view) is None:
            raise NotAdmitted(Code.AGENCY_UNKNOWN)
    return ids


def _is_person(facts: Facts, id_: str, view: View) -> bool:
    """Return whether somebody has this id, in any spelling."""
    founders = (each.lower() for each in facts.founders)
    return id_.lower() in founders or bool(in_force(facts, PERSON, id_, view))


def _agency(facts: Facts, grant: AgencyGrant, view: View) -> list[str]:
    require_agency(grant)
    if in_force(facts, AGENCY, grant.agency, view):
        raise NotAdmitted(Code.AGENCY_ACCREDITED_ALREADY)
    if _is_person(facts, grant.agency, view):
        raise NotAdmitted(Code.ACCREDITATION_ID_OF_PERSON, field="agency")
    return [grant.agency]


def _safeguards(facts: Facts, grant: SafeguardsGrant, view: View) -> list[str]:
    found = agency(facts, grant.agency, view)
    if found is None:
        raise NotAdmitted(Code.AGENCY_UNKNOWN)
    if view.judges_stops and found.safeguards_good:
        raise NotAdmitted(Code.AUTHORITY_SAFEGUARDS_GOOD)
    return [grant.agency]


def _term(facts: Facts, grant: TermGrant, view: View) -> list[PersonId]:
    granted = role_grant(facts, grant.person, view)
    if granted is None or granted[1].role in WATCHERS:
        raise NotAdmitted(Code.AUTHORITY_PERSON_UNKNOWN)
    begins, ends = (require_day(name, getattr(grant, name)) for name in ("valid_from", "valid_until"))
    if ends < begins:
        raise NotAdmitted(Code.ACCREDITATION_TERM_REVERSED, field="valid_until")
    if view.judges_stops and ends <= term(facts, granted[1], view)[0][1]:
        raise NotAdmitted(Code.AUTHORITY_TERM_NOT_LONGER)
    return [grant.person]


def _keys(facts: Facts, grant: KeysGrant, view: View) -> list[PersonId]:
    require_code(grant.code)
    if role_of(facts, grant.person, view) is None:
        raise NotAdmitted(Code.AUTHORITY_PERSON_UNKNOWN)
    return [grant.person]


def _setting(facts: Facts, grant: SettingGrant, view: View) -> list[str]:
    now = setting(facts, grant.name, view)
    if now is None:
        raise NotAdmitted(Code.AUTHORITY_SETTING_UNKNOWN)
    if not within_bounds(grant.name, grant.value, now, demonstration=facts.founding.demonstration):
        raise NotAdmitted(Code.AUTHORITY_SETTING_BOUNDS)
    if view.judges_stops and (grant.value == now or is_tighter(grant.name, grant.value, than=now)):
        raise NotAdmitted(Code.AUTHORITY_SETTING_NOT_LOOSER)
    return [grant.name]


_TOPICS: Final[Mapping[type[Grant], tuple[str, Callable[[Facts, Any, View], list[Any]]]]] = {
    PersonGrant: (PERSON, _people),
    OfficialsGrant: (PERSON, _people),
    AgencyGrant: (AGENCY, _agency),
    SafeguardsGrant: (SAFEGUARDS, _safeguards),
    TermGrant: (TERM, _term),
    KeysGrant: (KEYS, _keys),
    SettingGrant: (SETTING, _setting),
}
"""Type of grant -> the kind of its ids, and what checks the grant and returns them."""


def offer(facts: Facts, entry: Entry, event: KeysOffered) -> None:
    """Admit the keys that a person offers for a grant. Raises NotAdmitted if they may not have them.

    Raises another WithholdError if a key cannot be read.
    """
    record = _waiting(facts, entry)
    if entry.on != (record.entry.leaf,):
        raise NotAdmitted(Code.AUTHORITY_RESTS_ON)
    role = next((Role(each.role) for each in persons_in(record.grant) if each.person == event.person), record.role_now)
    if event.person not in enrolled_by(record.grant) or (entry.actor, entry.role) != (event.person, role):
        raise NotAdmitted(Code.AUTHORITY_KEYS_NOT_ASKED)
    if event.person in record.offers:
        raise NotAdmitted(Code.AUTHORITY_KEYS_OFFERED_BEFORE)
    keys = read_offer(event, entry.role, facts.reader)
    others = {each for offered in record.offers.values() for each in offered.keys.ids}
    if keys.ids & others or not keys_free(facts, event.person, keys, (view_of(entry).at, _LAST)):
        raise NotAdmitted(Code.AUTHORITY_KEY_TAKEN)
    offers = {**record.offers, event.person: Offer(entry, keys)}
    facts.grants[entry.stream] = replace(record, offers=offers)
    for each in keys.ids:
        facts.bearers[each] = (*facts.bearers.get(each, ()), entry.stream)


def approve(facts: Facts, entry: Entry, event: GrantApproved) -> None:
    """Admit an approval. Raises NotAdmitted if it cannot count."""
    record = _waiting(facts, entry)
    if all(entry.role not in place for place in requirement(record.grant, record.role_now).places):
        raise NotAdmitted(Code.AUTHORITY_ROLE)
    if entry.actor == record.entry.actor:
        raise NotAdmitted(Code.AUTHORITY_APPROVED_BEFORE)
    _approve(facts, entry, record)


def recover(facts: Facts, entry: Entry, event: Recovered) -> None:
    """Admit an approval with the recovery key, by a steward, who may be the proposer. Raises NotAdmitted otherwise."""
    record = _waiting(facts, entry)
    if not isinstance(record.grant, PersonGrant) or record.grant.role not in RECOVERIES:
        raise NotAdmitted(Code.AUTHORITY_RECOVERY_ONLY)
    if entry.role is not Role.STEWARD:
        raise NotAdmitted(Code.AUTHORITY_ROLE)
    _approve(facts, entry, record)


def _approve(facts: Facts, entry: Entry, record: GrantRecord) -> None:
    if entry.actor in people_of(record.grant):
        raise NotAdmitted(Code.AUTHORITY_ABOUT_ONESELF)
    if any(each.actor == entry.actor and type(each.event) is type(entry.event) for each in record.approvals):
        raise NotAdmitted(Code.AUTHORITY_APPROVED_BEFORE)
    if record.offers.keys() != set(enrolled_by(record.grant)):
        raise NotAdmitted(Code.AUTHORITY_KEYS_MISSING)
    offered = [each.entry.leaf for each in record.offers.values()]
    if entry.on[:1] != (record.entry.leaf,) or sorted(entry.on[1:]) != sorted(offered):
        raise NotAdmitted(Code.AUTHORITY_RESTS_ON)
    if standing(facts, record.entry.actor, view_of(entry)) is None:
        raise NotAdmitted(Code.AUTHORITY_PROPOSER_STOPPED)
    # Under a checkpoint, one approval too many changes nothing.
    if entry.pending and completed(facts, record) is not None:
        raise NotAdmitted(Code.AUTHORITY_COMPLETE)
    facts.grants[entry.stream] = replace(record, approvals=(*record.approvals, entry))


def _waiting(facts: Facts, entry: Entry) -> GrantRecord:
    """Return the proposed grant of the entry's stream. Raises NotAdmitted if there is none, or if it expired."""
    record = facts.grants.get(entry.stream)
    if record is None:
        raise NotAdmitted(Code.AUTHORITY_STREAM)
    if entry.at > record.entry.at + EXPIRY:
        raise NotAdmitted(Code.AUTHORITY_EXPIRED)
    return record
