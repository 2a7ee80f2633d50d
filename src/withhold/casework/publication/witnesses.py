"""The ledger's witnesses: names them, and gathers their cosignatures of a checkpoint before it is published."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from withhold.casework.configuration import FILE, load_configuration
from withhold.casework.instance import Instance
from withhold.model.errors import Code, Conflict
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
"""Seconds that all witnesses together have to answer. A late one is asked again at the next publication."""
_ROUNDS = 3

_log = logging.getLogger("withhold.witnesses")


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint with the cosignatures that came in time, and what a witness disputes about it, if anything."""

    note: Note
    dispute: HistoryDisputed | None = None

    def require_undisputed(self) -> None:
        """Raise HistoryDisputed if a witness has cosigned another history of this log."""
        if self.dispute is not None:
            raise self.dispute


def appoint_witnesses(home: Path, witnesses: Sequence[Witness], quorum: int) -> None:
    """Write the witnesses and the quorum into the settings of an instance. They apply when it is opened next.

    Raises Unreadable if there is no instance, Conflict if the witnesses and the quorum do not fit.
    """
    configuration = load_configuration(home)
    try:
        changed = replace(configuration, witnesses=tuple(witnesses), quorum=quorum)
    except ValueError as error:
        raise Conflict(Code.WITNESS_LIST_UNFIT, problem=str(error)) from None
    replace_file(home / FILE, changed.dump().encode())


def state_witnesses(instance: Instance) -> None:
    """Publish the witnesses' keys beside the log, so that readers can check every line of a checkpoint.

    A key that was published once stays in the list, because checkpoints and receipts with its cosignatures stay too.
    Raises StoreFailed.
    """
    stated = [str(each.key) for each in instance.configuration.witnesses]
    present = instance.sequencer.store.named(WITNESSES) or b""
    earlier = [line for line in present.decode("utf-8", "replace").splitlines() if line not in stated]
    content = "".join(f"{line}\n" for line in (*stated, *earlier)).encode()
    if content != present:
        instance.sequencer.store.publish(WITNESSES, content)


def cosign_by_witnesses(instance: Instance, text: str) -> Cosigned:
    """Ask every witness that has not cosigned this signed checkpoint yet. Returns it with what came by the deadline.

    Another process may have made the log longer meanwhile. If a witness has cosigned the longer log, the checkpoint of
    the longer log is returned, which covers this one. Raises LogError if the log cannot be read.
    """
    note = parse_note(text.encode())
    for _ in range(_ROUNDS):
        found = _gathered(instance, note)
        if not isinstance(found.dispute, KnowsMore):
            return found
        latest = instance.sequencer.committed()
        if latest is None or Checkpoint.parse(latest.text).size < found.dispute.size:
            return found
        note = latest
    return Cosigned(note)


def _gathered(instance: Instance, note: Note) -> Cosigned:
    witnesses = instance.configuration.witnesses
    published = _published(instance) if witnesses else None
    if published is not None and published.text == note.text:
        note = note.with_signatures(*_present(instance, published))
    missing = [each for each in witnesses if not _valid(note, each.key)]
    if not missing:
        return Cosigned(note)
    asks = [_ask(instance, each, note, published) for each in missing]
    gathered = gather(asks, instance.configuration.quorum - len(witnesses) + len(missing), DEADLINE)
    answers = zip(missing, gathered.answers, strict=True)
    disputes = [each for each in (_dispute(*answer) for answer in answers) if each is not None]
    return Cosigned(note.with_signatures(*gathered.signatures), min(disputes, key=_reconcilable, default=None))


def _dispute(witness: Witness, answer: NoteSignature | Exception | None) -> HistoryDisputed | None:
    """Return what an answer disputes, or None. A missing answer is logged, and the witness is asked again later."""
    if isinstance(answer, HistoryDisputed):
        return answer
    if isinstance(answer, Exception) and not isinstance(answer, NotCosigned):
        raise answer  # the log itself could not be read
    if not isinstance(answer, NoteSignature):
        _log.warning("%s", answer or f"witness {witness.key.name}: no answer in time")
    return None


def _reconcilable(dispute: HistoryDisputed) -> tuple[bool, int]:
    """Return a sort key for disputes: first those that a longer log cannot settle, then those of the longest log."""
    return (True, -dispute.size) if isinstance(dispute, KnowsMore) else (False, 0)


def _ask(instance: Instance, witness: Witness, note: Note, published: Note | None) -> Ask:
    """Return the function that asks one witness. Its proof begins at the size that the witness cosigned last."""
    store = instance.sequencer.store
    known = Checkpoint.parse(published.text).size if published and _valid(published, witness.key) else 0
    signed = Note(note.text, tuple(line for line in note.signatures if line.name == instance.trust.origin))

    def prove(old: int, new: int) -> Sequence[bytes]:
        return consistency_proof(store, old, new)

    send = instance.send
    return lambda stop: ask(witness, signed, prove, check_ed25519, known=known, deadline=DEADLINE, stop=stop, send=send)


def _published(instance: Instance) -> Note | None:
    """Return the published checkpoint, or None if there is none that can be read. Nothing is verified yet."""
    content = instance.sequencer.store.named(CHECKPOINT)
    try:
        return None if content is None else parse_note(content)
    except ProofFails:
        return None


def _present(instance: Instance, published: Note) -> Iterator[NoteSignature]:
    for witness in instance.configuration.witnesses:
        if _valid(published, witness.key):
            yield from (line for line in published.signatures if line.by(witness.key))


def _valid(note: Note, key: VerifierKey) -> bool:
    """Return whether the witness has cosigned the note, and all of its lines verify."""
    try:
        return bool(verify_cosignatures(note, (key,), check_ed25519))
    except ProofFails:
        return False
