"""An instance whose pages are served to real browsers: real time, real passkeys, no demonstration."""

import json
import os
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, BrowserContext, Page

from support.browser import DESKTOP, PATIENCE, browsing, served
from support.founding import found_home
from support.home import REGISTER, _accreditation, configuration
from support.people import FOUNDERS, STEWARD, SUBJECTS, register_of
from support.postgres import free_port
from support.witness_process import WitnessProcess
from withhold.casework.accreditation.accrediting import accredit_all
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.publishing import publish
from withhold.model.cases.permissions import Actor
from withhold.model.people.accreditation import Accreditation
from withhold.records.database import close
from withhold.sealing import base64url
from withhold.tlog.notes.vkey import VerifierKey

_AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Somebody:
    """A person at their own browser, with the authenticator that is plugged in at the moment."""

    context: BrowserContext
    page: Page
    address: str
    _session: Any = field(default=None)
    _authenticator: str = ""

    def plug_in_another(self) -> None:
        """Put the authenticator away and take a new one."""
        if self._session is None:
            self._session = self.context.new_cdp_session(self.page)
            self._session.send("WebAuthn.enable")
        else:
            self._session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self._authenticator})
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": _AUTHENTICATOR})
        self._authenticator = added["authenticatorId"]

    def unverified(self) -> None:
        """From now on the authenticator does not recognize its owner."""
        options = {"authenticatorId": self._authenticator, "isUserVerified": False}
        self._session.send("WebAuthn.setUserVerified", options)

    def take_passkey(self, path: Path) -> None:
        """Plug in an authenticator that has the first passkey of this file. It keeps one of a person for a domain."""
        self.plug_in_another()
        each = json.loads(path.read_text())["credentials"][0]
        secret = int.from_bytes(base64url.decode(each["secret"]), "big")
        key = ec.derive_private_key(secret, ec.SECP256R1()).private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        credential = {
            "credentialId": standard(each["credential_id"]),
            "isResidentCredential": True,
            "rpId": each["rp_id"],
            "privateKey": b64encode(key).decode(),
            "userHandle": standard(each["user_handle"]),
            "signCount": each["counter"],
        }
        named = {"authenticatorId": self._authenticator, "credential": credential}
        self._session.send("WebAuthn.addCredential", named)

    def enroll(self, code: str) -> None:
        """Register two passkeys with a steward's code, on two authenticators."""
        self.page.goto(f"{self.address}/enroll")
        for said in ("The first passkey is registered", "Your passkeys are registered"):
            self.plug_in_another()
            self.page.get_by_label("Your code").fill(code)
            self.page.get_by_role("button", name="Register a passkey").click()
            self.page.get_by_text(said).wait_for()

    def sign_in(self) -> None:
        """Sign in with the authenticator that is plugged in."""
        self.page.goto(f"{self.address}/sign-in")
        self.page.get_by_role("button", name="Sign in with a passkey").click()
        self.page.get_by_role("button", name="Sign out").wait_for()

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(f"{self.address}{path}")
        return self.page


def standard(text: str) -> str:
    """Base64 as the browser's protocol has it, of base64url without padding."""
    return b64encode(base64url.decode(text)).decode()


class Offices:
    """The instance, its pages, and everyone who has signed in."""

    def __init__(self, root: Path, database_url: str, browser: Browser) -> None:
        self.home, self.keys, self.browser = root / "home", root / "people", browser
        self.database_url, self.port = database_url, free_port()
        self.address = f"http://localhost:{self.port}"
        self.people: dict[str, Somebody] = {}
        self.urls: set[str] = set()
        """Every address that anybody's browser asked for."""
        for directory in (self.home, self.keys):
            directory.mkdir(mode=0o700)
        register_of().write_parquet(self.home / REGISTER)
        self.witness = WitnessProcess(root / "witness")
        self.instance = self._made()

    def _made(self) -> Instance:
        settled = replace(
            configuration(),
            demonstration=False,
            passkey_domain="localhost",
            passkey_origin=self.address,
            witnesses=(self.witness.witness,),
        )
        instance = found_home(self.home, settled, Environment(self.database_url), self.keys, prepare=self._witnessed)
        accredit_all(instance, STEWARD, without_passkeys(_accreditation(self.keys)))
        publish(instance)
        return instance

    def _witnessed(self, log: VerifierKey) -> None:
        self.witness.log_keys = (log,)
        self.witness.start()

    def key(self, actor: Actor) -> Path:
        """Return the path of the private key of an agency's person."""
        return self.keys / f"{actor.person}.key"

    def visitor(self) -> Somebody:
        """Somebody at a browser of their own."""
        context = browsing(self.browser, viewport={**DESKTOP}, accept_downloads=True)
        context.on("request", lambda request: self.urls.add(request.url))
        return Somebody(context, context.new_page(), self.address)

    def someone(self, actor: Actor) -> Somebody:
        """The person, enrolled and signed in at their own browser."""
        if actor.person not in self.people:
            somebody = self.visitor()
            if actor in FOUNDERS:
                somebody.go("/sign-in")
                somebody.take_passkey(self.keys / f"{actor.person}.passkey")
            else:
                somebody.enroll(self.code_for(actor))
            somebody.sign_in()
            self.people[actor.person] = somebody
        return self.people[actor.person]

    def code_for(self, actor: Actor) -> str:
        """An enrollment code, from the first steward. The founders need none."""
        page = self.someone(STEWARD).go(f"/steward/people/{actor.person}")
        page.get_by_role("button", name="Give a code").click()
        return page.locator("#enrollment-code").inner_text()

    def command(self, *words: str) -> str:
        """Return the output of a command."""
        ended = subprocess.run(
            [sys.executable, "-m", "withhold.cli", *words, "--home", str(self.home)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "DATABASE_URL": self.database_url},
        )
        return ended.stdout

    def telling_urls(self) -> list[str]:
        """Return the addresses that a browser asked for and that contain anything of a record subject's."""
        said = {value.lower() for each in SUBJECTS.values() for value in (each.tin, *each.claim.values())}
        asked = [unquote_plus(url).lower() for url in self.urls if not url.startswith("blob:")]
        assert len(asked) > 10
        return [url for url in asked if any(value in url for value in said if len(value) > 3)]

    def reopened(self) -> Instance:
        """Open the application context from the present state on disk."""
        return open_instance(self.home, Environment(self.database_url))

    def close(self) -> None:
        for each in self.people.values():
            each.context.close()
        close(self.instance.alias)
        self.witness.stop()


@contextmanager
def offices(root: Path, database_url: str, browser: Browser) -> Iterator[Offices]:
    """Yield a new instance with its pages and its worker running."""
    made = Offices(root, database_url, browser)
    try:
        with served(made.home, made.port, database_url):
            yield made
    finally:
        made.close()


def waiting(page: Page, case_id: str) -> None:
    """Look at the docket again until the worker has confirmed the case's identity."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if page.get_by_role("link", name=case_id).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError("the worker did not confirm the identity")


def without_passkeys(accreditation: Accreditation) -> Accreditation:
    """The same people, none of whom has a passkey yet."""
    return replace(
        accreditation,
        signers=tuple(replace(each, passkeys=()) for each in accreditation.signers),
        officials=tuple(replace(each, passkeys=()) for each in accreditation.officials),
        custodians=tuple(replace(each, passkeys=()) for each in accreditation.custodians),
    )
