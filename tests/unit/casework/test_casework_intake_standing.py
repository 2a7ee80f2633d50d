"""Intake against the records: room on the docket, stays, and what the agency has asked before."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from support.acts import act, lift_stay
from support.codes import raises
from support.filing import deficiencies, found, no_trace
from support.home import LittleHome
from support.outside import published_leaves
from support.people import AGENCY, COUNSEL, INSPECTORS, LIFTERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.stays import stay_on, stay_on_case_to_come
from withhold.casework.accreditation.accrediting import accredit_agency, assess_safeguards, revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.intake.filing import file_batch
from withhold.casework.intake.single_request import check_request
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.stays.placing import Stayed
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.determination import Decision
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict
from withhold.model.people.accreditation import Agency
from withhold.model.vocabulary import Role
from withhold.records.models import CaseIndex, PatternUse
from withhold.screening.judging.alike_people import alike_sentence

COVERS = (
    "withhold.casework.capacity",
    "withhold.casework.intake.batch_signature",
    "withhold.casework.intake.docketing",
    "withhold.casework.intake.filing",
    "withhold.casework.intake.pattern_keys",
    "withhold.casework.intake.standing",
    "withhold.casework.review.acting",
    "withhold.casework.review.identifying",
)

# The docket


def test_the_docket_takes_what_two_people_can_review_in_order_of_rows(little: LittleHome) -> None:
    """Room for one: the first row is admitted, the others are returned with the date of the next room."""
    _leave_room_for(little, 1)
    filed = little.file([little.row("kit"), little.row("robin"), little.row("jules")])
    assert deficiencies(filed) == [[], ["docket"], ["docket"]]
    assert found(filed)["outcome"].to_list() == ["eligible", "returned", "returned"]
    assert [little.instance.case(each).row for each in filed.cases] == [1]
    following = little.clock().date() + timedelta(days=little.instance.configuration.docket_days)
    while following.weekday() > 4:
        following += timedelta(days=1)
    assert following.isoformat() in (filed.answers / "cure.csv").read_text(encoding="utf-8")


def test_a_row_that_falls_short_takes_no_room(little: LittleHome) -> None:
    _leave_room_for(little, 1)
    filed = little.file([little.row("kit", reason=""), little.row("robin"), little.row("jules")])
    assert deficiencies(filed) == [["reason"], [], ["docket"]]


def test_there_is_room_again_when_a_case_is_decided(little: LittleHome) -> None:
    _leave_room_for(little, 1)
    (case_id,) = little.docket("robin")
    assert deficiencies(little.file([little.row("jules")])) == [["docket"]]
    reviewer = next(each for each in COUNSEL if little.instance.people.in_force(each.person, each.role, _today(little)))
    little.decide(reviewer, case_id)
    act(little.instance, SIGNERS[0], case_id, commands.Withdraw("Solved."))
    assert deficiencies(little.file([little.row("jules")])) == [[]]


def test_without_reviewers_nothing_is_admitted(little: LittleHome) -> None:
    for each in COUNSEL:
        revoke(little.instance, STEWARD, each.person, "Left.")
    assert deficiencies(little.file([little.row()])) == [["docket"]]


def test_an_accreditation_is_in_force_on_both_its_ends(little: LittleHome) -> None:
    people = little.instance.people
    for day, in_force in (
        (date(2024, 12, 31), False),
        (date(2025, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ):
        assert (people.in_force(SIGNERS[1].person, Role.SIGNER, day) is not None) is in_force
        assert (people.in_force(OFFICIALS[2].person, Role.OFFICIAL, day) is not None) is in_force


def _leave_room_for(little: LittleHome, cases: int) -> None:
    """One counsel, who decides that many cases in the one day of the docket."""
    revoke(little.instance, STEWARD, COUNSEL[1].person, "Left.")
    settled = replace(little.instance.configuration, reviews_per_day=cases, docket_days=1)
    little.instance = replace(little.instance, configuration=settled)


def _today(little: LittleHome) -> object:
    return little.clock().date()


# Stays


@pytest.mark.parametrize(
    ("scope", "value", "stayed"),
    [
        ("everything", "", [True, True, True]),
        ("agency", AGENCY, [True, True, True]),
        ("official", OFFICIALS[1].person, [False, True, False]),
        ("subject", SUBJECTS["kit"].tin, [False, False, True]),
        ("agency", "AGY-OTHER", [False, False, False]),
    ],
)
def test_a_stay_refuses_the_rows_in_its_scope(
    little: LittleHome, scope: str, value: str, stayed: Sequence[bool]
) -> None:
    if value == "AGY-OTHER":
        accredit_agency(
            little.instance, STEWARD, Agency(value, "Other Bureau (fictional)", "2 Plaza", True, "None open.")
        )
    stay_on(little.instance, INSPECTORS[0], scope, value)
    rows = [little.row("robin"), little.row("jules", OFFICIALS[1]), little.row("kit")]
    filed = little.file(rows)
    assert deficiencies(filed) == [["stay"] if each else [] for each in stayed]
    assert len(filed.cases) == stayed.count(False)


def test_a_stay_over_a_case_to_come_leaves_no_trace_of_the_batch(little: LittleHome) -> None:
    """A stay that comes between screening and docketing: the whole batch is refused, and can be filed again."""
    path = little.batch([little.row("robin"), little.row("jules", reason="")])
    stay_on_case_to_come(little.instance, INSPECTORS[0], f"{file_digest(path)[:16]}-1")
    with no_trace(little, Stayed):
        file_batch(little.instance, path, little.sign(path))


def test_a_batch_that_failed_late_can_be_filed_again_and_its_entries_are_found(little: LittleHome) -> None:
    path = little.batch([little.row("robin"), little.row("jules", reason="")])
    stay = stay_on_case_to_come(little.instance, INSPECTORS[0], f"{file_digest(path)[:16]}-1")
    for _ in range(2):
        with pytest.raises(Stayed):
            file_batch(little.instance, path, little.sign(path))
    for person in LIFTERS:
        lift_stay(little.instance, person, stay, "Vacated.")
    assert len(file_batch(little.instance, path, little.sign(path)).cases) == 1
    little.file([little.row("jules", reason="")])
    confirm_docketed(little.instance, little.file([little.row("jules")]).cases)
    tags = [leaf[6:38] for leaf in _leaves(little)]
    assert len(set(tags)) == len(tags)
    assert audit(little.instance).findings == ()


def test_a_number_that_another_entry_took_meanwhile_is_not_given_twice(little: LittleHome) -> None:
    """While the evidence is written, something happens to the same person's case elsewhere."""
    (case_id,) = little.file([little.row("robin")]).cases
    path = little.batch([little.row("robin", reason="") for _ in range(3)])
    calls = []

    def entropy(count: int) -> bytes:
        calls.append(count)
        if len(calls) == 1:
            confirm_docketed(little.instance, [case_id])
        return little.instance.entropy(count)

    with pytest.raises(Conflict):
        file_batch(replace(little.instance, entropy=entropy), path, little.sign(path))
    assert not list((little.home / "evidence").glob(f"*{file_digest(path)[:16]}*"))
    file_batch(little.instance, path, little.sign(path))
    tags = [leaf[6:38] for leaf in _leaves(little)]
    assert len(set(tags)) == len(tags)
    assert audit(little.instance).findings == ()


