"""The requester's view: every identity negative is one and the same, byte for byte, and so is what the log shows."""

import json
import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from support.acts import act
from support.further import OneCase
from support.home import LittleHome, little_home
from support.outside import published_leaves
from support.people import COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from withhold.casework.accreditation.accrediting import revoke
from withhold.casework.intake.filing import file_batch
from withhold.casework.parties.answers import answer
from withhold.casework.publication.publishing import publish
from withhold.casework.review.identifying import confirm_docketed
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.determination import Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Forbidden
from withhold.model.vocabulary import Role

COVERS = (
    "withhold.casework.intake.filing",
    "withhold.casework.parties.answers",
    "withhold.casework.review.acting",
    "withhold.casework.review.identifying",
)

Rows = list[dict[str, object]]


def robin(**changed: object) -> dict[str, object]:
    return {**SUBJECTS["robin"].records[0], **changed}


REGISTERS: dict[str, Rows] = {
    "absent": [],
    "ambiguous": [robin(), robin(record_id="R9", date_of_birth="1950-01-01")],
    "protected": [robin(protected=True)],
    "a minor": [robin(date_of_birth="2015-05-17")],
    "another name": [robin(last_name="Figment")],
    "another birthday": [robin(date_of_birth="1984-05-18")],
    "another address": [robin(address_line1="411 Larkspur Lane")],
    "another initial": [robin(middle_name="Zed")],
}
"""The same request meets each of these."""


@pytest.fixture(scope="module")
def views(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[bytes, bytes, list[bytes], str]]:
    """For each register: both parties' answers, the log's kinds and days, and the state.

    Two instances file the batch with another register each. The others are copies of the second.
    """
    names, seen = iter(REGISTERS), {}
    kept = tmp_path_factory.mktemp("views")
    with little_home(kept) as first, little_home(kept) as second:
        path = first.batch([first.row("robin"), first.row("jules")])
        signature = first.sign(path)
        for little, name in ((first, next(names)), (second, next(names))):
            little.register_now([*REGISTERS[name], *SUBJECTS["jules"].records])
            cases = file_batch(little.instance, path, signature).cases
            little.close()
            shutil.copytree(little.root, kept / name)
            seen[name] = _view(kept / name, name, *cases)
        for name in names:
            shutil.copytree(second.root, kept / name)
            seen[name] = _view(kept / name, name, *cases)
    return seen


def _view(root: Path, name: str, case_id: str, other: str) -> tuple[bytes, bytes, list[bytes], str]:
    little = LittleHome(root)
    little.register_now([*REGISTERS[name], *SUBJECTS["jules"].records])
    try:
        return _seen(little, case_id, other)
    finally:
        little.close()


def _seen(little: LittleHome, case_id: str, other: str) -> tuple[bytes, bytes, list[bytes], str]:
    confirm_docketed(little.instance, [case_id, other])
    assert little.instance.case(other).state is State.UNDER_REVIEW
    publish(little.instance)
    shown = [leaf[:6] for leaf in published_leaves(little.home / "log")]
    to_signer, to_official = (answer(little.instance, actor, case_id) for actor in (SIGNERS[0], OFFICIALS[0]))
    return to_signer, to_official, shown, little.instance.case(case_id).state.value


def test_every_negative_is_one_and_the_same_answer(views: Mapping[str, tuple[bytes, bytes, list[bytes], str]]) -> None:
    assert {state for *_, state in views.values()} == {"not_confirmed"}
    assert len({to_signer for to_signer, *_ in views.values()}) == 1
    assert len({to_official for _, to_official, *_ in views.values()}) == 1


def test_a_confirmed_identity_has_an_answer_of_its_own(
    views: Mapping[str, tuple[bytes, bytes, list[bytes], str]], under_review: OneCase
) -> None:
    little, case_id = under_review
    for number, actor in enumerate((SIGNERS[0], OFFICIALS[0])):
        negative = {_status(view[number]) for view in views.values()}
        assert negative == {"not_confirmed"}
        assert _status(answer(little.instance, actor, case_id)) not in negative


def _status(said: bytes) -> str:
    status: str = json.loads(said)["status"]
    return status


def test_every_negative_shows_the_same_on_the_ledger(
    views: Mapping[str, tuple[bytes, bytes, list[bytes], str]],
) -> None:
    """A leaf shows only its kind and day in clear."""
    sequences = [shown for *_, shown, _ in views.values()]
    assert all(shown == sequences[0] for shown in sequences)


