"""Proofs that an event in the records is on the ledger, under a checkpoint that the witnesses cosigned."""

from dataclasses import replace

from withhold.casework.instance import Instance
from withhold.model.errors import Code, Conflict, Fault
from withhold.model.identifiers import BatchDigest
from withhold.records.log.journal import Stored
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import QuorumMissing
from withhold.tlog.notes.checkpoint import LogTrust, VerifiedCheckpoint, verify_checkpoint
from withhold.tlog.notes.proven import ProvenInclusion, prove
from withhold.tlog.receipt import Receipt, make_receipt
from withhold.tlog.stores.proofs import inclusion_path


def latest_checkpoint(instance: Instance) -> VerifiedCheckpoint:
    """Return the published checkpoint, with its log signature and witness quorum verified. Releases rely on it.

    Raises ProofFails if a signature does not verify, Conflict if too few witnesses have cosigned yet.
    """
    data = instance.sequencer.store.checkpoint()
    try:
        return verify_checkpoint(data, instance.trust, check_ed25519)
    except QuorumMissing:
        raise Conflict(Code.LEDGER_NOT_COSIGNED) from None


def signed_checkpoint(instance: Instance) -> VerifiedCheckpoint:
    """Return the published checkpoint, with every signature on it verified. No quorum of witnesses is required.

    Raises ProofFails.
    """
    return verify_checkpoint(instance.sequencer.store.checkpoint(), without_quorum(instance.trust), check_ed25519)


def without_quorum(trust: LogTrust) -> LogTrust:
    """Return the same keys with no witness required. Use it for reading, and never for a release."""
    return replace(trust, witnesses=replace(trust.witnesses, quorum=0))


def prove_logged(instance: Instance, stored: Stored, verified: VerifiedCheckpoint) -> ProvenInclusion:
    """Prove that this event, as its row is now, is on the ledger under the checkpoint.

    Raises Conflict if it is not under the checkpoint yet, Fault if the row is not what its leaf commits to, ProofFails
    if the proof does not verify.
    """
    if stored.position is None or stored.position >= verified.checkpoint.size:
        raise Conflict(Code.LEDGER_NOT_YET)
    instance.recorder.verify(stored)
    path = inclusion_path(instance.sequencer.store, stored.position, verified.checkpoint.size)
    return prove(stored.leaf, stored.position, path, verified)


class LedgerProofs:
    """Proofs that events are on the ledger, under one checkpoint that the witnesses cosigned.

    They are made before a write and used inside it. Proving reads the log, which may be far away, for example on object
    storage, and nothing slow may happen under the writers' lock. The log only grows, so a proof stays true. Inside the
    write it is enough to check that the row is exactly the one that was proven.
    """

    def __init__(self, instance: Instance) -> None:
        """Read nothing yet. The log is read at the first proof, after the caller has authorized."""
        self._instance = instance
        self._verified: VerifiedCheckpoint | None = None
        self._proven: dict[Stored, ProvenInclusion] = {}
        self._closed = False

    def prove(self, stored: Stored) -> ProvenInclusion:
        """Return the proof for this row, under the checkpoint that was the latest at the first call.

        Raises as `latest_checkpoint` and `prove_logged` do. After `close`, raises Conflict for a row that was not
        proven before.
        """
        if stored not in self._proven:
            if self._closed:
                raise Conflict(Code.LEDGER_NOT_YET)
            if self._verified is None:
                self._verified = latest_checkpoint(self._instance)
            self._proven[stored] = prove_logged(self._instance, stored, self._verified)
        return self._proven[stored]

    def close(self) -> None:
        """Read nothing more from the log. Call this before the write."""
        self._closed = True


def receipt_at(instance: Instance, index: int) -> Receipt:
    """Return a receipt for the entry at that position under the published checkpoint.

    Raises Conflict if there is no such entry, ProofFails if the log has a fault.
    """
    verified = signed_checkpoint(instance)
    if index >= verified.checkpoint.size:
        raise Conflict(Code.LEDGER_NO_ENTRY, index=index, size=verified.checkpoint.size)
    return make_receipt(instance.sequencer.store, index, verified)


def batch_receipt(instance: Instance, batch: BatchDigest) -> Receipt:
    """Return the receipt of a batch's own entry, which commits to its file, its evidence and its figures.

    `batch` is the digest of a batch. Raises Conflict if its interval is not closed yet, Fault if it was never recorded.
    """
    head = instance.journal.head(f"batch/{batch}")
    if head is None:
        raise Fault(Code.BATCH_NOT_ON_LEDGER)
    verified = signed_checkpoint(instance)
    if head.position is None or head.position >= verified.checkpoint.size:
        raise Conflict(Code.LEDGER_NOT_YET)
    return make_receipt(instance.sequencer.store, head.position, verified)
