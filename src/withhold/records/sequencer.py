"""Gives every pending leaf its place, and publishes checkpoints. One sequencer at a time, by the writers' lock.

Write order, and why a crash between any two steps loses nothing and signs nothing twice:

1. under the writers' lock, read what is pending, in order of its rows;
2. write tiles and bundles durably: nothing refers to them yet, and the same rows give the same bytes again;
3. sign the checkpoint;
4. give the entries their positions and move the log's row by compare-and-swap, in one commit: the commit point;
5. publish the checkpoint file: it can only lag behind the row, and is published anew on start.

Promise: when `publish` of what `sequence` gave has returned, every event appended before is under a checkpoint on disk.
"""

from collections.abc import Iterator
from pathlib import Path

from withhold.ledger.building import Builder, RightEdge
from withhold.ledger.checkpoint import Checkpoint, LogTrust, sign_checkpoint, verify_checkpoint
from withhold.ledger.directory import DirectoryReader, DirectoryStore
from withhold.ledger.leaf import LEAF_SIZE
from withhold.ledger.reading import read_edge
from withhold.ledger.vkey import Sign, SignatureCheck, VerifierKey
from withhold.model.errors import Fault
from withhold.records.models import Block, Entry, LogState

LOG = "log"
"""The log's directory under the home."""
CHECKPOINT = "checkpoint"

_CHUNK = 64 * 1024
"""Leaves handed to the builder at once."""


class Sequencer:
    """The ledger of one home: `log` under it is a C2SP tlog-tiles directory."""

    def __init__(self, alias: str, home: Path, key: VerifierKey, sign: Sign, check: SignatureCheck) -> None:
        self._alias = alias
        self._home = home
        self._key = key
        self._sign = sign
        self._check = check
        self._log = home / LOG
        self._store = DirectoryStore(self._log)

    def start(self) -> None:
        """Make ready after a stop of any kind: republish the checkpoint that was committed.

        Raises Fault where the published checkpoint is ahead of the records or says another root for their size:
        then the records were put back to an older state, and going on would sign a second history.
        """
        state = self._state()
        if (self._log / CHECKPOINT).exists():
            published = DirectoryReader(self._log).checkpoint()
            self._hold_behind(state, verify_checkpoint(published, LogTrust((self._key,)), self._check).checkpoint)
        if state is not None:
            self._store.publish(CHECKPOINT, state.checkpoint.encode())

    def _hold_behind(self, state: LogState | None, head: Checkpoint) -> None:
        ahead = state is None or head.size > state.size
        if ahead or (state is not None and head.size == state.size and head.root != bytes(state.root)):
            raise Fault("log/checkpoint: is ahead of the records; they are older than what was published")

    def sequence(self) -> str:
        """Give everything appended so far its place, and sign: steps 1 to 4. The signed checkpoint's text.

        Call inside `writing`: its commit is the commit point. Raises OSError or StoreFailed where the disk refuses:
        then nothing is committed, and the process must stop.
        """
        state = self._state()
        pending = self._pending()
        if state is not None and not pending:
            return state.checkpoint
        after = self._write(self._edge(state), pending)
        checkpoint = Checkpoint(self._key.name, after.size, after.root)
        text = sign_checkpoint(checkpoint, self._key, self._sign).encode().decode()
        self._commit(state, checkpoint, text, pending)
        return text

    def publish(self, note: str) -> None:
        """Step 5: publish a checkpoint that `sequence` gave, once its commit has returned."""
        self._store.publish(CHECKPOINT, note.encode())

    def size(self) -> int:
        """Entries that have their place."""
        state = self._state()
        return 0 if state is None else state.size

    def pending(self) -> Iterator[list[bytes]]:
        """The leaves that wait for their place, in order, some at a time."""
        return self._leaves(self._pending())

    def has_pending(self) -> bool:
        """Whether anything waits for its place."""
        return Entry.objects.using(self._alias).filter(first__isnull=True).exists()

    def _state(self) -> LogState | None:
        return LogState.objects.using(self._alias).filter(id=1).first()

    def _pending(self) -> list[Entry]:
        rows = Entry.objects.using(self._alias).filter(first__isnull=True).select_related("event", "block")
        return list(rows.only("id", "event__leaf", "block").order_by("id"))

    def _edge(self, state: LogState | None) -> RightEdge:
        """The right edge as the tiles hold it. Raises Fault where it does not fold to the committed root."""
        if state is None:
            return RightEdge()
        edge = read_edge(DirectoryReader(self._log), state.size)
        if edge.root != bytes(state.root):
            raise Fault("log: the tiles do not fold to the root that was signed last")
        return edge

    def _write(self, before: RightEdge, pending: list[Entry]) -> RightEdge:
        builder = Builder(before)
        for leaves in self._leaves(pending):
            self._store.write(builder.add(leaves))
        standing = {tile for tile, _ in before.files()}
        self._store.write(file for file in builder.edge.files() if file[0] not in standing)
        return builder.edge

    def _leaves(self, pending: list[Entry]) -> Iterator[list[bytes]]:
        singles: list[bytes] = []
        for entry in pending:
            if entry.event is not None:
                singles.append(bytes(entry.event.leaf))
                continue
            yield singles
            singles = []
            assert entry.block is not None
            yield from read_block(self._home, entry.block)
        yield singles

    def _commit(self, state: LogState | None, head: Checkpoint, text: str, pending: list[Entry]) -> None:
        position = 0 if state is None else state.size
        for entry in pending:
            entry.first = position
            position += 1 if entry.block is None else entry.block.count
        assert position == head.size
        Entry.objects.using(self._alias).bulk_update(pending, ["first"], batch_size=200)
        if state is None:
            LogState.objects.using(self._alias).create(id=1, size=head.size, root=head.root, checkpoint=text)
            return
        moved = LogState.objects.using(self._alias).filter(id=1, size=state.size)
        if not moved.update(size=head.size, root=head.root, checkpoint=text):
            raise Fault("the log moved while it was being sequenced: another sequencer is at work without the lock")


def read_block(home: Path, block: Block) -> Iterator[list[bytes]]:
    """The leaves of a batch, some at a time."""
    with (home / block.path).open("rb") as file:
        while data := file.read(_CHUNK * LEAF_SIZE):
            yield [data[at : at + LEAF_SIZE] for at in range(0, len(data), LEAF_SIZE)]