def test_of_one_file_filed_twice_at_once_one_is_recorded_and_its_evidence_holds(little: LittleHome) -> None:
    path = little.batch([little.row("robin"), little.row("jules", reason="")])
    refused: list[Code | None] = []

    def entropy(count: int) -> bytes:
        if not refused:
            with pytest.raises(Conflict) as raised:
                file_batch(little.instance, path, little.sign(path))
            refused.append(raised.value.code)
        return little.instance.entropy(count)

    filed = file_batch(replace(little.instance, entropy=entropy), path, little.sign(path))
    assert refused == [Code.INTAKE_UNDER_WAY]
    assert len(filed.cases) == 1
    assert audit(little.instance).findings == ()


def _leaves(little: LittleHome) -> list[bytes]:
    return published_leaves(little.home / "log")


# What the records know of the agency


def test_poor_safeguards_refuse_every_row(little: LittleHome) -> None:
    assess_safeguards(little.instance, STEWARD, AGENCY, False, "A finding is open.")
    assert deficiencies(little.file([little.row(), little.row("jules")])) == [["safeguards"], ["safeguards"]]


def test_engagement_counts_the_matters_that_are_open(little: LittleHome) -> None:
    """Twenty-five are plausible; with those open, the twenty-sixth is not, and refuses whatever comes with it."""
    little.file([little.row("robin") for _ in range(24)])
    assert deficiencies(little.file([little.row("jules")])) == [[]]
    assert deficiencies(little.file([little.row("kit"), little.row("kit", OFFICIALS[1])])) == [["engagement"], []]


