"""From when a grant is in force, and while which suspension lasts. Computed from the admitted entries alone.

A stop counts from the beginning of its interval. A grant and a lift count from the beginning of the next interval, a
grant after its wait. So at the beginning of an interval the earlier grants come first, then the stops of the interval,
then its other acts. A stop counts even if its actor is stopped in the same interval.
"""

from collections.abc import Iterator
from datetime import datetime

from withhold.model.authority.entry import Entry
from withhold.model.authority.events import Recovered
from withhold.model.authority.grants import AgencyGrant, PersonGrant, persons_in
from withhold.model.authority.requirements import LAPSE, LIFT, RECOVERIES, Requirement, requirement, wait
from withhold.model.authority.rules.facts import (
    AGENCY,
    KEYS,
    PERSON,
    Completed,
    Facts,
    GrantRecord,
    InForce,
    Rank,
    SuspensionRecord,
)
from withhold.model.authority.rules.offers import OfferedKeys
from withhold.model.authority.rules.view import View
from withhold.model.identifiers import PersonId


def confirmed_at(suspension: SuspensionRecord) -> datetime | None:
    """Return when a suspension was confirmed, before it lapsed. None if it was not."""
    lapses = suspension.entry.at + LAPSE
    return min((each.at for each in suspension.confirmations if each.at < lapses), default=None)


def in_effect(facts: Facts, suspension: SuspensionRecord, at: datetime) -> bool:
    """Return whether a suspension that counts lasts at this instant: it began, and neither lapsed nor was lifted."""
    began = suspension.entry.at
    if at < began or (at >= began + LAPSE and confirmed_at(suspension) is None):
        return False
    lifts = [each for each in suspension.lifts if each.next_begins is not None and each.next_begins <= at]
    return not any(_lifted_by(facts, lifts[: n + 1]) for n in range(len(lifts)))


def _lifted_by(facts: Facts, lifts: list[Entry]) -> bool:
    last = lifts[-1].at
    return not LIFT.missing(each.role for each in lifts if not interrupted(facts, each.actor, each.at, last))


def counted(facts: Facts, actor: PersonId) -> list[SuspensionRecord]:
    """Return the suspensions of stewards and inspectors by one person that count.

    At most one of them is unconfirmed and lasts at a time. Of several in one interval, that with the lowest leaf hash
    counts.
    """
    made = [facts.suspensions[stream] for stream in facts.suspended_by.get(actor, ())]
    count: list[SuspensionRecord] = []
    for each in sorted(made, key=lambda record: (record.entry.at, record.entry.leaf)):
        if _confirmed_by(each, each.entry.at) or not unconfirmed(facts, count, each.entry.at):
            count.append(each)
    return count


def unconfirmed(facts: Facts, suspensions: list[SuspensionRecord], at: datetime) -> list[SuspensionRecord]:
    """Return those that last at an instant, and that nobody has confirmed by then."""
    return [each for each in suspensions if not _confirmed_by(each, at) and in_effect(facts, each, at)]


def _confirmed_by(suspension: SuspensionRecord, at: datetime) -> bool:
    confirmed = confirmed_at(suspension)
    return confirmed is not None and confirmed <= at


def suspensions_of(facts: Facts, person: PersonId) -> Iterator[SuspensionRecord]:
    """Yield the suspensions of a person that count, whether they last or not."""
    for stream in facts.suspended.get(person, ()):
        record = facts.suspensions[stream]
        if not record.watcher or record in counted(facts, record.entry.actor):
            yield record


def suspended(facts: Facts, person: PersonId, view: View) -> bool:
    """Return whether the person is suspended."""
    return any(
        view.shows(each.entry.at) and in_effect(facts, each, view.stops) for each in suspensions_of(facts, person)
    )


def voiding(facts: Facts, acts: tuple[Entry, ...], watcher: bool) -> Iterator[tuple[datetime, SuspensionRecord]]:
    """Yield each suspension that voids one of these acts, and from when it does.

    It is about the person who signed, since an instant before they did. If what was granted is a steward's or an
    inspector's role (`watcher`), it does so once confirmed. Otherwise one person could stop all of them.
    """
    for act in acts:
        for each in suspensions_of(facts, act.actor):
            if each.since is not None and each.since < act.moment:
                begins = confirmed_at(each) if watcher else each.entry.at
                if begins is not None:
                    yield begins, each


def void(facts: Facts, grant: InForce, watcher: bool, view: View) -> bool:
    """Return whether a grant that took force counts as void."""
    return any(
        view.shows(begins) and in_effect(facts, each, view.stops)
        for begins, each in voiding(facts, grant.acts, watcher)
    )


