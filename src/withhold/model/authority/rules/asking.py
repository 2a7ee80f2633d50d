"""Answers from the admitted entries: who is in force, with which keys, and why."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from withhold.model.authority.answers import AgencyStanding, Standing
from withhold.model.authority.binding import Value, is_tighter
from withhold.model.authority.entry import Entry
from withhold.model.authority.events import SafeguardsFoundPoor, SettingTightened, TermShortened
from withhold.model.authority.founders import Founder
from withhold.model.authority.grants import (
    AgencyGrant,
    PersonGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
    persons_in,
)
from withhold.model.authority.requirements import WATCHERS
from withhold.model.authority.rules.effect import suspended, takes_force, void
from withhold.model.authority.rules.facts import AGENCY, KEYS, PERSON, SAFEGUARDS, SETTING, TERM, Facts, InForce
from withhold.model.authority.rules.view import View
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role


def in_force(facts: Facts, what: str, id_: str, view: View) -> list[InForce]:
    """Return the grants of one kind about a person, an agency or a setting that took force, in that order."""
    found = [takes_force(facts, each) for each in facts.about(what, id_)]
    return sorted((each for each in found if each is not None and each.force <= view.at), key=lambda each: each.rank)


def role_grant(facts: Facts, person: PersonId, view: View) -> tuple[InForce, PersonGrant] | None:
    """Return the grant of a person's role that took force, void or not. None for a founder or a stranger."""
    for grant in in_force(facts, PERSON, person, view):
        for each in persons_in(grant.record.grant):
            if each.person == person:
                return grant, each
    return None


def role_of(facts: Facts, person: PersonId, view: View) -> Role | None:
    """Return the one role that a person ever has. None for a stranger."""
    founder = facts.founders.get(person)
    if founder is not None:
        return founder.role
    granted = role_grant(facts, person, view)
    return None if granted is None else Role(granted[1].role)


def standing(facts: Facts, person: PersonId, view: View) -> Standing | None:
    """Return the person's standing, or None if they are not in force."""
    founder = facts.founders.get(person)
    found = _of_founder(founder) if founder is not None else _of_grant(facts, person, view)
    if found is None or suspended(facts, person, view):
        return None
    watcher = found.role in WATCHERS
    keys = [each for each in in_force(facts, KEYS, person, view) if person in each.record.offers]
    if not keys:
        return found
    # If the latest keys are void, the earlier ones do not count again: they may be lost.
    if void(facts, keys[-1], watcher, view):
        return None
    return _with(found, keys[-1])


def _of_founder(founder: Founder) -> Standing:
    return Standing(founder.person, founder.name, founder.role, founder.passkeys, {}, None, ())


def _of_grant(facts: Facts, person: PersonId, view: View) -> Standing | None:
    granted = role_grant(facts, person, view)
    if granted is None:
        return None
    grant, given = granted
    role = Role(given.role)
    if void(facts, grant, role in WATCHERS, view):
        return None
    if given.agency and agency(facts, given.agency, view) is None:
        return None
    (begins, ends), lengthened = term(facts, given, view)
    if not begins <= view.at.astimezone(UTC).date() <= ends:
        return None
    offer = grant.record.offers[person]
    return Standing(
        person=person,
        name=given.name,
        role=role,
        passkeys=offer.keys.passkeys,
        keys=offer.keys.keys,
        since=grant.force,
        chain=(*_leaves(grant, person), *(leaf for each in lengthened for leaf in _leaves(each, person))),
        agency=given.agency,
        title=given.title,
        office=given.office,
        address=given.address,
        valid_from=begins,
        valid_until=ends,
    )


def _with(found: Standing, keys: InForce) -> Standing:
    """Return the standing with other keys."""
    offer = keys.record.offers[found.person]
    chain = (*found.chain, *_leaves(keys, found.person))
    parts: dict[str, Any] = {name: getattr(found, name) for name in Standing.__slots__}
    return Standing(**parts | {"passkeys": offer.keys.passkeys, "keys": offer.keys.keys, "chain": chain})


