"""What no two people can do, what no one person can prevent, and how an office recovers."""

from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.office import (
    AGENCY,
    AGENCY_GRANT,
    ALL_THREE,
    CODE,
    DAY,
    INSPECTORS,
    INTERVAL,
    STEWARDS,
    Office,
    offered,
    office,
    person,
    role_of,
)
from withhold.model.authority import events
from withhold.model.authority.entry import Entry
from withhold.model.authority.grants import AgencyGrant, KeysGrant, SettingGrant, TermGrant, enrolled_by
from withhold.model.errors import NotAdmitted
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role

COVERS = ("withhold.model.authority",)

S1, S2, S3 = STEWARDS
I1, I2 = INSPECTORS
HONEST = ("OFF-1", "CNS-1", "SIG-1", "NAM-1")
INVENTED = ("STW-8", "INS-8", "OFF-8", "CNS-8", "SIG-8", "NAM-8")
OTHER_AGENCY = AgencyGrant(AgencyId("AGY-8"), "Bureau of Nothing", "8 Example Street", "")


def agency_of(id_: str) -> str:
    return AGENCY if id_[:3] in ("SIG", "NAM") else ""


def full_office(**parts: Any) -> Office:
    """An office with an agency and one person in each role."""
    desk = office(**parts)
    desk.granted(AGENCY_GRANT, approved_by=ALL_THREE)
    for each in HONEST:
        desk.grant(person(each, role_of(each), agency_of(each)), approved_by=ALL_THREE if each != "NAM-1" else (S2,))
    return desk.later(5 * DAY)


FULL = full_office()


def copy_of(desk: Office) -> Office:
    return Office(desk.authority, desk.clock, desk.pending, list(desk.entries), dict(desk.versions), desk.count)


GRANTS: list[Any] = [
    *(person(each, role_of(each), agency_of(each)) for each in INVENTED),
    *(KeysGrant(PersonId(each), CODE) for each in (S1, S2, S3, I1, I2, *HONEST)),
    TermGrant(PersonId("SIG-1"), "2026-01-01", "2036-12-31"),
    SettingGrant("quorum", 1),
    OTHER_AGENCY,
]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("grant", "grant", "grant", "suspend", "confirm", "lift", "shorten", "poor", "tighten", "wait")
        ),
        st.integers(0, 1_000),
        st.integers(0, 1_000),
        st.integers(0, 1_000),
    ),
    min_size=5,
    max_size=25,
)


class Bad:
    """People who sign whatever they can, and so does everybody whom they bring in force."""

    def __init__(self, desk: Office, people: tuple[str, ...]) -> None:
        self.desk, self.people = copy_of(desk), people
        self.suspensions: list[Entry] = []
        self.grants: list[Any] = []

    def all(self) -> list[str]:
        authority, now = self.desk.authority, self.desk.clock
        return [*self.people, *(each for each in INVENTED if authority.standing(PersonId(each), now) is not None)]

    def attempt(self, actor: str, event: Any, stream: str, on: tuple[str, ...] = (), **parts: Any) -> Entry | None:
        try:
            return self.desk.act(actor, role_of(actor), event, stream, on, **parts)
        except NotAdmitted:
            return None

    def step(self, what: str, one: int, two: int, three: int) -> None:
        by = self.all()[one % len(self.all())]
        if what == "grant":
            self.grant(by, GRANTS[two % len(GRANTS)])
        elif what == "suspend":
            everybody = (*STEWARDS, *INSPECTORS, *HONEST)
            since = "" if three % 2 else (self.desk.clock - three * DAY).isoformat()
            suspend = events.PersonSuspended(PersonId(everybody[two % len(everybody)]), since, "")
            made = self.attempt(by, suspend, f"suspension/{self.desk.count + 1}")
            self.suspensions += [] if made is None else [made]
        elif what in ("confirm", "lift") and self.suspensions:
            suspension = self.suspensions[two % len(self.suspensions)]
            event = events.SuspensionConfirmed("") if what == "confirm" else events.SuspensionLifted("")
            self.attempt(by, event, suspension.stream, (suspension.leaf,))
        elif what == "shorten":
            who = (*STEWARDS, *INSPECTORS, *HONEST)[two % 9]
            self.attempt(by, events.TermShortened(PersonId(who), "2026-01-02", ""), f"term/{who}")
        elif what == "poor":
            self.attempt(by, events.SafeguardsFoundPoor(AGENCY, ""), f"safeguards/{AGENCY}")
        elif what == "tighten":
            self.attempt(by, events.SettingTightened("quorum", 3 + two), "setting/quorum")
        else:
            self.desk.later((INTERVAL, DAY, 3 * DAY, 8 * DAY, 15 * DAY)[two % 5])

    def grant(self, by: str, grant: Any) -> None:
        proposal = self.attempt(by, events.GrantProposed(grant, ""), f"grant/{self.desk.count + 1}")
        if proposal is None:
            return
        # Whoever holds the code can offer keys in the name of the person whom the grant is about.
        keys = [
            self.attempt(each, offered(each, role_of(each), self.desk.count), proposal.stream, (proposal.leaf,))
            for each in enrolled_by(grant)
        ]
        on = (proposal.leaf, *(each.leaf for each in keys if each is not None))
        for each in self.all():
            self.attempt(each, events.GrantApproved(), proposal.stream, on)
            # The recovery key is outside the office, so nobody has its signature.
            self.attempt(each, events.Recovered("forged"), proposal.stream, on, signed=False)


