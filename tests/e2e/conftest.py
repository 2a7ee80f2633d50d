"""Fixtures of the tests of pages: a browser, sound rows, and the part of a page that opens a release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from support.browser import browsing, chromium
from support.home import LittleHome, little_home
from support.release_page import ReleasePage, quiet_page, release_page
from support.sealed_example import KEY


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run Chromium for one file of tests, because its event loop must not outlive the file."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def official(browser: Browser) -> Iterator[BrowserContext]:
    """Yield the browser of the official whom the release is for. A browser of its own for each page takes longer."""
    context = browsing(browser, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(official: BrowserContext) -> Iterator[Page]:
    """Yield a page. The test fails if anything is written to its console."""
    with quiet_page(official) as found:
        yield found


@pytest.fixture(scope="module")
def rows() -> Iterator[LittleHome]:
    """Yield a small instance that makes the text of sound requests."""
    with little_home() as little:
        yield little


@pytest.fixture(scope="module")
def served() -> Iterator[ReleasePage]:
    """Serve a page with the part that opens a release, and nothing else."""
    with release_page() as found:
        yield found


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the official's private key, and return its path."""
    path = tmp_path_factory.mktemp("keys") / "official-17.key"
    KEY.write(path)
    return path
