"""Acts: what a passkey signed is what is recorded, once, by that person and over those entries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from support.acts import act, touch
from support.home import LittleHome, little_home
from support.outside import signed_in
from support.people import COUNSEL, INSPECTORS, LIFTERS, OFFICERS, OFFICIALS, SIGNERS
from support.stays import stay_on
from withhold.casework.acts.signing import new_terms, verify_recorded_act
from withhold.casework.checks import MACHINE
from withhold.casework.instance import stream_of
from withhold.casework.review import acting
from withhold.casework.review.determining import determination, view_dossier
from withhold.casework.stays import placing
from withhold.events.acts import Draft, Signature, Terms, Touch, end_of, signature_in
from withhold.model.cases import commands
from withhold.model.cases.case import State, evolve
from withhold.model.cases.determination import Assertion, Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.events import AnswersContent, Approved, DeterminationMade, ReasonContent, Withdrawn
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Fault, Forbidden
from withhold.model.kinds import Kind
from withhold.model.occurrences import StayLifted
from withhold.records.writing import write_transaction
from withhold.sealing.errors import PasskeyRejected

COVERS = (
    "withhold.casework.acts.registered_passkeys",
    "withhold.casework.acts.signing",
    "withhold.casework.review.acting",
    "withhold.casework.stays.placing",
    "withhold.events.acts",
)


@pytest.fixture
def little() -> Iterator[LittleHome]:
    with little_home() as home:
        yield home


def lifted(little: LittleHome, stay: str, touched: Touch, person: Any = LIFTERS[0]) -> bool:
    return placing.lift_stay(little.instance, person, stay, "Vacated.", touched)


def signature(little: LittleHome, stay: str, person: Any = LIFTERS[0], terms: Terms | None = None) -> Touch:
    draft = placing.lifting(little.instance, person, stay, "Vacated.")
    return touch(little.instance, person, draft, terms)


def test_a_signature_serves_one_act_once(little: LittleHome) -> None:
    first, second = (stay_on(little.instance, INSPECTORS[0], "everything", "") for _ in range(2))
    touched = signature(little, first)
    for wrong in (
        lambda: lifted(little, second, touched),
        lambda: lifted(little, first, touched, LIFTERS[1]),
        lambda: placing.lift_stay(little.instance, LIFTERS[0], first, "Another reason.", touched),
    ):
        with pytest.raises(PasskeyRejected):
            wrong()
    assert not lifted(little, first, touched)
    with pytest.raises(Conflict):
        lifted(little, first, touched)
    # The nonce counts once in the log, whatever is signed with it.
    with pytest.raises(Conflict):
        lifted(little, second, signature(little, second, terms=touched.terms))
    assert lifted(little, first, signature(little, first, LIFTERS[1]), LIFTERS[1])


def test_whoever_placed_a_stay_does_not_lift_it(little: LittleHome) -> None:
    stay = stay_on(little.instance, OFFICERS[0], "everything", "")
    with pytest.raises(Conflict, match="You placed this stay"):
        placing.lifting(little.instance, OFFICERS[0], stay, "Vacated.")
    assert not lifted(little, stay, signature(little, stay))
    with pytest.raises(Conflict):
        placing.lifting(little.instance, LIFTERS[0], stay, "Vacated.")
    assert lifted(little, stay, signature(little, stay, LIFTERS[1]), LIFTERS[1])
    with pytest.raises(Conflict, match="No such stay"):
        placing.lifting(little.instance, LIFTERS[0], stay, "Vacated.")


def test_the_lifting_names_the_stay_and_the_proposal(little: LittleHome) -> None:
    stay = stay_on(little.instance, INSPECTORS[0], "everything", "")
    for person in LIFTERS:
        lifted(little, stay, signature(little, stay, person), person)
    placed, proposed, ended = little.instance.journal.stream(f"stay/{stay}")
    payload = little.instance.recorder.payload(ended)
    found = signature_in(payload)
    assert found is not None
    assert len(found.on) == 2
    assert found.log == little.instance.configuration.origin
    for stored in (placed, proposed, ended):
        verify_recorded_act(little.instance, stored)
    assert signed_in(payload, "stay_lifted") != signed_in({**payload, "actor": "INS-9"}, "stay_lifted")


@pytest.mark.parametrize(
    ("until", "nonce"),
    [
        ({"minutes": -1}, "11" * 16),
        ({"minutes": 11}, "11" * 16),
        ({"minutes": 5}, "11"),
    ],
)
def test_an_act_has_an_end_at_most_ten_minutes_ahead_and_a_whole_nonce(
    little: LittleHome, until: dict[str, float], nonce: str
) -> None:
    stay = stay_on(little.instance, INSPECTORS[0], "everything", "")
    terms = Terms(nonce, (little.instance.now() + timedelta(**until)).isoformat(), "11" * 32)
    with pytest.raises(Conflict):
        lifted(little, stay, signature(little, stay, terms=terms))


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-29T10:00:00"])
def test_an_end_without_a_time_zone_is_none(text: str) -> None:
    assert end_of(text) is None


def test_nothing_one_reviewer_does_changes_what_the_other_signs(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    seen = view_dossier(little.instance, COUNSEL[0], case_id)
    answers = little.answers(Decision.APPROVE)
    before = determination(little.instance, COUNSEL[0], seen, Decision.APPROVE, answers)
    little.decide(OFFICERS[0], case_id, Decision.REFUSE)
    assert determination(little.instance, COUNSEL[0], seen, Decision.APPROVE, answers) == before


def test_recall_withdrawal_and_disposal_are_signed(little: LittleHome) -> None:
    withdrawn, recalled = little.docket("robin", "jules")
    act(little.instance, SIGNERS[0], withdrawn, commands.Withdraw("Solved."))
    little.approve(recalled)
    little.retrieve(recalled)
    act(little.instance, OFFICERS[0], recalled, commands.Recall("In error."))
    act(little.instance, OFFICIALS[0], recalled, commands.CertifyDisposal(Manner.DESTROYED))
    assert little.instance.case(recalled).state is State.DISPOSED
    for case_id, kinds in ((withdrawn, {Kind.WITHDRAWN}), (recalled, {Kind.RECALLED, Kind.DISPOSED})):
        signed = [each for each in little.instance.journal.stream(stream_of(case_id)) if each.kind in kinds]
        assert len(signed) == len(kinds)
        for stored in signed:
            verify_recorded_act(little.instance, stored)


def test_an_unsigned_act_is_not_recorded(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    stay = stay_on(little.instance, INSPECTORS[0], "everything", "")
    for stream, event in (
        (f"stay/{stay}", StayLifted("INS-2")),
        (stream_of(case_id), Withdrawn(ReasonContent("Solved."))),
    ):
        with pytest.raises(Fault, match="needs the signature"), write_transaction(little.instance.alias):
            little.instance.recorder.record(
                little.instance.recorder.tail(stream), [event], SIGNERS[0], little.instance.now()
            )
    with pytest.raises(Fault, match="needs the signature"):
        acting.draft(little.instance, OFFICERS[0], case_id, commands.ViewDossier())


def other_approval(little: LittleHome, case_id: str, reviewer: Actor) -> DeterminationMade:
    """The determination that the case has, as if this reviewer had made it too."""
    made = little.instance.case(case_id).determinations[0]
    forged = replace(made, reviewer=reviewer.person, role=reviewer.role)
    return DeterminationMade(forged, AnswersContent(little.answers(Decision.APPROVE)))


def forge(little: LittleHome, case_id: str, reviewer: Actor, signature: Signature, salt: bytes) -> None:
    """Record an approval as a worker could that went bad: it has the keys of the records, and no passkey."""
    instance, forged = little.instance, other_approval(little, case_id, reviewer)
    opened, at = instance.case(case_id), instance.now()
    with write_transaction(instance.alias):
        end = instance.recorder.tail(stream_of(case_id))
        end = instance.recorder.record(end, [forged], reviewer, at, "900701001", signature=signature, salt=salt)
        instance.recorder.record(end, [Approved()], MACHINE, at, "900701001")
        instance.cases.move(evolve(evolve(opened, forged), Approved()), at)


def test_a_forged_approval_releases_nothing(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    little.decide(OFFICERS[0], case_id)
    stored = next(
        each for each in little.instance.journal.stream(stream_of(case_id)) if each.kind == Kind.DETERMINATION_MADE
    )
    genuine = signature_in(little.instance.recorder.payload(stored))
    assert genuine is not None
    forge(little, case_id, COUNSEL[0], genuine, bytes(32))
    with pytest.raises((PasskeyRejected, Forbidden)):
        little.retrieve(case_id)
    assert Kind.RELEASED not in little.kinds()


def test_an_approval_signed_over_another_review_releases_nothing(little: LittleHome) -> None:
    case_id, other = little.docket("robin", "jules")
    little.decide(OFFICERS[0], case_id)
    seen = view_dossier(little.instance, COUNSEL[0], other)
    draft = determination(little.instance, COUNSEL[0], seen, Decision.APPROVE, little.answers(Decision.APPROVE))
    moved = Draft(stream_of(case_id), other_approval(little, case_id, COUNSEL[0]), draft.on)
    signed = touch(little.instance, COUNSEL[0], moved)
    genuine = Signature(
        little.instance.configuration.origin, moved.on, signed.terms.nonce, signed.terms.until, signed.assertion
    )
    forge(little, case_id, COUNSEL[0], genuine, bytes.fromhex(signed.terms.salt))
    with pytest.raises(Fault):
        little.retrieve(case_id)
    assert Kind.RELEASED not in little.kinds()


def test_a_signature_of_another_shape_is_a_fault(little: LittleHome) -> None:
    with pytest.raises(Fault):
        signature_in({"signed": {"log": 1}})
    assert signature_in({}) is None


def test_an_act_of_another_log_is_not_one_of_this(little: LittleHome) -> None:
    stay = stay_on(little.instance, INSPECTORS[0], "everything", "")
    (placed,) = little.instance.journal.stream(f"stay/{stay}")
    elsewhere = replace(little.instance.configuration, origin="another.example/log")
    with pytest.raises(Fault):
        verify_recorded_act(replace(little.instance, configuration=elsewhere), placed)


def test_a_stay_from_the_console_is_marked_and_has_no_signature(little: LittleHome) -> None:
    placed = placing.place_stay(little.instance, INSPECTORS[0], "everything", "", "By order.", None)
    (stored,) = little.instance.journal.stream(f"stay/{placed.stay_id}")
    payload: Any = little.instance.recorder.payload(stored)
    assert signature_in(payload) is None
    assert payload["event"]["channel"] == "console"
    with pytest.raises(Fault):
        verify_recorded_act(little.instance, stored)


def test_the_wrong_touch_places_no_stay(little: LittleHome) -> None:
    empty = Touch(new_terms(little.instance), Assertion("", "", "", ""))
    with pytest.raises(PasskeyRejected):
        placing.place_stay(little.instance, INSPECTORS[0], "everything", "", "By order.", empty)
    assert little.instance.stays.list_all() == []
