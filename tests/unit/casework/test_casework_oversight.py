"""What an inspector sees: figures that add up, signs of rubber-stamping, and a case from first to last."""

import json
from collections.abc import Iterator

import pytest

from support.acts import lift_stay, touch
from support.further import OneCase
from support.home import LittleHome, little_home
from support.people import AGENCY, COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD
from support.stays import stay_on
from withhold.casework.oversight.case_history import case_history
from withhold.casework.oversight.figures import figures
from withhold.casework.oversight.reporting import annual_report
from withhold.casework.review.determining import determination, determine, view_dossier
from withhold.casework.review.docket import docket_of, reviewed_by
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.stays.placing import known_stays
from withhold.law.specificity.score import MODEL
from withhold.model.cases.determination import Decision
from withhold.model.errors import Forbidden
from withhold.model.kinds import Kind

COVERS = (
    "withhold.casework.intake.purposes",
    "withhold.casework.oversight.case_history",
    "withhold.casework.oversight.figures",
    "withhold.casework.oversight.reporting",
    "withhold.casework.oversight.reviewing_figures",
    "withhold.casework.review.agency_history",
    "withhold.casework.review.determining",
    "withhold.casework.review.docket",
    "withhold.casework.review.dossier",
    "withhold.casework.review.similar_requests",
)


@pytest.fixture
def home() -> Iterator[LittleHome]:
    with little_home() as little:
        yield little


@pytest.fixture(scope="module")
def busy() -> Iterator[OneCase]:
    """An instance with a batch of three rows, of which one was returned, and a case of another batch, handed over."""
    with little_home() as little:
        little.file([little.row("robin"), little.row("jules"), little.row("kit", reason="")])
        case_id = little.approved("kit")
        little.retrieve(case_id)
        yield little, case_id


def test_the_figures_add_up(busy: OneCase) -> None:
    home, _ = busy
    found = figures(home.instance, INSPECTORS[0], 30)
    (agency,) = found.agencies
    assert (agency.rows, agency.docketed, agency.returned + agency.refused) == (4, 3, 1)
    assert (agency.approved, agency.released) == (1, 1)
    assert sum(each.cases for each in found.officials) == 3
    assert [(each.element, each.rows) for each in found.elements] == [("reason", 1)]
    assert [(each.determinations, each.released) for each in found.days] == [(2, 1)]


def test_the_annual_report_counts_every_row_and_every_handing_over(busy: OneCase) -> None:
    home, _ = busy
    lines = annual_report(home.instance, home.instance.now().year)
    assert {each.agency for each in lines} == {f"Bureau of Tests (fictional) ({AGENCY})"}
    assert sum(each.requests for each in lines) == 4
    assert (sum(each.disclosures for each in lines), sum(each.people for each in lines)) == (1, 1)
    assert annual_report(home.instance, home.instance.now().year - 1) == []


def test_a_dossier_shows_the_basis_of_each_finding_and_what_the_agency_asked_for_lately(home: LittleHome) -> None:
    home.retrieve(home.approved("kit"))
    home.file([home.row("kit", reason="")])
    (case_id,) = home.docket("robin")
    said = json.loads(view_dossier(home.instance, OFFICERS[0], case_id).dossier)
    elements = {each["id"]: each for each in said["elements"]}
    assert elements["statute"]["rests_on"] == ["statute"]
    assert (elements["statute"]["records"], elements["stay"]["records"]) == (False, True)
    lately = said["agency_history"]
    assert (lately["files"], lately["requests"], lately["docketed"], lately["handed_over"]) == (3, 3, 2, 1)
    assert lately["refused"] + lately["returned"] == 1
    assert lately["safeguards_good"]


def test_a_dossier_names_the_marks_and_the_model_behind_them(home: LittleHome) -> None:
    thin = "He is a witness whose address is needed so that agents can interview him about the loan."
    filed = home.file([home.row("robin", reason=thin), home.row("jules")])
    confirm_docketed(home.instance, filed.cases)
    marked, plain = (json.loads(view_dossier(home.instance, OFFICERS[0], case_id).dossier) for case_id in filed.cases)
    (mark,) = home.instance.pack.marks_named(["reason_score"])
    (shown,) = marked["marks"]
    assert (shown["id"], shown["text"], shown["model"]) == (mark.id, mark.text, mark.model)
    assert shown["model"].endswith(f"version {MODEL.version}")
    assert plain["marks"] == []


