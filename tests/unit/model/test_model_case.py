"""The fold: which events may follow in each state of a case, and the case after them."""

from dataclasses import replace
from typing import get_args

import pytest

from support.codes import raises
from support.histories import (
    BOTH_APPROVE,
    COUNSEL,
    DIGEST,
    DOCKETED,
    HISTORIES,
    NEXT,
    OFFICER,
    OFFICIAL,
    ONE_REFUSES,
    OTHERS,
    RELEASED,
    REQUEST,
    SEALED,
    SIGNER,
    VIEWED,
    case_in,
    case_ready_for,
    decided,
    determination,
)
from withhold.model.cases import events
from withhold.model.cases.case import TRANSITIONS, ContentErased, IllegalTransition, State, begin, evolve, fold
from withhold.model.cases.determination import Decision
from withhold.model.cases.permissions import Actor
from withhold.model.cases.request import purpose_of
from withhold.model.errors import Code
from withhold.model.vocabulary import Role

COVERS = ("withhold.model.cases.events",)

MAY_FOLLOW: dict[State, dict[str, State]] = {
    State.DOCKETED: {
        "IdentityNotConfirmed": State.NOT_CONFIRMED,
        "ReviewOpened": State.UNDER_REVIEW,
        "Withdrawn": State.WITHDRAWN,
    },
    State.NOT_CONFIRMED: {},
    State.UNDER_REVIEW: {
        "DossierViewed": State.UNDER_REVIEW,
        "DeterminationMade": State.UNDER_REVIEW,
        "Refused": State.REFUSED,
        "Approved": State.APPROVED,
        "Withdrawn": State.WITHDRAWN,
    },
    State.REFUSED: {"DossierViewed": State.REFUSED},
    State.APPROVED: {
        "DossierViewed": State.APPROVED,
        "Released": State.RELEASED,
        "Withdrawn": State.WITHDRAWN,
        "Recalled": State.RECALLED,
    },
    State.RELEASED: {"Released": State.RELEASED, "Retrieved": State.RETRIEVED, "Recalled": State.RECALLED},
    State.RETRIEVED: {"Disposed": State.DISPOSED, "Recalled": State.RECALLED},
    State.DISPOSED: {},
    State.WITHDRAWN: {},
    State.RECALLED: {"Disposed": State.DISPOSED},
}
"""State -> event that may follow -> the state that it leads to. It is written by hand, to compare with the code."""


def test_every_event_type_but_the_first_has_its_place_in_the_table() -> None:
    assert set(TRANSITIONS) == set(get_args(events.CaseEvent)) - {events.Docketed}
    assert {type(event) for event in NEXT} == set(TRANSITIONS)
    assert set(HISTORIES) == set(MAY_FOLLOW) == set(State)


@pytest.mark.parametrize("state", State)
def test_each_history_leads_to_its_state(state: State) -> None:
    case = case_in(state)
    assert case.state is state
    assert case.version == len(HISTORIES[state])


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", NEXT, ids=lambda event: type(event).__name__)
def test_an_event_follows_only_in_the_states_that_allow_it(state: State, event: events.CaseEvent) -> None:
    case = case_ready_for(event, state)
    target = MAY_FOLLOW[state].get(type(event).__name__)
    assert (state in TRANSITIONS[type(event)][0]) is (target is not None)
    if target is None:
        with raises(IllegalTransition, Code.CASE_CANNOT_FOLLOW):
            evolve(case, event)
    else:
        after = evolve(case, event)
        assert after.state is target
        assert after.version == case.version + 1


def test_nothing_but_a_view_follows_a_refusal() -> None:
    refused = fold("CASE-1", HISTORIES[State.REFUSED])
    for event in NEXT:
        if event is VIEWED:
            assert evolve(refused, event) == replace(refused, version=refused.version + 1)
        else:
            with pytest.raises(IllegalTransition):
                evolve(refused, event)


