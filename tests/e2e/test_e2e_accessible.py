"""The work of every audience with the keyboard only, in a real browser with real passkeys, and checks with axe-core."""

import csv
import re
import uuid
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import DESKTOP, PHONE, serious
from support.home import LittleHome
from support.keyboard import Keyboard, unreached
from support.offices import Offices, Somebody, offices, waiting
from support.people import AGENCY, COUNSEL, FOUNDERS, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.postgres import new_database
from withhold.casework.audit.auditing import audit
from withhold.casework.publication.publishing import publish
from withhold.casework.subject.accounting import issue_code
from withhold.model.cases.permissions import Actor
from withhold.model.cases.request import COLUMNS

COVERS = (
    "withhold.web.context",
    "withhold.web.middleware.filters",
    "withhold.web.oversight",
    "withhold.web.receipt_archive",
    "withhold.web.stays",
)


# The code is the same on both databases. `test_e2e_offices` uses the pages on SQLite.
@pytest.fixture(scope="module", params=["postgresql", pytest.param("sqlite", marks=pytest.mark.trial)])
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Offices]:
    url = ""
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres"), f"withhold_{uuid.uuid4().hex}")
    with offices(tmp_path_factory.mktemp("keyboard"), url, browser) as made:
        yield made


def enter(house: Offices, actor: Actor) -> Keyboard:
    """Return a person's keyboard. The first time, the person enrolls and signs in with it."""
    if actor.person in house.people:
        return Keyboard(house.people[actor.person].page)
    code = "" if actor in FOUNDERS else code_for(house, actor)
    somebody = house.people[actor.person] = house.visitor()
    if code:
        enroll(somebody, code)
    else:
        somebody.go("/sign-in")
        somebody.take_passkey(house.keys / f"{actor.person}.passkey")
    return sign_in(somebody)


def code_for(house: Offices, actor: Actor) -> str:
    """Find the person as the steward, and make an enrollment code for them. Return the code."""
    keys = enter(house, STEWARD)
    page = keys.page
    keys.follow(page.get_by_role("link", name="People", exact=True))
    page.wait_for_url(re.compile("/steward/people$"))
    keys.follow(page.get_by_role("link", name=actor.person, exact=True))
    keys.follow(page.get_by_role("button", name="Give a code"))
    return page.locator("#enrollment-code").inner_text()


def enroll(somebody: Somebody, code: str) -> None:
    """Register two passkeys, on two authenticators."""
    keys, page = Keyboard(somebody.page), somebody.go("/sign-in")
    keys.follow(page.get_by_role("link", name="Register your passkeys"))
    for said in ("The first passkey is registered", "Your passkeys are registered"):
        page.get_by_role("heading", name="Register your passkeys").wait_for()
        somebody.plug_in_another()
        keys.type(page.get_by_label("Your code"), code)
        keys.follow(page.get_by_role("button", name="Register a passkey"))
        page.get_by_text(said).wait_for()


def sign_in(somebody: Somebody) -> Keyboard:
    """Sign in from its page, or from the one that shows that the person is enrolled."""
    keys, page = Keyboard(somebody.page), somebody.page
    if not page.url.endswith("/sign-in"):
        keys.follow(page.get_by_role("main").get_by_role("link", name="Sign in"))
    page.get_by_role("heading", name="Sign in").wait_for()
    keys.follow(page.get_by_role("button", name="Sign in with a passkey"))
    page.get_by_role("button", name="Sign out").wait_for()
    return keys


def request(keys: Keyboard, row: dict[str, str]) -> str:
    """Fill in, sign and file one sound request as the signer. Return its case id."""
    page = keys.page
    keys.follow(page.get_by_role("link", name="One request", exact=True))
    page.get_by_role("heading", name="One request").wait_for()
    for name, value in row.items():
        field = page.locator(f"[name={name}]")
        if name in ("proceeding", "official_id"):
            keys.select(field, value)
        elif name == "sole_use":
            keys.tick(field)
        elif name != "signer_id" and value:
            keys.type(field, value)
    expect(page.locator("#elements-said")).to_have_text("Every element is met. Two people will decide.")
    keys.follow(page.get_by_role("button", name="Go on to signing"))
    keys.follow(page.get_by_role("button", name="Sign and file"))
    page.wait_for_url(re.compile(r"/agency/batches/[0-9a-f]{64}$"))
    return page.locator("a[href*='/agency/cases/']").first.inner_text()


