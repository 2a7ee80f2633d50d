"""What the tests of pages share: a browser, rows that are sound, and the part of a page that opens a release."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.browser import chromium
from support.home import LittleHome, little_home
from support.release_page import ReleasePage, quiet_page, release_page
from support.sealed_example import KEY


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one file of tests: its event loop must not outlive the file."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console stays silent."""
    with quiet_page(browser) as found:
        yield found


@pytest.fixture(scope="module")
def rows() -> Iterator[LittleHome]:
    """Who knows how a sound request reads."""
    with little_home() as little:
        yield little


@pytest.fixture(scope="module")
def served() -> Iterator[ReleasePage]:
    """The part of a page that opens a release, and nothing else."""
    with release_page() as found:
        yield found


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The official's private key."""
    path = tmp_path_factory.mktemp("keys") / "official-17.key"
    KEY.write(path)
    return path
