"""Every check of a release: where it alone fails, nothing leaves the house, and nothing says that it did."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support.home import REGISTER, LittleHome, Meanwhile
from support.intruder import flipped, put, rewrite, stored_of, with_new_leaf
from support.people import (
    AGENCY,
    COUNSEL,
    INSPECTORS,
    OFFICERS,
    OFFICIALS,
    SIGNERS,
    STEWARD,
    SUBJECTS,
)
from withhold.casework.accrediting import assess_safeguards, revoke
from withhold.casework.acting import act
from withhold.casework.auditing import audit
from withhold.casework.determining import view_dossier
from withhold.casework.identifying import confirm_docketed
from withhold.casework.releasing import NothingToRelease, Release, retrieve
from withhold.casework.stays import Stayed, lift_stay, place_stay
from withhold.ledger.errors import LogUnreachable, ProofFails, TileMissing
from withhold.model import commands
from withhold.model.case import State
from withhold.model.determination import Decision
from withhold.model.errors import Conflict, Fault, Forbidden, WithholdError
from withhold.model.kinds import Kind
from withhold.model.permissions import Actor
from withhold.sealing.errors import PasskeyRejected, SealBroken
from withhold.sealing.hpke import read_binding

MADE = int(Kind.DETERMINATION_MADE)


def stream(case_id: str) -> str:
    return f"case/{case_id}"


@contextmanager
def nothing_leaves(little: LittleHome, error: type[WithholdError], *, released: bool = False) -> Iterator[Any]:
    """The block raises exactly this, and no release or hand-over is recorded by it."""
    kinds = (Kind.RETRIEVED,) if released else (Kind.RELEASED, Kind.RETRIEVED)
    before = [kind for kind in little.kinds() if kind in kinds]
    with pytest.raises(error) as raised:
        yield raised
    assert raised.type is error
    assert [kind for kind in little.kinds() if kind in kinds] == before


def stays_closed(little: LittleHome, case_id: str, error: type[WithholdError] = Forbidden) -> str:
    """The named official gets nothing; the words they are told."""
    with nothing_leaves(little, error) as raised:
        little.retrieve(case_id)
    return str(raised.value)


# All ten hold


def test_a_release_holds_the_most_recent_address_of_the_one_record_and_opens_with_one_key(little: LittleHome) -> None:
    case_id = little.approved("robin")
    release = little.retrieve(case_id)
    content = little.opened(release)
    assert content["address"] == SUBJECTS["robin"].most_recent
    assert content["item"] == "most recent address"
    assert set(content) == {"v", "case", "request_ref", "item", "address", "notice", "demonstration"}
    with pytest.raises(SealBroken):
        little.opened(release, OFFICIALS[1])
    assert little.desk.case(case_id).state is State.RETRIEVED


def test_a_release_is_bound_to_case_official_key_pack_and_ledger(little: LittleHome) -> None:
    case_id = little.approved()
    bound = read_binding(little.retrieve(case_id).sealed, "release")
    second = [each for each in little.desk.journal.stream(stream(case_id)) if each.kind == MADE][1]
    assert (bound.request, bound.official) == (case_id, OFFICIALS[0].person)
    assert (bound.pack, bound.pack_digest) == (little.desk.pack.id, little.desk.pack.digest)
    assert (bound.origin, bound.index) == (little.desk.configuration.origin, second.position)


# 1. The actor is this case's named official, accredited today


@pytest.mark.parametrize("other", [OFFICIALS[1], OFFICIALS[2], Actor("OFF-1", OFFICIALS[0].role, "AGY-OTHER")])
def test_1_another_official_is_told_what_a_stranger_is(little: LittleHome, other: Actor) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden) as told:
        little.retrieve(case_id, other)
    with pytest.raises(Forbidden) as of_nothing:
        little.retrieve("0000000000000000-1", other)
    assert str(told.value) == str(of_nothing.value)


@pytest.mark.parametrize("other", [SIGNERS[0], OFFICERS[0], COUNSEL[0], STEWARD, INSPECTORS[0]])
def test_1_no_other_role_can_ask_for_a_release(little: LittleHome, other: Actor) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden):
        little.retrieve(case_id, other)


def test_1_a_revoked_official_gets_nothing(little: LittleHome) -> None:
    case_id = little.approved()
    revoke(little.desk, STEWARD, OFFICIALS[0].person, "Left the agency.")
    stays_closed(little, case_id)


def test_1_an_official_whose_term_has_ended_gets_nothing(little: LittleHome) -> None:
    case_id = little.file([little.row(official=OFFICIALS[2])]).cases[0]
    confirm_docketed(little.desk, [case_id])
    little.approve(case_id)
    little.clock.advance(days=45)
    with nothing_leaves(little, Forbidden):
        little.retrieve(case_id, OFFICIALS[2])


# 2. The case is approved, by its events


@pytest.mark.parametrize(
    ("decisions", "state"),
    [
        ([], State.UNDER_REVIEW),
        ([Decision.APPROVE], State.UNDER_REVIEW),
        ([Decision.REFUSE], State.UNDER_REVIEW),
        ([Decision.APPROVE, Decision.REFUSE], State.REFUSED),
        ([Decision.REFUSE, Decision.APPROVE], State.REFUSED),
        ([Decision.REFUSE, Decision.REFUSE], State.REFUSED),
    ],
)
def test_2_without_two_approvals_there_is_no_release(
    little: LittleHome, decisions: list[Decision], state: State
) -> None:
    (case_id,) = little.docket("robin")
    for reviewer, decision in zip((OFFICERS[0], COUNSEL[0]), decisions, strict=False):
        little.decide(reviewer, case_id, decision)
    assert little.desk.case(case_id).state is state
    stays_closed(little, case_id, Conflict)


def test_2_an_index_that_says_approved_changes_nothing(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    little.alter("UPDATE records_caseindex SET state='approved' WHERE case_id=?", case_id)
    stays_closed(little, case_id, Conflict)


@pytest.mark.parametrize(
    ("actor", "command"), [(SIGNERS[0], commands.Withdraw("Solved.")), (COUNSEL[1], commands.Recall("In error."))]
)
def test_2_a_case_withdrawn_or_recalled_is_closed(
    little: LittleHome, actor: Actor, command: commands.CaseCommand
) -> None:
    case_id = little.approved()
    act(little.desk, actor, case_id, command)  # type: ignore[arg-type]
    stays_closed(little, case_id, Conflict)


# 3. The signer's accreditation and the agency's safeguards are in force


def test_3_a_revoked_signer_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    revoke(little.desk, STEWARD, SIGNERS[0].person, "Office given up.")
    stays_closed(little, case_id)


def test_3_poor_safeguards_close_the_case_until_they_are_good(little: LittleHome) -> None:
    case_id = little.approved()
    assess_safeguards(little.desk, STEWARD, AGENCY, False, "A finding is open.")
    assert "safeguard" in stays_closed(little, case_id, Conflict)
    assess_safeguards(little.desk, STEWARD, AGENCY, True, "Settled.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


def test_3_an_overdue_disposal_closes_every_other_case_of_the_agency(little: LittleHome) -> None:
    first, second = (little.approve(each) for each in little.docket("robin", "jules"))
    little.retrieve(first)
    little.clock.advance(days=91)
    assert "safeguard" in stays_closed(little, second, Conflict)
    act(little.desk, OFFICIALS[0], first, commands.CertifyDisposal("Destroyed."))
    assert little.opened(little.retrieve(second))["address"] == SUBJECTS["jules"].most_recent


def test_3_a_recall_does_not_settle_what_was_handed_over(little: LittleHome) -> None:
    first, second = (little.approve(each) for each in little.docket("robin", "jules"))
    little.retrieve(first)
    act(little.desk, COUNSEL[0], first, commands.Recall("In error."))
    little.clock.advance(days=91)
    stays_closed(little, second, Conflict)
    act(little.desk, OFFICIALS[0], first, commands.CertifyDisposal("Destroyed."))
    assert little.opened(little.retrieve(second))["case"] == second


# 4. The pack is the one the case was decided under, and in force


@pytest.mark.parametrize("changed", ["version", "digest", "id"])
def test_4_another_pack_closes_the_case(little: LittleHome, changed: str) -> None:
    case_id = little.approved()
    desk = replace(little.desk, pack=replace(little.desk.pack, **{changed: "other"}))
    with nothing_leaves(little, Conflict) as raised:
        retrieve(desk, OFFICIALS[0], case_id)
    assert "pack" in str(raised.value)


def test_4_a_pack_no_longer_in_force_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    ended = little.clock().date() - timedelta(days=1)
    desk = replace(little.desk, pack=replace(little.desk.pack, in_force_until=ended))
    with nothing_leaves(little, Conflict):
        retrieve(desk, OFFICIALS[0], case_id)


# 5. No stay bears on it


def stay_value(scope: str, case_id: str) -> str:
    return {
        "everything": "",
        "agency": AGENCY,
        "official": OFFICIALS[0].person,
        "case": case_id,
        "subject": "900-70-1001",
    }[scope]


SCOPES = ("everything", "agency", "official", "case", "subject")


@pytest.mark.parametrize("scope", SCOPES)
def test_5_a_stay_of_any_scope_closes_the_case_until_two_lift_it(little: LittleHome, scope: str) -> None:
    case_id = little.approved()
    stay = place_stay(little.desk, INSPECTORS[0], scope, stay_value(scope, case_id), "Order of a court.")
    stays_closed(little, case_id, Stayed)
    assert not lift_stay(little.desk, INSPECTORS[0], stay, "Vacated.")
    stays_closed(little, case_id, Stayed)
    assert lift_stay(little.desk, INSPECTORS[1], stay, "Vacated.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


@pytest.mark.parametrize(
    ("scope", "value"), [("agency", "AGY-OTHER"), ("official", "OFF-2"), ("case", "0-1"), ("subject", "900701002")]
)
def test_5_a_stay_elsewhere_does_not_bear_on_it(little: LittleHome, scope: str, value: str) -> None:
    case_id = little.approved()
    place_stay(little.desk, INSPECTORS[0], scope, value, "Order of a court.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


# 6. Two determinations by two accredited people approve this very dossier, and both signatures verify


@pytest.mark.parametrize("reviewer", [OFFICERS[0], COUNSEL[0]])
def test_6_a_reviewer_revoked_since_closes_the_case(little: LittleHome, reviewer: Actor) -> None:
    case_id = little.approved()
    revoke(little.desk, STEWARD, reviewer.person, "Left.")
    stays_closed(little, case_id)


@pytest.mark.parametrize("reviewer", [OFFICERS[0], COUNSEL[0]])
def test_6_a_passkey_no_longer_registered_closes_the_case(little: LittleHome, reviewer: Actor) -> None:
    case_id = little.approved()
    little.alter("DELETE FROM records_passkey WHERE person_id=?", reviewer.person)
    stays_closed(little, case_id)


def test_6_a_passkey_replaced_in_the_table_does_not_verify(little: LittleHome) -> None:
    case_id = little.approved()
    other = little.desk.people.passkeys(OFFICERS[1].person)[0].public_key
    little.alter("UPDATE records_passkey SET public_key=? WHERE person_id=?", other, OFFICERS[0].person)
    stays_closed(little, case_id, PasskeyRejected)


def first_determination(little: LittleHome, case_id: str) -> Any:
    return stored_of(little, stream(case_id), MADE)


def test_6_a_determination_that_does_not_decrypt_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    made = first_determination(little, case_id)
    put(little, replace(made, payload=flipped(made.payload)))
    stays_closed(little, case_id, SealBroken)


def set_reason(payload: dict[str, Any]) -> None:
    payload["event"]["determination"]["answers"][0]["reason"] = "Other words."


def set_signature(payload: dict[str, Any]) -> None:
    assertion = payload["event"]["determination"]["assertion"]
    signed = assertion["signature"]
    assertion["signature"] = f"{signed[:8]}{'A' if signed[8] != 'A' else 'B'}{signed[9:]}"


def set_reviewer(payload: dict[str, Any]) -> None:
    payload["event"]["determination"]["reviewer"] = OFFICERS[1].person


@pytest.mark.parametrize(
    ("change", "error"), [(set_reason, PasskeyRejected), (set_signature, PasskeyRejected), (set_reviewer, Forbidden)]
)
def test_6_a_determination_rewritten_with_the_homes_own_keys_does_not_verify(
    little: LittleHome, change: Callable[[dict[str, Any]], None], error: type[WithholdError]
) -> None:
    case_id = little.approved()
    put(little, with_new_leaf(little, rewrite(little, first_determination(little, case_id), change)))
    stays_closed(little, case_id, error)


def test_6_a_refusal_rewritten_into_an_approval_does_not_verify(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    little.decide(OFFICERS[0], case_id)
    little.decide(COUNSEL[0], case_id, Decision.REFUSE)

    def approve(payload: dict[str, Any]) -> None:
        payload["event"]["determination"]["decision"] = "approve"
        for answer in payload["event"]["determination"]["answers"]:
            answer["satisfied"] = True

    made = [each for each in little.desk.journal.stream(stream(case_id)) if each.kind == MADE][1]
    put(little, with_new_leaf(little, rewrite(little, made, approve)))
    closing = stored_of(little, stream(case_id), Kind.REQUEST_REFUSED)
    approved = replace(closing, kind=int(Kind.REQUEST_APPROVED))
    put(little, rewrite(little, approved, lambda payload: payload.update(kind=int(Kind.REQUEST_APPROVED))))
    assert little.desk.case(case_id).state is State.APPROVED
    stays_closed(little, case_id, PasskeyRejected)


# 7. Both are proven on the ledger


def set_instant(payload: dict[str, Any]) -> None:
    payload["at"] = payload["at"].replace("2025", "2024")


def test_7_a_row_that_is_not_what_its_leaf_commits_to_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    put(little, rewrite(little, first_determination(little, case_id), set_instant))
    stays_closed(little, case_id, ProofFails)


def test_7_a_leaf_that_stands_nowhere_on_the_ledger_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    made = first_determination(little, case_id)
    earlier = made.recorded_at.replace(year=2024)
    changed = rewrite(little, replace(made, recorded_at=earlier), set_instant)
    put(little, with_new_leaf(little, replace(changed, recorded_at=earlier)))
    stays_closed(little, case_id, ProofFails)


def test_7_a_determination_without_its_place_on_the_ledger_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    made = first_determination(little, case_id)
    little.alter("UPDATE records_entry SET first=first+100000 WHERE event_id=?", made.event_id)
    stays_closed(little, case_id, Conflict)


def test_7_a_checkpoint_put_back_in_the_records_closes_the_case(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    with little.database() as connection:
        before = connection.execute("SELECT size, root, checkpoint FROM records_logstate").fetchone()
    little.approve(case_id)
    little.alter("UPDATE records_logstate SET size=?, root=?, checkpoint=?", *before)
    with nothing_leaves(little, Fault, released=True):
        little.retrieve(case_id)


def test_7_without_a_checkpoint_nothing_is_released(little: LittleHome) -> None:
    case_id = little.approved()
    published = little.home / "log" / "checkpoint"

    sequencer: Any = Meanwhile(little.desk.sequencer, 1, published.unlink)
    with nothing_leaves(little, LogUnreachable):
        retrieve(replace(little.desk, sequencer=sequencer), OFFICIALS[0], case_id)


@pytest.mark.parametrize("line", [0, 1, 2, 4])
def test_7_under_a_checkpoint_with_another_line_nothing_is_released(little: LittleHome, line: int) -> None:
    case_id = little.approved()
    published = little.home / "log" / "checkpoint"

    def alter() -> None:
        lines = published.read_text().split("\n")
        lines[line] = {0: "other.example/log", 1: "1", 2: "A" * 43 + "=", 4: lines[4][:-4] + "AAA="}[line]
        published.write_text("\n".join(lines))

    sequencer: Any = Meanwhile(little.desk.sequencer, 1, alter)
    with nothing_leaves(little, ProofFails):
        retrieve(replace(little.desk, sequencer=sequencer), OFFICIALS[0], case_id)


def test_7_under_an_older_checkpoint_nothing_is_released(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    published = little.home / "log" / "checkpoint"
    older = published.read_bytes()
    little.approve(case_id)
    sequencer: Any = Meanwhile(little.desk.sequencer, 1, lambda: published.write_bytes(older))
    with nothing_leaves(little, Conflict):
        retrieve(replace(little.desk, sequencer=sequencer), OFFICIALS[0], case_id)


def test_7_a_tile_that_was_altered_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
    for tile in (little.home / "log" / "tile" / "0").rglob("*"):
        if tile.is_file():
            tile.write_bytes(flipped(tile.read_bytes(), 0))
    stays_closed(little, case_id, ProofFails)


def test_7_a_missing_tile_closes_the_case(little: LittleHome) -> None:
    case_id = little.approved()
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


def test_8_every_cause_in_the_register_closes_the_case_in_the_same_words(little: LittleHome) -> None:
    case_id = little.approved()
    told = set()
    for rows in CHANGES.values():
        little.register_now(rows)
        told.add(stays_closed(little, case_id, NothingToRelease))
    assert len(told) == 1
    little.register_now(list(SUBJECTS["robin"].records))
    assert little.opened(little.retrieve(case_id))["address"] == SUBJECTS["robin"].most_recent


def test_8_an_address_that_changed_since_is_released_as_it_is_now(little: LittleHome) -> None:
    case_id = little.approved()
    moved = robin(effective="2025-11-01", address_line1="3 Newer Street")
    little.register_now([*SUBJECTS["robin"].records, moved])
    assert little.opened(little.retrieve(case_id))["address"]["line1"] == "3 Newer Street"


def test_8_a_register_that_cannot_answer_is_not_a_negative_answer(little: LittleHome) -> None:
    case_id = little.approved()
    register = little.home / REGISTER
    content = register.read_bytes()
    register.write_bytes(content[: len(content) // 2])
    with pytest.raises(WithholdError) as raised:
        little.retrieve(case_id)
    assert not isinstance(raised.value, NothingToRelease)
    register.write_bytes(content)
    assert little.opened(little.retrieve(case_id))["case"] == case_id


# 9. Sealed to the official's key


def test_9_a_sealing_key_put_in_place_of_the_officials_redirects_nothing(little: LittleHome) -> None:
    case_id = little.approved()
    keys = json.loads(_column(little, "keys", OFFICIALS[0]))
    other = json.loads(_column(little, "keys", OFFICIALS[1]))
    little.alter(
        "UPDATE records_person SET keys=? WHERE person_id=?",
        json.dumps({**keys, "sealing": other["sealing"]}),
        OFFICIALS[0].person,
    )
    found = [finding.where for finding in audit(little.desk).findings]
    assert found == [f"person {OFFICIALS[0].person}"]
    stays_closed(little, case_id, Fault)


@pytest.mark.parametrize("person", [OFFICIALS[0], SIGNERS[0], OFFICERS[0], COUNSEL[0]])
def test_9_a_revocation_taken_out_of_the_table_still_closes_the_case(little: LittleHome, person: Actor) -> None:
    case_id = little.approved()
    revoke(little.desk, STEWARD, person.person, "Left.")
    little.alter("UPDATE records_person SET revoked_at=NULL WHERE person_id=?", person.person)
    stays_closed(little, case_id, Fault)


def _column(little: LittleHome, name: str, actor: Actor) -> str:
    with little.database() as connection:
        (value,) = connection.execute(f"SELECT {name} FROM records_person WHERE person_id=?", [actor.person]).fetchone()
    return str(value)


# 10. Between release and hand-over


@pytest.mark.parametrize("scope", SCOPES)
def test_10_a_stay_placed_after_the_release_stops_the_hand_over(little: LittleHome, scope: str) -> None:
    case_id = little.approved()
    placed: list[str] = []

    def place() -> None:
        placed.append(place_stay(little.desk, COUNSEL[1], scope, stay_value(scope, case_id), "Order of a court."))

    with nothing_leaves(little, Stayed, released=True):
        little.retrieve_while(case_id, place)
    assert little.desk.case(case_id).state is State.RELEASED
    with nothing_leaves(little, Stayed, released=True):
        little.retrieve(case_id)
    for person in INSPECTORS:
        lift_stay(little.desk, person, placed[0], "Vacated.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


def test_10_an_official_revoked_after_the_release_gets_nothing(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden, released=True):
        little.retrieve_while(case_id, lambda: revoke(little.desk, STEWARD, OFFICIALS[0].person, "Left."))


def test_10_a_signer_revoked_after_the_release_stops_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden, released=True):
        little.retrieve_while(case_id, lambda: revoke(little.desk, STEWARD, SIGNERS[0].person, "Office given up."))


def test_10_safeguards_found_poor_after_the_release_stop_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Conflict, released=True):
        little.retrieve_while(case_id, lambda: assess_safeguards(little.desk, STEWARD, AGENCY, False, "Open."))


def test_10_a_reviewer_revoked_after_the_release_stops_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden, released=True):
        little.retrieve_while(case_id, lambda: revoke(little.desk, STEWARD, COUNSEL[0].person, "Left."))


def test_10_a_recall_after_the_release_stops_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Conflict, released=True):
        little.retrieve_while(case_id, lambda: act(little.desk, OFFICERS[1], case_id, commands.Recall("In error.")))
    assert little.desk.case(case_id).state is State.RECALLED


def test_10_of_two_retrievals_at_once_one_hands_over(little: LittleHome) -> None:
    case_id = little.approved()
    inner: list[Release] = []
    with pytest.raises(Conflict):
        little.retrieve_while(case_id, lambda: inner.append(little.retrieve(case_id)))
    assert little.opened(inner[0])["case"] == case_id
    assert little.kinds().count(Kind.RETRIEVED) == 1


def test_10_a_second_retrieval_is_refused(little: LittleHome) -> None:
    case_id = little.approved()
    little.retrieve(case_id)
    stays_closed(little, case_id, Conflict)
    assert little.kinds().count(Kind.RETRIEVED) == 1


def test_10_a_release_that_was_not_handed_over_is_made_anew_and_only_the_last_opens_the_books(
    little: LittleHome,
) -> None:
    case_id = little.approved()

    class Stopped(Exception):
        """The process stops here."""

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        little.retrieve_while(case_id, stop)
    little.reopen()
    assert little.desk.case(case_id).state is State.RELEASED
    assert little.opened(little.retrieve(case_id))["case"] == case_id
    assert little.kinds().count(Kind.RELEASED) == 2
    assert little.kinds().count(Kind.RETRIEVED) == 1


# No way around it


@pytest.mark.parametrize(
    ("actor", "command"),
    [
        (OFFICIALS[0], commands.Release("00" * 32, "00" * 16, "most recent address", 10**6)),
        (OFFICIALS[0], commands.HandOver("00" * 32)),
    ],
)
def test_the_plain_way_to_act_takes_no_command_that_needs_more_checks(
    little: LittleHome, actor: Actor, command: Any
) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden):
        act(little.desk, actor, case_id, command)


def test_a_determination_without_a_signature_is_not_taken_the_plain_way(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    view_dossier(little.desk, COUNSEL[0], case_id)
    little.decide(OFFICERS[0], case_id)
    made = little.desk.case(case_id).determinations[0]
    forged: Any = commands.Determine(replace(made, reviewer=COUNSEL[0].person, role=COUNSEL[0].role))
    with pytest.raises(Forbidden):
        act(little.desk, COUNSEL[0], case_id, forged)
    assert len(little.desk.case(case_id).determinations) == 1


def test_a_release_reads_nothing_into_the_home(little: LittleHome) -> None:
    """No address waits anywhere: not in the records, not in the log, not in a file."""
    case_id = little.approved()
    little.retrieve(case_id)
    line = str(SUBJECTS["robin"].most_recent["line1"]).encode()
    for path in _files(little.home):
        if path.name != REGISTER:
            assert line not in path.read_bytes()


def _files(root: Path) -> Iterator[Path]:
    return (path for path in root.rglob("*") if path.is_file())