def test_an_answer_repeats_no_cause_and_nothing_of_the_person(little: LittleHome) -> None:
    case_id, *_ = little.docket("absent")
    said = answer(little.instance, SIGNERS[0], case_id).decode().lower()
    for word in ("absent", "ambiguous", "protected", "differs", "figment", "900701007", "bracken", "ground"):
        assert word not in said


def test_too_many_questions_get_the_same_answer(little: LittleHome, tmp_path: Path) -> None:
    """The sixth question about one person within the window: the register is not asked, and nobody can notice."""
    cases = [case_id for _ in range(2) for case_id in little.docket("robin", "robin", "robin")]
    states = [little.instance.case(each).state for each in cases]
    assert states == [State.UNDER_REVIEW] * 5 + [State.NOT_CONFIRMED]
    absent = little.docket("absent")[0]
    tired, missing = (answer(little.instance, SIGNERS[0], each) for each in (cases[5], absent))
    assert _without_names(tired, little, cases[5]) == _without_names(missing, little, absent)


def _without_names(said: bytes, little: LittleHome, case_id: str) -> bytes:
    case = little.instance.case(case_id)
    return said.replace(case_id.encode(), b"").replace(case.request.request_ref.encode(), b"")


def test_one_review_looks_like_none_to_the_agency(little: LittleHome) -> None:
    """A determination made, or a review opened, is nothing the agency can notice."""
    (case_id,) = little.file([little.row("robin")]).cases
    before = answer(little.instance, SIGNERS[0], case_id)
    confirm_docketed(little.instance, [case_id])
    opened = answer(little.instance, SIGNERS[0], case_id)
    little.decide(OFFICERS[0], case_id, Decision.REFUSE)
    assert before == opened == answer(little.instance, SIGNERS[0], case_id)


def told(step: Callable[[], object]) -> tuple[type[BaseException], str]:
    with pytest.raises(Forbidden) as raised:
        step()
    return raised.type, str(raised.value)


STRANGERS = (
    SIGNERS[1],
    OFFICIALS[1],
    Actor("SGN-1", Role.SIGNER, "AGY-OTHER"),
    Actor("OFF-1", Role.OFFICIAL, "AGY-OTHER"),
    Actor("OFF-1", Role.SIGNER, "AGY-TEST"),
    STEWARD,
    OFFICERS[0],
    COUNSEL[0],
    INSPECTORS[0],
    Actor("CUS-OFFICER-1", Role.SUBJECT),
)


def test_someone_elses_case_is_as_if_there_were_none(under_review: OneCase) -> None:
    little, case_id = under_review
    for actor in STRANGERS:
        existing, none = (
            told(partial(answer, little.instance, actor, each)) for each in (case_id, "0000000000000000-1")
        )
        assert existing == none, actor


def test_a_revoked_party_gets_the_error_that_a_stranger_gets(under_review: OneCase) -> None:
    little, case_id = under_review
    revoke(little.instance, STEWARD, SIGNERS[0].person, "Left.")
    assert told(lambda: answer(little.instance, SIGNERS[0], case_id)) == told(
        lambda: answer(little.instance, SIGNERS[0], "0000000000000000-1")
    )


def test_every_state_that_an_agency_meets_has_its_answer(little: LittleHome) -> None:
    first, second, third = little.docket("robin", "jules", "kit")
    official, signer = OFFICIALS[0], SIGNERS[0]

    def status(case_id: str) -> str:
        return answer(little.instance, signer, case_id).decode().split('"status":"')[1].split('"')[0]

    assert status(first) == "docketed"
    little.approve(first)
    assert status(first) == "approved"
    little.retrieve(first)
    assert status(first) == "retrieved"
    act(little.instance, official, first, commands.CertifyDisposal(Manner.DESTROYED))
    assert status(first) == "disposed"
    act(little.instance, signer, second, commands.Withdraw("Solved."))
    assert status(second) == "withdrawn"
    little.approve(third)
    act(little.instance, OFFICERS[0], third, commands.Recall("In error."))
    assert status(third) == "recalled"
    (fourth,) = little.docket("robin")
    little.decide(OFFICERS[0], fourth, Decision.REFUSE)
    assert little.decide(COUNSEL[0], fourth).state is State.REFUSED
    assert status(fourth) == "refused"
    publish(little.instance)
