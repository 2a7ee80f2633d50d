"""Opens an instance: connects keys, records, ledger and register in an application context."""

import hmac
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from withhold.casework.configuration import FILE, Configuration, load_configuration
from withhold.casework.erasure.erasing import resume_erasures
from withhold.casework.instance import Clock, Instance
from withhold.casework.intake.evidence_file import DIRECTORY
from withhold.casework.opening.founding import USUAL_PIN, Pin, proven_founding
from withhold.casework.opening.privacy import close_to_others, require_private
from withhold.casework.publication.log_keys import (
    LOG_KEY,
    changes_on_record,
    current_log_key,
    key_list,
    named_log_key,
    state_keys,
    verifier_of,
)
from withhold.casework.publication.witnesses import state_witnesses
from withhold.events.day_tags import DayTags
from withhold.events.keyring import Keyring
from withhold.events.recorder import Entropy, Recorder
from withhold.identity.register import Register, RegisterRecord
from withhold.law.pack import RulePack
from withhold.law.registry import pack
from withhold.model.errors import Code, Unreadable
from withhold.records.database import SQLITE, close, database_at, migrate
from withhold.records.log.journal import Journal
from withhold.records.log.log_store import LOG, log_store
from withhold.records.log.sequencer import LogSigner, Sequencer
from withhold.records.projections.batches import Batches
from withhold.records.projections.cases import Cases
from withhold.records.projections.people import People
from withhold.records.projections.reviews import Reviews
from withhold.records.projections.sessions import Sessions
from withhold.records.projections.stays import Stays
from withhold.records.projections.uploads import Uploads
from withhold.records.registers.bounded import SECONDS as REGISTER_SECONDS
from withhold.records.registers.bounded import BoundedRegister
from withhold.records.registers.parquet import ParquetRegister
from withhold.records.registers.sql import SqlRegister
from withhold.sealing.envelope import AtRest
from withhold.sealing.keys import SecretKey, SigningKey, check_ed25519, ed25519_sign
from withhold.sealing.keytext import Use
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Send, post

KEYS = "keys"
SQL_REGISTER = "sql:"
"""The prefix of a `register` setting that names a table."""

HOME_KEY = f"{KEYS}/home.key"


def system_clock() -> datetime:
    """Return the operating system's time, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Environment:
    """What comes from outside the instance directory: databases, time and randomness.

    `database_url` is "" for SQLite in the instance directory.
    """

    database_url: str = ""
    register_url: str = ""
    """The database of an SQL register, if it is another than that of the records."""
    register_seconds: float = REGISTER_SECONDS
    """How many seconds a caller waits for an answer of the register."""
    clock: Clock = system_clock
    entropy: Entropy = os.urandom
    send: Send = post
    """How a witness is asked."""
    pin: Pin = USUAL_PIN
    """The file that pins founding statements."""


def open_instance(home: Path, world: Environment) -> Instance:
    """Open an instance for work. Finishes what a stopped process left: a publication, key changes and erasures.

    Raises Unreadable if there is no instance or its directory is open to others, Fault if its ledger is ahead of its
    records, for example because a backup of the records was restored.
    """
    configuration = load_configuration(home)
    require_private(home)
    if not world.database_url:
        close_to_others(home / SQLITE)
    migrate(database_at(home, world.database_url))
    instance = context_of(home, configuration, world)
    instance.sequencer.start()
    instance = replace_field(instance, founding=proven_founding(instance, world.pin))
    state_keys(instance)
    state_witnesses(instance)
    resume_erasures(instance)
    return instance


def open_for_stay(home: Path, world: Environment) -> Instance:
    """Open only the records of an instance, to place or list stays while the rest is unavailable.

    Nothing is published, no witness is asked, and neither the log nor the register is read, because none of them may
    keep a stay from taking effect. Raises Unreadable if there is no instance, TemporarilyUnable if the database does
    not answer.
    """
    configuration = load_configuration(home)
    migrate(database_at(home, world.database_url))
    return context_of(home, replace_field(configuration, log=LOG), world, NoRegister())


class NoRegister:
    """The register of an instance that is opened without one."""

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        """Raise Unreadable."""
        raise Unreadable(Code.REGISTER_NOT_OPEN, file="register")


def is_demonstration(home: Path, world: Environment) -> bool:
    """Return whether an instance is a demonstration, proven by its ledger. Writes and publishes nothing.

    Raises as `proven_founding` does.
    """
    instance = context_of(home, load_configuration(home), world, NoRegister())
    try:
        return proven_founding(instance, world.pin).demonstration
    finally:
        close(instance.alias)  # the caller may remove the instance and make another in its place


def log_key(home: Path) -> VerifierKey:
    """Return the verifier key of the instance's log. Raises Unreadable."""
    return verifier_of(SigningKey.read(home / LOG_KEY, Use.LOG))


