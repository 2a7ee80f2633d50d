"""The questions of a dossier, which depend on what the request designates."""

import json

import pytest

from support.acts import touch
from support.codes import raises
from support.home import LittleHome
from support.people import COUNSEL, OFFICERS
from withhold.casework.publication.publishing import publish
from withhold.casework.review.determining import DossierRef, determination, determine, view_dossier
from withhold.casework.review.identifying import confirm_docketed
from withhold.model.cases.case import State
from withhold.model.cases.determination import Answer, Decision
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict

COVERS = ("withhold.casework.review.dossier", "withhold.casework.review.determining")

ORDINARY = "criminal_and_actual", "reason_specific", "disclosure_not_barred"
IN_DOUBT = "criminal_and_actual", "statute_criminal", "reason_specific", "disclosure_not_barred"
OF_A_CHILD = "child_missing_or_exploited", "reason_specific", "disclosure_not_barred"


def open_review(little: LittleHome, statute: str) -> str:
    cases = little.file([little.row("robin", statute=statute)]).cases
    confirm_docketed(little.instance, cases)
    return cases[0]


def decide(little: LittleHome, reviewer: Actor, seen: DossierRef, *, no: str = "", questions: tuple[str, ...]) -> None:
    decision = Decision.REFUSE if no else Decision.APPROVE
    answers = tuple(Answer(each, each != no, "As the dossier sets forth.") for each in questions)
    made = determination(little.instance, reviewer, seen, decision, answers)
    determine(little.instance, reviewer, seen, decision, answers, touch(little.instance, reviewer, made))


@pytest.mark.parametrize(
    ("statute", "questions"),
    [
        ("18 U.S.C. §§ 1201, 2", ORDINARY),
        ("42 U.S.C. 1983", IN_DOUBT),
        ("18 U.S.C. 1343 and related offenses", IN_DOUBT),
        ("Missing or exploited child", OF_A_CHILD),
    ],
)
def test_reviewers_answer_the_questions_that_the_request_raises(
    little: LittleHome, statute: str, questions: tuple[str, ...]
) -> None:
    case_id = open_review(little, statute)
    for reviewer in (OFFICERS[0], COUNSEL[0]):
        seen = view_dossier(little.instance, reviewer, case_id)
        marks = [each["id"] for each in json.loads(seen.dossier)["marks"]]
        assert ("statute_uncertain" in marks) == (questions == IN_DOUBT)
        assert [each["id"] for each in json.loads(seen.dossier)["questions"]] == list(questions)
        decide(little, reviewer, seen, questions=questions)
    publish(little.instance)
    assert little.instance.case(case_id).state is State.APPROVED
    assert little.opened(little.retrieve(case_id))["case"] == case_id


def test_the_questions_of_another_request_are_no_answer(little: LittleHome) -> None:
    seen = view_dossier(little.instance, OFFICERS[0], open_review(little, "42 U.S.C. 1983"))
    for questions in (ORDINARY, OF_A_CHILD, (*IN_DOUBT, "child_missing_or_exploited")):
        with raises(Conflict, Code.PACK_ANSWERS_DIFFER):
            decide(little, OFFICERS[0], seen, questions=questions)


def test_a_statute_that_is_not_criminal_is_refused_by_people(little: LittleHome) -> None:
    case_id = open_review(little, "42 U.S.C. 1983")
    for reviewer in (OFFICERS[0], COUNSEL[0]):
        seen = view_dossier(little.instance, reviewer, case_id)
        decide(little, reviewer, seen, no="statute_criminal", questions=IN_DOUBT)
    assert little.instance.case(case_id).state is State.REFUSED
