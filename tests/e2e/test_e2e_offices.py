"""The work of signers, reviewers and stewards in a real browser with real passkeys: what fails, and what is sent."""

import csv
import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.home import LittleHome
from support.offices import Offices, Somebody, offices, waiting
from support.people import COUNSEL, INSPECTORS, OFFICERS, SIGNERS, STEWARD, STEWARDS
from support.postgres import new_database
from withhold.casework.audit.auditing import audit
from withhold.model.cases.request import COLUMNS

COVERS = (
    "withhold.model.cases.request",
    "withhold.web.accounts",
    "withhold.web.agency",
    "withhold.web.passkey_forms",
    "withhold.web.review",
    "withhold.web.steward",
)

ROWS, LONG = 1_100, "w" * 4_000
"""Rows, and a reason for each, that make a file longer than one part of an upload."""


# `test_e2e_accessible` does the whole way of a request on PostgreSQL, with the keyboard.
@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.trial)])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Offices]:
    url = ""
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres"), f"withhold_{uuid.uuid4().hex}")
    with offices(tmp_path_factory.mktemp("offices"), url, browser) as made:
        yield made


def set_forth(page: Page, row: dict[str, str]) -> None:
    """Fill in the form of one request, by the labels of its fields."""
    for name, value in row.items():
        field = page.locator(f"[name={name}]")
        if name in ("proceeding", "official_id"):
            field.select_option(value)
        elif name == "sole_use":
            page.locator(f"label[for={name}]").click()
        elif name != "signer_id":
            field.fill(value)


def file_one(house: Offices, rows: LittleHome, subject: str, **changed: str) -> str:
    """Fill in, sign and file one sound request as a signer. Return the case id."""
    signer = house.someone(SIGNERS[0])
    page = signer.go("/agency/request")
    set_forth(page, rows.row(subject, **changed))
    # Some requests have notes for the reviewers, which change nothing.
    expect(page.locator("#elements-said")).to_have_text(
        re.compile(r"^Every element is met\..* Two people will decide\.$")
    )
    page.get_by_role("button", name="Go on to signing").click()
    page.get_by_role("button", name="Sign and file").click()
    page.wait_for_url(re.compile(r"/agency/batches/[0-9a-f]{64}$"))
    return page.locator("a[href*='/agency/cases/']").first.inner_text()


def decide(reviewer: Somebody, case_id: str, decision: str) -> None:
    """Read the dossier, answer every question, sign and decide."""
    page = reviewer.go(f"/review/cases/{case_id}")
    for reason in page.get_by_label("Your reason").all():
        reason.fill("Set forth in the request, for this person.")
    for label in page.locator("label", has_text=re.compile("^Yes$" if decision == "approve" else "^No$")).all():
        label.click()
    page.locator(f"label[for={decision}]").click()
    page.get_by_role("button", name="Sign and decide").click()
    page.wait_for_url(re.compile(r"/review$"))


def wait_until_docketed(house: Offices, case_id: str) -> None:
    waiting(house.someone(OFFICERS[0]).go("/review"), case_id)


def test_one_refusal_refuses_the_case_and_it_cannot_be_decided_again(house: Offices, rows: LittleHome) -> None:
    case_id = file_one(house, rows, "jules", statute="42 U.S.C. 1983")
    wait_until_docketed(house, case_id)
    page = house.someone(OFFICERS[0]).go(f"/review/cases/{case_id}")
    expect(page.get_by_text("Does the matter rest on a federal criminal statute")).to_be_visible()
    decide(house.someone(OFFICERS[0]), case_id, "refuse")
    page = house.someone(OFFICERS[0]).go(f"/review/cases/{case_id}")
    expect(page.get_by_text("You decided and signed this")).to_be_visible()
    decide(house.someone(COUNSEL[0]), case_id, "approve")
    page = house.someone(SIGNERS[0]).go(f"/agency/cases/{case_id}")
    expect(page.get_by_text("The request was refused.")).to_be_visible()


