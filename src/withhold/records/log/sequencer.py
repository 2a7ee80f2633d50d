"""Gives pending leaves their positions, and publishes checkpoints. The writers' lock allows one sequencer at a time.

These are the steps. A crash between any two of them loses nothing and signs no second history:

1. Under the writers' lock, take what the caller found sound among what is pending (`publication.vetting`).
2. Write tiles and bundles durably, all at once. Nothing refers to them yet, and no published checkpoint covers them.
   So the next attempt replaces what a failed attempt left.
3. Sign the checkpoint.
4. Give the entries their positions and move the log's row by compare-and-swap, in one commit. This is the commit
   point.
5. Publish the checkpoint, under the lock again. The published checkpoint can only lag behind the row. It never gets
   smaller, and it is published again on start.

When the `write_transaction` around `Journal.append` has returned, the event is durable. When `publish` has returned for
the result of `sequence`, a published checkpoint covers everything that was given to `sequence`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import connections

from withhold.ledger.leaf import LEAF_SIZE
from withhold.model.errors import Code, Conflict, Fault, Unreadable
from withhold.records.log.journal import Queued
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
"""The stream of the events that changed the log's key."""

_CHUNK = 64 * 1024
"""Leaves that the builder gets at once."""


@dataclass(frozen=True, slots=True)
class LogSigner:
    """A key of the log, and the function that signs with it."""

    key: VerifierKey
    sign: Sign


