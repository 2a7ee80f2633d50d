"""What one person can stop, how it ends, and that one person can lock nobody out."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from support.codes import raises
from support.office import (
    AGENCY,
    AGENCY_GRANT,
    ALL_THREE,
    CODE,
    DAY,
    INSPECTORS,
    INTERVAL,
    START,
    STEWARDS,
    Office,
    office,
    office_with_agency,
    person,
    role_of,
)
from withhold.model.authority import events
from withhold.model.authority.grants import KeysGrant, SafeguardsGrant, SettingGrant, TermGrant
from withhold.model.errors import Code, NotAdmitted
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role

COVERS = (
    "withhold.model.authority.answers",
    "withhold.model.authority.binding",
    "withhold.model.authority.entry",
    "withhold.model.authority.rules",
)

S1, S2, S3 = STEWARDS
I1, I2 = INSPECTORS
OFFICER = person("OFF-1", Role.OFFICER)
SIGNER = person("SIG-1", Role.SIGNER, AGENCY)
OFFICIAL = person("NAM-1", Role.OFFICIAL, AGENCY)
SECOND = timedelta(seconds=1)


def with_officer() -> Office:
    desk = office()
    desk.granted(OFFICER, approved_by=ALL_THREE)
    return desk


@pytest.mark.parametrize("by", [S1, I1])
def test_one_steward_or_inspector_suspends_at_once(by: str) -> None:
    desk = with_officer()
    desk.later()
    desk.suspend("OFF-1", by=by)
    assert desk.authority.standing(OFFICER.person, desk.clock) is None
    assert desk.authority.standing(OFFICER.person, desk.clock - SECOND) is not None


def test_a_suspension_counts_before_it_is_under_a_checkpoint() -> None:
    desk = with_officer()
    desk.pending = True
    desk.suspend("OFF-1", by=S1, recorded=desk.clock + SECOND, begins=None)
    assert "OFF-1" in desk.names()
    assert desk.authority.standing(OFFICER.person, desk.clock + SECOND) is None


def test_whoever_is_suspended_does_nothing() -> None:
    desk = office()
    desk.suspend(S1, by=I1)
    desk.later()
    with raises(NotAdmitted, Code.AUTHORITY_NOT_IN_FORCE):
        desk.propose(OFFICER)
    with raises(NotAdmitted, Code.AUTHORITY_NOT_IN_FORCE):
        desk.suspend(I1, by=S1)


def test_what_a_suspended_person_signed_in_the_same_interval_does_not_count() -> None:
    desk = office()
    proposal = desk.grant(person("STW-9", Role.STEWARD))
    desk.suspend(S1, by=I1)
    desk.later(2 * DAY)
    assert "STW-9" not in desk.names()
    assert all(each.stream != proposal.stream for each in desk.authority.proposals(desk.clock))


def test_but_before_the_checkpoint_whatever_was_recorded_first_counts() -> None:
    desk = office()
    desk.pending = True
    desk.suspend(S1, by=I1)
    with raises(NotAdmitted, Code.AUTHORITY_NOT_IN_FORCE):
        desk.propose(OFFICER)


def test_a_suspension_lapses_unless_a_second_steward_confirms_it() -> None:
    desk = with_officer()
    first, second = desk.suspend("OFF-1", by=I1), desk.suspend("OFF-1", by=S1)
    lapses = desk.clock + 14 * DAY
    assert [each.lapses for each in desk.authority.suspensions(desk.clock)] == [lapses, lapses]
    assert desk.authority.standing(OFFICER.person, lapses - SECOND) is None
    assert desk.authority.standing(OFFICER.person, lapses) is not None
    with raises(NotAdmitted, Code.AUTHORITY_SUSPENDED_BY_ONESELF):
        desk.later().confirm(second, S1)
    with raises(NotAdmitted, Code.AUTHORITY_ROLE):
        desk.confirm(first, I2)
    desk.confirm(first, S1)
    with raises(NotAdmitted, Code.AUTHORITY_CONFIRMED_BEFORE):
        desk.confirm(first, S2)
    assert desk.authority.standing(OFFICER.person, lapses + 400 * DAY) is None
    assert [(each.by, each.confirmed_by) for each in desk.authority.suspensions(lapses)] == [(I1, S1)]
    desk.clock = lapses
    with raises(NotAdmitted, Code.AUTHORITY_SUSPENSION_ENDED):
        desk.confirm(second, S2)


def test_a_steward_and_an_inspector_lift_it_and_neither_of_them_suspended() -> None:
    desk = with_officer()
    suspension = desk.suspend("OFF-1", by=I1)
    desk.later()
    desk.confirm(suspension, S1)
    with raises(NotAdmitted, Code.AUTHORITY_SUSPENDED_BY_ONESELF):
        desk.lift(suspension, I1)
    desk.lift(suspension, S2)
    with raises(NotAdmitted, Code.AUTHORITY_APPROVED_BEFORE):
        desk.lift(suspension, S2)
    desk.lift(suspension, S3)
    assert "OFF-1" not in desk.later().names()
    desk.lift(suspension, I2)
    assert desk.authority.suspensions(desk.clock)[0].lifted_by == (S2, S3, I2)
    assert "OFF-1" not in desk.names()
    assert "OFF-1" in desk.later().names()
    with raises(NotAdmitted, Code.AUTHORITY_SUSPENSION_ENDED):
        desk.lift(suspension, S1)


def test_a_lift_does_not_count_before_it_is_under_a_checkpoint() -> None:
    desk = with_officer()
    suspension = desk.suspend("OFF-1", by=I1)
    desk.later().pending = True
    for each in (S1, I2):
        desk.lift(suspension, each)
    assert "OFF-1" not in desk.later(DAY).names()


def test_a_lift_by_somebody_who_is_stopped_before_the_second_agrees_does_not_count() -> None:
    desk = with_officer()
    suspension = desk.suspend("OFF-1", by=I1)
    desk.later().lift(suspension, S1)
    desk.suspend(S1, by=S2)
    desk.later().lift(suspension, I2)
    assert "OFF-1" not in desk.later().names()
    desk.lift(suspension, S3)
    assert "OFF-1" in desk.later().names()


@pytest.mark.parametrize("act", ["confirm", "lift"])
def test_a_suspension_is_confirmed_and_lifted_in_its_own_stream(act: str) -> None:
    desk = with_officer()
    suspension = desk.suspend("OFF-1", by=I1)
    with raises(NotAdmitted, Code.AUTHORITY_RESTS_ON):
        getattr(desk, act)(suspension, S1, on=())
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        getattr(desk, act)(replace(suspension, stream="suspension/none"), S1)


def test_a_suspension_begins_a_stream_and_names_somebody_and_no_time_to_come() -> None:
    desk = with_officer()
    suspend = events.PersonSuspended(OFFICER.person, "", "why")
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(S1, Role.STEWARD, suspend, "person/OFF-1")
    first = desk.act(S1, Role.STEWARD, suspend, "suspension/1")
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(S1, Role.STEWARD, suspend, first.stream)
    with raises(NotAdmitted, Code.AUTHORITY_PERSON_UNKNOWN):
        desk.suspend("OFF-2", by=S1)
    for since in ("soon", "2026-03-01T00:00:00", "2026-12-01T00:00:00+00:00"):
        with raises(NotAdmitted, Code.AUTHORITY_SINCE):
            desk.suspend("OFF-1", by=S1, since=since)


@pytest.mark.parametrize(("role", "by"), [(Role.OFFICER, "OFF-1"), (Role.SIGNER, "SIG-1")])
def test_no_other_role_stops_or_lifts_anything(role: Role, by: str) -> None:
    desk = office_with_agency()
    desk.granted(OFFICER, approved_by=ALL_THREE)
    desk.granted(SIGNER, approved_by=ALL_THREE)
    suspension = desk.suspend(S1, by=S2)
    for event, stream in (
        (events.PersonSuspended(S3, "", "why"), "suspension/9"),
        (events.SuspensionConfirmed("why"), suspension.stream),
        (events.SuspensionLifted("why"), suspension.stream),
        (events.TermShortened(SIGNER.person, "2026-04-01", "why"), "term/SIG-1"),
        (events.SafeguardsFoundPoor(AGENCY, "why"), "safeguards/AGY-1"),
        (events.SettingTightened("quorum", 3), "setting/quorum"),
    ):
        with raises(NotAdmitted, Code.AUTHORITY_ROLE):
            desk.act(by, role, event, stream)


def test_one_person_has_one_unconfirmed_suspension_of_a_steward_or_inspector() -> None:
    desk = with_officer()
    desk.pending = True
    first = desk.suspend(S1, by=I1)
    for other in (S2, S3, I2):
        with raises(NotAdmitted, Code.AUTHORITY_SUSPENDS_TWO):
            desk.suspend(other, by=I1)
    desk.suspend("OFF-1", by=I1)
    desk.confirm(first, S2)
    desk.suspend(S3, by=I1)
    assert desk.names() == {S2, I1, I2}


def test_one_too_many_under_a_checkpoint_does_not_count() -> None:
    desk = office()
    desk.suspend(S1, by=I1)
    desk.suspend(S2, by=I1)
    desk.later().suspend(S3, by=I1)
    assert desk.names() == {S2, S3, I1, I2}
    assert [each.person for each in desk.authority.suspensions(desk.clock)] == [S1]


def test_a_confirmation_in_the_same_interval_makes_room_for_another_suspension() -> None:
    desk = office()
    first = desk.suspend(S1, by=I1)
    second = desk.suspend(I2, by=I1)
    desk.confirm(first, S2)
    assert second.event.kind
    assert desk.names() == {S2, S3, I1}


def test_nobody_suspends_a_steward_or_inspector_twice() -> None:
    desk = office()
    desk.suspend(S1, by=I1)
    desk.later(15 * DAY)
    assert S1 in desk.names()
    with raises(NotAdmitted, Code.AUTHORITY_SUSPENDED_BEFORE):
        desk.suspend(S1, by=I1)
    desk.suspend(S1, by=I2)
    assert S1 not in desk.names()


def test_a_steward_who_is_proposed_can_be_suspended_beforehand() -> None:
    desk = office()
    desk.grant(person("STW-9", Role.STEWARD))
    desk.later().suspend("STW-9", by=I1)
    assert "STW-9" not in desk.later(5 * DAY).names()
    with raises(NotAdmitted, Code.AUTHORITY_NOT_IN_FORCE):
        desk.propose(OFFICER, by="STW-9")
    assert "STW-9" in desk.later(10 * DAY).names()


def test_what_a_key_granted_since_it_was_stolen_counts_as_void() -> None:
    desk = office_with_agency()
    desk.granted(person("OFF-2", Role.OFFICER), approved_by=ALL_THREE)
    stolen = desk.clock
    desk.later()
    desk.granted(OFFICER, by=S3, approved_by=ALL_THREE)
    desk.granted(OFFICIAL, by=S3)
    desk.grant(TermGrant(PersonId("NAM-1"), "2026-01-01", "2028-12-31"))
    desk.later(5 * DAY)
    assert {"OFF-1", "OFF-2", "NAM-1"} <= desk.names()
    suspension = desk.suspend(S2, by=I1, since=stolen.isoformat())
    assert desk.names() & {"OFF-1", "OFF-2", "NAM-1"} == {"OFF-2"}
    assert desk.authority.voided(S2, stolen + SECOND, desk.clock)
    assert not desk.authority.voided(S2, stolen, desk.clock)
    assert not desk.authority.voided(S2, stolen + SECOND, desk.clock - SECOND)
    assert not desk.authority.voided(S1, stolen + SECOND, desk.clock)
    for each in (S1, I2):
        desk.later().lift(suspension, each)
    assert {"OFF-1", "OFF-2", "NAM-1", S2} <= desk.later().names()
    assert not desk.authority.voided(S2, stolen + SECOND, desk.clock)


def test_a_steward_granted_since_then_is_void_once_a_second_steward_confirms() -> None:
    desk = office()
    desk.granted(person("STW-9", Role.STEWARD))
    waiting = desk.grant(person("STW-8", Role.STEWARD), by="STW-9", approved_by=(S3,))
    suspension = desk.suspend(S1, by=I1, since=START.isoformat())
    assert "STW-9" in desk.names()
    desk.later().confirm(suspension, S2)
    assert desk.names() == {S2, S3, I1, I2}
    assert desk.authority.proposals(desk.clock) == ()
    desk.later(2 * DAY)
    assert PersonId("STW-8") not in desk.names()
    assert waiting.stream


def test_keys_that_became_void_do_not_bring_the_lost_ones_back() -> None:
    desk = with_officer()
    stolen = desk.clock
    desk.later().granted(KeysGrant(OFFICER.person, CODE), approved_by=ALL_THREE, make=2)
    assert "OFF-1" in desk.names()
    desk.suspend(S2, by=I1, since=stolen.isoformat())
    assert desk.authority.passkeys_of(OFFICER.person, desk.clock) == ()


def test_a_suspension_by_a_stolen_key_is_lifted_and_not_void() -> None:
    desk = with_officer()
    desk.suspend("OFF-1", by=S1)
    desk.later().suspend(S1, by=I1, since=START.isoformat())
    assert not desk.names() & {"OFF-1", S1}


def shorten(desk: Office, by: str = S1, until: str = "2026-04-01", who: str = "NAM-1") -> Any:
    event = events.TermShortened(PersonId(who), until, "moved")
    return desk.act(by, role_of(by), event, f"term/{who}")


def test_a_term_is_shortened_at_once_and_lengthened_by_two_stewards() -> None:
    desk = office_with_agency()
    desk.granted(OFFICIAL)
    shorten(desk, I1, "2026-03-01")
    assert "NAM-1" not in desk.names()
    desk.later().grant(TermGrant(OFFICIAL.person, "2026-03-01", "2026-06-30"))
    desk.later(2 * DAY)
    assert "NAM-1" in desk.names()
    with raises(NotAdmitted, Code.AUTHORITY_TERM_NOT_SHORTER):
        shorten(desk, S1, "2026-06-30")
    with raises(NotAdmitted, Code.ACCREDITATION_NOT_A_DATE):
        shorten(desk, S1, "soon")
    with raises(NotAdmitted, Code.AUTHORITY_PERSON_UNKNOWN):
        shorten(desk, who="NAM-2")
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(S1, Role.STEWARD, events.TermShortened(OFFICIAL.person, "2026-04-01", "moved"), "term/NAM-2")


def test_a_longer_term_that_was_proposed_before_a_shorter_one_does_not_undo_it() -> None:
    desk = office_with_agency()
    desk.granted(OFFICIAL)
    desk.grant(TermGrant(OFFICIAL.person, "2026-03-01", "2027-06-30"))
    desk.later()
    shorten(desk)
    desk.later(2 * DAY)
    found = desk.authority.standing(OFFICIAL.person, desk.clock)
    assert found is not None
    assert str(found.valid_until) == "2026-04-01"


def test_stewards_and_inspectors_have_no_term_that_one_person_could_end() -> None:
    desk = office()
    desk.granted(person("STW-9", Role.STEWARD))
    with raises(NotAdmitted, Code.AUTHORITY_WITHOUT_TERM):
        shorten(desk, who="STW-9")
    with raises(NotAdmitted, Code.AUTHORITY_PERSON_UNKNOWN):
        shorten(desk, who=S2)
    with raises(NotAdmitted, Code.AUTHORITY_PERSON_UNKNOWN):
        desk.propose(TermGrant(PersonId("STW-9"), "2026-03-01", "2027-06-30"))


def test_safeguards_are_poor_at_once_and_good_again_by_two_stewards() -> None:
    desk = office_with_agency()

    def poor(by: str, agency: str = AGENCY, stream: str = "safeguards/AGY-1") -> None:
        desk.act(by, role_of(by), events.SafeguardsFoundPoor(AgencyId(agency), "Open doors."), stream)

    def safeguards() -> tuple[bool, str, int]:
        found = desk.authority.agency(AGENCY, desk.clock)
        assert found is not None
        return found.safeguards_good, found.note, len(found.chain)

    assert safeguards() == (True, "Inspected.", 3)
    poor(I1)
    assert safeguards() == (False, "Open doors.", 3)
    desk.grant(SafeguardsGrant(AGENCY, "Too early."))
    desk.later()
    poor(S1)
    desk.later(2 * DAY)
    assert safeguards() == (False, "Open doors.", 3)
    desk.grant(SafeguardsGrant(AGENCY, "Locked doors."))
    assert safeguards()[0] is False
    desk.later(2 * DAY)
    assert safeguards() == (True, "Locked doors.", 5)
    with raises(NotAdmitted, Code.AGENCY_UNKNOWN):
        poor(S1, "AGY-2", "safeguards/AGY-2")
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        poor(S1, AGENCY, "safeguards/AGY-2")


def tighten(desk: Office, value: int | str | bool, name: str = "quorum", by: str = I1) -> None:
    desk.act(by, role_of(by), events.SettingTightened(name, value), f"setting/{name}")


def test_a_setting_is_tightened_at_once() -> None:
    desk = office()
    tighten(desk, 3)
    tighten(desk, 10, "reviews_per_day", S1)
    assert desk.authority.setting("quorum", desk.clock) == 3
    assert desk.authority.setting("reviews_per_day", desk.clock) == 10
    for value, name, code in (
        (3, "quorum", Code.AUTHORITY_SETTING_NOT_TIGHTER),
        (1001, "quorum", Code.AUTHORITY_SETTING_BOUNDS),
        ("4", "quorum", Code.AUTHORITY_SETTING_BOUNDS),
        ("pack-2", "pack", Code.AUTHORITY_SETTING_NOT_TIGHTER),
        (1, "color", Code.AUTHORITY_SETTING_UNKNOWN),
    ):
        with raises(NotAdmitted, code):
            tighten(desk.later(), value, name)
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(I1, Role.INSPECTOR, events.SettingTightened("quorum", 4), "setting/other")


def test_of_two_tightenings_in_one_interval_the_tightest_counts() -> None:
    desk = office()
    for value in (5, 4, 3):
        tighten(desk, value)
    assert desk.authority.setting("quorum", desk.clock) == 5


def test_a_looser_setting_that_was_proposed_before_a_tighter_one_does_not_undo_it() -> None:
    desk = office()
    desk.grant(SettingGrant("quorum", 1), approved_by=ALL_THREE)
    tighten(desk.later(DAY), 3)
    desk.later(4 * DAY)
    assert desk.authority.setting("quorum", desk.clock) == 3
    desk.granted(SettingGrant("quorum", 1), approved_by=ALL_THREE)
    assert desk.authority.setting("quorum", desk.clock) == 1


def test_one_malicious_steward_of_two_is_stopped_and_comes_to_nothing() -> None:
    desk = office(stewards=2, inspectors=1)
    first = desk.suspend(S2, by=S1)
    desk.later().suspend(S1, by=I1)
    assert desk.names() == {I1}
    desk.clock = START + 14 * DAY
    assert desk.names() == {S2, I1}
    with raises(NotAdmitted, Code.AUTHORITY_SUSPENSION_ENDED):
        desk.lift(first, I1)
    second = next(each for each in desk.entries if each.actor == I1)
    desk.confirm(second, S2)
    assert desk.later(400 * DAY).names() == {S2, I1}


def test_agencys_people_are_in_force_while_their_agency_is() -> None:
    desk = office()
    desk.later()
    made = desk.clock
    desk.granted(AGENCY_GRANT, approved_by=ALL_THREE)
    desk.granted(OFFICIAL, by=S3, approved_by=(S1,))
    assert "NAM-1" in desk.names()
    desk.suspend(S2, by=I1, since=made.isoformat())
    assert desk.authority.agency(AGENCY, desk.clock) is None
    assert "NAM-1" not in desk.names()


def test_why_somebody_is_in_force_goes_down_to_the_founders() -> None:
    desk = office()
    desk.granted(person("STW-9", Role.STEWARD))
    desk.granted(OFFICER, by="STW-9", approved_by=ALL_THREE)
    why = desk.authority.why(OFFICER.person, desk.clock)
    assert [(each.about, each.actor) for each in why] == [
        ("OFF-1", "STW-9"),
        ("OFF-1", "OFF-1"),
        ("OFF-1", S2),
        ("OFF-1", I1),
        ("STW-9", S1),
        ("STW-9", "STW-9"),
        ("STW-9", S2),
    ]
    found = desk.authority.standing(OFFICER.person, desk.clock)
    assert found is not None
    assert tuple(each.leaf for each in why[:4]) == found.chain
    assert desk.authority.why(S1, desk.clock) == ()


def test_what_waits_says_what_it_still_needs() -> None:
    desk = office()
    at = desk.clock
    assert desk.authority.proposals(at) == ()
    proposal = desk.later().propose(OFFICER)
    (waiting,) = desk.authority.proposals(desk.clock)
    assert (waiting.proposed_by, waiting.lacks_keys_of, waiting.expires) == (S1, ("OFF-1",), desk.clock + 7 * DAY)
    assert waiting.needs == (frozenset({Role.STEWARD}), frozenset({Role.INSPECTOR}))
    assert desk.authority.proposals(at) == ()
    assert proposal.stream == waiting.stream
    desk.grant(person("STW-9", Role.STEWARD))
    complete = next(each for each in desk.authority.proposals(desk.clock) if each.needs == ())
    assert (complete.in_force_from, complete.expires) == (desk.clock + INTERVAL + DAY, None)
    desk.later(2 * DAY).propose(person("STW-8", Role.STEWARD))
    assert [each.grant for each in desk.authority.proposals(desk.clock)] == [OFFICER, person("STW-8", Role.STEWARD)]
