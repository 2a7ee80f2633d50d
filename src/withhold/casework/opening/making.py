"""Makes an instance. First come its keys. Its founders sign its statement, and then its ledger begins with that.

The steps of `found` can be repeated after a crash between any two of them. `home.toml` is written last, so an attempt
that was interrupted never passes for an instance.
"""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from dataclasses import replace as replace_field
from pathlib import Path

from withhold.casework.accreditation.founders import index_founders
from withhold.casework.checks import MACHINE
from withhold.casework.configuration import FILE, Configuration
from withhold.casework.instance import Instance
from withhold.casework.intake.evidence_file import DIRECTORY
from withhold.casework.opening.agreement import binding_settings
from withhold.casework.opening.founding import STREAM
from withhold.casework.opening.instance import HOME_KEY, KEYS, Environment, context_of, pack_of
from withhold.casework.opening.privacy import DIRECTORY_MODE, create_private, make_private
from withhold.casework.publication.log_keys import LOG_KEY, state_keys
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.witnesses import state_witnesses
from withhold.events.founding_file import dump_founding, founding_digest, origin_of, verify_founded
from withhold.model.authority.founding import (
    ANY_MODEL,
    NO_WAITS,
    VERSION,
    WAITS,
    Founded,
    Founder,
    FounderSignature,
    Statement,
    founded_by,
)
from withhold.model.authority.founding import FILE as FOUNDING
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import PersonId
from withhold.records.database import SQLITE, database_at, migrate
from withhold.records.writing import write_transaction
from withhold.sealing import files
from withhold.sealing.keys import SecretKey, SigningKey, VerifyingKey
from withhold.sealing.keytext import Use
from withhold.tlog.notes.vkey import KeyType, VerifierKey

VAULT_KEY = f"{KEYS}/vault.key"

Sign = Callable[[PersonId, bytes], Assertion]
"""(founder, challenge) -> the assertion of one of their passkeys."""


@dataclass(frozen=True, slots=True)
class FoundingKeys:
    """The keys that a founding statement names. The private part of `recovery` is not stored anywhere."""

    log: VerifyingKey
    vault: VerifyingKey
    recovery: SigningKey = field(repr=False)


def require_vacant(home: Path) -> None:
    """Raise Conflict if there is an instance in the directory already, or one that is not founded yet."""
    if home.is_file() or (home / FILE).exists() or (home / KEYS).exists():
        raise Conflict(Code.INSTANCE_IN_USE, place=str(home))


def make_keys(home: Path, configuration: Configuration) -> FoundingKeys:
    """Make the instance's directories and its keys, and return the public ones and the recovery key.

    `origin` of the configuration is the name of the log without the digest. Raises Conflict if there is an instance
    already, Unreadable for a rule pack that cannot be used.
    """
    require_vacant(home)
    pack_of(configuration)  # raises before anything is made
    for directory in (home, home / KEYS, home / DIRECTORY):
        directory.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        make_private(directory)  # it may have existed before, open to others
    log = SigningKey.generate(Use.LOG, configuration.origin)
    vault = SigningKey.generate(Use.VAULT, "vault")
    log.write(home / LOG_KEY)
    vault.write(home / VAULT_KEY)
    SecretKey.generate(Use.HOME, "home").write(home / HOME_KEY)
    return FoundingKeys(log.public, vault.public, SigningKey.generate(Use.RECOVERY, "recovery"))


@contextmanager
def removed_on_failure(home: Path) -> Iterator[None]:
    """Remove what the block made in the directory if it fails, and nothing that was there before."""
    before = set(home.iterdir()) if home.is_dir() else None
    try:
        yield
    except BaseException:
        if before is None:
            shutil.rmtree(home, ignore_errors=True)
        else:
            _remove(set(home.iterdir()) - before)
        raise


def _remove(paths: set[Path]) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def statement_of(
    configuration: Configuration,
    founders: Sequence[Founder],
    recovery: VerifyingKey,
    vault: VerifyingKey,
    log: VerifyingKey,
    models: Sequence[str] = (ANY_MODEL,),
) -> Statement:
    """Return the founding statement of an instance with these settings and people. Raises Unreadable.

    `origin` of the configuration is the name of the log without the digest.
    """
    return Statement(
        v=VERSION,
        base=configuration.origin,
        custodian=configuration.custodian,
        demonstration=configuration.demonstration,
        founders=tuple(founders),
        recovery_key=recovery.text(),
        vault_key=vault.text(),
        log_key=log.raw.hex(),
        witnesses=tuple(str(each.key) for each in configuration.witnesses),
        quorum=configuration.quorum,
        waits=NO_WAITS if configuration.demonstration else WAITS,
        passkey_domain=configuration.passkey_domain,
        passkey_origin=configuration.passkey_origin,
        models=tuple(models),
        settings=binding_settings(configuration),
    )


def log_of(statement: Statement) -> VerifierKey:
    """Return the verifier key of the log that the statement founds."""
    return VerifierKey(origin_of(statement), KeyType.ED25519, bytes.fromhex(statement.log_key))


def signed_by_all(statement: Statement, sign: Sign) -> Founded:
    """Return the founding with the signature of each founder."""
    challenge = founding_digest(statement)
    signatures = (FounderSignature(each.person, sign(each.person, challenge)) for each in statement.founders)
    return founded_by(statement, tuple(signatures))


def found(home: Path, configuration: Configuration, world: Environment, founded: Founded) -> Instance:
    """Begin the ledger with the signed statement, and return the instance. Its keys must be there.

    `origin` of the configuration is the name of the log without the digest. Raises Fault if a signature does not
    verify, Conflict if the records are another instance's, and what `publish` raises.
    """
    statement = founded.statement
    verify_founded(founded)
    configuration = replace_field(configuration, origin=origin_of(statement))
    _name_log_key(home, configuration.origin)
    files.replace(home / FOUNDING, dump_founding(founded))
    if not world.database_url:
        create_private(home / SQLITE)
    migrate(database_at(home, world.database_url))
    instance = replace_field(context_of(home, configuration, world), founding=statement)
    instance.sequencer.start()
    with write_transaction(instance.alias):
        _record(instance, founded)
    publish(instance)
    state_keys(instance)
    state_witnesses(instance)
    files.replace(home / FILE, configuration.dump().encode())
    return instance


def _name_log_key(home: Path, origin: str) -> None:
    key = SigningKey.read(home / LOG_KEY, Use.LOG)
    if key.name != origin:
        files.replace(home / LOG_KEY, replace_field(key, name=origin).text().encode())


def _record(instance: Instance, founded: Founded) -> None:
    stored = instance.journal.stream(STREAM)
    if not stored:
        instance.recorder.record(instance.recorder.tail(STREAM), [founded], MACHINE, instance.now())
        index_founders(instance, founded.statement)
    elif instance.recorder.read_event(stored[0]) != founded:
        raise Conflict(Code.INSTANCE_IN_USE, place=str(instance.home))
