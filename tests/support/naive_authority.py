"""Authority computed again, slowly, by walking through the intervals and keeping one state. Written from the table.

The fold computes lazily, from what was admitted, what counts at an instant. This does the opposite, and knows only
entries that are under a checkpoint: at the beginning of each interval, it lets the grants take force that have waited,
then stops what the interval stops, then counts the interval's other acts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from withhold.model.authority import events
from withhold.model.authority.entry import Entry
from withhold.model.authority.grants import (
    AgencyGrant,
    KeysGrant,
    OfficialsGrant,
    PersonGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
)

STEWARD, INSPECTOR = "steward", "inspector"
WATCHERS = (STEWARD, INSPECTOR)
NEEDS = {
    "steward": {STEWARD: 2},
    "named_official": {STEWARD: 2},
    "inspector": {STEWARD: 2, INSPECTOR: 1},
    "disclosure_officer": {STEWARD: 2, INSPECTOR: 1},
    "disclosure_counsel": {STEWARD: 2, INSPECTOR: 1},
    "signer": {STEWARD: 2, INSPECTOR: 1},
    "agency": {STEWARD: 2, INSPECTOR: 1},
    "safeguards": {STEWARD: 2},
    "term": {STEWARD: 2},
    "setting": {STEWARD: 2, INSPECTOR: 1},
}
RECOVERY = {"steward": {STEWARD: 1}, "inspector": {STEWARD: 2}}
TIGHTER = {"quorum": +1, "reviews_per_day": -1}
MOST = {"quorum": (1, 1_000), "reviews_per_day": (1, 50)}
WEEK, FORTNIGHT = timedelta(days=7), timedelta(days=14)


@dataclass
class Grant:
    first: Entry
    role_now: str
    acts: list[Entry] = field(default_factory=list)
    offers: dict[str, tuple[Entry, set[str]]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    force: datetime | None = None
    counted: list[Entry] = field(default_factory=list)
    taken: bool = False
    blocked: bool = False

    @property
    def what(self) -> Any:
        return self.first.event.grant  # type: ignore[union-attr]

    def people(self) -> list[PersonGrant]:
        if isinstance(self.what, OfficialsGrant):
            return list(self.what.officials)
        return [self.what] if isinstance(self.what, PersonGrant) else []

    def about(self) -> list[str]:
        if isinstance(self.what, TermGrant | KeysGrant):
            return [self.what.person]
        return [each.person for each in self.people()]

    def enrolls(self) -> list[str]:
        return [] if isinstance(self.what, TermGrant) else self.about()

    def needs(self) -> dict[str, int]:
        kind = self.what.what
        if kind == "person":
            return NEEDS[self.what.role]
        if kind == "officials":
            return NEEDS["named_official"]
        return NEEDS[self.role_now] if kind == "keys" else NEEDS[kind]


@dataclass
class Suspension:
    entry: Entry
    person: str
    since: datetime | None
    watcher: bool
    counts: bool = True
    confirmed: datetime | None = None
    lifts: list[Entry] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    lifted: datetime | None = None

    def lasts(self, at: datetime) -> bool:
        began = self.entry.at
        if not self.counts or at < began or (self.lifted is not None and at >= self.lifted):
            return False
        return self.confirmed is not None or at < began + FORTNIGHT


def ids_of(offer: events.KeysOffered) -> set[str]:
    found = {str(each["public_key"]) for each in offer.passkeys}
    found |= {f"credential {each['credential_id']}" for each in offer.passkeys}
    return found | {text.split(":", 1)[1] for text in offer.keys.values()}


class World:
    """The state after the intervals that began before `at`, or by then if `through`."""

    def __init__(self, founding: Any, entries: Iterable[Entry], at: datetime, *, through: bool = True) -> None:
        self.founding, self.at = founding, at
        self.founders = {each.person: each for each in founding.founders}
        self.grants: dict[str, Grant] = {}
        self.suspensions: dict[str, Suspension] = {}
        self.stops: list[Entry] = []
        groups: dict[datetime, list[Entry]] = {}
        for each in entries:
            if each.at < at or (through and each.at == at):
                groups.setdefault(each.at, []).append(each)
        for begins in sorted(groups):
            self.take_force(begins)
            self.stop(begins, groups[begins])
            self.count(begins, sorted(groups[begins], key=lambda each: (each.stream, each.version)))
        self.take_force(at)

    # At the beginning of an interval: grants

    def take_force(self, at: datetime) -> None:
        ready = [each for each in self.grants.values() if each.force and each.force <= at and not each.taken]
        for each in sorted(ready, key=lambda each: (each.force, each.first.stream)):
            if not each.blocked:
                each.taken = not self.conflicts(each)
                each.blocked = not each.taken

    def conflicts(self, grant: Grant) -> bool:
        for other in self.grants.values():
            if not other.taken:
                continue
            if {each.person.lower() for each in grant.people()} & {each.person.lower() for each in other.people()}:
                return True
            agencies = [each.what.agency.lower() for each in (grant, other) if isinstance(each.what, AgencyGrant)]
            if len(agencies) == 2 and agencies[0] == agencies[1]:
                return True
        return not all(self.keys_free(person, ids) for person, (_, ids) in grant.offers.items())

    def keys_free(self, person: str, ids: set[str]) -> bool:
        current = self.current_keys(person)
        for each in ids:
            owners = {
                founder
                for founder, record in self.founders.items()
                if each in ids_of(events.KeysOffered(founder, record.passkeys, {}))
            }
            for grant in self.grants.values():
                if grant.taken:
                    owners |= {owner for owner, (_, theirs) in grant.offers.items() if each in theirs}
            if owners - {person}:
                return False
            if owners and current is not None and each not in current.offers[person][1]:
                return False
        return True

    def current_keys(self, person: str) -> Grant | None:
        given = [each for each in self.grants.values() if each.taken and person in each.offers]
        return max(given, key=lambda each: (each.force, each.first.stream)) if given else None

    # Then what the interval stops

    def stop(self, at: datetime, group: list[Entry]) -> None:
        self.stops += [
            each
            for each in group
            if isinstance(each.event, events.TermShortened | events.SafeguardsFoundPoor | events.SettingTightened)
        ]
        new = [self.suspend(each) for each in group if isinstance(each.event, events.PersonSuspended)]
        confirmed = [self.suspensions[e.stream] for e in group if isinstance(e.event, events.SuspensionConfirmed)]
        for suspension in confirmed:
            suspension.confirmed = at
        self.limit(new, at)
        self.stopped_now = {each.person for each in new if each.counts}
        for suspension in confirmed:
            if suspension.counts and suspension.since is not None:
                self.stopped_now |= self.let_in_by(suspension)
        for grant in self.grants.values():
            if not grant.taken:
                grant.gone |= {act.leaf for act in (grant.first, *grant.acts) if act.actor in self.stopped_now}
                self.complete(grant)
        for other in self.suspensions.values():
            other.gone |= {act.leaf for act in other.lifts if act.actor in self.stopped_now}

    def suspend(self, entry: Entry) -> Suspension:
        assert isinstance(entry.event, events.PersonSuspended)
        since = datetime.fromisoformat(entry.event.since) if entry.event.since else None
        made = Suspension(entry, entry.event.person, since, self.role(entry.event.person) in WATCHERS)
        self.suspensions[entry.stream] = made
        return made

    def limit(self, new: list[Suspension], at: datetime) -> None:
        """Of unconfirmed suspensions of stewards and inspectors by one person, only the first counts."""
        for each in sorted(new, key=lambda each: each.entry.leaf):
            for other in self.suspensions.values():
                same = other is not each and other.entry.actor == each.entry.actor
                before = other not in new or other.entry.leaf < each.entry.leaf
                if same and before and other.watcher and other.confirmed is None and other.lasts(at):
                    each.counts = not each.watcher or each.confirmed is not None

    def let_in_by(self, suspension: Suspension) -> set[str]:
        """Stewards and inspectors whose role rests on what somebody signed since then."""
        return {
            each.person
            for grant in self.grants.values()
            if grant.taken and self.void_acts(grant, suspension)
            for each in grant.people()
            if each.role in WATCHERS
        }

    def void_acts(self, grant: Grant, suspension: Suspension) -> bool:
        since = suspension.since
        return since is not None and any(act.actor == suspension.person and act.moment > since for act in grant.counted)

    # Then its other acts

    def count(self, at: datetime, group: list[Entry]) -> None:
        for each in group:
            self.add(each)
            grant, suspension = self.grants.get(each.stream), self.suspensions.get(each.stream)
            for stream in (grant, suspension):
                if stream is not None and each.actor in self.stopped_now:
                    stream.gone.add(each.leaf)
            if grant is not None and not grant.taken:
                self.complete(grant)
            if suspension is not None and suspension.lifted is None:
                roles = {act.role.value for act in suspension.lifts if act.leaf not in suspension.gone}
                suspension.lifted = each.next_begins if roles >= {STEWARD, INSPECTOR} else None

    def add(self, entry: Entry) -> None:
        event = entry.event
        if isinstance(event, events.GrantProposed):
            about = event.grant
            self.grants[entry.stream] = Grant(entry, self.role(about.person) if isinstance(about, KeysGrant) else "")
        elif isinstance(event, events.KeysOffered):
            self.grants[entry.stream].offers[event.person] = (entry, ids_of(event))
        elif isinstance(event, events.GrantApproved | events.Recovered):
            self.grants[entry.stream].acts.append(entry)
        elif isinstance(event, events.SuspensionLifted):
            self.suspensions[entry.stream].lifts.append(entry)

    def complete(self, grant: Grant) -> None:
        grant.force, grant.counted = None, []
        if grant.first.leaf in grant.gone:
            return
        seen = [grant.first]
        for act in grant.acts:
            seen.append(act)
            living = [each for each in seen if each.leaf not in grant.gone]
            roles = [role for _, role in {(each.actor, each.role.value) for each in living}]
            waits = self.founding.waits
            regular = waits.loosen_days if isinstance(grant.what, SettingGrant) else waits.grant_days
            ways = [(grant.needs(), regular)]
            if any(isinstance(each.event, events.Recovered) for each in living):
                ways.append((RECOVERY[grant.what.role], waits.recovery_days))
            for needs, days in ways:
                if all(roles.count(role) >= count for role, count in needs.items()):
                    assert act.next_begins is not None
                    grant.force, grant.counted = act.next_begins + timedelta(days=days), living
                    return

    # Questions, as of `at`

    def role(self, person: str) -> str:
        if person in self.founders:
            return str(self.founders[person].role.value)
        known = [each for grant in self.grants.values() for each in grant.people() if each.person == person]
        taken = [
            each for grant in self.grants.values() if grant.taken for each in grant.people() if each.person == person
        ]
        return (taken or known)[0].role if known else ""

    def void(self, grant: Grant, watcher: bool) -> bool:
        return any(
            self.void_acts(grant, each) and each.lasts(self.at) and (not watcher or each.confirmed is not None)
            for each in self.suspensions.values()
        )

    def suspended(self, person: str) -> bool:
        return any(each.person == person and each.lasts(self.at) for each in self.suspensions.values())

    def in_force(self, person: str) -> tuple[str, str] | None:
        """Role and the stream that gave the keys, or None."""
        if self.suspended(person):
            return None
        keys = self.current_keys(person)
        if person in self.founders:
            return None if keys and self.void(keys, True) else (self.role(person), keys.first.stream if keys else "")
        for grant in self.grants.values():
            for each in grant.people():
                if not grant.taken or each.person != person:
                    continue
                watcher = each.role in WATCHERS
                assert keys is not None
                if self.void(grant, watcher) or self.void(keys, watcher):
                    return None
                if each.agency and self.safeguards(each.agency) is None:
                    return None
                first, last = self.term(each)
                today = self.at.astimezone(UTC).date().isoformat()
                return (each.role, keys.first.stream) if first <= today <= last else None
        return None

    def undone(self, grant: Grant, stops: list[Entry]) -> bool:
        assert grant.force is not None
        return any(grant.first.at <= each.at < grant.force for each in stops)

    def term(self, given: PersonGrant) -> tuple[str, str]:
        first, last = given.valid_from or date.min.isoformat(), given.valid_until or date.max.isoformat()
        stops = [e for e in self.stops if isinstance(e.event, events.TermShortened) and e.event.person == given.person]
        changes: list[tuple[datetime, int, str, str]] = []
        for each in stops:
            assert isinstance(each.event, events.TermShortened)
            changes.append((each.at, 1, "", each.event.valid_until))
        for grant in self.grants.values():
            if not isinstance(grant.what, TermGrant) or grant.what.person != given.person or not grant.taken:
                continue
            if not self.void(grant, watcher=False) and not self.undone(grant, stops):
                assert grant.force is not None
                changes.append((grant.force, 0, grant.what.valid_from, grant.what.valid_until))
        for _, shorter, begins, ends in sorted(changes):
            if shorter:
                last = min(last, ends)
            elif ends > last:
                first, last = begins, ends
        return first, last

    def safeguards(self, agency: str) -> bool | None:
        made = [
            g for g in self.grants.values() if isinstance(g.what, AgencyGrant) and g.what.agency == agency and g.taken
        ]
        if not made or self.void(made[0], False):
            return None
        poor = [e for e in self.stops if isinstance(e.event, events.SafeguardsFoundPoor) and e.event.agency == agency]
        good = [
            grant.force
            for grant in self.grants.values()
            if isinstance(grant.what, SafeguardsGrant) and grant.what.agency == agency and grant.taken
            if not self.void(grant, False) and not self.undone(grant, poor)
        ]
        latest = max([made[0].force, *good])  # type: ignore[type-var]
        return not any(each.at >= latest for each in poor)  # type: ignore[operator]

    def setting(self, name: str) -> Any:
        value = {**self.founding.settings, "quorum": self.founding.quorum}[name]
        stops = [e for e in self.stops if isinstance(e.event, events.SettingTightened) and e.event.name == name]
        changes: list[tuple[datetime, int, str, Any]] = []
        for each in stops:
            assert isinstance(each.event, events.SettingTightened)
            changes.append((each.at, 1, "", each.event.value))
        for grant in self.grants.values():
            if not isinstance(grant.what, SettingGrant) or grant.what.name != name or not grant.taken:
                continue
            if not self.void(grant, watcher=False) and not self.undone(grant, stops):
                assert grant.force is not None
                changes.append((grant.force, 0, grant.first.stream, grant.what.value))
        for _, tighter, _, other in sorted(changes, key=lambda each: each[:3]):
            if not tighter or (other - value) * TIGHTER[name] > 0:
                value = other
        return value

    def everyone(self) -> list[str]:
        return sorted({*self.founders, *(each.person for g in self.grants.values() if g.taken for each in g.people())})


def admits(founding: Any, before: list[Entry], entry: Entry) -> bool:
    """Whether the rules admit an entry under a checkpoint, by the earlier intervals and by its own stream."""
    world = World(founding, before, entry.at, through=False)
    own = [each for each in before if each.stream == entry.stream]
    standing, event, role = world.in_force(entry.actor), entry.event, entry.role.value
    if not isinstance(event, events.KeysOffered) and (standing is None or standing[0] != role):
        return False
    if isinstance(event, events.GrantProposed):
        return not own and role == STEWARD and _grantable(world, entry, event.grant)
    if isinstance(event, events.KeysOffered):
        return _offered(world, own, entry, event)
    if isinstance(event, events.GrantApproved | events.Recovered):
        return _approved(world, own, entry)
    return role in WATCHERS and _stopped(world, own, entry)


def _stopped(world: World, own: list[Entry], entry: Entry) -> bool:
    event = entry.event
    if isinstance(event, events.PersonSuspended):
        made = [each for each in world.suspensions.values() if each.entry.actor == entry.actor and each.watcher]
        return not own and world.role(event.person) != "" and all(each.person != event.person for each in made)
    if isinstance(event, events.SuspensionConfirmed | events.SuspensionLifted):
        return _ended(world, own, entry)
    if isinstance(event, events.TermShortened):
        granted = [p for g in world.grants.values() if g.taken for p in g.people() if p.person == event.person]
        return bool(granted) and granted[0].role not in WATCHERS and event.valid_until < world.term(granted[0])[1]
    if isinstance(event, events.SafeguardsFoundPoor):
        return world.safeguards(event.agency) is not None
    assert isinstance(event, events.SettingTightened)
    assert isinstance(event.value, int)
    least, most = MOST[event.name]
    return least <= event.value <= most and (event.value - world.setting(event.name)) * TIGHTER[event.name] > 0


def _ended(world: World, own: list[Entry], entry: Entry) -> bool:
    """Whether somebody may confirm or lift the suspension that begins this stream."""
    first = own[0]
    if entry.actor == first.actor:
        return False
    known = world.suspensions.get(entry.stream)
    if known is not None:
        known.counts = True  # one too many can be confirmed or lifted, and that changes nothing
        if not known.lasts(entry.at):
            return False
    same = [each for each in own[1:] if type(each.event) is type(entry.event)]
    if isinstance(entry.event, events.SuspensionConfirmed):
        return not same and entry.role.value == STEWARD
    return all(each.actor != entry.actor for each in same)


def _grantable(world: World, entry: Entry, grant: Any) -> bool:
    made = Grant(entry, "")
    if entry.actor in made.about():
        return False
    for each in made.people():
        if each.person.lower() in {other.lower() for other in world.everyone()}:
            return False
        if each.agency and world.safeguards(each.agency) is None:
            return False
    if isinstance(grant, AgencyGrant):
        taken = (each for each in world.grants.values() if each.taken and isinstance(each.what, AgencyGrant))
        return all(each.what.agency.lower() != grant.agency.lower() for each in taken)
    if isinstance(grant, SafeguardsGrant):
        return world.safeguards(grant.agency) is not None
    if isinstance(grant, TermGrant):
        return grant.person in world.everyone() and world.role(grant.person) not in WATCHERS
    if isinstance(grant, KeysGrant):
        return grant.person in world.everyone()
    if isinstance(grant, SettingGrant):
        least, most = MOST[grant.name]
        return least <= grant.value <= most  # type: ignore[operator]
    return True


def _grant_of(world: World, own: list[Entry], entry: Entry) -> Grant | None:
    """The grant of a stream, with what was offered and signed in it so far. None if it expired."""
    if not own or entry.at > own[0].at + WEEK:
        return None
    grant = Grant(own[0], "")
    if isinstance(grant.what, KeysGrant):
        grant.role_now = world.role(grant.what.person)
    for each in own[1:]:
        if isinstance(each.event, events.KeysOffered):
            grant.offers[each.event.person] = (each, ids_of(each.event))
        else:
            grant.acts.append(each)
    return grant


def _offered(world: World, own: list[Entry], entry: Entry, event: events.KeysOffered) -> bool:
    grant = _grant_of(world, own, entry)
    if grant is None or event.person not in grant.enrolls() or event.person in grant.offers:
        return False
    role = {each.person: each.role for each in grant.people()}.get(event.person, grant.role_now)
    if (entry.actor, entry.role.value, entry.on) != (event.person, role, (own[0].leaf,)):
        return False
    others = {each for _, ids in grant.offers.values() for each in ids}
    return not ids_of(event) & others and world.keys_free(event.person, ids_of(event))


def _approved(world: World, own: list[Entry], entry: Entry) -> bool:
    grant = _grant_of(world, own, entry)
    if grant is None or entry.actor in grant.about() or grant.offers.keys() != set(grant.enrolls()):
        return False
    offered = sorted(offer.leaf for offer, _ in grant.offers.values())
    if entry.on[0] != own[0].leaf or sorted(entry.on[1:]) != offered or world.in_force(own[0].actor) is None:
        return False
    if any(each.actor == entry.actor and type(each.event) is type(entry.event) for each in grant.acts):
        return False
    if isinstance(entry.event, events.Recovered):
        named = grant.what.role if isinstance(grant.what, PersonGrant) else ""
        return named in RECOVERY and entry.role.value == STEWARD
    return entry.role.value in grant.needs() and entry.actor != own[0].actor
