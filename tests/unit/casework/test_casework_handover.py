"""Check 10 of a release, between the release and its hand-over. No check can be avoided."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.acts import act, lift_stay
from support.home import REGISTER, LittleHome
from support.people import AGENCY, COUNSEL, LIFTERS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.releases import SCOPES, nothing_leaves, stay_value, stays_closed
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import assess_safeguards, revoke
from withhold.casework.acts.signing import new_terms
from withhold.casework.releasing import Release
from withhold.casework.review import acting
from withhold.casework.review.determining import view_dossier
from withhold.casework.stays.placing import Stayed
from withhold.events.acts import Touch
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden
from withhold.model.kinds import Kind

COVERS = ("withhold.casework.review.acting", "withhold.casework.review.determining")

# 10. Between release and hand-over


@pytest.mark.parametrize("scope", SCOPES)
def test_10_a_stay_placed_after_the_release_stops_the_hand_over(little: LittleHome, scope: str) -> None:
    case_id = little.approved()
    placed: list[str] = []

    def place() -> None:
        placed.append(stay_on(little.instance, COUNSEL[1], scope, stay_value(scope, case_id)))

    with nothing_leaves(little, Stayed, released=True):
        little.retrieve_while(case_id, place)
    assert little.instance.case(case_id).state is State.RELEASED
    with nothing_leaves(little, Stayed, released=True):
        little.retrieve(case_id)
    for person in LIFTERS:
        lift_stay(little.instance, person, placed[0], "Vacated.")
    assert little.opened(little.retrieve(case_id))["case"] == case_id


def test_10_an_official_revoked_after_the_release_gets_nothing(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden, released=True):
        little.retrieve_while(case_id, lambda: revoke(little.instance, STEWARD, OFFICIALS[0].person, "Left."))


def test_10_a_signer_revoked_after_the_release_stops_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden, released=True):
        little.retrieve_while(case_id, lambda: revoke(little.instance, STEWARD, SIGNERS[0].person, "Office given up."))


def test_10_safeguards_found_poor_after_the_release_stop_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Conflict, released=True):
        little.retrieve_while(case_id, lambda: assess_safeguards(little.instance, STEWARD, AGENCY, False, "Open."))


def test_10_a_reviewer_revoked_after_the_release_stops_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Forbidden, released=True):
        little.retrieve_while(case_id, lambda: revoke(little.instance, STEWARD, COUNSEL[0].person, "Left."))


def test_10_a_recall_after_the_release_stops_the_hand_over(little: LittleHome) -> None:
    case_id = little.approved()
    with nothing_leaves(little, Conflict, released=True):
        little.retrieve_while(case_id, lambda: act(little.instance, OFFICERS[1], case_id, commands.Recall("In error.")))
    assert little.instance.case(case_id).state is State.RECALLED


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


def test_10_a_release_that_was_not_handed_over_is_made_again_and_only_the_last_counts(
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
    assert little.instance.case(case_id).state is State.RELEASED
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
    signed = Touch(new_terms(little.instance), Assertion("", "", "", ""))
    with nothing_leaves(little, Forbidden):
        acting.act(little.instance, actor, case_id, command, signed)


def test_a_determination_without_a_signature_is_not_taken_the_plain_way(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    view_dossier(little.instance, COUNSEL[0], case_id)
    little.decide(OFFICERS[0], case_id)
    made = little.instance.case(case_id).determinations[0]
    forged: Any = commands.Determine(replace(made, reviewer=COUNSEL[0].person, role=COUNSEL[0].role), ())
    with pytest.raises(Forbidden):
        act(little.instance, COUNSEL[0], case_id, forged)
    assert len(little.instance.case(case_id).determinations) == 1


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
