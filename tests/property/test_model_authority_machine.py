"""Whatever people sign, in whatever order and time: the fold agrees with a naive one, and the lines hold."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from support.naive_authority import World, admits
from support.office import (
    AGENCY,
    AGENCY_GRANT,
    CODE,
    DAY,
    INSPECTORS,
    INTERVAL,
    STEWARDS,
    Office,
    founding,
    offered,
    office,
    passkeys,
    person,
    role_of,
)
from withhold.model.authority import events
from withhold.model.authority.entry import Entry
from withhold.model.authority.fold import Authority
from withhold.model.authority.grants import (
    KeysGrant,
    OfficialsGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
    enrolled_by,
)
from withhold.model.errors import NotAdmitted
from withhold.model.identifiers import PersonId

COVERS = ("withhold.model.authority",)

FOUNDERS = (*STEWARDS, *INSPECTORS)
NEW = ("STW-4", "STW-5", "INS-3", "OFF-1", "CNS-1", "SIG-1", "NAM-1", "NAM-2")
PEOPLE = (*FOUNDERS, *NEW)
WATCHERS = tuple(each for each in PEOPLE if each[:3] in ("STW", "INS"))
WAITS = (timedelta(hours=1), DAY, 2 * DAY, 4 * DAY, 8 * DAY, 15 * DAY)

DAYS = ("2026-03-04", "2026-04-20")

ROLE_GRANTS = [
    person(each, role_of(each), AGENCY if each[:3] in ("SIG", "NAM") else "", "2026-03-01", "2026-05-31")
    for each in NEW
]
GRANTS: list[Any] = [
    *ROLE_GRANTS,
    AGENCY_GRANT,
    AGENCY_GRANT,
    OfficialsGrant(AGENCY, tuple(ROLE_GRANTS[-2:])),
    SafeguardsGrant(AGENCY, "Locked doors."),
    TermGrant(PersonId("NAM-1"), "2026-03-01", "2026-08-31"),
    TermGrant(PersonId("SIG-1"), "2026-06-01", "2026-07-31"),
    *(KeysGrant(PersonId(each), CODE) for each in ("STW-1", "INS-1", "STW-4", "OFF-1", "NAM-1")),
    SettingGrant("quorum", 1),
    SettingGrant("reviews_per_day", 40),
]

somebody = st.sampled_from(PEOPLE)
overseer = st.sampled_from((*FOUNDERS, *FOUNDERS, *WATCHERS))
grants = st.sampled_from(GRANTS)
makes = st.sampled_from((1, 1, 2, 3))


def shuffled(entries: list[Entry], seed: int) -> list[Entry]:
    """The entries of an interval in another order, in which those of one stream keep theirs."""
    order = list(range(len(entries)))
    Random(seed).shuffle(order)
    streams = [entries[n].stream for n in order]
    left = {stream: [each for each in entries if each.stream == stream] for stream in streams}
    return [left[stream].pop(0) for stream in streams]


def answers(authority: Authority, at: Any) -> dict[str, Any]:
    """Whatever the fold answers as of an instant."""
    return {
        "standing": {each: authority.standing(PersonId(each), at) for each in PEOPLE},
        "agency": authority.agency(AGENCY, at),
        "settings": [authority.setting(name, at) for name in ("quorum", "reviews_per_day", "pack")],
        "proposals": authority.proposals(at),
        "suspensions": authority.suspensions(at),
        "why": {each: authority.why(PersonId(each), at) for each in PEOPLE},
        "everyone": authority.everyone(),
    }


class Recording:
    """Records what people sign in the open interval, and closes intervals.

    Each entry is admitted as it is recorded. When the interval closes, all of them are admitted again in another order.
    """

    def __init__(self, desk: Office) -> None:
        self.desk, self.founding, self.closed = desk, founding(), desk.authority
        self.open: list[Entry] = []
        self.all: list[Entry] = []
        self.desk.pending = True
        self.streams = 0

    @property
    def clock(self) -> Any:
        return self.desk.clock

    def attempt(self, actor: str, event: Any, stream: str, on: tuple[str, ...] = ()) -> Entry | None:
        try:
            entry = self.desk.act(actor, role_of(actor), event, stream, on)
        except NotAdmitted:
            return None
        self.open.append(entry)
        return entry

    def stream(self, kind: str) -> str:
        self.streams += 1
        return f"{kind}/{self.streams:03}"

    def begun(self, kind: type) -> list[Entry]:
        return [each for each in (*self.all, *self.open) if isinstance(each.event, kind)]

    def keys_offered(self, stream: str) -> list[str]:
        entries = (each for each in (*self.all, *self.open) if each.stream == stream)
        return [each.leaf for each in entries if isinstance(each.event, events.KeysOffered)]

    def close(self, seed: int, wait: timedelta = timedelta()) -> None:
        entries = [replace(each, next_begins=self.clock + INTERVAL) for each in self.open]
        one = self.closed.apply_all(entries)
        other = self.closed.apply_all(shuffled(entries, seed))
        self.all += entries
        self.open = []
        for at in (self.clock, self.clock + INTERVAL, self.clock + 2 * DAY, self.clock + 8 * DAY):
            assert answers(one, at) == answers(other, at)
            self.agrees(other, at)
        self.closed = self.desk.authority = other
        self.desk.clock += max(INTERVAL, wait)

    def agrees(self, authority: Authority, at: Any) -> None:
        naive = World(self.founding, self.all, at)
        for each in PEOPLE:
            found, expected = authority.standing(PersonId(each), at), naive.in_force(each)
            assert (found and found.role.value) == (expected and expected[0]), each
            if found is not None and expected is not None:
                keys = naive.grants[expected[1]].offers[each][0].event if expected[1] else None
                assert found.passkeys == (passkeys(each) if keys is None else keys.passkeys)  # type: ignore[union-attr]
        agency = authority.agency(AGENCY, at)
        assert (None if agency is None else agency.safeguards_good) == naive.safeguards(AGENCY)
        for name in ("quorum", "reviews_per_day"):
            assert authority.setting(name, at) == naive.setting(name)
        lasting = {each.entry.stream for each in naive.suspensions.values() if each.lasts(at)}
        assert {each.stream for each in authority.suspensions(at)} == lasting


class Forced(Recording):
    """Puts whatever is signed under a checkpoint at once, unless it is refused, as a dishonest recorder would."""

    def __init__(self, desk: Office) -> None:
        super().__init__(desk)
        desk.pending = False

    def attempt(self, actor: str, event: Any, stream: str, on: tuple[str, ...] = ()) -> Entry | None:
        entry = self.desk.entry(actor, role_of(actor), event, stream, on)
        expected = admits(self.founding, self.all, entry)
        if not expected:
            with pytest.raises(NotAdmitted):
                self.desk.add(entry)
            return None
        self.all.append(self.desk.add(entry))
        return entry

    def close(self, seed: int, wait: timedelta = timedelta()) -> None:
        begun = [each for each in self.all if each.begins == self.clock]
        other = self.closed.apply_all(shuffled(begun, seed))
        for at in (self.clock, self.clock + INTERVAL, self.clock + 2 * DAY, self.clock + 8 * DAY):
            assert answers(self.desk.authority, at) == answers(other, at)
            self.agrees(other, at)
        self.closed = self.desk.authority = other
        self.desk.clock += max(INTERVAL, wait)


class AuthorityMachine(RuleBasedStateMachine):
    """People propose, offer keys, approve, suspend, confirm and lift, and time passes."""

    records: type[Recording] = Recording

    def __init__(self) -> None:
        super().__init__()
        self.office = self.records(office())

    @rule(grant=grants, by=overseer, approvers=st.lists(overseer, max_size=3), make=makes)
    def propose(self, grant: Any, by: str, approvers: list[str], make: int) -> None:
        proposal = self.office.attempt(by, events.GrantProposed(grant, ""), self.office.stream("grant"))
        if proposal is not None:
            for each in enrolled_by(grant):
                self.office.attempt(each, offered(each, role_of(each), make), proposal.stream, (proposal.leaf,))
            for approver in approvers:
                self._approve(proposal, approver, events.GrantApproved())

    @rule(grant=grants, by=st.permutations(STEWARDS), inspector=st.sampled_from(INSPECTORS), make=makes)
    def grant(self, grant: Any, by: list[str], inspector: str, make: int) -> None:
        self.propose(grant, by[0], [by[1], inspector], make)

    def _approve(self, proposal: Entry, by: str, event: Any) -> None:
        on = (proposal.leaf, *self.office.keys_offered(proposal.stream))
        self.office.attempt(by, event, proposal.stream, on)

    @rule(data=st.data(), by=overseer, recovery=st.booleans())
    def approve(self, data: st.DataObject, by: str, recovery: bool) -> None:
        known = self.office.begun(events.GrantProposed)[-6:]
        if known:
            event = events.Recovered("signature") if recovery else events.GrantApproved()
            self._approve(data.draw(st.sampled_from(known)), by, event)

    @rule(who=somebody, by=overseer, since=st.sampled_from((None, None, *WAITS)))
    def suspend(self, who: str, by: str, since: timedelta | None) -> None:
        at = "" if since is None else (self.office.clock - since).isoformat()
        self.office.attempt(by, events.PersonSuspended(PersonId(who), at, ""), self.office.stream("suspension"))

    @rule(data=st.data(), by=overseer, confirm=st.booleans())
    def confirm_or_lift(self, data: st.DataObject, by: str, confirm: bool) -> None:
        known = self.office.begun(events.PersonSuspended)[-6:]
        if known:
            suspension = data.draw(st.sampled_from(known))
            event = events.SuspensionConfirmed("") if confirm else events.SuspensionLifted("")
            self.office.attempt(by, event, suspension.stream, (suspension.leaf,))

    @rule(
        by=somebody,
        who=st.sampled_from(("NAM-1", "SIG-1", "OFF-1")),
        until=st.sampled_from(("2026-03-04", "2026-04-20")),
    )
    def shorten(self, by: str, who: str, until: str) -> None:
        self.office.attempt(by, events.TermShortened(PersonId(who), until, ""), f"term/{who}")

    @rule(by=somebody)
    def find_poor(self, by: str) -> None:
        self.office.attempt(by, events.SafeguardsFoundPoor(AGENCY, ""), f"safeguards/{AGENCY}")

    @rule(by=somebody, change=st.sampled_from((("quorum", 3), ("quorum", 5), ("reviews_per_day", 10))))
    def tighten(self, by: str, change: tuple[str, int]) -> None:
        self.office.attempt(by, events.SettingTightened(*change), f"setting/{change[0]}")

    @rule(seed=st.integers(0, 2**16), wait=st.sampled_from((INTERVAL, INTERVAL, *WAITS)))
    def close(self, seed: int, wait: timedelta) -> None:
        self.office.close(seed, wait)

    @invariant()
    def somebody_remains(self) -> None:
        """Some steward is not suspended for good, so that no number of stops ends an office."""
        at = self.office.clock
        lasting = self.office.desk.authority.suspensions(at)
        for_good = {each.person for each in lasting if each.confirmed_by is not None}
        stewards = {each for each in self.office.closed.everyone() if each.startswith("STW")}
        assert stewards - for_good

    @invariant()
    def one_unconfirmed_each(self) -> None:
        lasting = self.office.desk.authority.suspensions(self.office.clock)
        by = [each.by for each in lasting if each.confirmed_by is None and each.person in WATCHERS]
        assert len(set(by)) == len(by)

    def teardown(self) -> None:
        self.office.close(7)


class ForcedMachine(AuthorityMachine):
    """The same people, with a dishonest recorder."""

    records = Forced


def run(machine: type[AuthorityMachine], examples: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


@pytest.mark.parametrize("machine", [AuthorityMachine, ForcedMachine])
def test_whatever_is_signed_the_fold_agrees_with_a_naive_one(machine: type[AuthorityMachine]) -> None:
    run(machine, examples=25, steps=30)


@pytest.mark.trial
@pytest.mark.parametrize("machine", [AuthorityMachine, ForcedMachine])
def test_whatever_is_signed_in_many_more_offices_the_fold_agrees_with_a_naive_one(
    machine: type[AuthorityMachine],
) -> None:
    run(machine, examples=1_000, steps=50)
