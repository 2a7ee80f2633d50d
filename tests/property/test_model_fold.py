"""Whatever anyone asks, in whatever order: two people decide every release, a refusal stands, a replay agrees."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from support.histories import (
    AGENCY,
    DIGEST,
    DOCKETED,
    HISTORIES,
    MACHINE,
    NEXT,
    OFFICIAL,
    REQUEST,
    SEALED,
    SIGNER,
    WITHDRAWN,
    determine,
)
from withhold.model.cases import commands, events
from withhold.model.cases.case import TRANSITIONS, Case, IllegalTransition, State, evolve, fold
from withhold.model.cases.deciding import decide
from withhold.model.cases.determination import REVIEWERS, Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden
from withhold.model.vocabulary import Factor, IdentityOutcome, Role

COVERS = ("withhold.model.cases.deciding", "withhold.model.cases.disposal", "withhold.model.cases.events")

DIGESTS = st.sampled_from([DIGEST, "d2" * 32])
ENVELOPES = st.sampled_from([SEALED, "6f" * 32])
DOCKET = commands.Docket("CASE-1", AGENCY, DOCKETED.batch, 1, REQUEST, (), DOCKETED.pack)
PEOPLE = ("CUS-1", "CUS-2", SIGNER.person, OFFICIAL.person)
ACTORS = st.one_of(
    st.builds(Actor, st.sampled_from(PEOPLE), st.sampled_from([Role.OFFICER, Role.COUNSEL])),
    st.sampled_from([SIGNER, OFFICIAL, MACHINE]),
    st.builds(Actor, st.sampled_from(PEOPLE), st.sampled_from(Role), st.sampled_from(["", AGENCY])),
)
DETERMINATIONS = st.builds(
    lambda actor, decision, digest, satisfied: determine(actor, decision, dossier=digest, satisfied=satisfied),
    st.builds(Actor, st.sampled_from(PEOPLE), st.sampled_from(REVIEWERS)) | ACTORS,
    st.sampled_from([Decision.APPROVE, Decision.APPROVE, Decision.REFUSE]),
    DIGESTS,
    st.sampled_from([True, True, True, False]),
)

ANYTHING: SearchStrategy[commands.CaseCommand] = st.one_of(
    st.sampled_from(
        [DOCKET, commands.ViewDossier(), commands.CertifyDisposal(Manner.DESTROYED)],
    ),
    st.builds(
        commands.RecordIdentity,
        st.sampled_from(IdentityOutcome),
        st.just(""),
        st.just({"name": Factor.AGREES}),
        st.just("{}"),
        DIGESTS,
    ),
    DETERMINATIONS,
    st.builds(commands.Release, ENVELOPES, st.just("key"), st.just("address"), st.just(9)),
    st.builds(commands.HandOver, ENVELOPES),
    st.sampled_from([commands.Withdraw("why"), commands.Recall("why")]),
)


@dataclass(frozen=True, slots=True)
class Walk:
    """What happened when a row of people gave a row of commands."""

    happened: tuple[events.CaseEvent, ...]
    case: Case | None
    asked: tuple[tuple[Actor, commands.CaseCommand], ...]
    refused: int
    """How many commands were not taken."""


def _decides(reviewer: Actor, decision: Decision) -> tuple[Actor, commands.CaseCommand]:
    return reviewer, determine(reviewer, decision)


EARNEST: dict[State | None, list[tuple[Actor, commands.CaseCommand]]] = {
    None: [(MACHINE, DOCKET)],
    State.DOCKETED: [
        (MACHINE, commands.RecordIdentity(IdentityOutcome.CONFIRMED, "", {"name": Factor.AGREES}, "{}", DIGEST))
    ],
    State.UNDER_REVIEW: [
        _decides(Actor(person, role), decision)
        for person in PEOPLE
        for role in REVIEWERS
        for decision in (Decision.APPROVE, Decision.APPROVE, Decision.REFUSE)
    ],
    State.APPROVED: [(OFFICIAL, commands.Release(SEALED, "key", "address", 9))],
    State.RELEASED: [(OFFICIAL, commands.HandOver(SEALED))],
    State.RETRIEVED: [(OFFICIAL, commands.CertifyDisposal(Manner.DESTROYED))],
}
"""What moves a case along its way, by whoever may. Left to chance alone, hardly a case would come to its review."""


Steps = SearchStrategy[tuple[Actor, commands.CaseCommand]]
AT_RANDOM: Steps = st.tuples(ACTORS, ANYTHING)
STEPS: dict[State | None, Steps] = {
    state: st.one_of(AT_RANDOM, st.sampled_from(earnest), st.sampled_from(earnest))
    for state, earnest in EARNEST.items()
}
"""Somebody and a command: anyone and anything, or what moves the case along.

