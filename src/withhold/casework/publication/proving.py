"""Proofs that what the records say happened is on the ledger, under a checkpoint that its witnesses cosigned."""

from dataclasses import replace

from withhold.casework.desk import Desk
from withhold.model.errors import Conflict, Fault
from withhold.records.log.journal import Stored
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import QuorumMissing
from withhold.tlog.notes.checkpoint import LogTrust, VerifiedCheckpoint, verify_checkpoint
from withhold.tlog.notes.proven import ProvenInclusion, prove
from withhold.tlog.receipt import Receipt, make_receipt
from withhold.tlog.stores.proofs import inclusion_path


def latest_checkpoint(desk: Desk) -> VerifiedCheckpoint:
    """The published checkpoint, its log signature and witness quorum verified: what a release rests on.

    Raises ProofFails if a signature does not hold, Conflict if too few witnesses have cosigned yet.
    """
    data = desk.sequencer.store.checkpoint()
    try:
        return verify_checkpoint(data, desk.trust, check_ed25519)
    except QuorumMissing:
        raise Conflict("the ledger's witnesses have not cosigned yet; try again shortly") from None


def signed_checkpoint(desk: Desk) -> VerifiedCheckpoint:
    """The published checkpoint, every signature on it verified, but however many witnesses have cosigned yet.

    Raises ProofFails.
    """
    return verify_checkpoint(desk.sequencer.store.checkpoint(), without_quorum(desk.trust), check_ed25519)


def without_quorum(trust: LogTrust) -> LogTrust:
    """The same keys, with no witness required: for looking, never for releasing."""
    return replace(trust, witnesses=replace(trust.witnesses, quorum=0))


def prove_logged(desk: Desk, stored: Stored, verified: VerifiedCheckpoint) -> ProvenInclusion:
    """Prove that this event, as its row stands, is on the ledger under the checkpoint.

    Raises Conflict if it is not sequenced yet, Fault if the row is not what its leaf commits to or the proof
    does not hold.
    """
    if stored.position is None or stored.position >= verified.checkpoint.size:
        raise Conflict("this is not on the ledger yet; try again shortly")
    desk.recorder.verify(stored)
    path = inclusion_path(desk.sequencer.store, stored.position, verified.checkpoint.size)
    return prove(stored.leaf, stored.position, path, verified)


class LedgerProofs:
    """Proofs that events are on the ledger, under one checkpoint that the witnesses cosigned.

    Made before a write and used inside it: proving reads the log, which may be far away, and nothing slow belongs
    under the writers' lock. What was proven stays proven, since the log only grows. So inside the write it is enough
    that the row is the one that was proven, to the byte.
    """

    def __init__(self, desk: Desk) -> None:
        """Nothing is read before the first proof: a caller authorizes first."""
        self._desk = desk
        self._verified: VerifiedCheckpoint | None = None
        self._proven: dict[Stored, ProvenInclusion] = {}
        self._closed = False

    def prove(self, stored: Stored) -> ProvenInclusion:
        """The proof for this row, under the checkpoint that was the latest at the first call.

        Raises as `latest_checkpoint` and `prove_logged` do; once closed, Conflict for a row that was not proven before.
        """
        if stored not in self._proven:
            if self._closed:
                raise Conflict("this is not on the ledger yet; try again shortly")
            if self._verified is None:
                self._verified = latest_checkpoint(self._desk)
            self._proven[stored] = prove_logged(self._desk, stored, self._verified)
        return self._proven[stored]

    def close(self) -> None:
        """From here on nothing is read from the log: call it before the write."""
        self._closed = True


def receipt_at(desk: Desk, index: int) -> Receipt:
    """A receipt for the entry at that position under the published checkpoint. Raises ProofFails."""
    return make_receipt(desk.sequencer.store, index, signed_checkpoint(desk))


def batch_receipt(desk: Desk, batch: str) -> Receipt:
    """The receipt of a batch's own entry, which commits to its file, its evidence and its figures.

    `batch` is the digest of a batch that was recorded and published. Raises Fault if it is not on the ledger.
    """
    head = desk.journal.head(f"batch/{batch}")
    if head is None or head.position is None:
        raise Fault("the batch is not on the ledger")
    return make_receipt(desk.sequencer.store, head.position, signed_checkpoint(desk))