def approve(keys: Keyboard, case_id: str, other: Actor) -> None:
    """Open the case from the docket, answer every question, approve, sign. The other reviewer is not mentioned."""
    page = keys.page
    waiting(page, case_id)
    keys.follow(page.get_by_role("link", name=case_id))
    page.get_by_role("heading", name=f"Dossier {case_id}").wait_for()
    assert other.person not in page.locator("main").inner_text()  # blind to the other
    for question in page.locator("fieldset", has=page.get_by_label("Your reason")).all():
        keys.choose(question.get_by_role("radio", name="Yes"))
        keys.type(question.get_by_label("Your reason"), "Set forth in the request, for this person.")
    keys.choose(page.get_by_role("radio", name="Approve"))
    keys.follow(page.get_by_role("button", name="Sign and decide"))
    page.wait_for_url(re.compile(r"/review$"))


def test_a_request_is_filed_decided_stayed_retrieved_and_disposed_of(house: Offices, rows: LittleHome) -> None:
    signer = enter(house, SIGNERS[0])
    case_id = request(signer, rows.row("robin"))
    for reviewer, other in ((OFFICERS[0], COUNSEL[0]), (COUNSEL[0], OFFICERS[0])):
        keys = enter(house, reviewer)
        keys.follow(keys.page.get_by_role("link", name="Docket"))
        approve(keys, case_id, other)
        if reviewer == OFFICERS[0]:
            expect(keys.page.get_by_role("row", name=re.compile(case_id))).to_contain_text(
                "the other reviewer has yet to"
            )
    stay_and_lift(house, case_id)
    keys = enter(house, OFFICIALS[0])
    page = keys.page
    keys.follow(page.get_by_role("link", name="My requests", exact=True))
    keys.follow(page.get_by_role("link", name=case_id))
    keys.follow(page.get_by_role("button", name="Retrieve, once"))
    page.get_by_role("heading", name="The release").wait_for()
    keys.file(page.get_by_label("Your private key file"), house.key(OFFICIALS[0]))
    expect(page.locator("#opened")).to_contain_text(str(SUBJECTS["robin"].most_recent["line1"]))
    with page.expect_download() as begun:
        keys.press(page.get_by_role("button", name="Save the sealed file"))
    assert begun.value.suggested_filename.endswith(".sealed")
    keys.follow(page.get_by_role("link", name="My requests", exact=True))
    keys.follow(page.get_by_role("link", name=case_id))
    assert page.get_by_role("button", name="Retrieve, once").count() == 0
    keys.choose(page.get_by_role("radio", name=re.compile("destroyed")))
    keys.tick(page.get_by_label("I certify this"))
    keys.follow(page.get_by_role("button", name="Certify"))
    expect(page.get_by_text("Disposal was certified.")).to_be_visible()
    with page.expect_download() as begun:
        keys.press(page.get_by_role("link", name="Receipts"))
    assert begun.value.suggested_filename == f"{case_id}-receipts.zip"


def stay_and_lift(house: Offices, case_id: str) -> None:
    """Find the case as an inspector, place a stay on it and propose to lift it. Then lift it as counsel.

    Meanwhile the official cannot retrieve it.
    """
    keys = enter(house, INSPECTORS[0])
    page = keys.page
    keys.follow(page.get_by_role("link", name="Cases", exact=True))
    page.get_by_role("heading", name="Cases").wait_for()
    keys.type(page.get_by_label("Case", exact=True), case_id)
    keys.follow(page.get_by_role("button", name="Find"))
    keys.follow(page.get_by_role("link", name=case_id))
    expect(page.get_by_text("request approved")).to_be_visible()
    publish(house.instance)  # otherwise the interval is closed in some minutes
    with page.expect_download() as begun:
        keys.press(page.get_by_role("link", name="Receipts"))
    assert begun.value.suggested_filename == f"{case_id}-receipts.zip"
    keys.follow(page.get_by_role("link", name="Place a stay over it"))
    page.get_by_role("heading", name="Stays").wait_for()
    keys.type(page.get_by_label("The order or grounds"), "By order of the court (fictional).")
    keys.follow(page.get_by_role("button", name="Place the stay now"))
    page.get_by_role("cell", name=f"case {case_id}").wait_for()
    official = enter(house, OFFICIALS[0])
    official.follow(official.page.get_by_role("link", name=case_id))
    official.follow(official.page.get_by_role("button", name="Retrieve, once"))
    expect(official.page.get_by_role("alert")).to_contain_text("A stay is in force")
    for who, button, said in ((OFFICERS[0], "Propose to lift", "you proposed"), (COUNSEL[0], "Lift", "lifted 20")):
        keys = enter(house, who)
        page = keys.page
        keys.follow(page.get_by_role("link", name="Stays", exact=True))
        page.get_by_role("heading", name="Stays").wait_for()
        keys.type(page.get_by_label(re.compile("is lifted$")).first, "The order ended.")
        keys.follow(page.get_by_role("button", name=button, exact=True).first)
        page.get_by_text(said).first.wait_for()