PAIRS = [*combinations((S1, I1, *HONEST), 2), (S1, S2), (I1, I2)]


@pytest.mark.parametrize("pair", PAIRS, ids=" and ".join)
@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(steps=STEPS)
def test_no_two_people_make_a_reviewer_an_inspector_a_signer_or_an_agency(
    pair: tuple[str, str], steps: list[tuple[str, int, int, int]]
) -> None:
    bad = Bad(FULL, pair)
    for step in steps:
        bad.step(*step)
    for wait in (timedelta(), 2 * DAY, 10 * DAY):
        at = bad.desk.clock + wait
        for each in ("INS-8", "OFF-8", "CNS-8", "SIG-8"):
            assert bad.desk.authority.standing(PersonId(each), at) is None
        assert bad.desk.authority.agency(AgencyId("AGY-8"), at) is None
        quorum = bad.desk.authority.setting("quorum", at)
        assert isinstance(quorum, int)
        assert quorum >= 2
        for each in (I1, I2, "OFF-1", "CNS-1", "SIG-1"):
            before = FULL.authority.passkeys_of(PersonId(each), FULL.clock)
            assert bad.desk.authority.passkeys_of(PersonId(each), at) in (before, ())


@pytest.mark.parametrize("bad", [S1, I1])
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(steps=STEPS)
def test_one_steward_or_inspector_against_all_others_locks_nobody_out(
    bad: str, steps: list[tuple[str, int, int, int]]
) -> None:
    attacker = Bad(FULL, (bad,))
    others = {*STEWARDS, *INSPECTORS} - {bad}
    for step in steps:
        attacker.step(*step)
        assert len(others & attacker.desk.names()) >= len(others) - 1
    desk = attacker.desk
    lasting = [each for each in desk.authority.suspensions(desk.clock) if each.person in others]
    able = sorted(others & desk.names())
    *watchers, confirms = able  # a steward comes last
    stop = desk.later().suspend(bad, by=watchers[0])
    desk.later().confirm(stop, confirms)
    for each in lasting if watchers[0].startswith("INS") else ():
        first = next(entry for entry in desk.entries if entry.stream == each.stream)
        for lifter in (confirms, watchers[0]):
            desk.lift(first, lifter)
        assert each.person in desk.later().names()
    desk.later(15 * DAY)
    assert desk.names() & {*STEWARDS, *INSPECTORS} == others
    remaining = sorted(each for each in others if each[:3] == "STW")
    named = person("OFF-7", Role.OFFICER)
    desk.granted(named, by=remaining[0], approved_by=(remaining[1], min(others)))
    assert "OFF-7" in desk.names()


