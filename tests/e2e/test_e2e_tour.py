"""The tour of a demonstration in a browser: signing in as each role with one click, and doing its work."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import DESKTOP, LOOKS, browsing, serious
from support.demo_pages import House, demonstration_pages
from support.demonstrated import demonstration
from support.keyboard import unreached

COVERS = ("withhold.web.tour",)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with demonstration_pages(demonstration(tmp_path_factory)[0]) as found:
        yield found


@pytest.fixture(scope="module")
def page(browser: Browser, house: House) -> Iterator[Page]:
    context = browsing(browser, viewport={**DESKTOP}, accept_downloads=True)
    made = context.new_page()
    made.goto(f"{house.address}/tour")
    yield made
    context.close()


def become(page: Page, role: str) -> str:
    """Return to the tour, and sign in as the first person of a stop. Return that person's name."""
    if page.get_by_role("link", name="Back to the tour").count():
        page.get_by_role("link", name="Back to the tour").click()
    else:
        page.get_by_role("link", name="Tour", exact=True).click()
    page.locator("li", has=page.get_by_role("heading", name=role, exact=True)).get_by_role("button").first.click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.locator("summary", has_text="Tour: what to try").click()
    expect(page.locator(".site-guide li").first).to_be_visible()
    return page.get_by_role("button", name="Sign out").inner_text().removeprefix("Sign out ")


def approve(page: Page, case_id: str) -> None:
    page.get_by_role("link", name=case_id).click()
    for reason in page.get_by_label("Your reason").all():
        reason.fill("Set forth in the request, for this person.")
    for label in page.locator("label", has_text=re.compile("^Yes$")).all():
        label.click()
    page.locator("label[for=approve]").click()
    page.get_by_role("button", name="Sign and decide").click()
    page.wait_for_url(re.compile(r"/review$"))


def test_the_first_page_links_to_the_tour_and_states_that_nothing_is_real(page: Page, house: House) -> None:
    page.goto(house.address)
    page.get_by_role("link", name="Tour", exact=True).click()
    expect(page.get_by_role("heading", name="A tour, on synthetic people")).to_be_visible()
    expect(page.locator(".site-banner")).to_contain_text(re.compile("demonstration", re.IGNORECASE))


def test_a_signer_corrects_a_row_and_files_it(page: Page) -> None:
    become(page, "Signer")
    page.locator("a[href*='/agency/batches/']").first.click()
    page.get_by_role("link", name=re.compile("^Correct")).first.click()
    page.get_by_label("Your reference").fill("TOUR-1")
    page.get_by_label("Why this disclosure is").fill("The person is to be served as a witness to the sale of 4 May.")
    expect(page.locator("#elements-said")).not_to_be_empty()
    page.get_by_role("button", name="Go on to signing").click()
    page.get_by_role("button", name="Sign and file").click()
    page.wait_for_url(re.compile(r"/agency/batches/[0-9a-f]{64}$"))


def test_two_reviewers_decide_and_an_official_opens_a_waiting_release(page: Page, house: House) -> None:
    become(page, "Disclosure officer")
    row = page.get_by_role("row", name=re.compile("[0-9a-f]{16}-"))
    case_id = row.first.get_by_role("link").inner_text()
    approve(page, case_id)
    become(page, "Disclosure counsel")
    approve(page, case_id)
    official = become(page, "Named official")
    page.get_by_role("row", name=re.compile("may retrieve")).first.get_by_role("link").click()
    page.get_by_role("button", name="Retrieve, once").click()
    page.get_by_label("Your private key file").set_input_files(house.home / "sample" / "keys" / f"{official}.key")
    expect(page.locator("#opened")).to_contain_text("Address")


def test_an_inspector_places_a_stay_and_a_steward_looks_after_people(page: Page) -> None:
    become(page, "Inspector")
    page.get_by_role("link", name="Cases", exact=True).click()
    page.locator("a[href*='/oversight/cases/']").first.click()
    page.get_by_role("link", name="Place a stay over it").click()
    page.get_by_label("The order or grounds").fill("By order of the court (fictional).")
    page.get_by_role("button", name="Place the stay now").click()
    expect(page.get_by_text("in force").first).to_be_visible()
    become(page, "Steward")
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", name="Accredit a person")).to_be_visible()


def test_the_taxpayer_sees_their_accounting_in_both_languages(page: Page) -> None:
    for button, heading in (("Become the person of case", "Has anyone asked about me?"), ("En español", "¿Alguien")):
        page.get_by_role("link", name="Tour", exact=True).click()
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        assert page.locator("tbody tr").count() > 5


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_axe_finds_nothing_serious_on_it(page: Page, house: House, size: dict[str, int], scheme: str) -> None:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for path in ("/tour", "/account"):
        page.goto(f"{house.address}{path}")
        assert serious(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert unreached(page) == 0
