"""Commands: who may give them, to which case, and the events they make."""

from dataclasses import replace
from itertools import product

import pytest

from support.codes import raises
from support.histories import (
    AGENCY,
    BOTH_APPROVE,
    COUNSEL,
    DIGEST,
    DOCKETED,
    EVERYONE,
    HISTORIES,
    MACHINE,
    OFFICER,
    OFFICIAL,
    REQUEST,
    SEALED,
    SIGNER,
    case_in,
    decided,
    determine,
)
from withhold.model.cases import commands, events
from withhold.model.cases.case import Case, IllegalTransition, State, evolve, fold
from withhold.model.cases.deciding import decide
from withhold.model.cases.determination import Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.given_reasons import ReasonContent
from withhold.model.vocabulary import Factor, IdentityOutcome, Role

COVERS = (
    "withhold.model.cases.deciding",
    "withhold.model.cases.disposal",
    "withhold.model.cases.events",
    "withhold.model.cases.own_case",
)

FACTORS = {"name": Factor.AGREES}
CONFIRMED = commands.RecordIdentity(IdentityOutcome.CONFIRMED, "", FACTORS, "{}", DIGEST)
REVIEWERS = {Role.OFFICER, Role.COUNSEL}

WAYS: tuple[tuple[commands.CaseCommand, set[Role], dict[State, type[events.CaseEvent]]], ...] = (
    (CONFIRMED, {Role.MACHINE}, {State.DOCKETED: events.ReviewOpened}),
    (
        commands.ViewDossier(),
        REVIEWERS,
        dict.fromkeys((State.UNDER_REVIEW, State.APPROVED, State.REFUSED), events.DossierViewed),
    ),
    (
        commands.Release(SEALED, "key", "address", 9),
        {Role.OFFICIAL},
        dict.fromkeys((State.APPROVED, State.RELEASED), events.Released),
    ),
    (commands.HandOver(SEALED), {Role.OFFICIAL}, {State.RELEASED: events.Retrieved}),
    (
        commands.CertifyDisposal(Manner.DESTROYED),
        {Role.OFFICIAL},
        dict.fromkeys((State.RETRIEVED, State.RECALLED), events.Disposed),
    ),
    (
        commands.Withdraw("why"),
        {Role.SIGNER},
        dict.fromkeys((State.DOCKETED, State.UNDER_REVIEW, State.APPROVED), events.Withdrawn),
    ),
    (
        commands.Recall("why"),
        REVIEWERS,
        dict.fromkeys((State.APPROVED, State.RELEASED, State.RETRIEVED), events.Recalled),
    ),
)
"""Command, the roles that may give it, and state -> the event that it makes there.

`Docket` and `Determine` have their own tests.
"""


@pytest.mark.parametrize(("command", "roles", "states"), WAYS, ids=[type(way[0]).__name__ for way in WAYS])
def test_every_role_in_every_state(
    command: commands.CaseCommand, roles: set[Role], states: dict[State, type[events.CaseEvent]]
) -> None:
    for actor, state in product(EVERYONE, State):
        case = case_in(state)
        if actor.role not in roles:
            with raises(Forbidden, Code.PERMISSION_DENIED):
                decide(actor, case, command)
        elif state not in states:
            with raises(Conflict, Code.CASE_WRONG_STATE):
                decide(actor, case, command)
        else:
            assert [type(event) for event in decide(actor, case, command).events] == [states[state]]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("actor", EVERYONE, ids=lambda actor: actor.role.value)
def test_only_reviewers_determine_and_only_under_review(actor: Actor, state: State) -> None:
    command = determine(actor)
    if actor.role not in REVIEWERS:
        with raises(Forbidden, Code.PERMISSION_DENIED):
            decide(actor, case_in(state), command)
    elif state is not State.UNDER_REVIEW:
        with raises(Conflict, Code.CASE_WRONG_STATE):
            decide(actor, case_in(state), command)
    else:
        assert decide(actor, case_in(state), command).events == (decided(actor),)


