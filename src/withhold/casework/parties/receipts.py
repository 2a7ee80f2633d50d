"""Receipts: for each event that a person is entitled to, a proof that verifies offline and outlives the custodian.

- the signer and the named official: the events of their own request that its answer tells them of;
- a reviewer: what they themselves did in the case, their determination above all;
- an inspector: every event of any case.

The record subject needs nobody: their accounting code finds their entries in a copy of the log, and receipts are made
from that copy. A receipt holds the entry and nothing of what it commits to.
"""

from dataclasses import dataclass

from withhold.casework.checks import require_accredited
from withhold.casework.desk import Desk, stream_of
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.parties.answers import case_of_party
from withhold.casework.publication.proving import signed_checkpoint
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Conflict, Fault, Forbidden
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
"""What the requesting agency's answer tells. How the review goes on is not its to know, nor is a seal that was made and
not handed over: what was handed over is named, by its digest, in RETRIEVED."""


@dataclass(frozen=True, slots=True)
class EventReceipt:
    """The receipt of one event."""

    kind: Kind
    receipt: Receipt

    @property
    def name(self) -> str:
        """A file name for it: the place on the ledger, and the kind."""
        return f"{self.receipt.index}-{self.kind.name.lower()}.tlog-proof"


def case_receipts(desk: Desk, actor: Actor, case_id: str) -> tuple[EventReceipt, ...]:
    """A receipt for each event of the case that the actor is entitled to and that is on the ledger.

    Raises Forbidden, for a case that does not exist or is not the actor's alike; Fault where a row is not what the
    ledger says.
    """
    authorize(actor, commands.ReadReceipts)
    require_accredited(desk, actor)
    entitled = [each for each in _entitled(desk, actor, case_id) if each.position is not None]
    if not entitled:
        raise Forbidden()
    verified = signed_checkpoint(desk)
    made = []
    for stored in entitled:
        assert stored.position is not None
        if stored.position < verified.checkpoint.size:
            receipt = make_receipt(desk.sequencer.store, stored.position, verified)
            if receipt.extra != stored.leaf:
                raise Fault("an event is not what stands on the ledger at its place; withhold audit names it")
            made.append(EventReceipt(Kind(stored.kind), receipt))
    return tuple(made)


def row_receipt(desk: Desk, actor: Actor, batch: str, row: int) -> Receipt:
    """The receipt of one row (from 1) that was returned or refused; for the signer who filed the batch.

    Raises Forbidden for a batch that is not the actor's, or does not exist, alike; Conflict where the row went to the
    docket or there is none: a case has receipts of its own.
    """
    authorize(actor, commands.ReadReceipts)
    require_accredited(desk, actor)
    filed = desk.batches.get(batch)
    if filed is None or (filed.agency, filed.signer) != (actor.agency, actor.person):
        raise Forbidden()
    block = desk.journal.block(batch)
    rows = evidence_rows(desk, batch, filed.evidence_path, "row") if block is not None else iter(())
    place = next((place for place, (number,) in enumerate(rows) if number == row), None)
    if block is None or place is None or block.entry.first is None:
        raise Conflict("that row was not returned or refused: a case's receipts come with withhold ledger receipts")
    return make_receipt(desk.sequencer.store, block.entry.first + place, signed_checkpoint(desk))


def _entitled(desk: Desk, actor: Actor, case_id: str) -> list[Stored]:
    stored = desk.journal.stream(stream_of(case_id))
    if actor.role is Role.INSPECTOR:
        return stored
    if actor.role in (Role.SIGNER, Role.OFFICIAL):
        case_of_party(desk, actor, case_id)
        return [each for each in stored if each.kind in ANSWERED]
    return [each for each in stored if each.actor == actor.person]
