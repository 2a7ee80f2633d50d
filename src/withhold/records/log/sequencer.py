"""Gives every pending leaf its place, and publishes checkpoints. One sequencer at a time, by the writers' lock.

Write order, and why a crash between any two steps loses nothing and signs nothing twice:

1. under the writers' lock, read what is pending, in order of its rows;
2. write tiles and bundles durably, in one go: nothing refers to them yet, and no checkpoint that anyone was shown
   covers them, so what an attempt left that got no further gives way to the next;
3. sign the checkpoint;
4. give the entries their positions and move the log's row by compare-and-swap, in one commit: the commit point;
5. publish the checkpoint, under the lock again: it can only lag behind the row, never goes back, and is published
   anew on start.

Promise: when the `write_transaction` around `Journal.append` has returned, the event is durable. When `publish` of
what `sequence` gave has returned, every event appended before is under a checkpoint where the log is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from withhold.ledger.leaf import LEAF_SIZE
from withhold.model.errors import Conflict, Fault, Unreadable
from withhold.records.log.log_store import LOG as LOG
from withhold.records.models import Block, Entry, Event, LogState
from withhold.records.writing import write_transaction
from withhold.tlog.errors import ProofFails
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, VerifiedCheckpoint, sign_checkpoint, verify_checkpoint
from withhold.tlog.notes.key_list import RetiredKey
from withhold.tlog.notes.note import Note, parse_note, sign_note
from withhold.tlog.notes.vkey import Sign, SignatureCheck, VerifierKey
from withhold.tlog.stores.reading import read_edge
from withhold.tlog.stores.storing import CHECKPOINT, TileStore
from withhold.tlog.tree.building import Builder, File, RightEdge

KEY_CHANGES = "ledger/keys"
"""The stream of the events by which the log's key was changed."""

_CHUNK = 64 * 1024
"""Leaves handed to the builder at once."""


@dataclass(frozen=True, slots=True)
class LogSigner:
    """A key of the log, and what signs with it."""

    key: VerifierKey
    sign: Sign


