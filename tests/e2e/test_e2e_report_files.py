"""The annual report as a page, as CSV and as PDF, with the same figures, from an instance that is served."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from support.browser import browsing, chromium, served
from support.home import LittleHome, little_home
from withhold.web.public.small_cells import RULE

COVERS = ("withhold.web.public.small_cells",)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleHome]:
    with little_home(tmp_path_factory.mktemp("report")) as little:
        little.file([little.row("robin", reason=""), little.row("jules")])
        yield little


def test_the_page_offers_both_files_and_they_have_the_same_figures(home: LittleHome, tmp_path: Path) -> None:
    year = home.clock().year
    with served(home.home) as address, chromium() as browser:
        page = browsing(browser, accept_downloads=True).new_page()
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
    found = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert lines
    for line in lines:
        assert " ".join(line) in found
    assert len(head) == 6
    assert home.desk.configuration.custodian in found
    assert home.desk.pack.notice in found