def interrupted(facts: Facts, person: PersonId, first: datetime, last: datetime) -> bool:
    """Return whether a steward or inspector, in force at `first` by what came before, was stopped by `last`."""
    if any(first <= each.entry.at <= last for each in suspensions_of(facts, person)):
        return True
    own = facts.roles.get(person)
    return own is not None and any(first <= begins <= last for begins, _ in voiding(facts, own.acts, watcher=True))


def completed(facts: Facts, record: GrantRecord) -> Completed | None:
    """Return the grant with the approvals that complete it. None if it lacks one.

    It ends with its proposer's standing. An approval ends with its approver's, and another person can take the place.
    So nobody on whom it rests was stopped before it takes force.
    """
    acts = record.acts
    for n in range(2, len(acts) + 1):
        last = acts[n - 1]
        for needed in _requirements(record):
            force = None if last.next_begins is None else last.next_begins + wait(needed, facts.founding.waits)
            # A stop at the very instant is of the interval that begins then, and the grant comes first.
            until = last.at if force is None else force - datetime.resolution
            living = tuple(each for each in acts[:n] if not interrupted(facts, each.actor, each.at, until))
            if record.entry in living and _met(needed, living):
                return Completed(record, needed, living, force)
    return None


def _requirements(record: GrantRecord) -> list[Requirement]:
    """Return the requirements of which a grant must meet one."""
    recovery = RECOVERIES.get(record.grant.role) if isinstance(record.grant, PersonGrant) else None
    return [requirement(record.grant, record.role_now), *([] if recovery is None else [recovery])]


def _met(needed: Requirement, acts: tuple[Entry, ...]) -> bool:
    """Return whether the people who signed these acts are those who are needed."""
    people = {each.actor: each.role for each in acts}
    recovered = any(isinstance(each.event, Recovered) for each in acts)
    return not needed.missing(people.values()) and (recovered or not needed.recovery_key)


def takes_force(facts: Facts, record: GrantRecord) -> InForce | None:
    """Return the grant if it takes force some time, as far as is known now.

    It does not if another grant of the same person, agency or key took force before.
    """
    settled = facts.settled.get(record.stream)
    if settled is not None:
        return settled
    done = completed(facts, record)
    if done is None or done.force is None:
        return None
    grant = InForce(record, done.acts, done.force)
    if _made_before(facts, grant) or not all(
        keys_free(facts, person, offer.keys, grant.rank) for person, offer in record.offers.items()
    ):
        return None
    if facts.reached is not None and grant.force <= facts.reached:
        # Every entry that could stop it on the way was applied.
        facts.settled[record.stream] = grant
        for each in persons_in(record.grant):
            facts.roles[each.person] = grant
    return grant


def _made_before(facts: Facts, grant: InForce) -> bool:
    """Return whether another grant of the same person or agency took force before."""
    record = grant.record
    others = [each for person in persons_in(record.grant) for each in facts.about(PERSON, person.person)]
    if isinstance(record.grant, AgencyGrant):
        others = facts.about(AGENCY, record.grant.agency)
    return any(_before(facts, other, grant.rank) for other in others if other is not record)


def _before(facts: Facts, record: GrantRecord, rank: Rank) -> InForce | None:
    """Return the grant if it took force before another one of this rank."""
    settled = facts.settled.get(record.stream)
    if settled is None:
        done = completed(facts, record)
        if done is None or done.force is None or (done.force, record.stream) >= rank:
            return None
        settled = takes_force(facts, record)
    return settled if settled is not None and settled.rank < rank else None


def keys_before(facts: Facts, person: PersonId, rank: Rank) -> InForce | None:
    """Return the grant that gave a person the keys that they have just before this rank. None for a founder's first."""
    given = [_before(facts, each, rank) for what in (PERSON, KEYS) for each in facts.about(what, person)]
    mine = (each for each in given if each is not None and person in each.record.offers)
    return max(mine, key=lambda each: each.rank, default=None)


def keys_free(facts: Facts, person: PersonId, keys: OfferedKeys, rank: Rank) -> bool:
    """Return whether nobody else ever had one of these keys, and the person has it still if they ever had it."""
    had = set()
    for each in keys.ids:
        owners = {facts.founders_keys[each]} if each in facts.founders_keys else set()
        for stream in facts.bearers.get(each, ()):
            grant = None if stream == rank[1] else _before(facts, facts.grants[stream], rank)
            if grant is not None:
                owners |= {owner for owner, offer in grant.record.offers.items() if each in offer.keys.ids}
        if owners - {person}:
            return False
        if owners:
            had.add(each)
    current = keys_before(facts, person, rank) if had else None
    return current is None or had <= current.record.offers[person].keys.ids
