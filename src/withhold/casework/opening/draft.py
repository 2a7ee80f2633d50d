"""An instance that is not founded yet: its settings, and what its founders have done so far, in one private file.

`withhold init` makes the file, with a code for each founder. With the code, a founder registers two passkeys in the
pages. When all have registered, each signs the statement. The last signature founds the instance (`making.found`) and
removes the file. Before that nobody has any authority, and nothing is in the records.
"""

from base64 import b32encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from withhold.casework.acts.challenges import client_challenge
from withhold.casework.configuration import FILE as SETTINGS
from withhold.casework.configuration import Configuration, parse_configuration
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment, register_of
from withhold.casework.opening.making import found, make_keys, removed_on_failure, statement_of
from withhold.casework.sign_in.enrolling import Registration
from withhold.events.founding_file import founding_digest, require_founders_passkey
from withhold.model.authority.founding import (
    DRAFT,
    FEWEST_PASSKEYS,
    Founder,
    FounderSignature,
    Statement,
    founded_by,
    require_base,
    require_models,
    require_people,
)
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict, TemporarilyUnable, Unreadable
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role
from withhold.sealing import files
from withhold.sealing.keys import SigningKey, VerifyingKey
from withhold.sealing.passkey_record import RegisteredPasskey
from withhold.sealing.passkeys import check_assertion, verify_registration

_LOCK = "founding.lock"
_LARGEST = 1024 * 1024
_VALID_FOR = timedelta(minutes=5)


