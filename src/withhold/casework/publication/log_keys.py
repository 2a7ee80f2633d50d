"""The log's keys: which one signs now, which ones signed before, and how the log changes from one to the next.

The change is an event on the ledger. It names both keys and the size of the one checkpoint that both sign: the last of
the old key and the first of the new one. The steps have the same numbers in the code. After a crash between any two of
them, exactly one key signs:

1. Under the writers' lock, make the new key in a file beside the present one.
2. Record the change, and sequence it with both signatures, in one commit. From here on the new key is the log's.
3. Publish that checkpoint.
4. Publish the list of keys, and replace the old key's file. If a crash prevents this, opening the instance does it.

After that, the instance no longer has the old private key. The custodian must destroy its backups.
"""

from pathlib import Path

from withhold.casework.checks import acting
from withhold.casework.instance import Instance
from withhold.casework.publication.intervals import close_interval, size_when_closed
from withhold.casework.publication.publishing import publish_note
from withhold.casework.publication.vetting import Vetting
from withhold.events.recorder import Recorder
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Fault
from withhold.model.given_reasons import required_reason
from withhold.model.occurrences import LogKeyChanged
from withhold.records.log.journal import Journal
from withhold.records.log.sequencer import KEY_CHANGES, LogSigner
from withhold.sealing import files
from withhold.sealing.keys import SigningKey, ed25519_sign
from withhold.sealing.keytext import LONGEST, Use
from withhold.tlog.notes.key_list import KeyList, RetiredKey
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.stores.storing import VKEY

LOG_KEY = "keys/log.key"
NEXT_LOG_KEY = "keys/log-next.key"


def verifier_of(key: SigningKey) -> VerifierKey:
    """Return the verifier key of the log's signing key."""
    return VerifierKey(key.name, KeyType.ED25519, key.public.raw)


def changes_on_record(recorder: Recorder, journal: Journal) -> tuple[LogKeyChanged, ...]:
    """Return every change of the log's key, oldest first. Raises Fault if a record does not decrypt."""
    changes = [recorder.read_event(each) for each in journal.stream(KEY_CHANGES)]
    assert all(isinstance(each, LogKeyChanged) for each in changes)
    return tuple(each for each in changes if isinstance(each, LogKeyChanged))


def current_log_key(home: Path, changes: tuple[LogKeyChanged, ...]) -> SigningKey:
    """Return the key with which the log signs. Replaces the key's file first if a change was interrupted.

    Raises Unreadable, or Fault if the instance does not have the key that the ledger names.
    """
    key = SigningKey.read(home / LOG_KEY, Use.LOG)
    if not changes or changes[-1].new == str(verifier_of(key)):
        return key
    _promote(home)
    key = SigningKey.read(home / LOG_KEY, Use.LOG)
    if changes[-1].new != str(verifier_of(key)):
        raise Fault(Code.LEDGER_KEY_DIFFERS, file=LOG_KEY)
    return key


def named_log_key(home: Path, changes: tuple[LogKeyChanged, ...]) -> SigningKey:
    """Return the key with which the log signs, in either file. Moves nothing. Raises as `current_log_key` does."""
    for name in (LOG_KEY, NEXT_LOG_KEY):
        if (home / name).exists() or name == LOG_KEY:
            key = SigningKey.read(home / name, Use.LOG)
            if not changes or changes[-1].new == str(verifier_of(key)):
                return key
    raise Fault(Code.LEDGER_KEY_DIFFERS, file=LOG_KEY)


def key_list(current: VerifierKey, changes: tuple[LogKeyChanged, ...]) -> KeyList:
    """Return the log's keys, given the present one and the events of its changes."""
    return KeyList(current, tuple(RetiredKey(VerifierKey.parse(each.old), each.size) for each in reversed(changes)))


def state_keys(instance: Instance) -> None:
    """Publish the list of keys beside the log, unless it is published already. Raises StoreFailed."""
    content = _keys(instance).encode().encode()
    if instance.sequencer.store.named(VKEY) != content:
        instance.sequencer.store.publish(VKEY, content)


def change_log_key(instance: Instance, actor: Actor, reason: str) -> KeyList:
    """Give the log a new key, and return the new list of its keys. Open the instance again after this.

    Raises Forbidden, Conflict if no reason is given or the key was changed since the instance was opened, StoreFailed,
    or Unreadable if the key's file is a symbolic link.
    """
    with acting(instance, actor, commands.ChangeKey) as at:
        files.require_replaceable(instance.home / LOG_KEY)  # later would be too late: the ledger would name the new key
        reason = required_reason(reason, "a change of the log's key")
        keys = _keys(instance)
        instance.sequencer.require_current_key()
        new = _make_next(instance.home, keys.current.name)  # 1
        successor = LogSigner(verifier_of(new), ed25519_sign(new))
        vetting = Vetting(instance)
        keys = keys.changed_to(successor.key, size_when_closed(instance, vetting, at, 1))
        changed = LogKeyChanged(str(keys.retired[0].key), str(keys.current), keys.retired[0].end, reason)
        instance.recorder.record(instance.recorder.tail(KEY_CHANGES), [changed], actor, at)
        note = instance.sequencer.sequence(close_interval(instance, vetting, at), successor)  # 2
    publish_note(instance, note)  # 3
    instance.sequencer.store.publish(VKEY, keys.encode().encode())  # 4
    _promote(instance.home)
    return keys


def _keys(instance: Instance) -> KeyList:
    return KeyList(instance.trust.keys[0], instance.trust.retired)


def _make_next(home: Path, name: str) -> SigningKey:
    """Make a new key in its file, and return it."""
    # The caller has the lock, so a file that exists is left over from a change that was never recorded.
    (home / NEXT_LOG_KEY).unlink(missing_ok=True)
    key = SigningKey.generate(Use.LOG, name)
    key.write(home / NEXT_LOG_KEY)
    return key


def _promote(home: Path) -> None:
    """Replace the present key's file with the next one. It is safe to repeat, and in several processes at once."""
    path = home / NEXT_LOG_KEY
    if path.exists():
        files.replace(home / LOG_KEY, files.read_secret(path, LONGEST))
        path.unlink(missing_ok=True)
        files.sync_directory(path.parent)