They are made once. A strategy that is made for each step costs more than the step.
"""


@st.composite
def walks(draw: DrawFn) -> Walk:
    """A case from nothing, through up to 40 commands, most of them refused."""
    case: Case | None = None
    happened: list[events.CaseEvent] = []
    asked: list[tuple[Actor, commands.CaseCommand]] = []
    refused = 0
    for _ in range(draw(st.integers(0, 40))):
        actor, command = draw(STEPS.get(case.state if case else None, AT_RANDOM))
        asked.append((actor, command))
        try:
            made = decide(actor, case, command)
        except (Forbidden, Conflict):
            refused += 1
            continue
        case = made.case
        happened.extend(made.events)
    return Walk(tuple(happened), case, tuple(asked), refused)


def held(happened: tuple[events.CaseEvent, ...]) -> None:
    """The lines that never move, told from the events alone and not by asking the case."""
    opened, made = "", []
    for at, event in enumerate(happened):
        before = happened[:at]
        if isinstance(event, events.ReviewOpened):
            opened = event.digest
        elif isinstance(event, events.DeterminationMade):
            made.append(event.determination)
        elif isinstance(event, events.Approved | events.Released | events.Retrieved):
            assert {each.role for each in made} == {Role.OFFICER, Role.COUNSEL}
            assert len(made) == len({each.reviewer for each in made}) == 2
            assert all(each.decision is Decision.APPROVE and each.dossier == opened for each in made)
        elif isinstance(event, events.Refused):
            assert len(made) == 2
            assert not all(each.decision is Decision.APPROVE for each in made)
        if any(isinstance(each, events.Refused) for each in before):
            assert isinstance(event, events.DossierViewed)
        if any(isinstance(each, events.Withdrawn | events.Disposed | events.IdentityNotConfirmed) for each in before):
            raise AssertionError("something followed an end")
        if any(isinstance(each, events.Recalled) for each in before):
            assert isinstance(event, events.Disposed)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(walks())
def test_whatever_is_asked_the_lines_hold_and_a_replay_agrees(walk: Walk) -> None:
    the_lines_hold_and_a_replay_agrees(walk)


@pytest.mark.trial
@settings(max_examples=2_000, suppress_health_check=[HealthCheck.too_slow])
@given(walks())
def test_whatever_is_asked_in_many_more_walks_the_lines_hold_and_a_replay_agrees(walk: Walk) -> None:
    the_lines_hold_and_a_replay_agrees(walk)


def the_lines_hold_and_a_replay_agrees(walk: Walk) -> None:
    held(walk.happened)
    nobody_party_to_it_decided(walk)
    the_same_commands_make_the_same_events(walk)
    if walk.case is None:
        assert walk.happened == ()
        return
    assert fold("CASE-1", walk.happened) == walk.case
    assert fold("CASE-1", list(walk.happened)) == fold("CASE-1", iter(walk.happened))
    assert walk.case.version == len(walk.happened)


def the_same_commands_make_the_same_events(walk: Walk) -> None:
    case: Case | None = None
    again: list[events.CaseEvent] = []
    refused = 0
    for actor, command in walk.asked:
        try:
            made = decide(actor, case, command)
        except (Forbidden, Conflict):
            refused += 1
            continue
        case = made.case
        again.extend(made.events)
    assert (tuple(again), case, refused) == (walk.happened, walk.case, walk.refused)


def nobody_party_to_it_decided(walk: Walk) -> None:
    for event in walk.happened:
        if isinstance(event, events.DeterminationMade):
            assert event.determination.reviewer not in (SIGNER.person, OFFICIAL.person)


@pytest.mark.parametrize("state", [State.REFUSED, State.RELEASED, State.RETRIEVED, State.DISPOSED])
def test_the_walks_go_far_enough_to_tell(state: State) -> None:
    walk = find(
        walks(),
        lambda each: each.case is not None and each.case.state is state,
        settings=settings(
            max_examples=5_000, phases=[Phase.generate], database=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert walk.case is not None


DECIDED = st.builds(events.DeterminationMade, DETERMINATIONS.map(lambda each: each.determination), st.none())
OFFERED = {
    state: [event for event in NEXT if state in TRANSITIONS[type(event)][0] and event != WITHDRAWN] for state in State
}
OFFERS = {
    state: st.one_of(st.sampled_from(offered or NEXT), DECIDED, st.sampled_from(NEXT))
    for state, offered in OFFERED.items()
}


@settings(max_examples=200)
@given(st.sampled_from(State), st.data())
def test_whatever_events_are_offered_the_fold_holds_the_lines(state: State, data: st.DataObject) -> None:
    happened = HISTORIES[state]
    case = fold("CASE-1", happened)
    for _ in range(data.draw(st.integers(1, 12))):
        event = data.draw(OFFERS[case.state])
        try:
            case = evolve(case, event)
        except IllegalTransition:
            continue
        happened = (*happened, event)
    held(happened)
    assert fold("CASE-1", happened) == case