class Registering(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A founder before the founding. `code` is the hex SHA-256 of the code, `challenge` the last one set, in hex.

    `until` is the ISO 8601 instant at which the challenge expires.
    """

    person: str
    name: str
    role: Role
    code: str
    challenge: str = ""
    until: str = ""
    passkeys: tuple[dict[str, str | int], ...] = ()
    signature: Assertion | None = None

    @property
    def registered(self) -> bool:
        """Whether the founder has registered all passkeys."""
        return len(self.passkeys) >= FEWEST_PASSKEYS


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file. `settings` is the text of the later `home.toml`, without the digest in `origin`.

    `recovery`, `vault` and `log` are public keys as `sealing.keytext` writes them.
    """

    settings: str
    models: tuple[str, ...]
    recovery: str
    vault: str
    log: str
    founders: tuple[Registering, ...]

    @property
    def configuration(self) -> Configuration:
        """The settings. Raises Unreadable."""
        return parse_configuration(self.settings)

    def require_statement(self) -> Statement:
        """Return the statement that the founders sign. Raises Conflict if somebody has not registered yet."""
        statement = self.statement()
        if statement is None:
            raise Conflict(Code.FOUNDING_NOT_REGISTERED)
        return statement

    def statement(self) -> Statement | None:
        """Return the statement that the founders sign. None until all have registered."""
        if not all(each.registered for each in self.founders):
            return None
        recovery, vault, log = map(VerifyingKey.parse, (self.recovery, self.vault, self.log))
        founders = [_founder(each) for each in self.founders]
        return statement_of(self.configuration, founders, recovery, vault, log, self.models)


@dataclass(frozen=True, slots=True)
class Begun:
    """The results of `begin_founding`: founder -> code, and the recovery key. None of them is stored."""

    codes: dict[PersonId, str]
    recovery: SigningKey


def begin_founding(
    home: Path,
    configuration: Configuration,
    people: Sequence[tuple[PersonId, str, Role]],
    models: Sequence[str],
    world: Environment,
) -> Begun:
    """Make an instance's keys and the draft of its founding, and return the founders' codes. Nothing is founded yet.

    `people` are (id, name, role). If a step fails, what was made is removed. Raises Conflict if there is an instance
    already, Unreadable if no statement can have these people, models or settings, or the register cannot be used.
    """
    require_people(people)
    require_base(configuration.origin)
    require_models(tuple(models))
    with removed_on_failure(home):
        keys = make_keys(home, configuration)
        register_of(home, configuration, world)  # raises if it cannot be used
        codes = {person: _new_code(world) for person, _, _ in people}
        draft = Draft(
            configuration.dump(),
            tuple(models),
            keys.recovery.public.text(),
            keys.vault.text(),
            keys.log.text(),
            tuple(Registering(person, name, role, _digest(codes[person])) for person, name, role in people),
        )
        _write(home, draft)
    return Begun(codes, keys.recovery)


def is_draft(home: Path) -> bool:
    """Return whether there is an instance in the directory that is not founded yet."""
    return (home / DRAFT).is_file() and not (home / SETTINGS).exists()


def read_draft(home: Path) -> Draft:
    """Return the draft. Raises Unreadable if it is not there or was altered."""
    try:
        return msgspec.json.decode(files.read_secret(home / DRAFT, _LARGEST), type=Draft)
    except msgspec.MsgspecError:
        raise Unreadable(Code.FOUNDING_DRAFT_MALFORMED, file=DRAFT) from None


def founder_with(draft: Draft, code: str) -> Registering:
    """Return the founder who has this code. Raises Conflict if nobody has it, or it registered all its passkeys."""
    digest = _digest(code)
    found = next((each for each in draft.founders if each.code == digest), None)
    if found is None:
        raise Conflict(Code.FOUNDING_CODE_UNKNOWN)
    if found.registered:
        raise Conflict(Code.FOUNDING_CODE_USED)
    return found


def set_registration_challenge(home: Path, code: str, world: Environment) -> tuple[Registering, bytes]:
    """Return the founder with this code, and the challenge that their new passkey must sign, 32 bytes.

    Raises Conflict as `founder_with` does.
    """
    with _changing(home) as draft:
        founder = founder_with(draft, code)
        challenge, until = world.entropy(32), world.clock() + _VALID_FOR
        _write(home, _with(draft, founder.person, challenge=challenge.hex(), until=until.isoformat()))
    return founder, challenge


def register_founder(home: Path, code: str, registration: Registration, world: Environment) -> Registering:
    """Register a passkey of the founder with this code, and return the founder.

    Raises Conflict for a code that is unknown or used up, or a challenge that was not set for it or has expired.
    Raises PasskeyRejected for a passkey that another founder has, or of a model that is not allowed.
    """
    with _changing(home) as draft:
        founder = founder_with(draft, code)
        configuration = draft.configuration
        passkey = verify_registration(
            challenge=_answered(founder, registration, world),
            rp_id=configuration.passkey_domain,
            origin=configuration.passkey_origin,
            user_handle=founder.person.encode(),
            client_data_json=registration.client_data,
            attestation_object=registration.attestation,
        )
        _require_new(draft, founder, passkey)
        draft = _with(draft, founder.person, challenge="", until="", passkeys=(*founder.passkeys, passkey.record()))
        _write(home, draft)
    return next(each for each in draft.founders if each.person == founder.person)


def _answered(founder: Registering, registration: Registration, world: Environment) -> bytes:
    try:
        challenge = client_challenge(registration.client_data)
    except ValueError:
        challenge = b""
    if not founder.challenge or challenge.hex() != founder.challenge:
        raise Conflict(Code.SIGN_IN_TOO_LATE)
    if world.clock() > datetime.fromisoformat(founder.until):
        raise Conflict(Code.SIGN_IN_TOO_LATE)
    return challenge


def _require_new(draft: Draft, founder: Registering, passkey: RegisteredPasskey) -> None:
    taken = {
        digest
        for each in draft.founders
        for record in each.passkeys
        for digest in RegisteredPasskey.from_record(record).ids
    }
    require_founders_passkey(
        passkey, founder.person.encode(), taken, draft.models, demonstration=draft.configuration.demonstration
    )


def sign_statement(home: Path, assertion: Assertion, world: Environment) -> tuple[Registering, Instance | None]:
    """Record a founder's signature of the statement. Returns the founder, and the instance if it was the last one.

    Raises Conflict if somebody has not registered yet, PasskeyRejected if the signature is no founder's or not of this
    statement, and what `found` raises.
    """
    with _changing(home) as draft:
        statement = draft.require_statement()
        founder = _signer(draft, assertion)
        passkeys = [RegisteredPasskey.from_record({**each, "counter": 0}) for each in founder.passkeys]
        check_assertion(
            passkeys,
            assertion,
            challenge=founding_digest(statement),
            rp_id=statement.passkey_domain,
            origin=statement.passkey_origin,
        )
        draft = _with(draft, founder.person, signature=assertion)
        _write(home, draft)
        return founder, _founded(home, draft, statement, world)


def finish_founding(home: Path, world: Environment) -> Instance | None:
    """Found the instance if every founder has signed, but a crash came between. Returns None if somebody has not."""
    with _changing(home) as draft:
        statement = draft.statement()
        return None if statement is None else _founded(home, draft, statement, world)


def _founded(home: Path, draft: Draft, statement: Statement, world: Environment) -> Instance | None:
    signatures = tuple(
        FounderSignature(PersonId(each.person), each.signature) for each in draft.founders if each.signature is not None
    )
    if len(signatures) < len(draft.founders):
        return None
    instance = found(home, draft.configuration, world, founded_by(statement, signatures))
    (home / DRAFT).unlink()
    files.sync_directory(home)
    return instance


def _signer(draft: Draft, assertion: Assertion) -> Registering:
    for each in draft.founders:
        if any(passkey["credential_id"] == assertion.credential_id for passkey in each.passkeys):
            return each
    raise Conflict(Code.FOUNDING_NOT_A_FOUNDERS_PASSKEY)


@contextmanager
def _changing(home: Path) -> Iterator[Draft]:
    """Yield the draft, one caller at a time. Several processes serve the pages."""
    with files.turn(home / _LOCK, TemporarilyUnable(Code.FOUNDING_BUSY)):
        yield read_draft(home)


def _with(draft: Draft, person: str, **changed: Any) -> Draft:
    founders = tuple(
        msgspec.structs.replace(each, **changed) if each.person == person else each for each in draft.founders
    )
    return msgspec.structs.replace(draft, founders=founders)


def _write(home: Path, draft: Draft) -> None:
    files.replace(home / DRAFT, msgspec.json.format(msgspec.json.encode(draft), indent=1))


def _founder(each: Registering) -> Founder:
    return Founder(PersonId(each.person), each.name, each.role, each.passkeys)


def _new_code(world: Environment) -> str:
    code = b32encode(world.entropy(20)).decode()
    return "-".join(code[start : start + 8] for start in range(0, len(code), 8))


def _digest(code: str) -> str:
    folded = "".join(each for each in code.upper() if each.isalnum())
    return sha256(b"withhold founding code v1\n" + folded.encode()).hexdigest()
