"""Grants: what several people must sign before anybody is in force, and what one or two of them cannot do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from support.codes import raises
from support.office import (
    AGENCY,
    AGENCY_GRANT,
    ALL_THREE,
    DAY,
    INSPECTORS,
    INTERVAL,
    STEWARDS,
    Office,
    PlainKeys,
    Waits,
    founding,
    keys_of,
    offered,
    office,
    office_with_agency,
    passkeys,
    person,
)
from withhold.model.authority import events
from withhold.model.authority.fold import begin
from withhold.model.authority.grants import (
    AgencyGrant,
    Grant,
    KeysGrant,
    OfficialsGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
)
from withhold.model.errors import Code, NotAdmitted
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role

COVERS = (
    "withhold.model.authority.fold",
    "withhold.model.authority.founders",
    "withhold.model.authority.grants",
    "withhold.model.authority.rules",
)

S1, S2, S3 = STEWARDS
I1, I2 = INSPECTORS
OFFICER = person("OFF-1", Role.OFFICER)
COUNSEL = person("CNS-1", Role.COUNSEL)
STEWARD = person("STW-9", Role.STEWARD)
INSPECTOR = person("INS-9", Role.INSPECTOR)
SIGNER = person("SIG-1", Role.SIGNER, AGENCY)
OFFICIAL = person("NAM-1", Role.OFFICIAL, AGENCY)
CODE = "c0" * 32


@pytest.mark.parametrize("grant", [OFFICER, COUNSEL, INSPECTOR, SIGNER], ids=lambda each: each.role)
def test_two_stewards_and_an_inspector_grant_a_role(grant: Any) -> None:
    desk = office_with_agency()
    proposal = desk.propose(grant)
    keys = desk.offer(proposal, keys_of(grant), Role(grant.role))
    desk.approve(proposal, S2, keys)
    desk.later(3 * DAY)
    assert desk.authority.standing(grant.person, desk.clock) is None
    desk.approve(proposal, I1, keys)
    begins = desk.clock + INTERVAL + DAY
    assert desk.authority.standing(grant.person, begins - timedelta(seconds=1)) is None
    found = desk.authority.require_in_force(grant.person, Role(grant.role), grant.agency, begins)
    assert (found.name, found.since, found.passkeys) == (grant.name, begins, keys_of(grant).passkeys)
    assert found.chain == tuple(each.leaf for each in desk.entries if each.stream == proposal.stream)
    assert desk.authority.passkeys_of(grant.person, begins) == found.passkeys
    assert desk.authority.in_force(grant.person, found.role, grant.agency, at=begins)
    assert not desk.authority.in_force(grant.person, Role.MACHINE, at=begins)


@pytest.mark.parametrize("grant", [STEWARD, OFFICIAL], ids=lambda each: each.role)
def test_two_stewards_grant_a_steward_or_an_official(grant: Any) -> None:
    desk = office_with_agency()
    proposal = desk.propose(grant)
    keys = desk.offer(proposal, keys_of(grant), Role(grant.role))
    with raises(NotAdmitted, Code.AUTHORITY_ROLE):
        desk.approve(proposal, I1, keys)
    desk.approve(proposal, S2, keys)
    desk.later(2 * DAY)
    found = desk.authority.standing(grant.person, desk.clock)
    assert found is not None
    assert found.keys == keys_of(grant).keys


def test_officials_of_one_agency_come_in_one_act() -> None:
    desk = office_with_agency()
    many = tuple(person(f"NAM-{n}", Role.OFFICIAL, AGENCY) for n in range(1, 26))
    desk.granted(OfficialsGrant(AGENCY, many))
    assert {each.person for each in many} <= desk.names()
    for wrong in (
        OfficialsGrant(AGENCY, tuple(person(f"NAM-{n}", Role.OFFICIAL, AGENCY) for n in range(30, 56))),
        OfficialsGrant(AGENCY, ()),
        OfficialsGrant(AGENCY, (person("NAM-60", Role.OFFICIAL, AGENCY), person("nam-60", Role.OFFICIAL, AGENCY))),
        OfficialsGrant(AGENCY, (person("SIG-60", Role.SIGNER, AGENCY),)),
        OfficialsGrant(AgencyId("AGY-2"), (person("NAM-60", Role.OFFICIAL, AGENCY),)),
    ):
        with raises(NotAdmitted, Code.AUTHORITY_OFFICIALS):
            desk.propose(wrong)


def test_two_officials_cannot_share_a_key() -> None:
    desk = office_with_agency()
    two = (person("NAM-1", Role.OFFICIAL, AGENCY), person("NAM-2", Role.OFFICIAL, AGENCY))
    proposal = desk.propose(OfficialsGrant(AGENCY, two))
    desk.offer(proposal, keys_of(two[0]), Role.OFFICIAL)
    shared = replace(keys_of(two[1]), keys={"sealing": "NAM-2:sealing NAM-1 1"})
    with raises(NotAdmitted, Code.AUTHORITY_KEY_TAKEN):
        desk.offer(proposal, shared, Role.OFFICIAL)


def test_a_steward_alone_grants_nothing() -> None:
    desk = office()
    proposal = desk.propose(STEWARD)
    keys = desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_APPROVED_BEFORE):
        desk.approve(proposal, S1, keys)
    desk.later(20 * DAY)
    assert STEWARD.person not in desk.names()


def test_nobody_approves_twice() -> None:
    desk = office()
    proposal = desk.propose(OFFICER)
    keys = desk.offer(proposal, keys_of(OFFICER), Role.OFFICER)
    desk.approve(proposal, S2, keys)
    with raises(NotAdmitted, Code.AUTHORITY_APPROVED_BEFORE):
        desk.approve(proposal, S2, keys)


def test_an_approval_is_of_the_proposal_and_of_the_keys_that_were_offered() -> None:
    desk = office()
    proposal = desk.propose(STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_KEYS_MISSING):
        desk.approve(proposal, S2)
    keys = desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    other = desk.propose(person("STW-8", Role.STEWARD))
    foreign = desk.offer(other, keys_of(person("STW-8", Role.STEWARD)), Role.STEWARD)
    for on in (
        (),
        (proposal.leaf,),
        (keys.leaf, proposal.leaf),
        (proposal.leaf, foreign.leaf),
        (other.leaf, keys.leaf),
    ):
        with raises(NotAdmitted, Code.AUTHORITY_RESTS_ON):
            desk.approve(proposal, S2, on=on)
    with raises(NotAdmitted, Code.AUTHORITY_RESTS_ON):
        desk.approve(proposal, S2, on=(proposal.leaf, keys.leaf, keys.leaf))


def test_keys_are_offered_once_by_the_person_whom_the_proposal_names() -> None:
    desk = office()
    proposal = desk.propose(STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_KEYS_NOT_ASKED):
        desk.offer(proposal, offered(PersonId("STW-8"), Role.STEWARD), Role.STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_KEYS_NOT_ASKED):
        desk.offer(proposal, keys_of(STEWARD), Role.INSPECTOR)
    with raises(NotAdmitted, Code.AUTHORITY_KEYS_NOT_ASKED):
        desk.act(S1, Role.STEWARD, keys_of(STEWARD), proposal.stream, (proposal.leaf,))
    with raises(NotAdmitted, Code.AUTHORITY_RESTS_ON):
        desk.offer(proposal, keys_of(STEWARD), Role.STEWARD, on=())
    desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_KEYS_OFFERED_BEFORE):
        desk.offer(proposal, offered(STEWARD.person, Role.STEWARD, make=2), Role.STEWARD)


@pytest.mark.parametrize(
    ("grant", "keys", "code"),
    [
        (OFFICIAL, {}, Code.AUTHORITY_KEYS_NOT_OF_ROLE),
        (OFFICIAL, {"sealing": "NAM-1:a", "other": "NAM-1:b"}, Code.AUTHORITY_KEYS_NOT_OF_ROLE),
        (OFFICIAL, {"sealing": "NAM-2:a"}, Code.AUTHORITY_KEY_OF_ANOTHER_NAME),
        (OFFICIAL, {"sealing": "NAM-1:a", "signing": "NAM-1:a"}, Code.AUTHORITY_KEY_OFFERED_TWICE),
        (SIGNER, {"sealing": "SIG-1:a"}, Code.AUTHORITY_KEYS_NOT_OF_ROLE),
        (OFFICER, {"signing": "OFF-1:a"}, Code.AUTHORITY_KEYS_NOT_OF_ROLE),
    ],
)
def test_a_role_has_its_keys_and_no_others(grant: Any, keys: dict[str, str], code: Code) -> None:
    desk = office_with_agency()
    proposal = desk.propose(grant)
    with raises(NotAdmitted, code):
        desk.offer(proposal, replace(keys_of(grant), keys=keys), Role(grant.role))


def test_a_person_has_two_different_passkeys() -> None:
    desk = office()
    proposal = desk.propose(OFFICER)
    two = keys_of(OFFICER).passkeys
    with raises(NotAdmitted, Code.AUTHORITY_PASSKEYS_TOO_FEW):
        desk.offer(proposal, replace(keys_of(OFFICER), passkeys=two[:1]), Role.OFFICER)
    with raises(NotAdmitted, Code.AUTHORITY_KEY_OFFERED_TWICE):
        desk.offer(proposal, replace(keys_of(OFFICER), passkeys=two[:1] * 2), Role.OFFICER)


def test_no_key_serves_officer_and_counsel() -> None:
    desk = office()
    desk.granted(OFFICER, approved_by=ALL_THREE)
    proposal = desk.propose(COUNSEL)
    for theirs in (keys_of(OFFICER).passkeys, passkeys(S2)):
        own = keys_of(COUNSEL)
        with raises(NotAdmitted, Code.AUTHORITY_KEY_TAKEN):
            desk.offer(proposal, replace(own, passkeys=(own.passkeys[0], theirs[1])), Role.COUNSEL)


def test_of_two_grants_with_one_key_the_first_in_force_has_it() -> None:
    desk = office()
    proposals = [desk.propose(each) for each in (OFFICER, COUNSEL)]
    shared = replace(keys_of(COUNSEL), passkeys=(keys_of(COUNSEL).passkeys[0], keys_of(OFFICER).passkeys[0]))
    offers = [
        desk.offer(proposals[0], keys_of(OFFICER), Role.OFFICER),
        desk.offer(proposals[1], shared, Role.COUNSEL),
    ]
    for proposal, keys in zip(proposals[::-1], offers[::-1], strict=True):
        for each in ALL_THREE:
            desk.approve(proposal, each, keys)
    desk.later(2 * DAY)
    assert desk.names() & {"OFF-1", "CNS-1"} == {"OFF-1"}


def test_a_retired_key_never_comes_back() -> None:
    desk = office()
    desk.granted(KeysGrant(S3, CODE), make=2)
    assert desk.authority.passkeys_of(S3, desk.clock) == offered(S3, Role.STEWARD, make=2).passkeys
    again = desk.propose(KeysGrant(S3, CODE))
    with raises(NotAdmitted, Code.AUTHORITY_KEY_TAKEN):
        desk.offer(again, events.KeysOffered(S3, passkeys(S3), {}), Role.STEWARD)
    other = desk.propose(person("OFF-2", Role.OFFICER))
    with raises(NotAdmitted, Code.AUTHORITY_KEY_TAKEN):
        desk.offer(other, events.KeysOffered(PersonId("OFF-2"), passkeys(S3), {}), Role.OFFICER)
    desk.offer(again, offered(S3, Role.STEWARD, make=2), Role.STEWARD)


def test_an_official_changes_the_sealing_key_and_keeps_the_passkeys() -> None:
    desk = office_with_agency()
    desk.granted(OFFICIAL)
    proposal = desk.propose(KeysGrant(OFFICIAL.person, CODE))
    changed = replace(keys_of(OFFICIAL), keys={"sealing": "NAM-1:another"})
    keys = desk.offer(proposal, changed, Role.OFFICIAL)
    desk.approve(proposal, S2, keys)
    before = desk.authority.standing(OFFICIAL.person, desk.clock)
    desk.later(2 * DAY)
    after = desk.authority.standing(OFFICIAL.person, desk.clock)
    assert before is not None
    assert after is not None
    assert (before.keys, after.keys) == (keys_of(OFFICIAL).keys, changed.keys)
    assert after.chain == (*before.chain, *(each.leaf for each in desk.entries if each.stream == proposal.stream))


@pytest.mark.parametrize("who", [OFFICER, INSPECTOR], ids=lambda each: each.role)
def test_two_stewards_cannot_take_over_a_reviewer_or_an_inspector_by_new_keys(who: Any) -> None:
    desk = office()
    desk.granted(who, approved_by=ALL_THREE)
    desk.grant(KeysGrant(who.person, CODE), make=2)
    desk.later(2 * DAY)
    assert desk.authority.passkeys_of(who.person, desk.clock) == keys_of(who).passkeys
    desk.granted(KeysGrant(who.person, CODE), approved_by=ALL_THREE, make=3)
    assert desk.authority.passkeys_of(who.person, desk.clock) == keys_of(who, make=3).passkeys


def test_nobody_proposes_or_approves_a_grant_about_themselves() -> None:
    desk = office()
    with raises(NotAdmitted, Code.AUTHORITY_ABOUT_ONESELF):
        desk.propose(KeysGrant(S1, CODE), by=S1)
    proposal = desk.propose(KeysGrant(S2, CODE))
    keys = desk.offer(proposal, offered(S2, Role.STEWARD), Role.STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_ABOUT_ONESELF):
        desk.approve(proposal, S2, keys)
    desk.approve(proposal, S3, keys)


def test_only_stewards_propose_in_a_stream_of_its_own() -> None:
    desk = office()
    propose = events.GrantProposed(OFFICER, "needed")
    with raises(NotAdmitted, Code.AUTHORITY_ROLE):
        desk.act(I1, Role.INSPECTOR, propose, "grant/1")
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(S1, Role.STEWARD, propose, "person/1")
    proposal = desk.propose(OFFICER)
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(S1, Role.STEWARD, propose, proposal.stream)
    with raises(NotAdmitted, Code.AUTHORITY_STREAM):
        desk.act(S2, Role.STEWARD, events.GrantApproved(), "grant/none")


def test_a_person_has_one_role_forever() -> None:
    desk = office_with_agency()
    desk.granted(OFFICER, approved_by=ALL_THREE)
    assert desk.authority.standing(PersonId("off-1"), desk.clock) is None
    with raises(NotAdmitted, Code.AUTHORITY_NOT_IN_FORCE):
        desk.authority.require_in_force(OFFICER.person, Role.COUNSEL, OFFICER.agency, desk.clock)
    for id_ in ("OFF-1", "off-1", S2, "ins-1"):
        with raises(NotAdmitted, Code.AUTHORITY_PERSON_KNOWN):
            desk.propose(person(id_, Role.COUNSEL))
    with raises(NotAdmitted, Code.ACCREDITATION_ID_OF_AGENCY):
        desk.propose(person("agy-1", Role.COUNSEL))
    for id_ in ("off-1", S1):
        with raises(NotAdmitted, Code.ACCREDITATION_ID_OF_PERSON):
            desk.propose(AgencyGrant(AgencyId(id_), "Bureau", "Street", ""))
    with raises(NotAdmitted, Code.AGENCY_ACCREDITED_ALREADY):
        desk.propose(AgencyGrant(AgencyId("agy-1"), "Bureau", "Street", ""))


def test_of_two_grants_for_one_person_or_agency_the_first_in_force_counts() -> None:
    desk = office()
    first = desk.propose(person("X-1", Role.OFFICER))
    second = desk.propose(person("x-1", Role.COUNSEL))
    for proposal, id_, role in ((second, "x-1", Role.COUNSEL), (first, "X-1", Role.OFFICER)):
        keys = desk.offer(proposal, offered(PersonId(id_), role), role)
        for each in ALL_THREE:
            desk.approve(proposal, each, keys)
        desk.later()
    for name in ("Bureau One", "Bureau Two"):
        desk.grant(replace(AGENCY_GRANT, name=name), approved_by=ALL_THREE)
        desk.later()
    desk.later(2 * DAY)
    assert desk.names() - set(STEWARDS) - set(INSPECTORS) == {"x-1"}
    found = desk.authority.agency(AGENCY, desk.clock)
    assert found is not None
    assert found.name == "Bureau One"


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (replace(OFFICER, role="machine"), Code.ACCREDITATION_ROLE_UNKNOWN),
        (replace(OFFICER, person=PersonId("no id")), Code.ACCREDITATION_ID_MALFORMED),
        (replace(OFFICER, code="12"), Code.AUTHORITY_CODE_MALFORMED),
        (replace(OFFICER, name=""), Code.ACCREDITATION_TEXT_MALFORMED),
        (replace(OFFICER, name="x" * 201), Code.ACCREDITATION_TEXT_MALFORMED),
        (replace(OFFICER, title="one\ntwo"), Code.ACCREDITATION_TEXT_MALFORMED),
        (replace(OFFICER, agency=AGENCY), Code.ACCREDITATION_FIELD_NOT_OF_ROLE),
        (replace(SIGNER, address="1 Example Street"), Code.ACCREDITATION_FIELD_NOT_OF_ROLE),
        (replace(SIGNER, agency=AgencyId("")), Code.ACCREDITATION_AGENCY_MISSING),
        (person("SIG-2", Role.SIGNER, "AGY-2"), Code.AGENCY_UNKNOWN),
        (replace(SIGNER, valid_until=""), Code.ACCREDITATION_TERM_MISSING),
        (replace(SIGNER, valid_until="2025-12-31"), Code.ACCREDITATION_TERM_REVERSED),
        (replace(SIGNER, valid_until="soon"), Code.ACCREDITATION_NOT_A_DATE),
        (replace(OFFICER, valid_from="20260101"), Code.ACCREDITATION_NOT_A_DATE),
        (replace(STEWARD, valid_until="2026-12-31"), Code.AUTHORITY_WITHOUT_TERM),
        (AgencyGrant(AgencyId("no id"), "Bureau", "Street", ""), Code.ACCREDITATION_ID_MALFORMED),
        (AgencyGrant(AgencyId("AGY-2"), "", "Street", ""), Code.ACCREDITATION_TEXT_MALFORMED),
        (SafeguardsGrant(AgencyId("AGY-2"), ""), Code.AGENCY_UNKNOWN),
        (KeysGrant(PersonId("OFF-9"), CODE), Code.AUTHORITY_PERSON_UNKNOWN),
        (KeysGrant(S2, "12"), Code.AUTHORITY_CODE_MALFORMED),
        (TermGrant(PersonId("OFF-9"), "2026-01-01", "2027-01-01"), Code.AUTHORITY_PERSON_UNKNOWN),
        (TermGrant(S2, "2026-01-01", "2027-01-01"), Code.AUTHORITY_PERSON_UNKNOWN),
        (TermGrant(SIGNER.person, "2028-01-01", "2027-12-31"), Code.ACCREDITATION_TERM_REVERSED),
        (TermGrant(SIGNER.person, "", "2027-12-31"), Code.ACCREDITATION_NOT_A_DATE),
        (SettingGrant("quorum", 0), Code.AUTHORITY_SETTING_BOUNDS),
        (SettingGrant("quorum", True), Code.AUTHORITY_SETTING_BOUNDS),
        (SettingGrant("color", 3), Code.AUTHORITY_SETTING_UNKNOWN),
    ],
)
def test_what_cannot_be_granted_is_not_proposed(grant: Grant, code: Code) -> None:
    desk = office_with_agency()
    desk.granted(SIGNER, approved_by=ALL_THREE)
    with raises(NotAdmitted, code):
        desk.propose(grant)


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (SafeguardsGrant(AGENCY, ""), Code.AUTHORITY_SAFEGUARDS_GOOD),
        (TermGrant(SIGNER.person, "2026-01-01", "2026-12-31"), Code.AUTHORITY_TERM_NOT_LONGER),
        (SettingGrant("quorum", 3), Code.AUTHORITY_SETTING_NOT_LOOSER),
        (SettingGrant("pack", "pack-1"), Code.AUTHORITY_SETTING_NOT_LOOSER),
    ],
)
def test_what_needs_no_undoing_is_not_proposed_and_changes_nothing_under_a_checkpoint(grant: Grant, code: Code) -> None:
    desk = office_with_agency()
    desk.granted(SIGNER, approved_by=ALL_THREE)
    desk.propose(grant)
    desk.pending = True
    with raises(NotAdmitted, code):
        desk.propose(grant)


def test_an_officers_term_may_be_open_at_one_end() -> None:
    desk = office()
    desk.granted(replace(OFFICER, valid_until="2026-03-20"), approved_by=ALL_THREE)
    assert "OFF-1" in desk.names()
    desk.later(20 * DAY)
    assert "OFF-1" not in desk.names()
    desk.grant(TermGrant(OFFICER.person, "2026-03-01", "2026-06-30"))
    desk.later(2 * DAY)
    found = desk.authority.standing(OFFICER.person, desk.clock)
    assert found is not None
    assert (str(found.valid_from), str(found.valid_until)) == ("2026-03-01", "2026-06-30")
    assert len(found.chain) == 6


def test_of_two_longer_terms_the_longest_counts() -> None:
    desk = office_with_agency()
    desk.granted(OFFICIAL)
    for days in ("2028-06-30", "2027-06-30"):
        desk.grant(TermGrant(OFFICIAL.person, "2026-03-01", days))
    desk.later(2 * DAY)
    found = desk.authority.standing(OFFICIAL.person, desk.clock)
    assert found is not None
    assert str(found.valid_until) == "2028-06-30"


def test_a_proposal_expires() -> None:
    desk = office()
    proposal = desk.propose(STEWARD)
    keys = desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    desk.later(7 * DAY + INTERVAL)
    with raises(NotAdmitted, Code.AUTHORITY_EXPIRED):
        desk.approve(proposal, S2, keys)
    assert desk.authority.proposals(desk.clock) == ()


def test_a_proposal_ends_with_its_proposers_standing() -> None:
    desk = office()
    proposal = desk.propose(STEWARD)
    keys = desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    suspension = desk.later().suspend(S1, by=I1)
    with raises(NotAdmitted, Code.AUTHORITY_PROPOSER_STOPPED):
        desk.later().approve(proposal, S2, keys)
    assert desk.authority.proposals(desk.clock) == ()
    for each in (S3, I2):
        desk.lift(suspension, each)
    desk.later()
    assert S1 in desk.names()
    desk.approve(proposal, S2, keys)
    desk.later(2 * DAY)
    assert "STW-9" not in desk.names()


@pytest.mark.parametrize(("stopped", "waiting"), [(S1, 0), (S2, 1)])
def test_a_grant_whose_people_are_stopped_while_it_waits_does_not_take_force(stopped: str, waiting: int) -> None:
    desk = office()
    proposal = desk.grant(STEWARD)
    desk.later(DAY)
    suspension = desk.suspend(stopped, by=I1)
    for each in (S3, I2):
        desk.lift(suspension, each)
    desk.later(2 * DAY)
    assert "STW-9" not in desk.names()
    assert len(desk.authority.proposals(desk.clock)) == waiting
    keys = next(each for each in desk.entries if isinstance(each.event, events.KeysOffered))
    desk.approve(proposal, S3, keys)
    desk.later(2 * DAY)
    assert ("STW-9" in desk.names()) == bool(waiting)


def test_a_grant_is_not_stopped_by_what_comes_after() -> None:
    desk = office()
    desk.grant(STEWARD)
    desk.later(INTERVAL + DAY)
    for suspended, by in ((S1, I1), (S2, I2)):
        desk.suspend(suspended, by=by)
    assert desk.names() == {S3, I1, I2, "STW-9"}


def test_another_approver_takes_the_place_of_one_who_was_stopped() -> None:
    desk = office()
    proposal = desk.propose(OFFICER)
    keys = desk.offer(proposal, keys_of(OFFICER), Role.OFFICER)
    desk.approve(proposal, S2, keys)
    desk.later().suspend(S2, by=I1)
    desk.later().approve(proposal, I1, keys)
    waiting = desk.authority.proposals(desk.clock)[0]
    assert (waiting.approved_by, waiting.needs) == ((I1,), (frozenset({Role.STEWARD}),))
    desk.approve(proposal, S3, keys)
    desk.later(2 * DAY)
    assert "OFF-1" in desk.names()


def test_under_no_checkpoint_nothing_is_granted() -> None:
    desk = office(waits=Waits(0, 0, 0))
    proposal = desk.propose(STEWARD)
    keys = desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    desk.later().pending = True
    desk.approve(proposal, S2, keys)
    waiting = desk.authority.proposals(desk.clock)[0]
    assert (waiting.needs, waiting.in_force_from, waiting.expires) == ((), None, None)
    with raises(NotAdmitted, Code.AUTHORITY_COMPLETE):
        desk.approve(proposal, S3, keys)
    assert "STW-9" not in desk.later(20 * DAY).names()


def test_a_demonstration_does_not_wait() -> None:
    desk = office(waits=Waits(0, 0, 0))
    desk.grant(STEWARD)
    assert "STW-9" not in desk.names()
    assert "STW-9" in desk.later().names()


def test_an_approval_too_many_changes_nothing() -> None:
    desk = office()
    proposal = desk.grant(STEWARD)
    keys = next(each for each in desk.entries if isinstance(each.event, events.KeysOffered))
    desk.approve(proposal, S3, keys)
    desk.later(2 * DAY)
    found = desk.authority.standing(STEWARD.person, desk.clock)
    assert found is not None
    assert len(found.chain) == 3


def test_a_loosened_setting_waits_three_days_and_a_tightened_one_does_not() -> None:
    desk = office()
    desk.grant(SettingGrant("reviews_per_day", 40), approved_by=ALL_THREE)
    wait = INTERVAL + 3 * DAY
    assert desk.authority.setting("reviews_per_day", desk.clock + wait - timedelta(seconds=1)) == 25
    assert desk.authority.setting("reviews_per_day", desk.clock + wait) == 40
    with raises(NotAdmitted, Code.AUTHORITY_SETTING_UNKNOWN):
        desk.authority.setting("color", desk.clock)


def test_another_pack_is_a_looser_setting() -> None:
    desk = office()
    desk.grant(SettingGrant("pack", "pack-2"), approved_by=ALL_THREE)
    desk.later(4 * DAY)
    assert desk.authority.setting("pack", desk.clock) == "pack-2"


def test_a_capacity_has_no_upper_bound_in_a_demonstration() -> None:
    office(demonstration=True).propose(SettingGrant("reviews_per_day", 100_000))
    with raises(NotAdmitted, Code.AUTHORITY_SETTING_BOUNDS):
        office().propose(SettingGrant("reviews_per_day", 100_000))


def recover(desk: Office, proposal: Any, by: str, *offers: Any, **parts: Any) -> Any:
    on = (proposal.leaf, *(each.leaf for each in offers))
    role = Role.INSPECTOR if by.startswith("INS") else Role.STEWARD
    return desk.act(by, role, events.Recovered("signature"), proposal.stream, **{"on": on} | parts)


def test_one_steward_and_the_recovery_key_name_a_steward_after_seven_days() -> None:
    desk = office()
    proposal = desk.propose(STEWARD)
    keys = desk.offer(proposal, keys_of(STEWARD), Role.STEWARD)
    recover(desk, proposal, S1, keys)
    with raises(NotAdmitted, Code.AUTHORITY_APPROVED_BEFORE):
        recover(desk, proposal, S1, keys)
    begins = desk.clock + INTERVAL + 7 * DAY
    assert desk.authority.proposals(desk.clock)[0].in_force_from == begins
    assert desk.authority.standing(STEWARD.person, begins - timedelta(seconds=1)) is None
    assert desk.authority.standing(STEWARD.person, begins) is not None


def test_two_stewards_and_the_recovery_key_name_an_inspector_after_seven_days() -> None:
    desk = office()
    proposal = desk.propose(INSPECTOR)
    keys = desk.offer(proposal, keys_of(INSPECTOR), Role.INSPECTOR)
    recover(desk, proposal, S1, keys)
    assert desk.authority.proposals(desk.clock)[0].in_force_from is None
    desk.approve(proposal, S2, keys)
    begins = desk.clock + INTERVAL + 7 * DAY
    assert desk.authority.proposals(desk.clock)[0].in_force_from == begins
    assert desk.authority.standing(INSPECTOR.person, begins) is not None


def test_the_recovery_key_names_nobody_else() -> None:
    desk = office()
    for grant in (OFFICER, KeysGrant(I2, CODE)):
        proposal = desk.propose(grant)
        with raises(NotAdmitted, Code.AUTHORITY_RECOVERY_ONLY):
            recover(desk, proposal, S2)
    proposal = desk.propose(STEWARD)
    with raises(NotAdmitted, Code.AUTHORITY_ROLE):
        recover(desk, proposal, I1)


def test_an_entry_must_follow_and_be_signed_and_new() -> None:
    desk = office()
    event = events.GrantProposed(OFFICER, "needed")
    for parts, code in (
        ({"signed": False}, Code.AUTHORITY_UNSIGNED),
        ({"version": 2}, Code.AUTHORITY_VERSION),
    ):
        with raises(NotAdmitted, code):
            desk.act(S1, Role.STEWARD, event, "grant/1", **parts)
    for actor, role in (("STW-9", Role.STEWARD), (S1, Role.INSPECTOR)):
        with raises(NotAdmitted, Code.AUTHORITY_NOT_IN_FORCE):
            desk.act(actor, role, event, "grant/1")
    first = desk.act(S1, Role.STEWARD, event, "grant/1")
    with raises(NotAdmitted, Code.AUTHORITY_NONCE_USED):
        desk.later().act(S1, Role.STEWARD, event, "grant/2", nonce=first.nonce)
    second = desk.act(S1, Role.STEWARD, event, "grant/2")
    with raises(NotAdmitted, Code.AUTHORITY_ORDER):
        desk.act(S1, Role.STEWARD, event, "grant/3", begins=first.begins)
    desk.act(S1, Role.STEWARD, event, "grant/3", nonce=second.nonce)
    with raises(NotAdmitted, Code.AUTHORITY_NONCE_USED):
        desk.act(S1, Role.STEWARD, event, "grant/3", nonce=second.nonce)
    desk.pending = True
    with raises(NotAdmitted, Code.AUTHORITY_NONCE_USED):
        desk.act(S1, Role.STEWARD, event, "grant/4", nonce=second.nonce)
    desk.act(S1, Role.STEWARD, event, "grant/4", begins=None)
    desk.pending = False
    with raises(NotAdmitted, Code.AUTHORITY_ORDER):
        desk.later().act(S1, Role.STEWARD, event, "grant/5")


def test_an_authority_never_changes() -> None:
    desk = office()
    before = desk.authority
    desk.granted(OFFICER, approved_by=ALL_THREE)
    assert before.standing(OFFICER.person, desk.clock) is None
    assert before.everyone() == tuple(sorted((*STEWARDS, *INSPECTORS)))
    assert desk.authority.everyone() == tuple(sorted((*STEWARDS, *INSPECTORS, "OFF-1")))
    assert before.recovery_key == "recovery"


def test_founders_share_no_key() -> None:
    two = founding()
    stolen = replace(two.founders[1], passkeys=(two.founders[1].passkeys[0], two.founders[0].passkeys[0]))
    with raises(NotAdmitted, Code.AUTHORITY_KEY_TAKEN):
        begin(replace(two, founders=(two.founders[0], stolen)), PlainKeys())
