"""Runs a real Chromium on real pages: ``withhold serve`` of an instance, in its own process."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Playwright runs an event loop in this thread, by which Django would take the tests' own queries for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

AXE = Path(__file__).parents[1] / "e2e" / "axe.min.js"
PHONE, DESKTOP = {"width": 375, "height": 720}, {"width": 1280, "height": 900}
LOOKS = [
    pytest.param(PHONE, "dark", id="phone-dark"),
    pytest.param(DESKTOP, "light", id="desktop-light"),
    pytest.param(PHONE, "light", id="phone-light", marks=pytest.mark.trial),
    pytest.param(DESKTOP, "dark", id="desktop-dark", marks=pytest.mark.trial),
]
"""Each size and each color scheme once. `make trials` has every pair."""
PATIENCE = 240.0
"""Seconds that a test waits for what must happen. It ends a test that would hang, and times nothing."""
expect.set_options(timeout=PATIENCE * 1000)
_NAMES = "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"


@contextmanager
def served(home: Path, port: int = 0, database_url: str = "", *options: str) -> Iterator[str]:
    """The address of the pages."""
    command = [sys.executable, "-m", "withhold.cli", "serve", "--home", str(home), "--port", str(port), *options]
    environment = {**os.environ, "DATABASE_URL": database_url}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()
            process.wait(PATIENCE)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser."""
    path = next(path for name in _NAMES if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def browsing(browser: Browser, **options: Any) -> BrowserContext:
    """A visitor with `options` as for `Browser.new_context`, who waits as long as a busy machine takes."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE * 1000)
    return context


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical on a page, as it is shown now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found if each["impact"] in ("serious", "critical")
    ]
