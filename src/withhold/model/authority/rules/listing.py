"""Lists what waits, who is suspended, and on what a person's authority rests."""

from datetime import datetime

from withhold.model.authority.answers import Because, Proposal, Suspension
from withhold.model.authority.entry import Entry
from withhold.model.authority.grants import enrolled_by
from withhold.model.authority.requirements import EXPIRY, LAPSE, requirement
from withhold.model.authority.rules.asking import in_force, role_grant, standing
from withhold.model.authority.rules.effect import (
    completed,
    confirmed_at,
    in_effect,
    interrupted,
    suspensions_of,
    takes_force,
)
from withhold.model.authority.rules.facts import KEYS, TERM, Facts, GrantRecord, InForce
from withhold.model.authority.rules.view import View, view_at
from withhold.model.identifiers import PersonId


def proposals(facts: Facts, at: datetime) -> tuple[Proposal, ...]:
    """Return the grants that wait at an instant, in the order of their streams."""
    found = (_proposal(facts, each, at) for _, each in sorted(facts.grants.items()))
    return tuple(each for each in found if each is not None)


def _proposal(facts: Facts, record: GrantRecord, at: datetime) -> Proposal | None:
    """Return the grant if it waits. None if it took force, expired, or ended with its proposer's standing."""
    if record.stream in facts.settled or at < record.entry.at:
        return None
    done = completed(facts, record)
    if done is None:
        stopped = interrupted(facts, record.entry.actor, record.entry.at, at)
        if stopped or at > record.entry.at + EXPIRY or standing(facts, record.entry.actor, view_at(at)) is None:
            return None
    elif done.force is not None and (at >= done.force or takes_force(facts, record) is None):
        return None
    living = [each for each in record.approvals if not interrupted(facts, each.actor, each.at, max(each.at, at))]
    needed = requirement(record.grant, record.role_now)
    roles = {each.actor: each.role for each in (record.entry, *living)}
    return Proposal(
        stream=record.stream,
        leaf=record.entry.leaf,
        grant=record.grant,
        reason=record.reason,
        proposed_by=record.entry.actor,
        proposed_at=record.entry.at,
        offered={person: each.entry.leaf for person, each in record.offers.items()},
        lacks_keys_of=tuple(each for each in enrolled_by(record.grant) if each not in record.offers),
        approved_by=tuple(each.actor for each in living),
        needs=() if done is not None else needed.missing(roles.values()),
        in_force_from=None if done is None else done.force,
        expires=None if done is not None else record.entry.at + EXPIRY,
    )


def suspensions(facts: Facts, at: datetime) -> tuple[Suspension, ...]:
    """Return the suspensions that last at an instant, in the order of their streams."""
    found = []
    for person in facts.suspended:
        for record in suspensions_of(facts, person):
            if in_effect(facts, record, at):
                entry = record.entry
                confirmed = confirmed_at(record)
                found.append(
                    Suspension(
                        stream=entry.stream,
                        leaf=entry.leaf,
                        person=person,
                        by=entry.actor,
                        began=entry.at,
                        since=record.since,
                        reason=record.reason,
                        confirmed_by=None if confirmed is None else record.confirmations[0].actor,
                        lapses=entry.at + LAPSE if confirmed is None else None,
                        lifted_by=tuple(each.actor for each in record.lifts),
                    )
                )
    return tuple(sorted(found, key=lambda each: each.stream))


def why(facts: Facts, person: PersonId, at: datetime) -> tuple[Because, ...]:
    """Return the signed entries on which a person's authority rests, down to the founders.

    First those of the person's own grants, then those of the people who signed these, and so on. Each person comes
    once. () for a founder with their first keys, and for a stranger.
    """
    view, chain, asked, waiting = view_at(at), list[Because](), set[PersonId](), [person]
    while waiting:
        each = waiting.pop(0)
        if each not in asked:
            asked.add(each)
            own = [because for grant in _grants_of(facts, each, view) for because in _because(grant, each)]
            chain += own
            waiting += [because.actor for because in own]
    return tuple(chain)


def _grants_of(facts: Facts, person: PersonId, view: View) -> list[InForce]:
    """Return the grants that bear on a person: role, terms, keys."""
    role = role_grant(facts, person, view)
    return [
        *([] if role is None else [role[0]]),
        *in_force(facts, TERM, person, view),
        *in_force(facts, KEYS, person, view),
    ]


def _because(grant: InForce, person: PersonId) -> list[Because]:
    offer = grant.record.offers.get(person)
    entries: list[Entry] = [*grant.acts, *([] if offer is None else [offer.entry])]
    return [
        Because(person, each.leaf, each.event.kind, each.actor, each.role, each.recorded)
        for each in sorted(entries, key=lambda entry: entry.version)
    ]


def everyone(facts: Facts) -> tuple[PersonId, ...]:
    """Return the founders, and everybody who was ever granted a role, in the order of their ids."""
    granted = (takes_force(facts, each) for each in facts.grants.values())
    people = {person for each in granted if each is not None for person in each.record.offers}
    return tuple(sorted({*facts.founders, *people}))
