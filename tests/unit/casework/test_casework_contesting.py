"""What the person sees of who asked, what they contest, and what counsel may suspend, for a while."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from support.codes import raises
from support.further import OneCase
from support.home import LittleHome, little_home
from support.people import COUNSEL, INSPECTORS, OFFICERS, SUBJECTS
from withhold.casework.audit.auditing import audit
from withhold.casework.publication.publishing import publish
from withhold.casework.subject.accounting import Entry, accounting_of, issue_code
from withhold.casework.subject.contesting import MOST, contest, contests
from withhold.casework.subject.suspending import suspend_accounting
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.vocabulary import Role

COVERS = (
    "withhold.casework.subject.accounting",
    "withhold.casework.subject.contesting",
    "withhold.casework.subject.suspending",
)


@pytest.fixture
def home() -> Iterator[LittleHome]:
    with little_home() as little:
        yield little


def code_of(home: LittleHome, subject: str) -> AccountingCode:
    return AccountingCode.parse(issue_code(home.instance, SUBJECTS[subject].tin, home.clock().year))


def seen(home: LittleHome, subject: str) -> list[Entry]:
    return accounting_of(home.instance, Actor("", Role.SUBJECT), code_of(home, subject))


def test_the_person_sees_who_asked_for_a_case_and_for_a_row_that_went_back(home: LittleHome) -> None:
    home.docket("robin")
    home.file([home.row("jules", reason="")])
    for subject in ("robin", "jules"):
        assert {each.agency for each in seen(home, subject)} == {"Bureau of Tests (fictional)"}


def test_a_suspension_ends_by_itself(under_review: OneCase) -> None:
    home, case_id = under_review
    until = (home.clock() + timedelta(days=30)).date()
    suspend_accounting(home.instance, COUNSEL[0], case_id, until, "Telling now would warn them (fictional).")
    assert {(each.agency, each.suspended) for each in seen(home, "robin")} == {("", until.isoformat())}
    home.clock.advance(days=29)
    assert {each.suspended for each in seen(home, "robin")} == {until.isoformat()}
    home.clock.advance(days=2)
    assert {(each.agency, each.suspended) for each in seen(home, "robin")} == {("Bureau of Tests (fictional)", "")}


@pytest.mark.parametrize(("days", "reason"), [(181, "A reason."), (-1, "A reason."), (10, " ")])
def test_a_suspension_is_reasoned_and_limited(under_review: OneCase, days: int, reason: str) -> None:
    home, case_id = under_review
    with pytest.raises(Conflict):
        suspend_accounting(home.instance, COUNSEL[0], case_id, (home.clock() + timedelta(days=days)).date(), reason)


def test_only_counsel_suspends_and_only_a_case_there_is(under_review: OneCase) -> None:
    home, case_id = under_review
    today = home.clock().date()
    for actor in (OFFICERS[0], INSPECTORS[0]):
        with pytest.raises(Forbidden):
            suspend_accounting(home.instance, actor, case_id, today, "A reason.")
    with pytest.raises(Forbidden):
        suspend_accounting(home.instance, COUNSEL[0], "0" * 16 + "-1", today, "A reason.")


def test_a_person_contests_their_own_entry_and_reviewers_and_inspectors_see_it(under_review: OneCase) -> None:
    home, case_id = under_review
    index = seen(home, "robin")[0].index
    contest(home.instance, code_of(home, "robin"), index, "That was not me.")
    for actor in (OFFICERS[0], COUNSEL[0], INSPECTORS[0]):
        (found,) = contests(home.instance, actor)
        assert (found.index, found.case_id, found.statement) == (index, case_id, "That was not me.")
    publish(home.instance)
    assert audit(home.instance).findings == ()


def test_nobody_contests_somebody_elses_entry_or_without_end(home: LittleHome) -> None:
    home.docket("robin")
    index = seen(home, "robin")[0].index
    for where in (index, 0, 99_999):
        with pytest.raises(Forbidden):
            contest(home.instance, code_of(home, "kit"), where, "Not mine.")
    for statement in ("", " ", "x" * 4001):
        with pytest.raises(Conflict):
            contest(home.instance, code_of(home, "robin"), index, statement)
    for _ in range(MOST):
        contest(home.instance, code_of(home, "robin"), index, "Once more.")
    with raises(Conflict, Code.ACCOUNTING_CONTESTED_ENOUGH):
        contest(home.instance, code_of(home, "robin"), index, "Once more.")
