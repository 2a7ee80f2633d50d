"""The public pages and those of the record subject, in a real browser."""

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pypdf import PdfReader

from support.browser import DESKTOP, LOOKS, PHONE, browsing, serious, served
from support.home import LittleHome, little_home
from support.outside import published_leaves
from support.people import SUBJECTS
from withhold.casework.subject.accounting import issue_code
from withhold.sealing.keys import check_ed25519
from withhold.tlog.receipt import verify_receipt
from withhold.web.public.small_cells import RULE

COVERS = (
    "withhold.casework.subject.accounting",
    "withhold.tlog.receipt",
    "withhold.web.cells",
    "withhold.web.public",
    "withhold.web.public.small_cells",
    "withhold.web.subject",
)

PAGES = "/", "/ledger", "/counts", "/report", "/en/accounting", "/es/accounting", "/nothing-here"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleHome]:
    """Yield an instance in which one release was handed over, and in which another request was returned."""
    with little_home(tmp_path_factory.mktemp("pages")) as little:
        little.retrieve(little.approved("robin"))
        little.file([little.row("jules", reason="")])
        yield little


@pytest.fixture(scope="module")
def address(home: LittleHome) -> Iterator[str]:
    with served(home.home) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browsing(browser, viewport=_size(DESKTOP), accept_downloads=True)
    yield context.new_page()
    context.close()


def _size(size: dict[str, int]) -> ViewportSize:
    return ViewportSize(width=size["width"], height=size["height"])


def code_of(home: LittleHome, subject: str) -> str:
    return issue_code(home.instance, SUBJECTS[subject].tin, home.clock().year)


def test_the_visitors_browser_counts_the_log_and_finds_the_root(home: LittleHome, address: str, page: Page) -> None:
    page.goto(f"{address}/counts")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("status")).to_contain_text("those that the checkpoint commits to")
    counts = [int(text) for text in page.locator("tbody tr td:last-child").all_inner_texts()]
    assert sum(counts) == len(published_leaves(home.home / "log"))


def test_the_visitors_browser_reports_a_log_that_was_altered(address: str, page: Page) -> None:
    def lie(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = bytearray(answer.body())
        body[-1] ^= 1
        route.fulfill(response=answer, body=bytes(body))  # type: ignore[attr-defined]

    page.route("**/log/tile/entries/**", lie)
    page.goto(f"{address}/counts")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("status")).to_contain_text("they are not those that the checkpoint commits to")


def test_a_record_subject_finds_every_step_about_themselves_and_gets_a_receipt(
    home: LittleHome, address: str, page: Page, tmp_path: Path
) -> None:
    page.goto(f"{address}/en/accounting")
    page.get_by_label("Your accounting code").fill(code_of(home, "robin").lower())
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("cell", name="The named official retrieved it.")).to_be_visible()
    assert page.url == f"{address}/en/accounting"
    with page.expect_download() as begun:
        page.get_by_role("button", name=re.compile("Receipt of entry")).last.click()
    begun.value.save_as(tmp_path / "receipt")
    verify_receipt((tmp_path / "receipt").read_bytes(), home.instance.trust, check_ed25519)


def test_the_accounting_works_in_spanish_on_a_phone_with_the_keyboard_only(
    home: LittleHome, address: str, browser: Browser
) -> None:
    context = browsing(browser, viewport=_size(PHONE), color_scheme="dark")
    page = context.new_page()
    page.goto(f"{address}/es/accounting")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "code":
            break
    page.keyboard.type(code_of(home, "jules"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Una solicitud sobre usted estaba incompleta y se devolvió")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert serious(page) == []
    context.close()


def test_a_person_without_entries_gets_that_answer(home: LittleHome, address: str, page: Page) -> None:
    page.goto(f"{address}/en/accounting")
    page.get_by_label("Your accounting code").fill(code_of(home, "kit"))
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_text("no request about you stands on the ledger")).to_be_visible()


@pytest.mark.parametrize("typed", ["WH2026-AAAA", "<script>alert(1)</script>", "=cmd()", "x" * 200])
def test_a_mistyped_code_is_reported_without_repeating_it(address: str, page: Page, typed: str) -> None:
    page.goto(f"{address}/en/accounting")
    page.get_by_label("Your accounting code").fill(typed)
    page.get_by_role("button", name="Look").click()
    expect(page.get_by_role("alert")).to_contain_text("Check the code and type it again.")
    assert typed not in page.content()
    assert page.get_by_label("Your accounting code").get_attribute("aria-invalid") == "true"


def test_the_report_is_offered_as_two_files_that_have_the_same_figures(
    home: LittleHome, address: str, page: Page, tmp_path: Path
) -> None:
    year = home.clock().year
    page.goto(f"{address}/report/{year}")
    expect(page.locator("main")).to_contain_text(RULE)
    files = []
    for name in ("As CSV", "As PDF"):
        with page.expect_download() as begun:
            page.get_by_role("link", name=name).click()
        files.append(begun.value)
        begun.value.save_as(tmp_path / begun.value.suggested_filename)
    assert [each.suggested_filename for each in files] == [f"disclosures-{year}.csv", f"disclosures-{year}.pdf"]
    head, *lines = csv.reader(StringIO((tmp_path / f"disclosures-{year}.csv").read_text(encoding="utf-8")))
    reader = PdfReader(BytesIO((tmp_path / f"disclosures-{year}.pdf").read_bytes()), strict=True)
    found = " ".join(" ".join(each.extract_text() for each in reader.pages).split())
    assert lines
    for line in lines:
        assert " ".join(line) in found
    assert len(head) == 6
    assert home.instance.configuration.custodian in found
    assert home.instance.pack.notice in found


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_serious_on_any_page(
    address: str, browser: Browser, size: dict[str, int], scheme: str, tmp_path: Path
) -> None:
    context = browsing(browser, viewport=_size(size), color_scheme=scheme)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{address}{path}")
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
        page.screenshot(path=str(tmp_path / f"{path.strip('/').replace('/', '-') or 'home'}.png"))
    context.close()
