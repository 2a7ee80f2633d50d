"""An instance is founded in real browsers: init, the founding page, and then its pages without a restart."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import LOOKS, browsing, serious, served
from support.home import REGISTER
from support.keyboard import Keyboard
from support.offices import Somebody
from support.people import register_of
from support.postgres import free_port
from support.witness_process import WitnessProcess
from withhold.casework.audit.auditing import audit
from withhold.casework.opening.instance import Environment, open_instance
from withhold.events.founding_file import founding_digest, grouped
from withhold.records.database import close
from withhold.tlog.notes.vkey import VerifierKey

COVERS = (
    "withhold.casework.opening.draft",
    "withhold.cli.instance.init",
    "withhold.cli.instance.serve",
    "withhold.cli.instance.worker",
    "withhold.web.founding",
)

PEOPLE = {"CUS-1": "Ada Example", "CUS-2": "Ben Example", "INS-1": "Dee Example"}


class Begun:
    """An instance after `withhold init`, with its codes, and its witness, which knows no log yet."""

    def __init__(self, root: Path) -> None:
        self.home, self.port = root / "home", free_port()
        self.address = f"http://localhost:{self.port}"
        self.witness = WitnessProcess(root / "witness")
        register_of().write_parquet(root / REGISTER)
        words = ["--home", self.home, "--register", root / REGISTER, "--origin", "founding.example/log"]
        words += ["--url", self.address, "--model", "any", "--witness", self.witness.key, self.witness.witness.url]
        for person, name in PEOPLE.items():
            words += ["--inspector" if person.startswith("INS") else "--steward", f"{person}={name}"]
        ended = subprocess.run(
            [sys.executable, "-m", "withhold.cli", "init", *map(str, words)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "DATABASE_URL": ""},
        )
        self.codes = dict(re.findall(r"code +(\S+) for (\S+)", ended.stdout))
        self.codes = {person: code for code, person in self.codes.items()}


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    made = Begun(tmp_path)
    try:
        yield made
    finally:
        if made.witness.runs:
            made.witness.stop()


def register(somebody: Somebody, code: str) -> None:
    """Register two passkeys on two authenticators, by keyboard."""
    keys, page = Keyboard(somebody.page), somebody.page
    for said in ("the first passkey is registered", "your passkeys are registered"):
        somebody.plug_in_another()
        keys.type(page.get_by_label("Your code"), code)
        keys.follow(page.get_by_role("button", name="Register a passkey"))
        page.get_by_text(said).wait_for()


def test_founders_found_an_instance_and_its_pages_begin_to_work(begun: Begun, browser: Browser) -> None:
    with served(begun.home, begun.port):
        founders = {}
        for person in PEOPLE:
            context = browsing(browser, viewport={"width": 375, "height": 720})
            founders[person] = Somebody(context, context.new_page(), begun.address)
        stranger = founders["CUS-1"].go("/steward/people")  # whatever is asked for, there is one page
        expect(stranger.get_by_role("heading", name="Found this instance")).to_be_visible()
        refused = founders["CUS-1"]
        refused.plug_in_another()
        refused.page.get_by_label("Your code").fill("A" * 32)
        refused.page.get_by_role("button", name="Register a passkey").click()
        expect(refused.page.get_by_role("alert").first).to_contain_text("This code is nobody's")

        for person, somebody in founders.items():
            somebody.go("/")
            register(somebody, begun.codes[person])
        digests = {digest_on(somebody.go("/")) for somebody in founders.values()}
        assert len(digests) == 1
        page = founders["CUS-1"].page
        for told in ("Ada Example", "Dee Example", "founding.example/log", str(begun.witness.key), "1 of 1", "7 days"):
            expect(page.get_by_role("main")).to_contain_text(told)
        assert serious(page) == []

        for person, somebody in founders.items():
            page = somebody.go("/")
            Keyboard(page).follow(page.get_by_role("button", name="Sign the statement"))
            if person != "INS-1":
                page.get_by_text("your signature is recorded").wait_for()
        page.get_by_role("heading", name="This instance is founded").wait_for()
        assert digest_on(page) in digests
        with urlopen(f"{begun.address}/log/vkey") as answer:
            begun.witness.log_keys = (VerifierKey.parse(answer.read().decode()),)
        begun.witness.start()
        steward = founders["CUS-1"]
        steward.sign_in()
        expect(steward.go("/steward/people").get_by_role("heading", name="People")).to_be_visible()
        for somebody in founders.values():
            somebody.context.close()
    instance = open_instance(begun.home, Environment())
    assert instance.founding is not None
    assert not instance.demonstration
    assert grouped(founding_digest(instance.founding)) in digests
    assert audit(instance).findings == ()
    close(instance.alias)


def digest_on(page: Page) -> str:
    return page.locator("#digest").inner_text()


@pytest.mark.parametrize(("size", "colors"), LOOKS)
def test_the_founding_page_on_every_screen(begun: Begun, browser: Browser, size: dict[str, int], colors: str) -> None:
    with served(begun.home, begun.port):
        context = browsing(browser, viewport=size, color_scheme=colors)
        page = context.new_page()
        page.goto(begun.address)
        assert serious(page) == []
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"]
        context.close()
