"""One sealed release, its official's key, and what a page shows of it."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from support.release_page import ReleasePage
from withhold.sealing.binding import ReleaseBinding
from withhold.sealing.hpke import MAGIC, seal_release
from withhold.sealing.keys import ReleaseKey

KEY = ReleaseKey.generate("official-17")
OTHER = ReleaseKey.generate("official-18")
BINDING = ReleaseBinding(
    "case-0001", "official-17", KEY.key_id, "a-pack", "2.1.0", "ab" * 32, "log.example/2026", 2**53 + 1
)
ADDRESS = {"line1": "12 Sample Street", "line2": "", "city": "Peoría", "state": "IL", "zip": "61602"}
CONTENT: dict[str, Any] = {
    "v": 1,
    "case": "case-0001",
    "request_ref": "R-9",
    "notice": "Return it.",
    "address": ADDRESS,
}
INFO = len(MAGIC) + 2
BOX = INFO + len(BINDING.encode())


def sealed(binding: ReleaseBinding = BINDING, key: ReleaseKey = KEY, **changes: Any) -> bytes:
    return seal_release(json.dumps({**CONTENT, **changes}, ensure_ascii=False).encode(), key.public, binding)


SEALED = sealed()


def choose(page: Page, served: ReleasePage, release: bytes, key: Path | bytes) -> None:
    """Show a release, and choose a key file."""
    served.sealed = release
    page.goto(served.address)
    page.get_by_label("Your private key file").set_input_files(
        key if isinstance(key, Path) else {"name": "a.key", "mimeType": "text/plain", "buffer": key}
    )


def tells(page: Page, text: str) -> None:
    """Check that the page shows `text` as an error, and nothing of a release."""
    expect(page.locator("#opened .usa-alert--error")).to_contain_text(text)
    assert page.locator("#opened dl").count() == 0
    assert ADDRESS["line1"] not in page.locator("main").inner_text()


def pairs(page: Page) -> dict[str, str]:
    expect(page.get_by_role("heading", name="What it is bound to")).to_be_visible()
    rows = zip(page.locator("#opened dt").all_inner_texts(), page.locator("#opened dd").all_inner_texts(), strict=True)
    return dict(rows)
