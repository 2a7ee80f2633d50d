"""The part of an audit that compares the rows of a batch with what its signer signed.

Before a batch is erased, all of its rows are in the records: in the evidence file, and in the events of its cases. So
the root is computed again, and every case is followed to it. After an erasure nobody can read a row any more. What can
still be verified then is that a key of the signer signed this number of rows under this root, of a file with this
digest. Whoever kept that file can show that it has this root.
"""

from collections.abc import Iterator

from withhold.casework.instance import Instance, case_of
from withhold.casework.signed_requests import signed_rows, verify_signed_request
from withhold.events.signed_rows import row_hash
from withhold.model.batch_statement import BatchRows
from withhold.model.cases.case import Case
from withhold.model.errors import Fault, WithholdError
from withhold.model.occurrences import BatchReceived
from withhold.records.log.journal import Stored
from withhold.tlog.errors import LogError
from withhold.tlog.tree.runs import RunTree

_AT_ONCE = 65_536
"""Rows that are hashed before they are added to the tree."""


class RowsInOrder:
    """The tree over the rows of a batch: those of its cases, and the others as they come, in order."""

    def __init__(self, cases: dict[int, bytes]) -> None:
        """`cases` is row number -> leaf hash."""
        self._cases = sorted(cases.items(), reverse=True)
        self._tree, self._hashes = RunTree(), bytearray()
        self._size = 0

    def add(self, row: int, leaf: bytes) -> None:
        """Add a row that became no case, after all rows of cases that are before it."""
        while self._cases and self._cases[-1][0] < row:
            self._append(self._cases.pop()[1])
        self._append(leaf)

    def _append(self, leaf: bytes) -> None:
        self._size += 1
        self._hashes += leaf
        if self._size % _AT_ONCE == 0:
            self._flush()

    def _flush(self) -> None:
        self._tree.append(bytes(self._hashes))
        self._hashes.clear()

    def ended(self) -> tuple[int, str]:
        """Return the number of rows and the hex root over them."""
        while self._cases:
            self._append(self._cases.pop()[1])
        self._flush()
        return self._size, self._tree.root.hex()


def audit_signature(instance: Instance, received: BatchReceived, batch: Stored) -> str | None:
    """Return what is wrong with the signature over a batch. None if a key of its signer signed it."""
    try:
        signed_rows(instance, received, batch, instance.journal.stream(f"person/{received.signer}"))
    except (WithholdError, LogError):
        return "no key of its signer signed it"
    return None


def audit_cases(instance: Instance, received: BatchReceived) -> tuple[dict[int, bytes], list[str]]:
    """Return row number -> leaf hash for each case of a batch, and what is wrong with these cases."""
    signed = BatchRows(received.digest, received.rows, received.root)
    hashes: dict[int, bytes] = {}
    faults: list[str] = []
    for case in _cases(instance, received):
        hashes[case.row] = row_hash(case.request.as_text())
        try:
            verify_signed_request(received, signed, case)
        except Fault:
            faults.append(f"case {case.case_id} has a request that its signer did not sign")
    return hashes, faults


def _cases(instance: Instance, received: BatchReceived) -> Iterator[Case]:
    """Yield the cases of a batch, without those that the audit of events has named."""
    for some in instance.journal.histories(f"case/{received.digest[:16]}-"):
        for stream, stored in some.items():
            try:
                case = instance.folded(case_of(stream), stored)
            except (WithholdError, LogError):
                continue
            if case.content is not None:
                yield case