@pytest.mark.parametrize("state", [State.NOT_CONFIRMED, State.DISPOSED, State.WITHDRAWN])
@pytest.mark.parametrize("event", NEXT, ids=lambda event: type(event).__name__)
def test_no_event_follows_in_a_final_state(state: State, event: events.CaseEvent) -> None:
    with pytest.raises(IllegalTransition):
        evolve(case_in(state), event)


@pytest.mark.parametrize("state", State)
def test_a_case_is_docketed_once(state: State) -> None:
    with raises(IllegalTransition, Code.CASE_DOCKETED_TWICE):
        evolve(case_in(state), DOCKETED)


@pytest.mark.parametrize("event", NEXT, ids=lambda event: type(event).__name__)
def test_a_case_begins_with_a_request_and_nothing_else(event: events.CaseEvent) -> None:
    with raises(IllegalTransition, Code.CASE_BEGINS_OTHERWISE):
        begin("CASE-1", event)


def test_a_case_has_the_content_of_its_first_event() -> None:
    content = events.DocketedContent(REQUEST, ("CASE-0",), ("mark",))
    case = begin("CASE-1", replace(DOCKETED, row=7, content=content))
    assert (case.case_id, case.agency, case.batch, case.row) == ("CASE-1", DOCKETED.agency, DOCKETED.batch, 7)
    assert (case.request, case.asked, case.state, case.version) == (REQUEST, content, State.DOCKETED, 1)
    assert (case.official, case.signer, case.purpose) == (OFFICIAL.person, SIGNER.person, "not stated")
    assert case.pack == DOCKETED.pack


def erased(event: events.CaseEvent) -> events.CaseEvent:
    return replace(event, content=None) if hasattr(event, "content") else event


@pytest.mark.parametrize("state", State)
def test_an_erased_case_has_its_state_and_outcome_and_no_request(state: State) -> None:
    before, after = case_in(state), fold("CASE-1", map(erased, HISTORIES[state]))
    assert after == replace(before, content=None, dossier="")
    for read in (lambda: after.asked, lambda: after.request):
        with raises(ContentErased, Code.CASE_CONTENT_ERASED):
            read()


@pytest.mark.parametrize("name", ["official", "signer", "purpose"])
def test_a_docketed_event_names_the_people_and_the_purpose_of_its_request(name: str) -> None:
    with pytest.raises(ValueError, match="other people"):
        replace(DOCKETED, **{name: "another"})
    assert replace(DOCKETED, content=None, **{name: "another"}).content is None


@pytest.mark.parametrize(
    ("cell", "purpose"), [("Judicial ", "judicial"), ("grand_jury", "grand_jury"), ("Grand jury", "not stated")]
)
def test_the_purpose_of_a_request_is_one_of_the_kinds_of_proceeding(cell: str, purpose: str) -> None:
    assert replace(REQUEST, proceeding=cell).purpose == purpose_of(cell) == purpose


def test_a_case_needs_at_least_one_event() -> None:
    with raises(IllegalTransition, Code.CASE_WITHOUT_EVENTS):
        fold("CASE-1", ())


def test_a_case_has_the_content_of_its_later_events() -> None:
    case = case_in(State.RETRIEVED)
    assert (case.pack, case.dossier, case.digest, case.sealed) == ("pack@1#00", "{}", DIGEST, SEALED)
    assert case.determination_by(Role.OFFICER) == determination(OFFICER)
    assert case.determination_by(Role.COUNSEL) == determination(COUNSEL)
    assert case_in(State.UNDER_REVIEW).determination_by(Role.OFFICER) is None


def test_the_same_events_give_the_same_case() -> None:
    for history in HISTORIES.values():
        assert fold("CASE-1", history) == fold("CASE-1", iter(history))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (decided(OFFICER), decided(OFFICER)),
        (decided(OFFICER), decided(Actor("CUS-OFFICER-2", Role.OFFICER))),
        (decided(OFFICER), decided(Actor(OFFICER.person, Role.COUNSEL))),
        *((decided(OFFICER), decided(other)) for other in OTHERS),
    ],
)
def test_two_people_in_the_two_reviewing_roles_decide_once_each(
    first: events.DeterminationMade, second: events.DeterminationMade
) -> None:
    case = evolve(case_in(State.UNDER_REVIEW), first)
    with raises(IllegalTransition, Code.CASE_SAME_REVIEWER):
        evolve(case, second)


