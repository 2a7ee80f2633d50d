"""The part of an audit that compares each batch's files with its event and with the ledger."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec

from withhold.casework.audit.ledger import AuditedLedger
from withhold.casework.audit.signed_batches import RowsInOrder, audit_cases, audit_signature
from withhold.casework.audit.tags import Tags
from withhold.casework.erasure.erasures import Tombstone
from withhold.casework.instance import Instance
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.intake.evidence_file import evidence_rows, read_leaves
from withhold.events.recorder import batch_label, day_number
from withhold.ledger.leaf import LEAF_SIZE, Leaf, verify_commitment
from withhold.model.errors import Code, Fault, WithholdError
from withhold.model.identifiers import BatchDigest
from withhold.model.occurrences import BatchReceived
from withhold.records.models import Batch, Block
from withhold.sealing.errors import Shredded
from withhold.tlog.errors import LogError
from withhold.tlog.tree.hashing import leaf_hash

_REPEATED = ("agency", "signer", "rows", "returned", "refused", "docketed")
"""Columns of the table of batches that repeat the event."""
_SHOWN = 20
"""How many findings of one batch are listed. The rest are counted."""


@dataclass(frozen=True, slots=True)
class AuditedBatch:
    """One batch's findings."""

    name: str
    rows: int
    faults: tuple[str, ...]


def audit_batches(
    instance: Instance, ledger: AuditedLedger, erased: Mapping[str, Tombstone], tags: Tags
) -> Iterator[AuditedBatch]:
    """Audit every batch that has an event, and mark the ledger positions of its rows as accounted for.

    `erased` is label of a destroyed key -> tombstone. The files of an erased batch must exist, but nobody can open
    them. Each row that passes is added to `tags`.
    """
    for rows in (rows for some in instance.journal.histories("batch/") for rows in some.values()):
        try:
            received = instance.recorder.read_event(rows[-1])
        except (WithholdError, LogError):
            continue  # the audit of events has a finding for this row already
        assert isinstance(received, BatchReceived)
        faults = _Faults()
        if len(rows) > 1:
            faults.add("it was recorded more than once")
        unsigned = audit_signature(instance, received, rows[-1])
        if unsigned:
            faults.add(unsigned)
        found = _audit(instance, received, ledger, erased, tags, faults)
        yield AuditedBatch(f"batch {received.digest[:16]}", found, faults.shown())


def placed_batches(instance: Instance, ledger: AuditedLedger) -> Iterator[AuditedBatch]:
    """Compare the leaves of every batch's rows with the ledger, without opening the evidence."""
    for batch in instance.batches.list_all():
        if batch.rows == batch.docketed:
            continue
        faults = _Faults()
        block = instance.journal.block(batch.digest)
        leaves = [] if block is None else _read(instance, block, faults)
        _against_ledger(batch.digest, block, leaves, ledger, faults)
        yield AuditedBatch(f"batch {batch.digest[:16]}", len(leaves), faults.shown())


class _Faults:
    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, what: str) -> None:
        self.found.append(what)

    def shown(self) -> tuple[str, ...]:
        rest = len(self.found) - _SHOWN
        return (*self.found[:_SHOWN], *([f"and {rest} more like these"] if rest > 0 else ()))


def _audit(
    instance: Instance,
    received: BatchReceived,
    ledger: AuditedLedger,
    erased: Mapping[str, Tombstone],
    tags: Tags,
    faults: _Faults,
) -> int:
    batch = instance.batches.get(received.digest)
    if batch is None:
        faults.add("it is missing from the table of batches")
        return 0
    if any(getattr(batch, name) != getattr(received, name) for name in _REPEATED):
        faults.add("the table of batches does not agree with its event")
    if sum(batch.purposes.values()) != received.rows:
        faults.add("the purposes that the annual report counts are not those of its rows")
    is_erased = batch_label(received.digest) in erased
    cases, unsigned = ({}, []) if is_erased else audit_cases(instance, received)
    for what in unsigned:
        faults.add(what)
    rows, leaves = RowsInOrder(cases), list[bytes]()
    if received.rows != received.docketed:
        leaves = _leaves(instance, received, faults)
        _against_ledger(received.digest, instance.journal.block(received.digest), leaves, ledger, faults)
        _verify_evidence(instance, received, batch, leaves, is_erased, tags, rows, faults)
    if not is_erased and rows.ended() != (received.rows, received.root):
        faults.add("its rows are not those that its signer signed")
    return len(leaves)


