"""Founding an instance of tests. Its stewards and inspectors sign with software passkeys, and a witness cosigns.

The witness is the real one, asked within the process instead of over the network.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from support.people import FOUNDERS
from withhold.casework.configuration import Configuration
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment, log_key
from withhold.casework.opening.making import found, log_of, make_keys, signed_by_all, statement_of
from withhold.model.authority.founding import Founder
from withhold.model.cases.permissions import Actor
from withhold.sealing import authenticator, base64url
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.sealing.passkeys import verify_registration
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.stores.deadline import Deadline
from withhold.tlog.stores.resolving import HostNames
from withhold.tlog.witnesses.client import Answer, Witness, post
from withhold.tlog.witnesses.protocol import Refused
from withhold.witness.opening import make_key, open_witness

WITNESS = "software-witness"
"""The directory of the software witness, beside the instance."""
WITNESS_URL = "http://127.0.0.1:9"
"""Nobody answers here over the network."""
HARDWARE = bytes(range(16))
"""A model of authenticator that is not the software one. An authenticator's model is only what it states."""
_LOCK = threading.Lock()


def software_witness(root: Path) -> Witness:
    """Return the witness in `root`. Its key is made the first time."""
    place = root / WITNESS
    if not (place / "vkey").exists():
        place.mkdir(mode=0o700)
        (place / "vkey").write_text(str(make_key(place / "key", "witness.example/software")))
    return Witness(VerifierKey.parse((place / "vkey").read_text()), WITNESS_URL)


def asked_within(root: Path, home: Path) -> Any:
    """Return how witnesses are asked: the one in `root` here, every other one over the network."""

    def send(witness: Witness, body: bytes, limit: Deadline, names: HostNames) -> Answer:
        if witness.url != WITNESS_URL:
            return post(witness, body, limit, names)
        place, stated = root / WITNESS, home / "log" / "vkey"
        keys = KeyList.parse(stated.read_text()) if stated.exists() else KeyList(log_key(home))
        with _LOCK:
            cosigner = open_witness(place / "key", place / "database", [keys], lambda: int(time.time()))
            try:
                return Answer(200, cosigner.add_checkpoint(body))
            except Refused as refused:
                return Answer(refused.status, b"" if refused.known is None else f"{refused.known}\n".encode())

    return send


def around(home: Path, *arguments: Any, **world: Any) -> Environment:
    """Return an environment in which the software witness beside `home` is asked."""
    return Environment(*arguments, **{"send": asked_within(home.parent, home), **world})


def found_home(
    home: Path,
    configuration: Configuration,
    world: Environment,
    people: Path,
    founders: Sequence[Actor] = FOUNDERS,
    prepare: Callable[[VerifierKey], object] = lambda _: None,
) -> Instance:
    """Found an instance at `home`. The founders' passkeys are kept in the directory `people`.

    `prepare` is called with the log's key before the ledger begins, for example to start a witness.

    The witness of `configuration()` is replaced by the software witness beside `home`.
    """
    if configuration.witnesses[0].url == WITNESS_URL:
        configuration = replace(configuration, witnesses=(software_witness(home.parent),))
    keys = make_keys(home, configuration)
    stated = [_founder(each, people, configuration) for each in founders]
    statement = statement_of(configuration, stated, keys.recovery.public, keys.vault, keys.log)
    credentials = {
        each.person: [base64url.decode(str(one["credential_id"])) for one in each.passkeys] for each in stated
    }

    def sign(person: str, challenge: bytes) -> Any:
        return SoftwareAuthenticator(people / f"{person}.passkey").sign(
            rp_id=configuration.passkey_domain,
            origin=configuration.passkey_origin,
            challenge=challenge,
            allowed=credentials[person],
        )

    prepare(log_of(statement))
    world = replace(world, send=asked_within(home.parent, home))
    return found(home, configuration, world, signed_by_all(statement, sign))


def _founder(actor: Actor, people: Path, configuration: Configuration) -> Founder:
    passkeys = tuple(software_passkey(actor, people, configuration) for _ in range(2))
    return Founder(actor.person, f"{actor.person} (fictional)", actor.role, passkeys)


def software_passkey(actor: Actor, people: Path, configuration: Configuration) -> Mapping[str, str | int]:
    """Return the record of a new passkey. Outside a demonstration it states another model than the software one."""
    people.mkdir(mode=0o700, exist_ok=True)
    rp_id, origin = configuration.passkey_domain, configuration.passkey_origin
    challenged, handle = os.urandom(32), actor.person.encode()
    made = SoftwareAuthenticator(people / f"{actor.person}.passkey").register(
        rp_id=rp_id, origin=origin, challenge=challenged, user_handle=handle
    )
    registered = verify_registration(
        challenge=challenged,
        rp_id=rp_id,
        origin=origin,
        user_handle=handle,
        client_data_json=made.client_data_json,
        attestation_object=made.attestation_object,
    )
    return (registered if configuration.demonstration else replace(registered, aaguid=HARDWARE)).record()


@contextmanager
def hardware() -> Iterator[None]:
    """Let software authenticators state another model during the block, as those in real offices do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authenticator, "SOFTWARE_AAGUID", HARDWARE)
        yield