def test_there_is_no_third_determination() -> None:
    case = fold("CASE-1", BOTH_APPROVE)
    for role in Role:
        with pytest.raises(IllegalTransition):
            evolve(case, decided(Actor("CUS-THIRD", role)))


def test_a_determination_over_another_dossier_cannot_follow() -> None:
    with raises(IllegalTransition, Code.CASE_DOSSIER_CHANGED):
        evolve(case_in(State.UNDER_REVIEW), decided(OFFICER, dossier="d2" * 32))


@pytest.mark.parametrize(
    "made", [(), (decided(OFFICER),), (decided(COUNSEL),), ONE_REFUSES[-2:], ONE_REFUSES[-1:]], ids=len
)
def test_an_approval_needs_both_to_approve(made: tuple[events.CaseEvent, ...]) -> None:
    case = fold("CASE-1", (*HISTORIES[State.UNDER_REVIEW], *made))
    assert not case.both_approve
    with raises(IllegalTransition, Code.CASE_APPROVAL_UNFOUNDED):
        evolve(case, events.Approved())


@pytest.mark.parametrize("made", [(), (decided(OFFICER, Decision.REFUSE),), BOTH_APPROVE[-2:]], ids=len)
def test_a_refusal_needs_two_who_do_not_both_approve(made: tuple[events.CaseEvent, ...]) -> None:
    case = fold("CASE-1", (*HISTORIES[State.UNDER_REVIEW], *made))
    with raises(IllegalTransition, Code.CASE_REFUSAL_UNFOUNDED):
        evolve(case, events.Refused())


@pytest.mark.parametrize(
    "made",
    [
        (),
        (determination(OFFICER),),
        (determination(OFFICER), determination(Actor("CUS-OFFICER-2", Role.OFFICER))),
        (determination(OFFICER), determination(Actor(OFFICER.person, Role.COUNSEL))),
        (determination(OFFICER), determination(COUNSEL, Decision.REFUSE)),
        (determination(OFFICER), determination(COUNSEL, dossier="d2" * 32)),
        (determination(OFFICER), determination(COUNSEL), determination(Actor("INS-1", Role.INSPECTOR))),
        (determination(OFFICER), determination(COUNSEL), determination(Actor("CUS-OFFICER-1", Role.COUNSEL))),
    ],
)
def test_both_approve_only_with_an_approval_of_this_dossier_from_each_role(made: tuple) -> None:
    case = case_in(State.UNDER_REVIEW)
    assert not replace(case, determinations=made).both_approve
    assert replace(case, determinations=(determination(OFFICER), determination(COUNSEL))).both_approve


def test_only_the_latest_release_is_handed_over() -> None:
    again = evolve(case_in(State.RELEASED), replace(RELEASED, sealed="6f" * 32))
    with raises(IllegalTransition, Code.CASE_ANOTHER_RELEASE):
        evolve(again, events.Retrieved(SEALED))
    assert evolve(again, events.Retrieved("6f" * 32)).state is State.RETRIEVED


def test_a_history_with_an_event_left_out_does_not_fold() -> None:
    history = HISTORIES[State.DISPOSED]
    for gap in range(len(history) - 1):
        with pytest.raises(IllegalTransition):
            fold("CASE-1", history[:gap] + history[gap + 1 :])


def test_a_history_out_of_order_does_not_fold() -> None:
    history = HISTORIES[State.DISPOSED]
    for at in range(len(history) - 1):
        swapped = (*history[:at], history[at + 1], history[at], *history[at + 2 :])
        if isinstance(history[at], events.DeterminationMade) and isinstance(history[at + 1], events.DeterminationMade):
            assert fold("CASE-1", swapped).state is State.DISPOSED, "who decides first makes no difference"
        else:
            with pytest.raises(IllegalTransition):
                fold("CASE-1", swapped)