def context_of(
    home: Path, configuration: Configuration, world: Environment, register: Register | None = None
) -> Instance:
    """Return the application context of an instance whose database is there. Nothing is verified or finished yet."""
    alias = database_at(home, world.database_url)
    return assemble(home, configuration, world, alias, register or register_of(home, configuration, world))


def assemble(
    home: Path,
    configuration: Configuration,
    world: Environment,
    alias: str,
    register: Register,
    *,
    reading: bool = False,
) -> Instance:
    """Return the application context of an instance, given its database and register.

    With `reading`, no file is made or moved.
    """
    store = log_store(home, configuration.log)
    wrapping = SecretKey.read(home / HOME_KEY, Use.HOME)
    at_rest, journal, tags = AtRest(wrapping, home / KEYS / "data"), Journal(alias), DayTags(home / DIRECTORY)
    keyring = Keyring(_blind(wrapping), _master_keys(home / KEYS, reading=reading))
    recorder = Recorder(journal, at_rest, keyring, world.entropy, tags.taken_on)
    changes = changes_on_record(recorder, journal)
    signing = named_log_key(home, changes) if reading else current_log_key(home, changes)
    keys = key_list(verifier_of(signing), changes)
    return Instance(
        home=home,
        alias=alias,
        configuration=configuration,
        clock=world.clock,
        entropy=world.entropy,
        send=world.send,
        pack=pack_of(configuration),
        register=register,
        at_rest=at_rest,
        keyring=keyring,
        journal=journal,
        recorder=recorder,
        sequencer=Sequencer(
            alias, home, store, LogSigner(keys.current, ed25519_sign(signing)), check_ed25519, keys.retired
        ),
        trust=_trust(keys, configuration),
        cases=Cases(alias),
        people=People(alias),
        stays=Stays(alias),
        sessions=Sessions(alias),
        reviews=Reviews(alias),
        uploads=Uploads(alias),
        batches=Batches(alias),
        day_tags=tags,
    )


def _blind(wrapping: SecretKey) -> bytes:
    return hmac.digest(wrapping.secret, b"withhold blind v1", "sha256")


def secret_of_pages(blind: bytes) -> str:
    """Return the secret under which the pages sign their forms, given the key of the keyed hashes."""
    return hmac.digest(blind, b"withhold pages v1", "sha256").hex()


def pages_secret(home: Path) -> str:
    """Return the same secret of an instance that is not founded yet. Raises Unreadable."""
    return secret_of_pages(_blind(SecretKey.read(home / HOME_KEY, Use.HOME)))


def pack_of(configuration: Configuration) -> RulePack:
    """Return the instance's rule pack. Raises Unreadable if the retention period is shorter than the pack requires."""
    found = pack(configuration.pack)
    if configuration.retention_years < found.parameters.retention_years:
        least = found.parameters.retention_years
        raise Unreadable(Code.SETTING_RETENTION_OF_PACK, file=FILE, column="retention_years", least=least)
    return found


def _trust(keys: KeyList, configuration: Configuration) -> LogTrust:
    try:
        return LogTrust((keys.current,), configuration.policy, retired=keys.retired)
    except ValueError as error:
        raise Unreadable(Code.SETTING_WITNESSES, file=FILE, column="witnesses", problem=str(error)) from None


def register_of(home: Path, configuration: Configuration, world: Environment) -> Register:
    """Return the register that the setting names: a Parquet file, or a table or view for `sql:TABLE`.

    A table in a schema is `sql:SCHEMA.TABLE`.
    """
    if not configuration.register.startswith(SQL_REGISTER):
        return BoundedRegister(lambda: ParquetRegister(home / configuration.register), world.register_seconds)
    schema, _, table = configuration.register.removeprefix(SQL_REGISTER).rpartition(".")
    alias = database_at(home, world.register_url or world.database_url)
    seconds = world.register_seconds
    return BoundedRegister(lambda: SqlRegister(alias, table, schema=schema, seconds=seconds), seconds)


def _master_keys(directory: Path, *, reading: bool) -> Callable[[int], bytes]:
    @cache
    def master(year: int) -> bytes:
        """Return the year's master key. It is made when the year's first entry needs it."""
        path = directory / f"subjects-{year}.key"
        if not reading and not path.exists():
            SecretKey.generate(Use.SUBJECTS, str(year)).write(path)
        return SecretKey.read(path, Use.SUBJECTS).secret

    return master