@pytest.mark.parametrize(
    ("actor", "command", "state", "event"),
    [
        (MACHINE, CONFIRMED, State.DOCKETED, events.ReviewOpened(DIGEST, events.DossierContent(FACTORS, "{}"))),
        (COUNSEL, commands.ViewDossier(), State.UNDER_REVIEW, events.DossierViewed(DIGEST)),
        (
            OFFICIAL,
            commands.Release(SEALED, "key", "address", 9),
            State.APPROVED,
            events.Released(SEALED, "key", "address", 9),
        ),
        (OFFICIAL, commands.HandOver(SEALED), State.RELEASED, events.Retrieved(SEALED)),
        (OFFICIAL, commands.CertifyDisposal(Manner.DESTROYED), State.RETRIEVED, events.Disposed(Manner.DESTROYED)),
        (SIGNER, commands.Withdraw("moot"), State.DOCKETED, events.Withdrawn(ReasonContent("moot"))),
        (OFFICER, commands.Recall("mistake"), State.RELEASED, events.Recalled(ReasonContent("mistake"))),
    ],
)
def test_an_event_has_the_content_of_its_command(
    actor: Actor, command: commands.CaseCommand, state: State, event: events.CaseEvent
) -> None:
    assert decide(actor, case_in(state), command).events == (event,)


DOCKET = commands.Docket("CASE-1", AGENCY, DOCKETED.batch, 1, REQUEST, (), DOCKETED.pack)


def test_a_case_keeps_the_marks_that_screening_gave_its_request() -> None:
    docketed = decide(MACHINE, None, replace(DOCKET, marks=("thin",)))
    assert docketed.events == (replace(DOCKETED, content=events.DocketedContent(REQUEST, (), ("thin",))),)
    assert docketed.case.asked.marks == ("thin",)


def test_the_machine_dockets_a_request_once() -> None:
    assert decide(MACHINE, None, DOCKET).events == (DOCKETED,)
    assert decide(MACHINE, None, DOCKET).case == case_in(State.DOCKETED)
    for state in State:
        with raises(Conflict, Code.CASE_DOCKETED_TWICE):
            decide(MACHINE, case_in(state), DOCKET)
    for actor in EVERYONE:
        if actor is not MACHINE:
            with pytest.raises(Forbidden):
                decide(actor, None, DOCKET)


@pytest.mark.parametrize("actor", EVERYONE, ids=lambda actor: actor.role.value)
def test_a_missing_case_and_somebody_elses_case_get_the_same_refusal(actor: Actor) -> None:
    for command, *_ in WAYS:
        with raises(Forbidden, Code.PERMISSION_DENIED):
            decide(actor, None, command)


@pytest.mark.parametrize("outcome", [IdentityOutcome.NOT_CONFIRMED, IdentityOutcome.AMBIGUOUS])
def test_anything_but_a_confirmed_identity_ends_the_case(outcome: IdentityOutcome) -> None:
    command = replace(CONFIRMED, outcome=outcome, ground="several")
    assert decide(MACHINE, case_in(State.DOCKETED), command).events == (
        events.IdentityNotConfirmed(events.NotConfirmedContent("several")),
    )


OFFICIALS_COMMANDS = (
    (commands.Release(SEALED, "key", "address", 9), State.APPROVED),
    (commands.HandOver(SEALED), State.RELEASED),
    (commands.CertifyDisposal(Manner.DESTROYED), State.RETRIEVED),
)


@pytest.mark.parametrize(("command", "state"), OFFICIALS_COMMANDS)
@pytest.mark.parametrize(
    "other",
    [
        Actor("OFF-2", Role.OFFICIAL, AGENCY),
        Actor(SIGNER.person, Role.OFFICIAL, AGENCY),
        Actor(OFFICIAL.person, Role.OFFICIAL, "AGY-OTHER"),
        Actor(OFFICIAL.person, Role.OFFICIAL),
    ],
)
def test_an_official_acts_on_the_case_that_names_them(
    other: Actor, command: commands.CaseCommand, state: State
) -> None:
    with raises(Forbidden, Code.PERMISSION_DENIED):
        decide(other, case_in(state), command)


@pytest.mark.parametrize(
    "other",
    [
        Actor("SGN-2", Role.SIGNER, AGENCY),
        Actor(OFFICIAL.person, Role.SIGNER, AGENCY),
        Actor(SIGNER.person, Role.SIGNER, "AGY-OTHER"),
    ],
)
def test_a_signer_withdraws_their_own_request(other: Actor) -> None:
    with raises(Forbidden, Code.PERMISSION_DENIED):
        decide(other, case_in(State.DOCKETED), commands.Withdraw("why"))


