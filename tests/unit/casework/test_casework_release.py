"""Checks 1 to 5 of a release: if only one fails, nothing is released, and no event records a release."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from support.acts import act, lift_stay
from support.further import Further, OneCase, brought_to
from support.home import LittleHome
from support.people import AGENCY, COUNSEL, INSPECTORS, LIFTERS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.releases import MADE, SCOPES, nothing_leaves, stay_value, stays_closed, stream
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import accredit_agency, assess_safeguards, revoke
from withhold.casework.releasing import retrieve
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.stays.placing import Stayed
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.determination import Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden
from withhold.model.people.accreditation import Agency
from withhold.sealing.errors import SealBroken
from withhold.sealing.hpke import read_binding

COVERS = ("withhold.casework.review.acting", "withhold.casework.review.identifying")


@pytest.fixture
def two_approved(tmp_path: Path) -> Iterator[Further]:
    with brought_to(State.APPROVED, tmp_path, "robin", "jules") as brought:
        yield brought


# All ten hold


def test_a_release_has_the_most_recent_address_of_the_one_record_and_opens_with_one_key(approved: OneCase) -> None:
    little, case_id = approved
    release = little.retrieve(case_id)
    content = little.opened(release)
    assert content["address"] == SUBJECTS["robin"].most_recent
    assert content["item"] == "most recent address"
    assert set(content) == {"v", "case", "request_ref", "item", "address", "notice", "demonstration"}
    with pytest.raises(SealBroken):
        little.opened(release, OFFICIALS[1])
    assert little.instance.case(case_id).state is State.RETRIEVED


def test_a_release_is_bound_to_case_official_key_pack_and_ledger(approved: OneCase) -> None:
    little, case_id = approved
    bound = read_binding(little.retrieve(case_id).sealed, "release")
    made = [each for each in little.instance.journal.stream(stream(case_id)) if each.kind == MADE]
    assert (bound.request, bound.official) == (case_id, OFFICIALS[0].person)
    assert (bound.pack, bound.pack_digest) == (little.instance.pack.id, little.instance.pack.digest)
    assert (bound.origin, bound.index) == (
        little.instance.configuration.origin,
        max(each.position for each in made if each.position is not None),
    )


# 1. The actor is this case's named official, accredited today


def test_1_another_official_gets_the_error_that_a_stranger_gets(approved: OneCase) -> None:
    little, case_id = approved
    for other in (OFFICIALS[1], OFFICIALS[2], Actor("OFF-1", OFFICIALS[0].role, "AGY-OTHER")):
        with nothing_leaves(little, Forbidden) as told:
            little.retrieve(case_id, other)
        with pytest.raises(Forbidden) as of_nothing:
            little.retrieve("0000000000000000-1", other)
        assert str(told.value) == str(of_nothing.value)


def test_1_no_other_role_can_ask_for_a_release(approved: OneCase) -> None:
    little, case_id = approved
    for other in (SIGNERS[0], OFFICERS[0], COUNSEL[0], STEWARD, INSPECTORS[0]):
        with nothing_leaves(little, Forbidden):
            little.retrieve(case_id, other)


def test_1_a_revoked_official_gets_nothing(approved: OneCase) -> None:
    little, case_id = approved
    revoke(little.instance, STEWARD, OFFICIALS[0].person, "Left the agency.")
    stays_closed(little, case_id)


def test_1_an_official_whose_term_has_ended_gets_nothing(little: LittleHome) -> None:
    case_id = little.file([little.row(official=OFFICIALS[2])]).cases[0]
    confirm_docketed(little.instance, [case_id])
    little.approve(case_id)
    little.clock.advance(days=45)
    with nothing_leaves(little, Forbidden):
        little.retrieve(case_id, OFFICIALS[2])


# 2. The case is approved, by its events


@pytest.mark.parametrize(
    "decisions",
    [
        (Decision.APPROVE, Decision.REFUSE),
        (Decision.REFUSE, Decision.APPROVE),
        (Decision.REFUSE, Decision.REFUSE),
    ],
)
def test_2_without_two_approvals_there_is_no_release(under_review: OneCase, decisions: tuple[Decision, ...]) -> None:
    little, case_id = under_review
    for reviewer, decision in zip((OFFICERS[0], COUNSEL[0]), decisions, strict=True):
        assert little.instance.case(case_id).state is State.UNDER_REVIEW
        stays_closed(little, case_id, Conflict)
        little.decide(reviewer, case_id, decision)
    assert little.instance.case(case_id).state is State.REFUSED
    stays_closed(little, case_id, Conflict)


def test_2_an_index_that_says_approved_changes_nothing(under_review: OneCase) -> None:
    little, case_id = under_review
    little.alter("UPDATE records_caseindex SET state='approved' WHERE case_id=?", case_id)
    stays_closed(little, case_id, Conflict)


@pytest.mark.parametrize(
    ("actor", "command"), [(SIGNERS[0], commands.Withdraw("Solved.")), (COUNSEL[1], commands.Recall("In error."))]
)
def test_2_a_case_withdrawn_or_recalled_is_closed(
    approved: OneCase, actor: Actor, command: commands.CaseCommand
) -> None:
    little, case_id = approved
    act(little.instance, actor, case_id, command)  # type: ignore[arg-type]
    stays_closed(little, case_id, Conflict)


# 3. The signer's accreditation and the agency's safeguards are in force


def test_3_a_revoked_signer_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    revoke(little.instance, STEWARD, SIGNERS[0].person, "Office given up.")
    stays_closed(little, case_id)


def test_3_poor_safeguards_close_the_case_until_they_are_good(approved: OneCase) -> None:
    little, case_id = approved
    assess_safeguards(little.instance, STEWARD, AGENCY, False, "A finding is open.")
    assert "safeguard" in stays_closed(little, case_id, Conflict)
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Settled.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


def test_3_an_overdue_disposal_closes_every_other_case_of_the_agency(two_approved: Further) -> None:
    little, (first, second) = two_approved
    little.retrieve(first)
    little.clock.advance(days=91)
    assert "safeguard" in stays_closed(little, second, Conflict)
    act(little.instance, OFFICIALS[0], first, commands.CertifyDisposal(Manner.DESTROYED))
    assert little.opened(little.retrieve(second))["address"] == SUBJECTS["jules"].most_recent


def test_3_a_recall_does_not_settle_what_was_handed_over(two_approved: Further) -> None:
    little, (first, second) = two_approved
    little.retrieve(first)
    act(little.instance, COUNSEL[0], first, commands.Recall("In error."))
    little.clock.advance(days=91)
    stays_closed(little, second, Conflict)
    act(little.instance, OFFICIALS[0], first, commands.CertifyDisposal(Manner.DESTROYED))
    assert little.opened(little.retrieve(second))["case"] == second


# 4. The pack is the one the case was decided under, and in force


def test_4_another_pack_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    for changed in ("version", "digest", "id"):
        instance = replace(little.instance, pack=replace(little.instance.pack, **{changed: "other"}))
        with nothing_leaves(little, Conflict) as raised:
            retrieve(instance, OFFICIALS[0], case_id)
        assert "pack" in str(raised.value)


def test_4_a_pack_no_longer_in_force_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    ended = little.clock().date() - timedelta(days=1)
    instance = replace(little.instance, pack=replace(little.instance.pack, in_force_until=ended))
    with nothing_leaves(little, Conflict):
        retrieve(instance, OFFICIALS[0], case_id)


# 5. No stay bears on it


@pytest.mark.parametrize("scope", SCOPES)
def test_5_a_stay_of_any_scope_closes_the_case_until_two_lift_it(approved: OneCase, scope: str) -> None:
    little, case_id = approved
    stay = stay_on(little.instance, INSPECTORS[0], scope, stay_value(scope, case_id))
    stays_closed(little, case_id, Stayed)
    assert not lift_stay(little.instance, LIFTERS[0], stay, "Vacated.")
    stays_closed(little, case_id, Stayed)
    assert lift_stay(little.instance, LIFTERS[1], stay, "Vacated.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


@pytest.mark.parametrize("scope", SCOPES)
def test_5_a_stay_taken_out_of_its_table_still_closes_the_case(approved: OneCase, scope: str) -> None:
    little, case_id = approved
    stay_on(little.instance, INSPECTORS[0], scope, stay_value(scope, case_id))
    little.alter("DELETE FROM records_stay")
    stays_closed(little, case_id, Stayed)


@pytest.mark.parametrize(
    ("scope", "value"), [("agency", "AGY-OTHER"), ("official", "OFF-2"), ("case", "jules"), ("subject", "900701002")]
)
def test_5_a_stay_on_something_else_does_not_stop_it(approved: OneCase, scope: str, value: str) -> None:
    little, case_id = approved
    if value == "AGY-OTHER":
        accredit_agency(
            little.instance, STEWARD, Agency(value, "Other Bureau (fictional)", "2 Plaza", True, "None open.")
        )
    stay_on(little.instance, INSPECTORS[0], scope, little.docket(value)[0] if scope == "case" else value)
    assert little.opened(little.retrieve(case_id))["case"] == case_id