def _leaves(instance: Instance, received: BatchReceived, faults: _Faults) -> list[bytes]:
    block = instance.journal.block(received.digest)
    if block is None:
        faults.add("its rows have no place on the ledger")
        return []
    leaves = _read(instance, block, faults)
    path = instance.home / block.path
    if path.is_file() and file_digest(path) != received.leaves:
        faults.add(f"{block.path} is not the file that its event names")
    return leaves


def _read(instance: Instance, block: Block, faults: _Faults) -> list[bytes]:
    try:
        return [leaf for some in read_leaves(instance.home, block.path) for leaf in some]
    except OSError:
        faults.add(f"{block.path} cannot be read")
        return []


def _against_ledger(
    digest: str, block: Block | None, leaves: list[bytes], ledger: AuditedLedger, faults: _Faults
) -> None:
    entry = getattr(block, "entry", None)  # absent only where somebody removed it
    if entry is None:
        faults.add("its rows have no place on the ledger")
        return
    for what in ledger.faults(digest, entry.first, leaves, f"rows of batch {digest[:16]}"):
        faults.add(f"of its rows, one {what}")


def _verify_evidence(
    instance: Instance,
    received: BatchReceived,
    batch: Batch,
    leaves: list[bytes],
    erased: bool,
    tags: Tags,
    signed: RowsInOrder,
    faults: _Faults,
) -> None:
    """Compare the rows of the evidence file with their leaves. Unless it was erased, the file must open."""
    path = batch.evidence_path
    try:
        if file_digest(instance.home / path) != received.evidence:
            faults.add(f"{path} is not the file that its event names")
        rows = evidence_rows(instance, received.digest, path, "row", "payload", "opening")
        found = _verify_rows(received, path, rows, leaves, tags, signed, faults)
        if found != len(leaves):
            faults.add(f"{path} has {found} rows and {len(leaves)} leaves")
    except Shredded:
        if not erased:
            faults.add(f"{path}: {Shredded(Code.SEAL_SHREDDED_UNTOLD)}")
    except (WithholdError, LogError) as fault:
        faults.add(f"{path}: {fault}")


def _verify_rows(
    received: BatchReceived,
    path: str,
    rows: Iterator[tuple[int, bytes, bytes]],
    leaves: list[bytes],
    tags: Tags,
    signed: RowsInOrder,
    faults: _Faults,
) -> int:
    """Compare each row with the leaf at its place, if there is one. Returns the number of rows.

    Each row that passes is added to `signed`.
    """
    found = 0
    for found, (row, payload, opening) in enumerate(rows, 1):
        if found > len(leaves):
            continue
        try:
            request = _verify_row(leaves[found - 1], row, payload, opening, received.digest, tags)
            signed.add(row, leaf_hash(request))
        except (WithholdError, LogError) as fault:
            faults.add(f"{path}, row {row}: {fault}")
    return found


class _Asked(msgspec.Struct):
    tin: str


class _Row(msgspec.Struct):
    """The members of a row's payload that the audit reads. The commitment covers the other members too."""

    at: str
    request: msgspec.Raw


def _verify_row(leaf: bytes, row: int, payload: bytes, opening: bytes, batch: BatchDigest, tags: Tags) -> bytes:
    """Return the row's request as its signer signed it.

    Raises Fault unless the row is what its leaf commits to, and of the leaf's day.
    """
    parsed = Leaf.parse(leaf[:LEAF_SIZE])
    verify_commitment(parsed, opening, payload)
    try:
        content = msgspec.json.decode(payload, type=_Row)
        asked = msgspec.json.decode(content.request, type=_Asked)
        day = datetime.fromisoformat(content.at).date()
    except (ValueError, RecursionError):
        raise Fault(Code.PAYLOAD_NOT_A_ROW) from None
    if parsed.day != day_number(day):
        raise Fault(Code.PAYLOAD_ANOTHER_DAY)
    tags.note(asked.tin, day, leaf, f"batch {batch[:16]}, row {row}")
    return bytes(content.request)