class Sequencer:
    """The ledger of one instance: a C2SP tlog-tiles log in `store`."""

    def __init__(
        self,
        alias: str,
        home: Path,
        store: TileStore,
        signer: LogSigner,
        check: SignatureCheck,
        retired: tuple[RetiredKey, ...] = (),
    ) -> None:
        """`retired` are the keys that the log signed with before, in order of the events of KEY_CHANGES."""
        self._alias = alias
        self._home = home
        self._signer = signer
        self._trust = LogTrust((signer.key,), retired=retired)
        self._check = check
        self._seen: tuple[bytes, VerifiedCheckpoint] | None = None
        self.store = store

    def start(self) -> None:
        """Recover from a stop of any kind: publish the committed checkpoint if it is not published yet.

        Raises Fault if the published checkpoint is ahead of the records or has another root for their size. Then the
        records were restored to an older state, and the next checkpoint would sign a second history. For example,
        somebody restored the database from a backup, but not the log. Raises Unreadable, before anything is written,
        if the place has neither a checkpoint nor the entries of this log. Raises LogUnreachable if it cannot be read.
        """
        state = self._state()
        published = self._published()
        self._require_log_behind(state, published)
        if state is not None and published is None:
            self._require_entries(state)
        if state is not None and (published is None or published.checkpoint.size < state.size):
            self.publish(state.checkpoint)

    def _require_entries(self, state: LogState) -> None:
        """Raise Unreadable if the place does not have this log's tiles. Call it if there is no checkpoint."""
        try:
            self._edge(state)
        except (Fault, ProofFails):
            raise Unreadable(Code.LEDGER_PLACE_OF_ANOTHER_LOG, file="log") from None

    def _published(self) -> VerifiedCheckpoint | None:
        """Return the published checkpoint, verified. The same bytes are not verified twice."""
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
            raise Fault(Code.LEDGER_AHEAD_OF_RECORDS)

    def sequence(self, line: Sequence[Queued | bytes], successor: LogSigner | None = None) -> str:
        """Give everything in the line its position, in this order, and return the signed checkpoint (steps 1 to 4).

        Bytes in the line are an entry of padding, for which there is no row.

        A `successor` signs too, which is how the log changes to another key. Call inside `write_transaction`, whose
        commit is the commit point. Raises StoreFailed if the tiles cannot be written. Nothing is committed then, and
        the process must stop. Raises Fault if the records are behind the log. Raises Conflict if this process signs
        with a key that the log no longer uses.
        """
        self.require_current_key(0 if successor is None else 1)
        state = self._state()
        self._require_log_behind(state, self._published())
        if state is not None and not line:
            return state.checkpoint
        after = self._write(self._edge(state), line)
        checkpoint = Checkpoint(self._trust.origin, after.size, after.root)
        text = self._signed(checkpoint, successor).encode().decode()
        self._commit(state, checkpoint, text, line)
        return text

    def require_current_key(self, changing: int = 0) -> None:
        """Raise Conflict if another process has changed the log's key since this sequencer was made.

        `changing` is the number of key changes in the current transaction.
        """
        changes = Event.objects.using(self._alias).filter(stream=KEY_CHANGES).count()
        if changes != len(self._trust.retired) + changing:
            raise Conflict(Code.LEDGER_KEY_REPLACED)

    def _signed(self, checkpoint: Checkpoint, successor: LogSigner | None) -> Note:
        note = sign_checkpoint(checkpoint, self._signer.key, self._signer.sign)
        if successor is None:
            return note
        return note.with_signatures(sign_note(note.text, successor.key, successor.sign))

    def publish(self, note: str) -> None:
        """Publish a checkpoint that `sequence` returned, after its commit (step 5). Takes the writers' lock.

        If a checkpoint of a longer log was published meanwhile, that one is kept. All cosignatures of the same
        checkpoint are kept too. Raises StoreFailed, or Fault if another root was published for the same size.
        """
        with write_transaction(self._alias):
            new = verify_checkpoint(note.encode(), self._trust, self._check)
            published = self._published()
            if published is not None and published.checkpoint.size > new.checkpoint.size:
                return
            merged = new.note if published is None else _merged(new, published)
            if published is None or merged != published.note:
                self.store.publish(CHECKPOINT, merged.encode(), new.checkpoint.size)

    def size(self) -> int:
        """Return how many entries have a position.

        Inside `write_transaction`, it is the position that the next leaf will get.
        """
        state = self._state()
        return 0 if state is None else state.size

    def committed(self) -> Note | None:
        """Return the signed checkpoint that was committed last, published or not. None if there is none."""
        state = self._state()
        return None if state is None else parse_note(state.checkpoint.encode())

    def _state(self) -> LogState | None:
        return LogState.objects.using(self._alias).filter(id=1).first()

    def _edge(self, state: LogState | None) -> RightEdge:
        """Return the right edge, read from the tiles. Raises Fault if its root is not the committed one."""
        if state is None:
            return RightEdge()
        edge = read_edge(self.store, state.size)
        if edge.root != bytes(state.root):
            raise Fault(Code.LEDGER_TILES_DIFFER)
        return edge

    def _write(self, before: RightEdge, line: Sequence[Queued | bytes]) -> RightEdge:
        builder = Builder(before)
        self.store.write(_files(builder, before, self.leaves(line)), settled=before.size)
        return builder.edge

    def leaves(self, line: Sequence[Queued | bytes]) -> Iterator[list[bytes]]:
        """Yield the leaves of a line, in order, in chunks."""
        singles: list[bytes] = []
        for each in line:
            if isinstance(each, bytes):
                singles.append(each)
                continue
            if each.event is not None:
                singles.append(each.event.leaf)
                continue
            yield singles
            singles = []
            assert each.block is not None
            yield from read_block(self._home, each.block)
        yield singles

    def _commit(self, state: LogState | None, head: Checkpoint, text: str, line: Sequence[Queued | bytes]) -> None:
        position = 0 if state is None else state.size
        places: list[tuple[int, int]] = []
        for each in line:
            if not isinstance(each, bytes):
                places.append((position, each.entry_id))
            position += 1 if isinstance(each, bytes) else each.size
        assert position == head.size
        self._place(places)
        if state is None:
            LogState.objects.using(self._alias).create(id=1, size=head.size, root=head.root, checkpoint=text)
            return
        moved = LogState.objects.using(self._alias).filter(id=1, size=state.size)
        if not moved.update(size=head.size, root=head.root, checkpoint=text):
            raise Fault(Code.LEDGER_MOVED)

    def _place(self, places: Sequence[tuple[int, int]]) -> None:
        """Write (position, entry's id) of each."""
        # One statement for each row, prepared once, is the fastest way on both databases.
        table, first, key = (f'"{name}"' for name in (Entry._meta.db_table, "first", "id"))
        with connections[self._alias].cursor() as cursor:
            cursor.executemany(
                f"UPDATE {table} SET {first} = %s WHERE {key} = %s",  # noqa: S608 - names of our own
                places,
            )


def _files(builder: Builder, before: RightEdge, leaves: Iterable[list[bytes]]) -> Iterator[File]:
    """Yield every tile and bundle that the leaves change, full ones first and partial ones last."""
    for chunk in leaves:
        yield from builder.add(chunk)
    unchanged = {tile for tile, _ in before.files()}
    yield from (file for file in builder.edge.files() if file[0] not in unchanged)


def _merged(new: VerifiedCheckpoint, published: VerifiedCheckpoint) -> Note:
    """Return the new note, with the published one's signatures too. Raises Fault if they are different histories."""
    if published.checkpoint.size < new.checkpoint.size:
        return new.note
    if published.note.text != new.note.text:
        raise Fault(Code.LEDGER_CHECKPOINT_DIFFERS)
    signed = {(line.name, line.key_id) for line in new.note.signatures}
    return new.note.with_signatures(
        *(line for line in published.note.signatures if (line.name, line.key_id) not in signed)
    )


def read_block(home: Path, block: Block) -> Iterator[list[bytes]]:
    """Yield the leaves of a batch, in chunks."""
    with (home / block.path).open("rb") as file:
        while data := file.read(_CHUNK * LEAF_SIZE):
            yield [data[at : at + LEAF_SIZE] for at in range(0, len(data), LEAF_SIZE)]