def test_figures_are_of_the_days_that_were_asked_for(approved: OneCase) -> None:
    home, _ = approved
    home.clock.advance(days=8)
    found = figures(home.instance, INSPECTORS[0], 7)
    assert (found.agencies, found.officials, found.reviewers, found.agreement.cases) == ((), (), (), 0)


def test_signs_of_rubber_stamping(home: LittleHome) -> None:
    slow, quick = home.docket("robin", "jules")
    for case_id, officer_looks, decisions in (
        (slow, 600, (Decision.APPROVE, Decision.APPROVE)),
        (quick, 5, (Decision.APPROVE, Decision.REFUSE)),
    ):
        seen = view_dossier(home.instance, OFFICERS[0], case_id)
        home.clock.advance(seconds=officer_looks)
        answers = home.answers(decisions[0])
        made = determination(home.instance, OFFICERS[0], seen, decisions[0], answers)
        determine(home.instance, OFFICERS[0], seen, decisions[0], answers, touch(home.instance, OFFICERS[0], made))
        home.decide(COUNSEL[0], case_id, decisions[1])
    found = figures(home.instance, INSPECTORS[0], 30)
    officer = next(each for each in found.reviewers if each.reviewer == OFFICERS[0].person)
    counsel = next(each for each in found.reviewers if each.reviewer == COUNSEL[0].person)
    assert (officer.determinations, officer.approvals, officer.shortest_seconds, officer.quick) == (2, 2, 5, 1)
    assert (counsel.approval_rate, counsel.quick) == (0.5, 2)
    assert (found.agreement.cases, found.agreement.alike) == (2, 1)


def test_the_history_of_a_case_has_every_event_with_its_position(busy: OneCase) -> None:
    home, case_id = busy
    steps = case_history(home.instance, INSPECTORS[0], case_id)
    assert steps[0].kind == Kind.REQUEST_DOCKETED
    assert steps[-1].kind == Kind.RETRIEVED
    # The steps of one interval are on the ledger in random order.
    assert len({step.position for step in steps} - {None}) == len(steps)
    said = dict(next(step.says for step in steps if step.kind == Kind.DETERMINATION_MADE))
    assert said["determination decision"] == "approve"
    assert said["answers 1 reason"]


def test_who_is_no_inspector_sees_none_of_it(busy: OneCase) -> None:
    home, case_id = busy
    for actor in (OFFICERS[0], COUNSEL[0], STEWARD, SIGNERS[0], OFFICIALS[0]):
        with pytest.raises(Forbidden):
            figures(home.instance, actor, 30)
        with pytest.raises(Forbidden):
            case_history(home.instance, actor, case_id)
    with pytest.raises(Forbidden):
        case_history(home.instance, INSPECTORS[0], "0" * 16 + "-1")


def test_the_docket_shows_a_reviewer_their_own_decisions_only(home: LittleHome) -> None:
    first, second = home.docket("robin", "jules")
    home.decide(OFFICERS[0], first)
    officers, counsels = docket_of(home.instance, OFFICERS[0]), docket_of(home.instance, COUNSEL[0])
    assert [each.case_id for each in officers.waiting] == [first, second]
    assert [each.decided is not None for each in officers.waiting] == [True, False]
    assert [each.decided for each in counsels.waiting] == [None, None]
    assert (officers.decided_today, counsels.decided_today, officers.under_review) == (1, 0, 2)
    assert [each.case_id for each in reviewed_by(home.instance, OFFICERS[0])] == [first]
    assert reviewed_by(home.instance, COUNSEL[0]) == []
    with pytest.raises(Forbidden):
        docket_of(home.instance, INSPECTORS[0])


def test_stays_are_listed_with_who_and_why_and_no_number_of_a_person(home: LittleHome) -> None:
    stay_on(home.instance, INSPECTORS[0], "subject", "900701001", "By order.")
    stay_id = stay_on(home.instance, OFFICERS[0], "everything", "", "Something is wrong.")
    lift_stay(home.instance, COUNSEL[0], stay_id, "It was not.")
    first, second = known_stays(home.instance, INSPECTORS[0])
    assert (first.scope, first.placed_by, first.proposed_by) == ("everything", OFFICERS[0].person, COUNSEL[0].person)
    assert (second.scope, second.value, second.reason) == ("subject", "", "By order.")
    lift_stay(home.instance, INSPECTORS[0], stay_id, "Agreed.")
    assert [each.lifted_at is None for each in known_stays(home.instance, INSPECTORS[0])] == [True, False]