class Sequencer:
    """The ledger of one home: a C2SP tlog-tiles log in `store`."""

    def __init__(
        self,
        alias: str,
        home: Path,
        store: TileStore,
        signer: LogSigner,
        check: SignatureCheck,
        retired: tuple[RetiredKey, ...] = (),
    ) -> None:
        """`retired` are the keys that the log signed with before, as the events of KEY_CHANGES say."""
        self._alias = alias
        self._home = home
        self._signer = signer
        self._trust = LogTrust((signer.key,), retired=retired)
        self._check = check
        self._seen: tuple[bytes, VerifiedCheckpoint] | None = None
        self.store = store

    def start(self) -> None:
        """Make ready after a stop of any kind: publish the checkpoint that was committed, where that was missed.

        Raises Fault if the published checkpoint is ahead of the records or says another root for their size:
        then the records were put back to an older state, and going on would sign a second history. Raises Unreadable,
        before anything is written, for a place that has neither a checkpoint nor the entries of this log, and
        LogUnreachable where the log's place cannot be read.
        """
        state = self._state()
        published = self._published()
        self._require_log_behind(state, published)
        if state is not None and published is None:
            self._require_entries(state)
        if state is not None and (published is None or published.checkpoint.size < state.size):
            self.publish(state.checkpoint)

    def _require_entries(self, state: LogState) -> None:
        """Where there is no checkpoint, the tiles tell this log's place from any other."""
        try:
            self._edge(state)
        except (Fault, ProofFails):
            raise Unreadable(
                "log",
                "this place has neither a checkpoint nor the entries of this home's log; "
                "set log in home.toml to the place of the log, or put the log back there",
            ) from None

    def _published(self) -> VerifiedCheckpoint | None:
        """The checkpoint as it lies there, verified; the same bytes are not verified twice."""
        note = self.store.named(CHECKPOINT)
        if note is None:
            return None
        if self._seen is None or self._seen[0] != note:
            self._seen = note, verify_checkpoint(note, self._trust, self._check)
        return self._seen[1]

    def _require_log_behind(self, state: LogState | None, published: VerifiedCheckpoint | None) -> None:
        if published is None:
            return
        head = published.checkpoint
        ahead = state is None or head.size > state.size
        if ahead or (state is not None and head.size == state.size and head.root != bytes(state.root)):
            raise Fault("log/checkpoint: is ahead of the records; they are older than what was published")

    def sequence(self, successor: LogSigner | None = None) -> str:
        """Give everything appended so far its place, and sign: steps 1 to 4. The signed checkpoint's text.

        A `successor` signs too: that is how the log goes over to another key. Call inside `write_transaction`: its
        commit is the commit point. Raises StoreFailed where the log's place refuses: then nothing is committed, and
        the process must stop. Raises Fault if the records are behind the log, Conflict if this process signs
        with a key that the log has given up.
        """
        self.require_current_key(0 if successor is None else 1)
        state = self._state()
        self._require_log_behind(state, self._published())
        pending = self._pending()
        if state is not None and not pending:
            return state.checkpoint
        after = self._write(self._edge(state), pending)
        checkpoint = Checkpoint(self._trust.origin, after.size, after.root)
        text = self._signed(checkpoint, successor).encode().decode()
        self._commit(state, checkpoint, text, pending)
        return text

    def require_current_key(self, changing: int = 0) -> None:
        """Raise Conflict if another process has given the log another key since this one was made.

        `changing` is how many changes this very write holds.
        """
        changes = Event.objects.using(self._alias).filter(stream=KEY_CHANGES).count()
        if changes != len(self._trust.retired) + changing:
            raise Conflict("the log signs with another key now; start this process again")

    def _signed(self, checkpoint: Checkpoint, successor: LogSigner | None) -> Note:
        note = sign_checkpoint(checkpoint, self._signer.key, self._signer.sign)
        if successor is None:
            return note
        return note.with_signatures(sign_note(note.text, successor.key, successor.sign))

    def publish(self, note: str) -> None:
        """Step 5: publish a checkpoint that `sequence` gave, once its commit has returned; takes the writers' lock.

        A longer log that was published meanwhile stays, and so does every cosignature of the same checkpoint. Raises
        StoreFailed, or Fault if another root was published for the same size.
        """
        with write_transaction(self._alias):
            new = verify_checkpoint(note.encode(), self._trust, self._check)
            published = self._published()
            if published is not None and published.checkpoint.size > new.checkpoint.size:
                return
            merged = new.note if published is None else _merged(new, published)
            if published is None or merged != published.note:
                self.store.publish(CHECKPOINT, merged.encode(), new.checkpoint.size)

    def has_pending(self) -> bool:
        """Whether anything waits for its place."""
        return Entry.objects.using(self._alias).filter(first__isnull=True).exists()

    def pending(self) -> Iterator[list[bytes]]:
        """The leaves that wait for their place, in order, some at a time."""
        return self._leaves(self._pending())

    def size(self) -> int:
        """How many entries have their place. What waits goes there and on, if asked inside `write_transaction`."""
        state = self._state()
        return 0 if state is None else state.size

    def committed(self) -> Note | None:
        """The signed checkpoint that was committed last, published or not."""
        state = self._state()
        return None if state is None else parse_note(state.checkpoint.encode())

    def _state(self) -> LogState | None:
        return LogState.objects.using(self._alias).filter(id=1).first()

    def _pending(self) -> list[Entry]:
        rows = Entry.objects.using(self._alias).filter(first__isnull=True).select_related("event", "block")
        return list(rows.only("id", "event__leaf", "block").order_by("id"))

    def _edge(self, state: LogState | None) -> RightEdge:
        """The right edge as the tiles hold it. Raises Fault if it does not fold to the committed root."""
        if state is None:
            return RightEdge()
        edge = read_edge(self.store, state.size)
        if edge.root != bytes(state.root):
            raise Fault("log: the tiles do not fold to the root that was signed last")
        return edge

    def _write(self, before: RightEdge, pending: list[Entry]) -> RightEdge:
        builder = Builder(before)
        self.store.write(_files(builder, before, self._leaves(pending)), settled=before.size)
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
        self._place(pending)
        if state is None:
            LogState.objects.using(self._alias).create(id=1, size=head.size, root=head.root, checkpoint=text)
            return
        moved = LogState.objects.using(self._alias).filter(id=1, size=state.size)
        if not moved.update(size=head.size, root=head.root, checkpoint=text):
            raise Fault("the log moved while it was being sequenced: another sequencer is at work without the lock")

    def _place(self, pending: Iterable[Entry]) -> None:
        """Write the entries' positions: a statement a row, prepared once, is what both databases do fastest."""
        table, first, key = (f'"{name}"' for name in (Entry._meta.db_table, "first", "id"))
        with connections[self._alias].cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {first} = %s WHERE {key} = %s",  # noqa: S608 - names of our own
                [(entry.first, entry.id) for entry in pending],
            )


def _files(builder: Builder, before: RightEdge, leaves: Iterable[list[bytes]]) -> Iterator[File]:
    """Every tile and bundle that the leaves make, the partial ones last; those that stand as they were are left out."""
    for run in leaves:
        yield from builder.add(run)
    standing = {tile for tile, _ in before.files()}
    yield from (file for file in builder.edge.files() if file[0] not in standing)


def _merged(new: VerifiedCheckpoint, published: VerifiedCheckpoint) -> Note:
    """The new note, with the signatures under the published one that it lacks. Raises Fault on a second history."""
    if published.checkpoint.size < new.checkpoint.size:
        return new.note
    if published.note.text != new.note.text:
        raise Fault("log/checkpoint: was published with other content for the same size")
    signed = {(line.name, line.key_id) for line in new.note.signatures}
    return new.note.with_signatures(
        *(line for line in published.note.signatures if (line.name, line.key_id) not in signed)
    )


def read_block(home: Path, block: Block) -> Iterator[list[bytes]]:
    """The leaves of a batch, some at a time."""
    with (home / block.path).open("rb") as file:
        while data := file.read(_CHUNK * LEAF_SIZE):
            yield [data[at : at + LEAF_SIZE] for at in range(0, len(data), LEAF_SIZE)]
