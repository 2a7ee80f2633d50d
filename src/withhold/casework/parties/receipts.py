"""Receipts: for each event that a person is entitled to, a proof that verifies offline, without the custodian.

- The signer and the named official get the events of their own request that its answer reveals to them.
- A reviewer gets the events of their own acts in the case, for example their determination.
- An inspector gets every event of any case.

The record subject needs nobody's help. Their accounting code finds their entries in a copy of the log, and receipts can
be made from that copy. A receipt contains the entry and nothing of what it commits to.
"""

from dataclasses import dataclass

from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance, stream_of
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.parties.answers import case_of_party
from withhold.casework.publication.proving import signed_checkpoint
from withhold.events.recorder import batch_label
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Fault, Forbidden
from withhold.model.identifiers import BatchDigest, CaseId
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Role
from withhold.records.log.journal import Stored
from withhold.tlog.receipt import Receipt, make_receipt

ANSWERED = frozenset(
    {
        Kind.REQUEST_DOCKETED,
        Kind.IDENTITY_NOT_CONFIRMED,
        Kind.REQUEST_REFUSED,
        Kind.REQUEST_APPROVED,
        Kind.RETRIEVED,
        Kind.DISPOSED,
        Kind.WITHDRAWN,
        Kind.RECALLED,
    }
)
"""The events that the answer reveals to the requesting agency.

The steps of the review are not among them. Nor is a release that was sealed: the digest of what was handed over is in
RETRIEVED.
"""


@dataclass(frozen=True, slots=True)
class EventReceipt:
    """The receipt of one event."""

    kind: Kind
    receipt: Receipt

    @property
    def name(self) -> str:
        """A file name: the position on the ledger and the kind, for example `17-retrieved.tlog-proof`."""
        return f"{self.receipt.index}-{self.kind.name.lower()}.tlog-proof"


def case_receipts(instance: Instance, actor: Actor, case_id: CaseId) -> tuple[EventReceipt, ...]:
    """Return a receipt for each event of the case that the actor is entitled to and that is on the ledger.

    Raises Forbidden if the case is not the actor's, and in the same way if it does not exist. Raises Conflict if none
    of its events has a place on the ledger yet, which takes until its interval is closed. Raises Fault if a row is not
    what the ledger has.
    """
    authorize(actor, commands.ReadReceipts)
    require_accredited(instance, actor)
    entitled = _entitled(instance, actor, case_id)
    if not entitled:
        raise Forbidden()
    placed = [each for each in entitled if each.position is not None]
    if not placed:
        raise Conflict(Code.LEDGER_NOT_YET)
    verified = signed_checkpoint(instance)
    made = []
    for stored in placed:
        assert stored.position is not None
        if stored.position < verified.checkpoint.size:
            receipt = make_receipt(instance.sequencer.store, stored.position, verified)
            if receipt.extra != stored.leaf:
                raise Fault(Code.RECEIPT_EVENT_DIFFERS)
            made.append(EventReceipt(instance.recorder.proven_kind(stored), receipt))
    return tuple(made)


def row_receipt(instance: Instance, actor: Actor, batch: BatchDigest, row: int) -> Receipt:
    """Return the receipt of one row that was returned or refused, for the signer of the batch. Rows count from 1.

    Raises Forbidden if the batch is not the actor's, and in the same way if it does not exist. Raises Conflict if there
    is no such row or it went to the docket: a case has receipts of its own. Raises Conflict too if the batch was
    erased, because nobody can tell any more which of its entries is the row's.
    """
    authorize(actor, commands.ReadReceipts)
    require_accredited(instance, actor)
    filed = instance.batches.get(batch)
    if filed is None or (filed.agency, filed.signer) != (actor.agency, actor.person):
        raise Forbidden()
    if instance.at_rest.destroyed(batch_label(batch)):
        raise Conflict(Code.RECEIPT_ROW_ERASED)
    block = instance.journal.block(batch)
    rows = evidence_rows(instance, batch, filed.evidence_path, "row") if block is not None else iter(())
    place = next((place for place, (number,) in enumerate(rows) if number == row), None)
    if block is None or place is None or block.entry.first is None:
        raise Conflict(Code.RECEIPT_NOT_OF_ROW)
    return make_receipt(instance.sequencer.store, block.entry.first + place, signed_checkpoint(instance))


def _entitled(instance: Instance, actor: Actor, case_id: CaseId) -> list[Stored]:
    stored = instance.journal.stream(stream_of(case_id))
    if actor.role is Role.INSPECTOR:
        return stored
    if actor.role in (Role.SIGNER, Role.OFFICIAL):
        case_of_party(instance, actor, case_id)
        return [each for each in stored if each.kind in ANSWERED]
    return [each for each in stored if each.actor == actor.person]