def test_an_inspector_sees_what_reviewers_decided_and_takes_the_figures(house: Offices) -> None:
    keys = enter(house, INSPECTORS[0])
    page = keys.page
    keys.follow(page.get_by_role("link", name="Oversight", exact=True))
    expect(page.get_by_role("row", name=re.compile(OFFICERS[0].person))).to_contain_text("disclosure officer")
    for link in ("CSV", "JSON"):
        with page.expect_download() as begun:
            keys.press(page.get_by_role("link", name=link, exact=True))
        assert begun.value.suggested_filename.startswith("figures-30-days")


def test_a_file_is_sent_signed_and_its_rows_corrected(house: Offices, rows: LittleHome, tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerow(rows.row("kit", reason=""))
    keys = enter(house, SIGNERS[0])
    page = keys.page
    keys.follow(page.get_by_role("link", name="A file of requests", exact=True))
    page.get_by_label("The file").wait_for()
    keys.file(page.get_by_label("The file"), path)
    keys.follow(page.get_by_role("button", name="Send"))
    page.get_by_role("heading", name="Sign and file").wait_for()
    keys.follow(page.get_by_role("button", name="Sign and file"))
    page.wait_for_url(re.compile(r"/agency/batches/[0-9a-f]{64}$"))
    with page.expect_download() as begun:
        keys.press(page.get_by_role("link", name="cure.csv"))
    assert begun.value.suggested_filename.endswith("-cure.csv")
    keys.follow(page.get_by_role("link", name=re.compile("^Correct")).first)
    page.get_by_text("This corrects").wait_for()
    keys.type(page.get_by_label("Your reference"), "CORRECTED-1")
    keys.type(page.get_by_label("Why this disclosure is"), rows.row("kit")["reason"])
    expect(page.locator("#elements-said")).to_have_text(re.compile("^1 of the elements"))  # nobody has attested yet
    keys.tick(page.locator("[name=sole_use]"))
    expect(page.locator("#elements-said")).to_have_text("Every element is met. Two people will decide.")


def test_a_person_contests_an_entry(house: Offices, rows: LittleHome) -> None:
    signer = enter(house, SIGNERS[0])
    signer.follow(signer.page.get_by_role("link", name="My requests", exact=True))
    request(signer, rows.row("jules"))
    publish(house.instance)  # otherwise the interval is closed in some minutes
    code = issue_code(house.reopened(), SUBJECTS["jules"].tin, house.instance.now().year)
    page = house.visitor().go("/")
    keys = Keyboard(page)
    keys.follow(page.get_by_role("link", name="About me", exact=True))
    keys.type(page.get_by_label("Your accounting code"), code)
    keys.follow(page.get_by_role("button", name="Look"))
    with page.expect_download() as begun:
        keys.press(page.get_by_role("button", name=re.compile("Receipt of entry")).first)
    assert begun.value.suggested_filename.endswith(".tlog-proof")
    keys.press(page.locator("summary", has_text=re.compile("Contest|wrong")).first)
    keys.type(page.locator("textarea").first, "They never spoke with me.")
    keys.follow(page.get_by_role("button", name=re.compile("Contest|Send")).first)
    page.get_by_role("heading", name="Your statement is on record").wait_for()
    inspector = enter(house, INSPECTORS[0])
    inspector.follow(inspector.page.get_by_role("link", name=re.compile("^Contest")).first)
    expect(inspector.page.get_by_text("They never spoke with me.")).to_be_visible()


def test_a_steward_accredits_changes_and_revokes(house: Offices) -> None:
    keys = enter(house, STEWARD)
    page = keys.page
    keys.follow(page.get_by_role("link", name="Agencies", exact=True))
    page.get_by_role("heading", name="Agencies").wait_for()
    keys.type(page.get_by_label(f"Finding on {AGENCY}"), "Looked at on site.")
    keys.follow(page.get_by_role("button", name="Record").first)
    page.wait_for_load_state()
    keys.follow(page.get_by_role("link", name="People", exact=True))
    page.get_by_role("heading", name="Accredit a person").wait_for()
    keys.type(page.get_by_label("Id", exact=True), "SGN-KEYBOARD")
    keys.type(page.get_by_label("Name", exact=True), "Keyboard Signer (fictional)")
    keys.select(page.locator("#role"), "signer")
    keys.select(page.locator("#agency"), AGENCY)
    keys.type(page.get_by_label("Title"), "Deputy")
    keys.select(page.locator("#office"), "agency_head")
    year = house.instance.now().year
    keys.date(page.get_by_label("From"), year, 1, 1)
    keys.date(page.get_by_label("Until, that day included"), year + 1, 12, 31)
    keys.follow(page.get_by_role("button", name="Accredit"))
    page.get_by_role("heading", name="Keyboard Signer (fictional)").wait_for()
    keys.date(page.get_by_label("Until, that day included"), year + 1, 6, 30)
    keys.type(page.get_by_label("Why the term changes"), "Leaves earlier.")
    keys.follow(page.get_by_role("button", name="Change"))
    page.get_by_text(f"until {year + 1}-06-30").wait_for()
    keys.type(page.get_by_label("Why", exact=True), "Left.")
    keys.follow(page.get_by_role("button", name="Revoke"))
    expect(page.get_by_text("Revoked on")).to_be_visible()


def test_a_visitor_counts_the_log_and_takes_the_report(house: Offices, rows: LittleHome) -> None:
    page = house.visitor().go("/")
    keys = Keyboard(page)
    keys.follow(page.get_by_role("link", name="Counts", exact=True))
    page.get_by_role("heading", name="Every step").wait_for()
    keys.press(page.get_by_role("button", name="Count"))
    expect(page.get_by_role("status")).to_contain_text("those that the checkpoint commits to")
    keys.follow(page.get_by_role("link", name="Annual report", exact=True))
    for name in ("CSV", "PDF"):
        with page.expect_download() as begun:
            keys.press(page.get_by_role("link", name=name))
        assert begun.value.suggested_filename.startswith("disclosures-")


# Each page in one of the two looks, and both looks equally often. `make trials` has every pair.
@pytest.mark.parametrize("pairs", ["half", pytest.param("all", marks=pytest.mark.trial)])
def test_axe_finds_nothing_serious_on_anybodys_pages(house: Offices, rows: LittleHome, pairs: str) -> None:
    looks = ((DESKTOP, "light"), (PHONE, "dark"))
    turns = cycle(looks)
    signer = enter(house, SIGNERS[0])
    signer.page.goto(f"{house.address}/agency")
    case_id = request(signer, rows.row("kit"))
    batch = signer.page.url.removeprefix(house.address)
    officer = enter(house, OFFICERS[0])
    officer.page.goto(f"{house.address}/review")
    waiting(officer.page, case_id)
    pages = {
        SIGNERS[0]: ("/agency", "/agency/request", "/agency/upload", batch, f"/agency/cases/{case_id}", "/account"),
        OFFICIALS[0]: ("/agency", f"/agency/cases/{case_id}"),
        OFFICERS[0]: ("/review", f"/review/cases/{case_id}", "/review/decided"),
        INSPECTORS[0]: ("/oversight", "/oversight/cases", f"/oversight/cases/{case_id}", "/stays", "/contests"),
        STEWARD: ("/steward", "/steward/people", f"/steward/people/{OFFICIALS[0].person}"),
    }
    for actor, paths in pages.items():
        page = enter(house, actor).page
        for path in paths:
            page.goto(f"{house.address}{path}")
            turn = next(turns)
            for size, scheme in looks:
                page.set_viewport_size({"width": size["width"], "height": size["height"]})
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                if pairs == "all" or (size, scheme) == turn:
                    assert serious(page) == [], (path, size, scheme)
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (path, size)
        page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})
        page.emulate_media(color_scheme="light")


def test_tab_gets_to_everything_on_every_page_and_shows_where_it_is(house: Offices) -> None:
    anybody = ("/", "/ledger", "/counts", "/report", "/en/accounting", "/es/accounting", "/sign-in", "/enroll", "/none")
    pages: list[tuple[Page, tuple[str, ...]]] = [(house.visitor().page, anybody)]
    theirs = {
        SIGNERS[0]: ("/agency", "/agency/request", "/agency/upload", "/account"),
        OFFICERS[0]: ("/review", "/review/decided"),
        INSPECTORS[0]: ("/oversight", "/oversight/cases", "/stays", "/contests"),
        STEWARD: ("/steward", "/steward/people", f"/steward/people/{OFFICIALS[0].person}"),
    }
    pages += [(enter(house, actor).page, paths) for actor, paths in theirs.items()]
    for page, paths in pages:
        for path in paths:
            page.goto(f"{house.address}{path}")
            assert unreached(page) == 0, path


def test_no_url_that_a_keyboard_led_to_contained_anything_of_a_person(house: Offices) -> None:
    assert house.telling_urls() == []


def test_after_the_keyboards_work_the_audit_finds_nothing(house: Offices) -> None:
    assert audit(house.reopened()).findings == ()