def _leaves(grant: InForce, person: PersonId) -> tuple[str, ...]:
    """Return the leaf hashes of the entries by which a grant was made: proposal, keys of the person, approvals."""
    offer = grant.record.offers.get(person)
    offered = () if offer is None else (offer.entry.leaf,)
    first, *rest = (each.leaf for each in grant.acts)
    return (first, *offered, *rest)


def stops(entries: Iterable[Entry], view: View) -> list[Entry]:
    """Return those that count, in the order in which they do."""
    return sorted((each for each in entries if view.shows(each.at)), key=lambda each: (each.at, each.leaf))


def _undone(grant: InForce, stopped: Iterable[Entry]) -> bool:
    """Return whether a grant was proposed before one of these stops, and took force after it. Then it does not count.

    Its approvers could not know of the stop.
    """
    return any(grant.record.entry.at <= each.at < grant.force for each in stopped)


def term(facts: Facts, given: PersonGrant, view: View) -> tuple[tuple[date, date], list[InForce]]:
    """Return the first and the last day of a person's term, and the grants that made it longer."""
    begins = date.fromisoformat(given.valid_from) if given.valid_from else date.min
    ends = date.fromisoformat(given.valid_until) if given.valid_until else date.max
    shortened = stops(facts.shortened.get(given.person, ()), view)
    longer = [
        each
        for each in in_force(facts, TERM, given.person, view)
        if not void(facts, each, watcher=False, view=view) and not _undone(each, shortened)
    ]
    changes: list[tuple[datetime, bool, TermGrant | TermShortened, list[InForce]]] = [
        *(
            (each.force, False, each.record.grant, [each])
            for each in longer
            if isinstance(each.record.grant, TermGrant)
        ),
        *((each.at, True, each.event, []) for each in shortened if isinstance(each.event, TermShortened)),
    ]
    counted: list[InForce] = []
    for _, _, change, grants in sorted(changes, key=lambda each: each[:2]):
        last = date.fromisoformat(change.valid_until)
        if isinstance(change, TermShortened):
            ends = min(ends, last)
        elif last > ends:
            begins, ends = date.fromisoformat(change.valid_from), last
            counted += grants
    return (begins, ends), counted


def agency(facts: Facts, agency_: AgencyId, view: View) -> AgencyStanding | None:
    """Return the agency's standing, or None if it is not in force."""
    for made in in_force(facts, AGENCY, agency_, view):
        given = made.record.grant
        if isinstance(given, AgencyGrant) and given.agency == agency_ and not void(facts, made, False, view):
            return _agency(facts, made, given, view)
    return None


def _agency(facts: Facts, made: InForce, given: AgencyGrant, view: View) -> AgencyStanding:
    findings = stops(facts.poor.get(given.agency, ()), view)
    good = [
        each
        for each in in_force(facts, SAFEGUARDS, given.agency, view)
        if not void(facts, each, watcher=False, view=view) and not _undone(each, findings)
    ]
    latest, note = good[-1] if good else made, given.note
    if isinstance(latest.record.grant, SafeguardsGrant):
        note = latest.record.grant.note
    leaves = [leaf for each in (made, *good[-1:]) for leaf in _leaves(each, PersonId(""))]
    poor = bool(findings) and findings[-1].at >= latest.force
    if poor:
        note = next(each.event.note for each in findings[-1:] if isinstance(each.event, SafeguardsFoundPoor))
    return AgencyStanding(given.agency, given.name, given.address, not poor, note, made.force, tuple(leaves))


def setting(facts: Facts, name: str, view: View) -> Value | None:
    """Return the value of a binding setting. None if there is no such setting."""
    value = facts.settings.get(name)
    if value is None:
        return None
    tightened = stops(facts.tightened.get(name, ()), view)
    loosened = [
        each
        for each in in_force(facts, SETTING, name, view)
        if not void(facts, each, watcher=False, view=view) and not _undone(each, tightened)
    ]
    changes: list[tuple[datetime, bool, SettingGrant | SettingTightened]] = [
        *((each.force, False, each.record.grant) for each in loosened if isinstance(each.record.grant, SettingGrant)),
        *((each.at, True, each.event) for each in tightened if isinstance(each.event, SettingTightened)),
    ]
    for _, stops_something, change in sorted(changes, key=lambda each: each[:2]):
        if not stops_something or is_tighter(name, change.value, than=value):
            value = change.value
    return value
