"""Checks 6 to 9 of a release: signatures, the ledger, the register, the seal. If one fails, nothing is released."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from support.further import OneCase
from support.home import REGISTER, LittleHome, Meanwhile
from support.intruder import flipped, put, rewrite, rewrite_content, stored_of, with_new_leaf
from support.people import (
    COUNSEL,
    OFFICERS,
    OFFICIALS,
    SIGNERS,
    STEWARD,
    SUBJECTS,
)
from support.releases import MADE, nothing_leaves, stays_closed, stream
from withhold.casework.accreditation.accrediting import revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.releasing import NothingToRelease, retrieve
from withhold.model.cases.case import State
from withhold.model.cases.determination import Decision
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Fault, WithholdError
from withhold.model.kinds import Kind
from withhold.sealing.errors import PasskeyRejected, SealBroken
from withhold.tlog.errors import LogUnreachable, ProofFails, TileMissing

COVERS = ("withhold.casework.accreditation.accrediting", "withhold.casework.releasing")

# 6. Two determinations by two accredited people approve this very dossier, and both signatures verify


@pytest.mark.parametrize("reviewer", [OFFICERS[0], COUNSEL[0]])
def test_6_a_reviewer_revoked_since_closes_the_case(approved: OneCase, reviewer: Actor) -> None:
    little, case_id = approved
    revoke(little.instance, STEWARD, reviewer.person, "Left.")
    stays_closed(little, case_id)


@pytest.mark.parametrize("reviewer", [OFFICERS[0], COUNSEL[0]])
def test_6_a_passkey_no_longer_registered_closes_the_case(approved: OneCase, reviewer: Actor) -> None:
    little, case_id = approved
    little.alter("DELETE FROM records_passkey WHERE person_id=?", reviewer.person)
    stays_closed(little, case_id)


def test_6_a_passkey_replaced_in_the_table_does_not_verify(approved: OneCase) -> None:
    little, case_id = approved
    other = little.instance.people.passkeys(OFFICERS[1].person)[0].public_key
    little.alter("UPDATE records_passkey SET public_key=? WHERE person_id=?", other, OFFICERS[0].person)
    stays_closed(little, case_id, PasskeyRejected)


def first_determination(little: LittleHome, case_id: str) -> Any:
    return stored_of(little, stream(case_id), MADE)


def test_6_a_determination_that_does_not_decrypt_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    made = first_determination(little, case_id)
    put(little, replace(made, payload=flipped(made.payload)))
    stays_closed(little, case_id, SealBroken)


def set_reason(content: dict[str, Any]) -> None:
    content["answers"][0]["reason"] = "Other words."


def set_signature(payload: dict[str, Any]) -> None:
    assertion = payload["signed"]["assertion"]
    signed = assertion["signature"]
    assertion["signature"] = f"{signed[:8]}{'A' if signed[8] != 'A' else 'B'}{signed[9:]}"


def set_reviewer(payload: dict[str, Any]) -> None:
    payload["event"]["determination"]["reviewer"] = OFFICERS[1].person


def test_6_answers_rewritten_with_the_homes_own_keys_do_not_verify(approved: OneCase) -> None:
    little, case_id = approved
    put(little, with_new_leaf(little, rewrite_content(little, first_determination(little, case_id), set_reason)))
    stays_closed(little, case_id, PasskeyRejected)


def test_6_answers_that_the_payload_does_not_name_close_the_case(approved: OneCase) -> None:
    little, case_id = approved
    made = first_determination(little, case_id)
    put(little, replace(made, content=rewrite_content(little, made, set_reason).content))
    stays_closed(little, case_id, Fault)


def test_6_answers_that_are_missing_close_the_case(approved: OneCase) -> None:
    little, case_id = approved
    put(little, replace(first_determination(little, case_id), content=None))
    stays_closed(little, case_id, Fault)


@pytest.mark.parametrize(("change", "error"), [(set_signature, PasskeyRejected), (set_reviewer, PasskeyRejected)])
def test_6_a_determination_rewritten_with_the_homes_own_keys_does_not_verify(
    approved: OneCase, change: Callable[[dict[str, Any]], None], error: type[WithholdError]
) -> None:
    little, case_id = approved
    put(little, with_new_leaf(little, rewrite(little, first_determination(little, case_id), change)))
    stays_closed(little, case_id, error)


def test_6_a_refusal_rewritten_into_an_approval_does_not_verify(under_review: OneCase) -> None:
    little, case_id = under_review
    little.decide(OFFICERS[0], case_id)
    little.decide(COUNSEL[0], case_id, Decision.REFUSE)

    def approve(payload: dict[str, Any]) -> None:
        payload["event"]["determination"]["decision"] = "approve"

    made = [each for each in little.instance.journal.stream(stream(case_id)) if each.kind == MADE][1]

    def satisfy(content: dict[str, Any]) -> None:
        for answer in content["answers"]:
            answer["satisfied"] = True

    put(little, with_new_leaf(little, rewrite(little, rewrite_content(little, made, satisfy), approve)))
    closing = stored_of(little, stream(case_id), Kind.REQUEST_REFUSED)
    approved = replace(closing, kind=int(Kind.REQUEST_APPROVED))
    put(little, rewrite(little, approved, lambda payload: payload.update(kind=int(Kind.REQUEST_APPROVED))))
    assert little.instance.case(case_id).state is State.APPROVED
    stays_closed(little, case_id, PasskeyRejected)


# 7. Both are proven on the ledger


def set_instant(payload: dict[str, Any]) -> None:
    payload["at"] = payload["at"].replace("T09:", "T08:")


def test_7_a_row_that_is_not_what_its_leaf_commits_to_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    put(little, rewrite(little, first_determination(little, case_id), set_instant))
    stays_closed(little, case_id, ProofFails)


def test_7_a_leaf_that_is_nowhere_on_the_ledger_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    made = first_determination(little, case_id)
    earlier = made.recorded_at.replace(hour=8)
    changed = rewrite(little, replace(made, recorded_at=earlier), set_instant)
    put(little, with_new_leaf(little, replace(changed, recorded_at=earlier)))
    stays_closed(little, case_id, ProofFails)


def test_7_a_determination_without_its_place_on_the_ledger_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    made = first_determination(little, case_id)
    little.alter("UPDATE records_entry SET first=first+100000 WHERE event_id=?", made.event_id)
    stays_closed(little, case_id, Conflict)


def test_7_a_checkpoint_put_back_in_the_records_closes_the_case(under_review: OneCase) -> None:
    little, case_id = under_review
    with little.database() as connection:
        before = connection.execute("SELECT size, root, checkpoint FROM records_logstate").fetchone()
    little.approve(case_id)
    little.alter("UPDATE records_logstate SET size=?, root=?, checkpoint=?", *before)
    with nothing_leaves(little, Fault, released=True):
        little.retrieve(case_id)


def test_7_without_a_checkpoint_nothing_is_released(approved: OneCase) -> None:
    little, case_id = approved
    published = little.home / "log" / "checkpoint"

    sequencer: Any = Meanwhile(little.instance.sequencer, 1, published.unlink)
    with nothing_leaves(little, LogUnreachable):
        retrieve(replace(little.instance, sequencer=sequencer), OFFICIALS[0], case_id)


@pytest.mark.parametrize("line", [0, 1, 2, 4])
def test_7_under_a_checkpoint_with_another_line_nothing_is_released(approved: OneCase, line: int) -> None:
    little, case_id = approved
    published = little.home / "log" / "checkpoint"

    def alter() -> None:
        lines = published.read_text().split("\n")
        lines[line] = {0: "other.example/log", 1: "1", 2: "A" * 43 + "=", 4: lines[4][:-4] + "AAA="}[line]
        published.write_text("\n".join(lines))

    sequencer: Any = Meanwhile(little.instance.sequencer, 1, alter)
    with nothing_leaves(little, ProofFails):
        retrieve(replace(little.instance, sequencer=sequencer), OFFICIALS[0], case_id)


def test_7_under_an_older_checkpoint_nothing_is_released(under_review: OneCase) -> None:
    little, case_id = under_review
    published = little.home / "log" / "checkpoint"
    older = published.read_bytes()
    little.approve(case_id)
    sequencer: Any = Meanwhile(little.instance.sequencer, 1, lambda: published.write_bytes(older))
    with nothing_leaves(little, Conflict):
        retrieve(replace(little.instance, sequencer=sequencer), OFFICIALS[0], case_id)


def test_7_a_tile_that_was_altered_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    for tile in (little.home / "log" / "tile" / "0").rglob("*"):
        if tile.is_file():
            tile.write_bytes(flipped(tile.read_bytes(), 0))
    stays_closed(little, case_id, ProofFails)


def test_7_a_missing_tile_closes_the_case(approved: OneCase) -> None:
    little, case_id = approved
    shutil.rmtree(little.home / "log" / "tile" / "0")
    with nothing_leaves(little, TileMissing):
        little.retrieve(case_id)


# 8. The register, asked again, still gives exactly one confirmed record


def robin(**changed: object) -> dict[str, object]:
    return {**SUBJECTS["robin"].records[0], **changed}


CHANGES: dict[str, list[dict[str, object]]] = {
    "absent": [],
    "ambiguous": [robin(), robin(record_id="R9")],
    "protected": [robin(protected=True)],
    "another name": [robin(last_name="Figment")],
    "another birthday": [robin(date_of_birth="1984-05-18")],
    "another address": [robin(address_line1="411 Larkspur Lane")],
    "another initial": [robin(middle_name="Zed")],
    "a minor": [robin(date_of_birth="2015-05-17")],
    "no current address": [robin(effective="2030-01-01")],
    "no effective day": [robin(effective="")],
    "two addresses of one day": [robin(), robin(address_line1="5 Other Street")],
}


def test_8_every_cause_in_the_register_closes_the_case_in_the_same_words(approved: OneCase) -> None:
    little, case_id = approved
    told = set()
    for rows in CHANGES.values():
        little.register_now(rows)
        told.add(stays_closed(little, case_id, NothingToRelease))
    assert len(told) == 1
    little.register_now(list(SUBJECTS["robin"].records))
    assert little.opened(little.retrieve(case_id))["address"] == SUBJECTS["robin"].most_recent


def test_8_an_address_that_changed_since_is_released_as_it_is_now(approved: OneCase) -> None:
    little, case_id = approved
    moved = robin(effective="2025-11-01", address_line1="3 Newer Street")
    little.register_now([*SUBJECTS["robin"].records, moved])
    assert little.opened(little.retrieve(case_id))["address"]["line1"] == "3 Newer Street"


def test_8_a_register_that_cannot_answer_is_not_a_negative_answer(approved: OneCase) -> None:
    little, case_id = approved
    register = little.home / REGISTER
    content = register.read_bytes()
    register.write_bytes(content[: len(content) // 2])
    with pytest.raises(WithholdError) as raised:
        little.retrieve(case_id)
    assert not isinstance(raised.value, NothingToRelease)
    register.write_bytes(content)
    assert little.opened(little.retrieve(case_id))["case"] == case_id


# 9. Sealed to the official's key


def test_9_a_sealing_key_put_in_place_of_the_officials_redirects_nothing(approved: OneCase) -> None:
    little, case_id = approved
    keys = json.loads(_column(little, "keys", OFFICIALS[0]))
    other = json.loads(_column(little, "keys", OFFICIALS[1]))
    little.alter(
        "UPDATE records_person SET keys=? WHERE person_id=?",
        json.dumps({**keys, "sealing": other["sealing"]}),
        OFFICIALS[0].person,
    )
    found = [finding.where for finding in audit(little.instance).findings]
    assert found == [f"person {OFFICIALS[0].person}"]
    stays_closed(little, case_id, Fault)


@pytest.mark.parametrize("person", [OFFICIALS[0], SIGNERS[0], OFFICERS[0], COUNSEL[0]])
def test_9_a_revocation_taken_out_of_the_table_still_closes_the_case(approved: OneCase, person: Actor) -> None:
    little, case_id = approved
    revoke(little.instance, STEWARD, person.person, "Left.")
    little.alter("UPDATE records_person SET revoked_at=NULL WHERE person_id=?", person.person)
    stays_closed(little, case_id, Fault)


def _column(little: LittleHome, name: str, actor: Actor) -> str:
    with little.database() as connection:
        (value,) = connection.execute(f"SELECT {name} FROM records_person WHERE person_id=?", [actor.person]).fetchone()
    return str(value)