@pytest.mark.parametrize("party", [SIGNER.person, OFFICIAL.person])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNSEL])
def test_nobody_reviews_a_request_they_are_party_to(party: str, role: Role) -> None:
    actor = Actor(party, role)
    for command in (commands.ViewDossier(), determine(actor)):
        with raises(Forbidden, Code.PERMISSION_DENIED):
            decide(actor, case_in(State.UNDER_REVIEW), command)
    with raises(Forbidden, Code.PERMISSION_DENIED):
        decide(actor, case_in(State.RELEASED), commands.Recall("why"))


def test_somebody_elses_case_is_forbidden_in_every_state() -> None:
    for state in State:
        with pytest.raises(Forbidden):
            decide(Actor("OFF-2", Role.OFFICIAL, AGENCY), case_in(state), commands.HandOver(SEALED))


@pytest.mark.parametrize(
    ("actor", "signed_by"),
    [
        (OFFICER, COUNSEL),
        (OFFICER, Actor("CUS-OFFICER-2", Role.OFFICER)),
        (OFFICER, Actor(OFFICER.person, Role.COUNSEL)),
    ],
)
def test_a_determination_is_made_by_its_reviewer_in_their_role(actor: Actor, signed_by: Actor) -> None:
    with raises(Forbidden, Code.PERMISSION_DENIED):
        decide(actor, case_in(State.UNDER_REVIEW), determine(signed_by))


def test_an_approval_needs_every_answer_to_be_yes() -> None:
    case = case_in(State.UNDER_REVIEW)
    with raises(Conflict, Code.DETERMINATION_ANSWERS_NOT_ALL_YES):
        decide(OFFICER, case, determine(OFFICER, satisfied=False))
    refusal = determine(OFFICER, Decision.REFUSE, satisfied=False)
    made = decided(OFFICER, Decision.REFUSE, satisfied=False)
    assert decide(OFFICER, case, refusal).events == (made,)


def test_a_determination_over_another_dossier_is_refused() -> None:
    with raises(Conflict, Code.CASE_DOSSIER_CHANGED):
        decide(OFFICER, case_in(State.UNDER_REVIEW), determine(OFFICER, dossier="d2" * 32))


@pytest.mark.parametrize(("one", "other"), [(OFFICER, COUNSEL), (COUNSEL, OFFICER)])
@pytest.mark.parametrize("first", Decision)
@pytest.mark.parametrize("second", Decision)
def test_both_approve_or_it_is_refused(one: Actor, other: Actor, first: Decision, second: Decision) -> None:
    case = case_in(State.UNDER_REVIEW)
    alone = decide(one, case, determine(one, first))
    assert alone.events == (decided(one, first),), "the first determination shows nothing of the outcome"
    happened = decide(other, alone.case, determine(other, second))
    both = first is second is Decision.APPROVE
    assert happened.events == (decided(other, second), events.Approved() if both else events.Refused())
    assert happened.case.state is (State.APPROVED if both else State.REFUSED)


@pytest.mark.parametrize("second", [OFFICER, Actor("CUS-OFFICER-2", Role.OFFICER), Actor(OFFICER.person, Role.COUNSEL)])
def test_one_person_or_one_role_does_not_decide_twice(second: Actor) -> None:
    case = evolve(case_in(State.UNDER_REVIEW), decided(OFFICER))
    with raises(IllegalTransition, Code.CASE_SAME_REVIEWER):
        decide(second, case, determine(second))


@pytest.mark.parametrize("made", [(), BOTH_APPROVE[-1:]])
def test_an_approved_state_alone_releases_nothing(made: tuple[events.DeterminationMade, ...]) -> None:
    approved = case_in(State.APPROVED)
    broken: Case = replace(approved, determinations=tuple(each.determination for each in made))
    with raises(Conflict, Code.RELEASE_DETERMINATIONS_MISSING):
        decide(OFFICIAL, broken, commands.Release(SEALED, "key", "address", 9))


def test_only_what_was_released_last_is_handed_over() -> None:
    with raises(Conflict, Code.CASE_ANOTHER_RELEASE):
        decide(OFFICIAL, case_in(State.RELEASED), commands.HandOver("6f" * 32))


def test_after_a_refusal_reviewers_may_view_and_no_other_command_works() -> None:
    refused = fold("CASE-1", HISTORIES[State.REFUSED])
    for actor, (command, *_) in product(EVERYONE, WAYS):
        if isinstance(command, commands.ViewDossier) and actor.role in REVIEWERS:
            assert decide(actor, refused, command).events == (events.DossierViewed(DIGEST),)
        else:
            with pytest.raises((Forbidden, Conflict)):
                decide(actor, refused, command)
