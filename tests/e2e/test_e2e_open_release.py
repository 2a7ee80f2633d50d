"""A real browser opens a release that Python sealed, with the key file that Python wrote."""

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import LOOKS, browsing, serious
from support.release_page import ReleasePage
from support.sealed_example import ADDRESS, KEY, SEALED, choose, pairs, sealed, tells

COVERS = ("withhold.sealing.hpke", "withhold.web.agency.outcomes")


def test_the_official_opens_a_release_and_sees_what_it_is_bound_to(
    page: Page, served: ReleasePage, key_file: Path
) -> None:
    choose(page, served, SEALED, key_file)
    assert pairs(page) == {
        "Address": "12 Sample Street",
        "City": "Peoría",
        "State": "IL",
        "ZIP code": "61602",
        "Your reference": "R-9",
        "Notice": "Return it.",
        "Request": "case-0001",
        "Named official": "official-17",
        "Rule pack": "a-pack 2.1.0",
        "Digest of the rule pack": "ab" * 32,
        "Ledger": "log.example/2026",
        "Entry of the ledger": "9007199254740993",
        "Your key": f"official-17, {KEY.key_id}",
        "SHA-256 of the sealed file": hashlib.sha256(SEALED).hexdigest(),
    }


def test_the_key_is_sent_nowhere_and_the_page_keeps_nothing_of_it(
    page: Page, served: ReleasePage, key_file: Path
) -> None:
    asked: list[str] = []
    served.sealed = SEALED
    page.goto(served.address, wait_until="networkidle")
    page.on("request", lambda request: asked.append(request.url))
    before = len(served.asked)
    page.get_by_label("Your private key file").set_input_files(key_file)
    pairs(page)
    page.get_by_label("Your private key file").set_input_files({"name": "b", "mimeType": "", "buffer": b"nothing"})
    tells(page, "not a private key file")
    page.wait_for_timeout(300)
    assert asked == []
    assert served.asked[before:] == []
    assert page.evaluate("document.getElementById('open-key').files.length") == 0
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert b64encode(KEY.secret).decode() not in page.content()


def test_the_right_key_opens_a_release_after_a_wrong_one(page: Page, served: ReleasePage, key_file: Path) -> None:
    choose(page, served, SEALED, b"nothing")
    tells(page, "is not a private key file")
    page.get_by_label("Your private key file").set_input_files(key_file)
    assert pairs(page)["Address"] == "12 Sample Street"


def test_markup_in_the_content_is_shown_as_text(page: Page, served: ReleasePage, key_file: Path) -> None:
    line = "<script>document.title='x'</script><img src=x onerror=document.title='x'>"
    address = {**ADDRESS, "line1": line, "<b>unknown</b>": "<i>kept</i>"}
    choose(page, served, sealed(address=address, notice="=cmd()", demonstration=True), key_file)
    found = pairs(page)
    assert (found["Address"], found["<b>unknown</b>"], found["Notice"]) == (line, "<i>kept</i>", "=cmd()")
    assert page.locator("#opened script, #opened img, #opened b, #opened i").count() == 0
    assert page.title() == "The release"
    expect(page.locator("#opened")).to_contain_text("Demonstration: nobody real lives there.")


def test_the_sealed_file_is_saved_unchanged(page: Page, served: ReleasePage, key_file: Path, tmp_path: Path) -> None:
    choose(page, served, SEALED, key_file)
    with page.expect_download() as begun:
        page.get_by_role("button", name="Save the sealed file").click()
    begun.value.save_as(tmp_path / "saved")
    assert begun.value.suggested_filename == "case-0001.sealed"
    assert (tmp_path / "saved").read_bytes() == SEALED


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_it_works_by_keyboard_and_axe_finds_nothing_serious(
    browser: Browser, served: ReleasePage, key_file: Path, size: Any, scheme: Any, tmp_path: Path
) -> None:
    context = browsing(browser, viewport=size, color_scheme=scheme)
    page = context.new_page()
    page.on("filechooser", lambda _: None)  # from the start: a key pressed sooner would open a dialog of the system's
    served.sealed = SEALED
    page.goto(served.address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "save-sealed"
    page.keyboard.press("Tab")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(key_file)
    pairs(page)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.screenshot(path=str(tmp_path / "opened.png"), full_page=True)
    page.get_by_label("Your private key file").set_input_files({"name": "b", "mimeType": "", "buffer": b"nothing"})
    expect(page.get_by_role("status")).to_contain_text(re.compile("not a private key file"))
    assert serious(page) == []
    page.screenshot(path=str(tmp_path / "told.png"), full_page=True)
    context.close()
