"""Nothing that cannot be verified gets a place on the ledger. Each pending row is checked before it is sequenced.

The worker signs checkpoints, but others can write to the database. A row that somebody inserted there, or changed
before it was published, must not come under a checkpoint that the custodian signs. So a row is sound only if all of
this is true:

1. Its payload and opening decrypt, its leaf commits to them, and its columns agree with them (`Recorder.verify`).
2. The payload has the shape of its kind, and the content is the one that it names.
3. The row before it in its stream has the version before, is on the ledger or is sound itself, and is the one that the
   payload names. The first row of a stream has none.
4. The row leaves of a batch are the file that the batch's own event names, which is sound or on the ledger.

Any other row is set aside: it keeps waiting, the others go on, and `withhold audit` names it. Nothing in the database
marks a row as set aside, so nobody can set one aside by changing a table. It is checked again each time.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

from withhold.casework.instance import Instance
from withhold.casework.machine_faults import logger, machine_fault
from withhold.events.codec import Event
from withhold.model.errors import Code, Fault, WithholdError
from withhold.model.occurrences import BatchReceived
from withhold.records.log.journal import Queued, Stored
from withhold.records.models import Block
from withhold.tlog.errors import LogError
from withhold.tlog.tree.hashing import leaf_hash


class Vetting:
    """Finds what is sound among what waits for its position.

    Make one and call `look` before a write, so that payloads are opened without the writers' lock. Inside the write,
    `sound` opens only the rows that are new or differ from what `look` saw.
    """

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._opened: dict[Stored, str] = {}
        """Row -> the predecessor that its payload names."""

    def look(self) -> None:
        """Check what waits now. Raises a fault of the machine (see `machine_faults`)."""
        self._accepted(self._instance.journal.queue())

    def sound(self, queue: Iterable[Queued]) -> list[Queued]:
        """Return what is sound in the queue, in its order. The rest is logged. Raises a fault of the machine."""
        waiting = list(queue)
        accepted = self._accepted(waiting)
        return [each for each in waiting if self._is_sound(each, accepted)]

    def _is_sound(self, each: Queued, accepted: dict[tuple[str, int], Stored]) -> bool:
        if each.event is not None:
            return (each.event.stream, each.event.version) in accepted
        block = each.block
        assert block is not None
        return _passes(f"the rows of batch {block.batch[:16]}", lambda: self._verify_block(block, accepted))

    def _accepted(self, queue: Iterable[Queued]) -> dict[tuple[str, int], Stored]:
        """Return (stream, version) -> row, for the events that are sound."""
        accepted: dict[tuple[str, int], Stored] = {}
        events = [each.event for each in queue if each.event is not None]
        for stored in sorted(events, key=lambda each: each.version):  # a row after the one before it in its stream
            if _passes(f"event {stored.event_id}", lambda row=stored: self._verify(row, accepted)):  # type: ignore[misc]
                accepted[stored.stream, stored.version] = stored
        return accepted

    def _verify(self, stored: Stored, accepted: dict[tuple[str, int], Stored]) -> None:
        if stored not in self._opened:
            _, self._opened[stored] = _verified(self._instance, stored)
        if stored.version == 1:
            return
        before = accepted.get((stored.stream, stored.version - 1))
        if before is None:
            before = self._instance.journal.at_version(stored.stream, stored.version - 1)
            if before is None or before.position is None:
                raise Fault(Code.LEDGER_STREAM_BROKEN)
        if leaf_hash(before.leaf).hex() != self._opened[stored]:
            raise Fault(Code.LEDGER_STREAM_BROKEN)

    def _verify_block(self, block: Block, accepted: dict[tuple[str, int], Stored]) -> None:
        name = f"batch/{block.batch}"
        stored = accepted.get((name, 1)) or self._instance.journal.at_version(name, 1)
        if stored is None or (stored.position is None and (name, 1) not in accepted):
            raise Fault(Code.LEDGER_ROWS_DIFFER)
        received, _ = _verified(self._instance, stored)
        with (self._instance.home / block.path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        found = (digest, block.digest, block.count)
        if not isinstance(received, BatchReceived) or found != (
            received.leaves,
            received.leaves,
            received.rows - received.docketed,
        ):
            raise Fault(Code.LEDGER_ROWS_DIFFER)


def verify_stream(instance: Instance, rows: Sequence[Stored]) -> None:
    """Check every event of a stream. Raises Fault or ProofFails if one of them could not get a place on the ledger.

    `rows` are all of its events, in order of version.
    """
    before = ""
    for version, stored in enumerate(rows, 1):
        _, predecessor = _verified(instance, stored)
        if stored.version != version or (before and predecessor != before):
            raise Fault(Code.LEDGER_STREAM_BROKEN)
        before = leaf_hash(stored.leaf).hex()


def _verified(instance: Instance, stored: Stored) -> tuple[Event, str]:
    """Return the event of a row that verifies, and the predecessor that it names."""
    payload = instance.recorder.verify(stored)
    return instance.recorder.event_of(stored, payload), str(payload["predecessor"])


def _passes(name: str, verify: Callable[[], None]) -> bool:
    """Return whether a check passes. If not, log the name. It has no text that somebody could have put into a row."""
    try:
        verify()
    except (WithholdError, LogError, OSError, KeyError, ValueError) as error:
        if machine_fault(error):
            raise
        logger.error("%s is set aside, because it does not verify. Run withhold audit", name)
        return False
    return True
