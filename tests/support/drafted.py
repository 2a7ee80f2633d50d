"""An instance that is not founded yet, and its founders with authenticators that are no software ones."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from support.founding import around, hardware, software_witness
from support.home import DOMAIN, ORIGIN, REGISTER, Clock, configuration
from support.people import FOUNDERS, register_of
from withhold.casework.instance import Instance
from withhold.casework.opening.draft import (
    begin_founding,
    read_draft,
    register_founder,
    set_registration_challenge,
    sign_statement,
)
from withhold.casework.opening.instance import Environment
from withhold.casework.sign_in.enrolling import Registration
from withhold.events.founding_file import founding_digest
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator

PEOPLE = [(each.person, f"{each.person} (fictional)", each.role) for each in FOUNDERS]


class Drafted:
    """The instance directory in `root`, with a code for each founder."""

    def __init__(self, root: Path, models: tuple[str, ...] = ("any",), **changed: Any) -> None:
        self.root, self.home, self.clock = root, root / "home", Clock()
        self.home.mkdir(mode=0o700)
        register_of().write_parquet(self.home / REGISTER)
        settled = {"demonstration": False, "witnesses": (software_witness(root),), **changed}
        self.begun = begin_founding(self.home, replace(configuration(), **settled), PEOPLE, models, self.world)

    @property
    def world(self) -> Environment:
        return around(self.home, clock=self.clock)

    def code(self, actor: Actor) -> str:
        return self.begun.codes[actor.person]

    def made(self, actor: Actor, *, software: bool = False) -> Registration:
        """A new passkey of a founder, as their browser sends it."""
        _, challenge = set_registration_challenge(self.home, self.code(actor), self.world)
        authenticator = SoftwareAuthenticator(self.root / f"{actor.person}.passkey")
        words = {"rp_id": DOMAIN, "origin": ORIGIN, "challenge": challenge, "user_handle": actor.person.encode()}
        if software:
            made = authenticator.register(**words)
        else:
            with hardware():
                made = authenticator.register(**words)
        return Registration(made.client_data_json, made.attestation_object)

    def register(self, actor: Actor) -> None:
        """Register the founder's two passkeys."""
        for _ in range(2):
            register_founder(self.home, self.code(actor), self.made(actor), self.world)

    def signed(self, actor: Actor, challenge: bytes | None = None) -> Assertion:
        """The founder's signature of the statement as it is now."""
        draft = read_draft(self.home)
        [founder] = [each for each in draft.founders if each.person == actor.person]
        return SoftwareAuthenticator(self.root / f"{actor.person}.passkey").sign(
            rp_id=DOMAIN,
            origin=ORIGIN,
            challenge=challenge or founding_digest(draft.require_statement()),
            allowed=[base64url.decode(str(each["credential_id"])) for each in founder.passkeys],
        )

    def sign(self, actor: Actor) -> Instance | None:
        return sign_statement(self.home, self.signed(actor), self.world)[1]
