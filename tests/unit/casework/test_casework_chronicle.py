"""The chronicle, which other tests use as a judge: it accepts valid events and finds invalid ones."""

from dataclasses import replace

import pytest

from support.chronicle import Chronicle
from support.further import OneCase
from support.home import LittleHome
from support.people import (
    COUNSEL,
    INSPECTORS,
    OFFICERS,
    OFFICIALS,
    SUBJECTS,
)
from support.stays import stay_on
from withhold.casework.publication.publishing import publish
from withhold.casework.review.determining import view_dossier
from withhold.events.acts import signature_in
from withhold.model.cases import events
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Decision
from withhold.model.cases.permissions import Actor
from withhold.model.kinds import Kind
from withhold.records.writing import write_transaction

COVERS = ("withhold.casework.review.determining", "withhold.model.cases.determination", "withhold.records.projections")

REFUSE = Decision.REFUSE
APPROVE = Decision.APPROVE


def append(little: LittleHome, case_id: str, actor: Actor, *happened: events.CaseEvent) -> None:
    """Record events as they are, with none of the checks that casework makes."""
    with write_transaction(little.instance.alias):
        tail = little.instance.recorder.tail(f"case/{case_id}")
        little.instance.recorder.record(tail, happened, actor, little.clock())
    publish(little.instance)


def released(case: Case) -> events.Released:
    return events.Released("00" * 32, "00" * 16, "most recent address", case.version)


def rejected(little: LittleHome) -> None:
    with pytest.raises((AssertionError, KeyError)):
        Chronicle(little).read_on()


def test_the_chronicle_passes_a_sound_way(little: LittleHome) -> None:
    little.retrieve(little.approved())
    Chronicle(little).read_on()
    assert little.kinds().count(Kind.RETRIEVED) == 1


def test_the_chronicle_sees_a_release_without_determinations(under_review: OneCase) -> None:
    little, case_id = under_review
    append(little, case_id, OFFICIALS[0], released(little.instance.case(case_id)))
    rejected(little)


def test_the_chronicle_sees_a_release_to_another_official(approved: OneCase) -> None:
    little, case_id = approved
    append(little, case_id, OFFICIALS[1], replace(released(little.instance.case(case_id)), checkpoint_size=10**6))
    rejected(little)


def test_the_chronicle_sees_a_checkpoint_too_small_for_the_determinations(approved: OneCase) -> None:
    little, case_id = approved
    append(little, case_id, OFFICIALS[0], replace(released(little.instance.case(case_id)), checkpoint_size=3))
    rejected(little)


def test_the_chronicle_sees_a_step_after_a_refusal(under_review: OneCase) -> None:
    little, case_id = under_review
    little.decide(OFFICERS[0], case_id, REFUSE)
    little.decide(COUNSEL[0], case_id, APPROVE)
    Chronicle(little).read_on()
    append(little, case_id, OFFICERS[0], events.Approved())
    rejected(little)


def test_the_chronicle_sees_a_step_under_a_stay(under_review: OneCase) -> None:
    little, case_id = under_review
    stay_on(little.instance, INSPECTORS[0], "subject", SUBJECTS["robin"].tin)
    Chronicle(little).read_on()
    append(little, case_id, OFFICERS[0], events.Refused())
    rejected(little)


def test_the_chronicle_sees_a_determination_signed_by_another(under_review: OneCase) -> None:
    little, case_id = under_review
    little.decide(OFFICERS[0], case_id)
    view_dossier(little.instance, COUNSEL[0], case_id)
    made = little.instance.case(case_id).determinations[0]
    forged = replace(made, reviewer=COUNSEL[0].person, role=COUNSEL[0].role)
    stored = next(
        each for each in little.instance.journal.stream(f"case/{case_id}") if each.kind == Kind.DETERMINATION_MADE
    )
    taken = signature_in(little.instance.recorder.payload(stored))
    event = events.DeterminationMade(forged, events.AnswersContent(()))
    with write_transaction(little.instance.alias):
        tail = little.instance.recorder.tail(f"case/{case_id}")
        little.instance.recorder.record(tail, [event], COUNSEL[0], little.clock(), signature=taken)
    rejected(little)
