"""Who erases a batch: a steward proposes it, and another person in another role confirms it."""

import pytest

from support.codes import raises
from support.erased_batch import REASON, Past, label_destroyed
from support.people import COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD
from withhold.casework.audit.auditing import audit
from withhold.casework.erasure.erasing import batch_named, confirm_erasure, propose_erasure
from withhold.casework.erasure.erasures import tombstone_of
from withhold.casework.publication.publishing import publish
from withhold.events.recorder import batch_label
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Fault, Forbidden
from withhold.model.occurrences import Erased
from withhold.model.vocabulary import Role
from withhold.records.writing import write_transaction

COVERS = (
    "withhold.casework.erasure.erasing",
    "withhold.casework.erasure.erasures",
)


def test_it_takes_a_steward_and_then_somebody_in_another_role(past: Past) -> None:
    instance = past.little.instance
    for actor in (*INSPECTORS, *OFFICERS, *COUNSEL, *SIGNERS, *OFFICIALS):
        with pytest.raises(Forbidden):
            propose_erasure(instance, actor, past.batch, REASON)
    with raises(Conflict, Code.ERASURE_NOT_PROPOSED):
        confirm_erasure(instance, INSPECTORS[0], past.batch)
    propose_erasure(instance, STEWARD, past.batch, REASON)
    with raises(Conflict, Code.ERASURE_PROPOSED_BEFORE):
        propose_erasure(instance, STEWARD, past.batch, REASON)
    for actor in (STEWARD, *OFFICERS, *SIGNERS, *OFFICIALS, Actor(STEWARD.person, Role.INSPECTOR)):
        with pytest.raises(Forbidden):
            confirm_erasure(instance, actor, past.batch)
    assert not label_destroyed(past)
    confirm_erasure(instance, COUNSEL[0], past.batch)
    assert label_destroyed(past)
    with raises(Conflict, Code.BATCH_ERASED_BEFORE):
        confirm_erasure(instance, INSPECTORS[0], past.batch)


def test_one_person_in_two_roles_is_still_one_person(past: Past) -> None:
    past.little.alter("UPDATE records_person SET role=? WHERE person_id=?", "steward", INSPECTORS[0].person)
    propose_erasure(past.little.instance, Actor(INSPECTORS[0].person, Role.STEWARD), past.batch, REASON)
    past.little.alter("UPDATE records_person SET role=? WHERE person_id=?", "inspector", INSPECTORS[0].person)
    with raises(Conflict, Code.ERASURE_SECOND_PERSON):
        confirm_erasure(past.little.instance, INSPECTORS[0], past.batch)
    assert not label_destroyed(past)


def test_an_erasure_that_rests_on_one_person_destroys_nothing_and_is_found(past: Past) -> None:
    little = past.little
    propose_erasure(little.instance, STEWARD, past.batch, REASON)
    alone = Erased(past.batch, batch_label(past.batch), REASON, STEWARD.person, 1, ())
    with write_transaction(little.instance.alias):
        tail = little.instance.recorder.tail(f"erasure/{past.batch}")
        little.instance.recorder.record(tail, [alone], STEWARD, little.instance.now())
    publish(little.instance)
    little.reopen()
    assert not label_destroyed(past)
    assert any("does not rest on two people" in each.what for each in audit(little.instance).findings)
    with pytest.raises(Fault):
        tombstone_of(little.instance, past.batch)


def test_a_batch_that_is_not_there_and_a_missing_reason(past: Past) -> None:
    instance = past.little.instance
    with raises(Conflict, Code.BATCH_UNKNOWN):
        propose_erasure(instance, STEWARD, "0" * 64, REASON)
    with pytest.raises(Conflict, match="reason"):
        propose_erasure(instance, STEWARD, past.batch, " ")
    assert batch_named(instance, past.batch[:16]) == batch_named(instance, past.batch) == past.batch
    for text in (past.batch[:15], "", "0" * 16):
        with raises(Conflict, Code.BATCH_DIGEST_UNKNOWN):
            batch_named(instance, text)