def test_a_reviewer_sees_nearly_the_same_reason_of_another_request_and_the_agency_does_not(
    house: Offices, rows: LittleHome
) -> None:
    text = "The taxpayer left by the night ferry and the clerk at {} saw three suitcases with the stolen paintings."
    other = file_one(house, rows, "kit", reason=text.format("Harborton"))
    own = file_one(house, rows, "robin", reason=text.format("Millbrook"))
    wait_until_docketed(house, own)
    page = house.someone(OFFICERS[0]).go(f"/review/cases/{own}")
    row = page.locator(".site-shared tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("77 percent")
    assert [each.replace(" (end of shared words)", "") for each in row.locator("mark").all_text_contents()] == 2 * [
        "(shared) THE TAXPAYER LEFT BY THE NIGHT FERRY AND THE CLERK AT",
        "(shared) SAW THREE SUITCASES WITH THE STOLEN PAINTINGS",
    ]
    row.get_by_role("link", name=other).click()
    page.wait_for_url(re.compile(f"/review/cases/{other}$"))
    for case_id in (other, own):
        page = house.someone(SIGNERS[0]).go(f"/agency/cases/{case_id}")
        expect(page.get_by_text("HARBORTON")).to_have_count(0)
        expect(page.get_by_text("percent")).to_have_count(0)


def test_a_file_is_sent_in_parts_goes_on_after_a_dropped_connection_and_is_answered(
    house: Offices, rows: LittleHome, tmp_path: Path
) -> None:
    path = tmp_path / "requests.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for _ in range(ROWS):
            writer.writerow(rows.row("kit", address_line1="Failed to Provide", reason=LONG))
    assert path.stat().st_size > 4 * 1024 * 1024
    page = house.someone(SIGNERS[0]).go("/agency/upload")
    dropped = []

    def drop(route: object) -> None:
        if len(dropped) < 2:
            dropped.append(1)
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/parts", drop)
    page.get_by_label("The file").set_input_files(path)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Sign and file").click()
    page.unroute("**/parts")
    page.wait_for_url(re.compile(r"/agency/batches/[0-9a-f]{64}$"))
    assert len(dropped) == 2
    expect(page.get_by_text(f"Of {ROWS} rows: {ROWS} refused, 0 returned")).to_be_visible()
    with page.expect_download() as begun:
        page.get_by_role("link", name="cure.csv").click()
    begun.value.save_as(tmp_path / "cure.csv")
    assert len((tmp_path / "cure.csv").read_text().splitlines()) > ROWS
    with page.expect_download() as begun:
        page.get_by_role("link", name="summary.json").click()
    begun.value.save_as(tmp_path / "summary.json")
    assert json.loads((tmp_path / "summary.json").read_text())["refused"] == ROWS


def test_a_returned_row_is_corrected_in_the_form(house: Offices, rows: LittleHome) -> None:
    page = house.someone(SIGNERS[0]).go("/agency/request")
    set_forth(page, rows.row("kit", reason="<script>alert(1)</script>", first_name="=cmd()"))
    expect(page.locator("#elements-said")).to_contain_text("fall short")
    page.get_by_role("button", name="Go on to signing").click()
    page.get_by_role("button", name="Sign and file").click()
    page.wait_for_url(re.compile(r"/agency/batches/"))
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    expect(page.get_by_label("Why this disclosure is")).to_have_value("<script>alert(1)</script>")
    expect(page.get_by_label("First name")).to_have_value("=cmd()")
    expect(page.get_by_text("This corrects")).to_be_visible()


def test_a_steward_accredits_and_revokes_and_it_takes_effect_at_once(house: Offices) -> None:
    page = house.someone(STEWARD).go("/steward/people")
    page.get_by_label("Id", exact=True).fill("CUS-OFFICER-9")
    page.get_by_label("Name", exact=True).fill("Ninth Officer (fictional)")
    page.locator("#role").select_option("disclosure_officer")
    page.get_by_role("button", name="Accredit").click()
    page.get_by_role("heading", name="Ninth Officer (fictional)").wait_for()
    page.get_by_role("button", name="Give a code").click()
    newcomer = house.visitor()
    newcomer.enroll(page.locator("#enrollment-code").inner_text())
    newcomer.sign_in()
    expect(newcomer.page.get_by_role("heading", name="Docket")).to_be_visible()
    page = house.someone(STEWARD).go("/steward/people/CUS-OFFICER-9")
    page.get_by_label("Why").fill("Left the office.")
    page.get_by_role("button", name="Revoke").click()
    page.get_by_text("Revoked on").wait_for()
    newcomer.go("/review")
    assert newcomer.page.url.endswith("/sign-in")
    newcomer.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(newcomer.page.get_by_role("alert").first).to_contain_text("is not registered here")
    newcomer.context.close()


def test_a_recovery_takes_two_stewards_and_ends_the_old_passkeys(house: Offices) -> None:
    lost = house.someone(INSPECTORS[1])
    path = f"/steward/people/{INSPECTORS[1].person}"
    page = house.someone(STEWARD).go(path)
    for said in ("says that this person", "Ask a second steward"):
        page.get_by_label("How the loss is known").fill("Came in person, recognized by two colleagues.")
        page.get_by_role("button", name=re.compile("Propose|Agree")).click()
        page.get_by_text(said).wait_for()
    page = house.someone(STEWARDS[1]).go(path)
    page.get_by_label("How the loss is known").fill("I know them, and saw them.")
    page.get_by_role("button", name="Agree").click()
    code = page.locator("#enrollment-code").inner_text()
    lost.go("/account")
    assert lost.page.url.endswith("/sign-in")
    lost.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(lost.page.get_by_role("alert").first).to_contain_text("is not registered here")
    lost.enroll(code)
    lost.sign_in()


def test_a_passkey_that_did_not_recognize_its_owner_signs_nothing(house: Offices) -> None:
    somebody = house.visitor()
    somebody.enroll(house.code_for(OFFICERS[1]))
    somebody.unverified()
    somebody.go("/sign-in")
    somebody.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(somebody.page.get_by_role("alert").first).to_contain_text("Nothing was signed")
    somebody.context.close()


def test_no_url_that_a_browser_requested_contained_anything_of_a_person(house: Offices, rows: LittleHome) -> None:
    decide_on = file_one(house, rows, "kit")
    wait_until_docketed(house, decide_on)
    decide(house.someone(OFFICERS[0]), decide_on, "refuse")
    assert house.telling_urls() == []


def test_after_all_of_this_the_audit_finds_nothing(house: Offices) -> None:
    found = audit(house.reopened())
    assert found.findings == ()
