"""Makes a witness's key, and opens a witness with its key and the database that belongs to that key.

A key with an empty database would cosign a second history of a log that it has cosigned before. So a key is bound to
one database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from withhold.model.errors import Code, Conflict, Unreadable
from withhold.sealing import files
from withhold.sealing.keys import SigningKey, check_ed25519, ed25519_sign
from withhold.sealing.keytext import Use
from withhold.tlog.errors import Malformed
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.notes.cosignature import WitnessPolicy
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.witness.cosigner import Cosigner, Seconds
from withhold.witness.store import Store

_LONGEST_ID = 100


def make_key(path: Path, name: str) -> VerifierKey:
    """Make a witness's key file. Raises Conflict if it exists, Unreadable if the name cannot be a key's."""
    key = SigningKey.generate(Use.WITNESS, name)
    try:
        verifier = _verifier(key)
    except Malformed as fault:
        raise Unreadable(Code.WITNESS_NAME_UNFIT, file=path.name, problem=str(fault)) from None
    key.write(path)
    return verifier


def open_witness(key_file: Path, database: Path, log_keys: Iterable[KeyList], clock: Seconds) -> Cosigner:
    """Return a witness that is ready to cosign. The key's first use makes its database and binds the two.

    Raises Unreadable if a file cannot be used. Raises Conflict if the key was used with another database, or if the
    keys cannot be used together. For example, the witness's key must not be a log's key.
    """
    key = SigningKey.read(key_file, Use.WITNESS)
    verifier = _verifier(key)
    logs = _logs(log_keys, verifier)
    store = _bound_store(key_file, database)
    return Cosigner(verifier, ed25519_sign(key), check_ed25519, logs, store, clock)


def _verifier(key: SigningKey) -> VerifierKey:
    return VerifierKey(key.name, KeyType.COSIGNATURE, key.public.raw)


def _logs(lists: Iterable[KeyList], own: VerifierKey) -> Mapping[str, LogTrust]:
    by_origin: dict[str, list[KeyList]] = {}
    for each in lists:
        by_origin.setdefault(each.current.name, []).append(each)
    try:
        return {origin: _trust(found, own) for origin, found in by_origin.items()}
    except ValueError as error:
        raise Conflict(Code.WITNESS_KEYS_UNFIT, problem=str(error)) from None


def _trust(lists: Iterable[KeyList], own: VerifierKey) -> LogTrust:
    lists = tuple(lists)
    retired = tuple(key for each in lists for key in each.retired)
    trust = LogTrust(tuple(each.current for each in lists), retired=retired)
    replace(trust, witnesses=WitnessPolicy((own,)))  # raises if the witness's key is the log's
    return trust


def _bound_store(key_file: Path, database: Path) -> Store:
    """Return the store that belongs to the key. A file beside the key has the id of that store.

    Several keys may use one store, so that a witness can change its key and still know what it cosigned.
    """
    # After a crash between making the store and writing that file, the store is empty. The next start binds it.
    binding = key_file.with_name(f"{key_file.name}.database")
    if not binding.exists():
        store = Store(database) if database.exists() else Store.create(database)
        files.create(binding, f"{store.id()}\n".encode())
        return store
    bound = files.read(binding, _LONGEST_ID).decode("ascii", "replace").strip()
    if not database.exists() or Store(database).id() != bound:
        raise Conflict(Code.WITNESS_ANOTHER_DATABASE, key_file=key_file.name, database=database.name)
    return Store(database)