def test_an_ended_matter_no_longer_engages(little: LittleHome) -> None:
    filed = little.file([little.row("robin") for _ in range(25)])
    act(little.instance, SIGNERS[0], filed.cases[0], commands.Withdraw("Solved."))
    assert deficiencies(little.file([little.row("kit")])) == [[]]
    assert deficiencies(little.file([little.row("kit")])) == [["engagement"]]


def test_boilerplate_is_counted_across_batches_for_ninety_days(little: LittleHome) -> None:
    reason = little.row()["reason"]
    little.file([little.row(each, reason=reason) for each in ("robin", "jules")])
    assert deficiencies(little.file([little.row("kit", reason=reason)])) == [[]]
    assert deficiencies(little.file([little.row("absent", reason=reason)])) == [["boilerplate"]]
    little.clock.advance(days=91)
    assert deficiencies(little.file([little.row("absent", reason=reason)])) == [[]]


def test_one_person_in_several_matters_is_one_person_to_boilerplate(little: LittleHome) -> None:
    reason = little.row()["reason"]
    little.file([little.row("robin", reason=reason) for _ in range(3)])
    filed = little.file([little.row(each, reason=reason) for each in ("jules", "kit")])
    assert deficiencies(filed) == [[], []]


def test_near_duplicate_reasons_are_counted_across_batches(little: LittleHome) -> None:
    told = "Agents were told that the fugitive printer sold forged passports from a bakery beside the harbor."
    turned = "Beside the harbor the fugitive printer sold forged passports from a bakery, officers were told."
    padded = "Respectfully, agents were told that the said printer, a fugitive, sold forged passports from a bakery"
    little.file([little.row("robin", reason=told), little.row("jules", reason=turned)])
    assert deficiencies(little.file([little.row("kit", reason=f"{padded} beside the harbor.")])) == [[]]
    assert deficiencies(little.file([little.row("absent", reason=told)])) == [["boilerplate"]]


def test_an_address_is_counted_across_batches(little: LittleHome) -> None:
    people = [f"90{n}-70-4321" for n in range(1, 10)] + [f"91{n}-70-4321" for n in range(4)]
    rows = [little.row("robin", tin=tin, address_line2="") for tin in people]
    assert deficiencies(little.file(rows[:8])) == [[]] * 8
    assert deficiencies(little.file(rows[8:12])) == [[]] * 4
    assert deficiencies(little.file(rows[12:])) == [["shared_address"]]
    little.clock.advance(days=91)
    little.file([little.row("jules")])
    assert deficiencies(little.file(rows[11:])) == [["duplicate"], []]


def test_a_batch_split_into_small_ones_is_counted_as_one(little: LittleHome) -> None:
    """Each is closed before the next is filed, so that no more than twenty-five matters are ever open."""
    for _ in range(4):
        for case in little.file([little.row("robin") for _ in range(25)]).cases:
            act(little.instance, SIGNERS[0], case, commands.Withdraw("Solved."))
    assert deficiencies(little.file([little.row("jules"), little.row("jules", OFFICIALS[1])])) == [["pace"], []]
    little.clock.advance(days=91)
    assert deficiencies(little.file([little.row("jules")])) == [[]]


def test_what_another_batch_brought_meanwhile_is_not_overlooked(little: LittleHome) -> None:
    path = little.batch([little.row("jules")])
    filed: list[object] = []

    def meanwhile(what: str, *_: object) -> None:
        if what == "answer" and not filed:
            filed.append(little.file([little.row("robin")]))

    with raises(Conflict, Code.INTAKE_RECORDS_CHANGED):
        file_batch(little.instance, path, little.sign(path), meanwhile)
    assert len(file_batch(little.instance, path, little.sign(path)).cases) == 1
    assert audit(little.instance).findings == ()