@settings(max_examples=60, deadline=None)
@given(
    stopped=st.integers(0, 1_700),
    approved=st.integers(0, 600),
    by=st.sampled_from((S3, I2)),
    how=st.sampled_from(("lapse", "confirm", "lift")),
)
def test_a_proposal_by_a_steward_suspended_for_fraud_never_counts(
    stopped: int, approved: int, by: str, how: str
) -> None:
    """The minutes until the proposer is stopped and until it is approved are any. It waits a day."""
    desk = office()
    grant = person("STW-8", Role.STEWARD)
    proposal = desk.propose(grant)
    keys = desk.offer(proposal, offered(grant.person, Role.STEWARD), Role.STEWARD)
    start = desk.clock
    force = start + timedelta(minutes=5 * (approved // 5 + 1)) + DAY
    suspension = None
    for minute in sorted({stopped // 5 * 5, approved // 5 * 5}):
        desk.clock = start + timedelta(minutes=minute)
        if minute == stopped // 5 * 5:
            suspension = desk.suspend(S1, by=by)
        if minute == approved // 5 * 5:
            try:
                desk.approve(proposal, S2, keys)
            except NotAdmitted:
                assert stopped // 5 < approved // 5
    assert suspension is not None
    desk.later()
    if how == "confirm":
        desk.confirm(suspension, S2)
    elif how == "lift":
        desk.lift(suspension, S2)
        desk.lift(suspension, I1)
    desk.later(40 * DAY)
    assert (grant.person in desk.names()) == (suspension.at >= force)
    assert (S1 in desk.names()) == (how != "confirm")


def test_a_lost_passkey_is_replaced_by_two_others_and_the_lost_one_no_longer_counts() -> None:
    desk = copy_of(FULL)
    for who, approved_by in ((S1, (S3,)), ("OFF-1", (S3, I1)), ("NAM-1", (S3,))):
        old = desk.authority.passkeys_of(PersonId(who), desk.clock)
        desk.granted(KeysGrant(PersonId(who), CODE), by=S2, approved_by=approved_by, make=2)
        new = desk.authority.passkeys_of(PersonId(who), desk.clock)
        assert new == offered(PersonId(who), role_of(who), 2).passkeys
        assert not {str(each) for each in old} & {str(each) for each in new}


def recover(desk: Office, named: Any, by: str, *approvers: str) -> None:
    proposal = desk.propose(named, by=by)
    keys = desk.offer(proposal, offered(named.person, Role(named.role)), Role(named.role))
    on = (proposal.leaf, keys.leaf)
    desk.act(by, Role.STEWARD, events.Recovered("signature"), proposal.stream, on)
    for each in approvers:
        desk.approve(proposal, each, keys)
    desk.later(8 * DAY)


def test_an_office_of_two_stewards_recovers_when_one_is_lost() -> None:
    desk = office(stewards=2, inspectors=1)
    recover(desk, person("STW-8", Role.STEWARD), S1)
    assert "STW-8" in desk.names()
    desk.granted(KeysGrant(S2, CODE), approved_by=("STW-8",), make=2)
    assert desk.authority.passkeys_of(S2, desk.clock) == offered(S2, Role.STEWARD, 2).passkeys


def test_a_sole_inspector_who_is_lost_is_replaced() -> None:
    desk = office(stewards=2, inspectors=1)
    recover(desk, person("INS-8", Role.INSPECTOR), S1, S2)
    assert "INS-8" in desk.names()
    desk.granted(KeysGrant(I1, CODE), approved_by=(S2, "INS-8"), make=2)
    desk.granted(person("OFF-1", Role.OFFICER), approved_by=(S2, I1))
    assert "OFF-1" in desk.names()


def test_one_steward_and_the_recovery_key_are_stopped_while_they_wait() -> None:
    desk = office()
    proposal = desk.propose(person("STW-8", Role.STEWARD))
    keys = desk.offer(proposal, offered(PersonId("STW-8"), Role.STEWARD), Role.STEWARD)
    desk.act(S1, Role.STEWARD, events.Recovered("signature"), proposal.stream, (proposal.leaf, keys.leaf))
    desk.later(6 * DAY).suspend(S1, by=I1)
    assert "STW-8" not in desk.later(40 * DAY).names()


def test_who_is_suspended_by_one_and_confirmed_by_another_stays_out() -> None:
    desk = copy_of(FULL)
    suspension = desk.suspend("OFF-1", by=I1)
    desk.later().confirm(suspension, S1)
    desk.later(400 * DAY)
    assert "OFF-1" not in desk.names()
    assert suspension.leaf in {each.leaf for each in desk.authority.suspensions(desk.clock)}
