"""The ledger's witnesses: who they are, and gathering their cosignatures of a checkpoint before it is published."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from withhold.casework.configuration import FILE, load_configuration
from withhold.casework.desk import Desk
from withhold.model.errors import Conflict
from withhold.sealing.files import replace as replace_file
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import HistoryDisputed, NotCosigned, ProofFails
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.cosignature import verify_cosignatures
from withhold.tlog.notes.note import Note, NoteSignature, parse_note
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.stores.proofs import consistency_proof
from withhold.tlog.stores.storing import CHECKPOINT, WITNESSES
from withhold.tlog.witnesses.client import KnowsMore, Witness, ask
from withhold.tlog.witnesses.gathering import Ask, gather

DEADLINE = 10.0
"""Seconds that the witnesses have, all together. Who is late is asked again at the next publication."""
_ROUNDS = 3

_log = logging.getLogger("withhold.witnesses")


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint with the cosignatures that came, and what a witness disputes about it, if one does."""

    note: Note
    dispute: HistoryDisputed | None = None

    def hold(self) -> None:
        """Raise HistoryDisputed if a witness has cosigned another history of this log."""
        if self.dispute is not None:
            raise self.dispute


def appoint_witnesses(home: Path, witnesses: Sequence[Witness], quorum: int) -> None:
    """Write into a home's settings who its witnesses are; whoever opens it next asks them.

    Raises Unreadable if there is no home, Conflict if they and the quorum do not go together.
    """
    configuration = load_configuration(home)
    try:
        changed = replace(configuration, witnesses=tuple(witnesses), quorum=quorum)
    except ValueError as error:
        raise Conflict(str(error)) from None
    replace_file(home / FILE, changed.dump().encode())


def state_witnesses(desk: Desk) -> None:
    """Publish the witnesses' keys beside the log, so that whoever reads it can check every line of a checkpoint.

    A key once stated stays, since checkpoints and receipts that it cosigned do. Raises StoreFailed.
    """
    stated = [str(each.key) for each in desk.configuration.witnesses]
    present = desk.sequencer.store.named(WITNESSES) or b""
    earlier = [line for line in present.decode("utf-8", "replace").splitlines() if line not in stated]
    content = "".join(f"{line}\n" for line in (*stated, *earlier)).encode()
    if content != present:
        desk.sequencer.store.publish(WITNESSES, content)


def cosign_by_witnesses(desk: Desk, text: str) -> Cosigned:
    """Ask every witness that has not cosigned this signed checkpoint yet; what came by the deadline.

    Where others have made the log longer meanwhile, and a witness cosigned that, the longer one's checkpoint comes
    back, which covers this one. Raises Fault where the log's place cannot be read.
    """
    note = parse_note(text.encode())
    for _ in range(_ROUNDS):
        found = _gathered(desk, note)
        if not isinstance(found.dispute, KnowsMore):
            return found
        latest = desk.sequencer.committed()
        if latest is None or Checkpoint.parse(latest.text).size < found.dispute.size:
            return found
        note = latest
    return Cosigned(note)


def _gathered(desk: Desk, note: Note) -> Cosigned:
    witnesses = desk.configuration.witnesses
    published = _published(desk) if witnesses else None
    if published is not None and published.text == note.text:
        note = note.with_signatures(*_held(desk, published))
    missing = [each for each in witnesses if not _valid(note, each.key)]
    if not missing:
        return Cosigned(note)
    asks = [_ask(desk, each, note, published) for each in missing]
    gathered = gather(asks, desk.configuration.quorum - len(witnesses) + len(missing), DEADLINE)
    answers = zip(missing, gathered.answers, strict=True)
    disputes = [each for each in (_dispute(*answer) for answer in answers) if each is not None]
    return Cosigned(note.with_signatures(*gathered.signatures), min(disputes, key=_reconcilable, default=None))


def _dispute(witness: Witness, answer: NoteSignature | Exception | None) -> HistoryDisputed | None:
    """What an answer disputes, if anything. One that is merely missing is told to the operator, and asked for again."""
    if isinstance(answer, HistoryDisputed):
        return answer
    if isinstance(answer, Exception) and not isinstance(answer, NotCosigned):
        raise answer  # the log itself could not be read
    if not isinstance(answer, NoteSignature):
        _log.warning("%s", answer or f"witness {witness.key.name}: no answer in time")
    return None


def _reconcilable(dispute: HistoryDisputed) -> tuple[bool, int]:
    """Orders disputes: those that nothing reconciles first, then by what most entries are needed for."""
    return (True, -dispute.size) if isinstance(dispute, KnowsMore) else (False, 0)


def _ask(desk: Desk, witness: Witness, note: Note, published: Note | None) -> Ask:
    """What asks one witness. The size it was last seen to have cosigned is where the proof begins."""
    store = desk.sequencer.store
    known = Checkpoint.parse(published.text).size if published and _valid(published, witness.key) else 0
    signed = Note(note.text, tuple(line for line in note.signatures if line.name == desk.trust.origin))

    def prove(old: int, new: int) -> Sequence[bytes]:
        return consistency_proof(store, old, new)

    return lambda stop: ask(witness, signed, prove, check_ed25519, known=known, deadline=DEADLINE, stop=stop)


def _published(desk: Desk) -> Note | None:
    """The published checkpoint as it lies there; nothing of it is believed before its lines are checked."""
    content = desk.sequencer.store.named(CHECKPOINT)
    try:
        return None if content is None else parse_note(content)
    except ProofFails:
        return None


def _held(desk: Desk, published: Note) -> Iterator[NoteSignature]:
    for witness in desk.configuration.witnesses:
        if _valid(published, witness.key):
            yield from (line for line in published.signatures if line.by(witness.key))


def _valid(note: Note, key: VerifierKey) -> bool:
    """Whether the witness has cosigned the note, by lines that all verify."""
    try:
        return bool(verify_cosignatures(note, (key,), check_ed25519))
    except ProofFails:
        return False
