"""What an instance was founded on, proven by the first entry of its published ledger.

Nothing that can be edited decides it. For example, an operator who sets `demonstration = true` or another quorum in
`home.toml` can no longer open the instance. The checks have the same numbers in the code:

1. The first event of the records is at position 0 of the published log, and is what its leaf commits to.
2. It has a statement that every founder signed with a passkey that the statement has.
3. The name of the log ends in the statement's digest, and the log's first key is the one in the statement.
4. `founding.json` has the same statement and signatures.
5. If the machine's administrator has pinned statements, this is one of them.
6. `home.toml` has the settings of the statement.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from withhold.casework.instance import Instance
from withhold.casework.opening.agreement import require_agreement
from withhold.casework.publication.proving import prove_logged, signed_checkpoint
from withhold.events.founding_file import LARGEST, dump_founding, origin_with, parse_digest, verified_digest
from withhold.model.authority.founding import FILE, Founded, Statement
from withhold.model.errors import Code, Conflict, Fault, Unreadable
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored

STREAM = "founding"
"""The stream of the event that is the first entry of a log."""
PIN = "/etc/withhold/founding"
"""The usual file of the pinned statements."""
_OTHERS_WRITE = 0o022


@dataclass(frozen=True, slots=True)
class Pin:
    """The file of the pinned statements: the digest of each, one a line. Only its owner, root, may change it."""

    path: Path = Path(PIN)
    owner: int = 0


USUAL_PIN = Pin()


def recorded_demonstration(instance: Instance) -> bool:
    """Return whether the records have the instance as a demonstration. Nothing is proven, so use it for a notice only.

    Reads the records and nothing of the log.
    """
    stored = instance.journal.stream(STREAM)
    return bool(stored) and stored[0].kind == Kind.DEMONSTRATION_FOUNDED


def proven_founding(instance: Instance, pin: Pin) -> Statement:
    """Return the founding statement. Call after the instance's last checkpoint is published.

    Raises Fault if the first entry is missing or does not prove a statement, or `founding.json` or the pinned digests
    differ from it. Raises Unreadable if `home.toml` disagrees with it, or a file cannot be read.
    """
    first = _first(instance)
    try:
        prove_logged(instance, first, signed_checkpoint(instance))  # 1
    except Conflict:
        raise Fault(Code.FOUNDING_NOT_COVERED) from None
    founded = instance.recorder.read_event(first)
    if not isinstance(founded, Founded):
        raise Fault(Code.FOUNDING_DIFFERS)
    content = dump_founding(founded)
    digest = verified_digest(content)  # 2
    origin = origin_with(founded.statement, digest)
    _require_named(instance, origin, founded.statement)  # 3
    _require_same_file(instance.home / FILE, content)  # 4
    require_pinned(pin, digest)  # 5
    require_agreement(instance, origin, founded.statement)  # 6
    return founded.statement


def _first(instance: Instance) -> Stored:
    stored = instance.journal.stream(STREAM)
    if not stored:
        raise Fault(Code.FOUNDING_RECORD_MISSING)
    if stored[0].position != 0:
        raise Fault(Code.FOUNDING_NOT_FIRST)
    return stored[0]


def _require_named(instance: Instance, origin: str, statement: Statement) -> None:
    trust = instance.trust
    if trust.origin != origin:
        raise Fault(Code.FOUNDING_NAME_DIFFERS)
    first = trust.retired[-1].key if trust.retired else trust.keys[0]
    if first.public_key.hex() != statement.log_key:
        raise Fault(Code.FOUNDING_LOG_KEY_DIFFERS)


def _require_same_file(path: Path, content: bytes) -> None:
    try:
        with path.open("rb") as file:
            present = file.read(LARGEST + 1)
    except OSError:
        raise Unreadable(Code.FOUNDING_FILE_MISSING, file=FILE) from None
    if present != content:
        raise Unreadable(Code.FOUNDING_FILE_DIFFERS, file=FILE)


def require_pinned(pin: Pin, digest: bytes) -> None:
    """Raise Fault unless the digest is one of those in the file. Without a file nothing is pinned.

    Raises Unreadable if the file has anything else, or somebody other than root can change it.
    """
    try:
        with pin.path.open(encoding="utf-8") as file:
            status = os.fstat(file.fileno())
            lines = [line for line in file.read(LARGEST).splitlines() if line.strip()]
    except FileNotFoundError:
        return
    except (OSError, ValueError):
        raise Unreadable(Code.FOUNDING_PIN_MALFORMED, file=str(pin.path)) from None
    if status.st_uid != pin.owner or stat.S_IMODE(status.st_mode) & _OTHERS_WRITE:
        raise Unreadable(Code.FOUNDING_PIN_NOT_ROOTS, file=str(pin.path))
    pinned = [parse_digest(line) for line in lines]
    if None in pinned or not pinned:
        raise Unreadable(Code.FOUNDING_PIN_MALFORMED, file=str(pin.path))
    if digest not in pinned:
        raise Fault(Code.FOUNDING_PIN_DIFFERS)