def test_almost_the_same_reason_in_the_last_three_months_counts_for_the_agency_alone(little: LittleHome) -> None:
    """What is kept of a reason is a sketch. It is found by any reason that is nearly the same, until it is too old."""
    text = "The taxpayer left by the night ferry and the clerk at {} saw three suitcases with the stolen paintings."
    for who, town in (("robin", "Harborton"), ("jules", "Millbrook"), ("kit", "Elk Grove")):
        assert deficiencies(little.file([little.row(who, reason=text.format(town))])) == [[]]
    kept = PatternUse.objects.using(little.instance.alias).filter(pattern="reason_alike_people")
    assert sorted(len(each.key) for each in kept) == [256, 256, 256]
    again = little.row("robin", reason=text.format("Cedar Falls"))
    shown = {each.element: each.cure for each in check_request(little.instance, SIGNERS[0], again).elements}
    answer = little.file([again])
    assert deficiencies(answer) == [["boilerplate"]]
    people, percent = found(answer).select("alike_people", "alike_percent").row(0)
    assert (people, 70 < percent < 100) == (3, True)
    assert shown["boilerplate"].endswith(alike_sentence(people, percent))
    assert (answer.answers / "cure.csv").read_text().rstrip().endswith(f' {alike_sentence(people, percent)}"')
    assert sum(alike_sentence(people, percent) in cure for cure in shown.values()) == 1
    little.clock.advance(days=91)
    assert deficiencies(little.file([little.row("robin", reason=text.format("Port Ann"))])) == [[]]


def test_a_reviewer_sees_how_many_and_how_alike(little: LittleHome) -> None:
    reason = little.row()["reason"]
    little.file([little.row("robin", reason=reason)])
    (case,) = little.file([little.row("jules", OFFICIALS[1], reason=reason)]).cases
    confirm_docketed(little.instance, [case])
    seen = json.loads(little.instance.case(case).dossier)["likeness"]
    assert (seen["days"], seen["agencies"], seen["official_matters"]) == (90, 1, 1)
    people = {each["pattern"]: each["people"] for each in seen["patterns"]}
    assert (people["reason_people"], people["reason_alike_people"], people["address_people"]) == (2, 2, 1)
    assert all(each["says"] for each in seen["patterns"])


def test_that_other_agencies_ask_is_counted_for_the_reviewer_alone(little: LittleHome) -> None:
    (case,) = little.file([little.row("robin")]).cases
    subject, since = little.instance.keyring.subject(SUBJECTS["robin"].tin), little.clock()
    CaseIndex.objects.using(little.instance.alias).filter(case_id=case).update(agency="AGY-OTHER")
    (other,) = little.file([little.row("robin")]).cases
    confirm_docketed(little.instance, [other])
    assert json.loads(little.instance.case(other).dossier)["likeness"]["agencies"] == 2
    assert little.instance.cases.agencies_about(subject, since) == 1


def test_the_same_matter_again_is_a_duplicate_while_it_is_open(little: LittleHome) -> None:
    first = little.row("robin")
    (case_id,) = little.file([first]).cases
    again = {**little.row("robin"), "case_number": first["case_number"]}
    assert deficiencies(little.file([again])) == [["duplicate"]]
    spelled = {**little.row("robin"), "tin": "900-70-1001", "case_number": f" {first['case_number'].lower()} "}
    assert deficiencies(little.file([spelled])) == [["duplicate"]]
    act(little.instance, SIGNERS[0], case_id, commands.Withdraw("Solved."))
    once_more = {**little.row("robin"), "case_number": first["case_number"]}
    assert deficiencies(little.file([once_more])) == [[]]


def test_a_new_request_after_a_refusal_is_linked_to_it_and_shows_it(little: LittleHome) -> None:
    (refused,) = little.docket("robin")
    for reviewer in (Actor("CUS-OFFICER-1", Role.OFFICER), COUNSEL[0]):
        little.decide(reviewer, refused, Decision.REFUSE)
    (again,) = little.docket("robin")
    case = little.instance.case(again)
    assert case.asked.earlier == (refused,)
    assert json.loads(case.dossier)["earlier"] == [{"case": refused, "state": State.REFUSED.value}]
    assert little.instance.case(refused).state is State.REFUSED
