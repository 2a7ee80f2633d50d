"""The row of a batch as its signer signed it, and the check that a request is such a row.

The bytes of a row are the canonical JSON (RFC 8785) of one object with the twenty columns, each as the text that the
reader read, "" for an empty cell. A row is one leaf of an RFC 6962 tree: SHA-256(00 ‖ row). The signer signs the root
of that tree (`model.batch_statement`). docs/signed-rows.md has an example.
"""

from collections.abc import Mapping, Sequence

from withhold.events.codec import canonical
from withhold.model.batch_statement import BatchRows
from withhold.model.errors import Code, Fault
from withhold.tlog.errors import ProofFails
from withhold.tlog.tree.hashing import leaf_hash
from withhold.tlog.tree.inclusion import verify_inclusion


def row_hash(request: Mapping[str, str]) -> bytes:
    """Return the leaf hash of a row. ``request`` is column name -> text."""
    return leaf_hash(canonical(request))


def verify_signed_row(signed: BatchRows, row: int, leaf: bytes, path: Sequence[str]) -> None:
    """Raise Fault unless the row with this hash is number ``row``, from 1, of the signed rows.

    ``path`` has the hex hashes of its inclusion path, from its sibling upward.
    """
    try:
        hashes = [bytes.fromhex(each) for each in path]
        verify_inclusion(leaf, row - 1, signed.rows, bytes.fromhex(signed.root), hashes)
    except (ProofFails, ValueError):
        raise Fault(Code.CASE_ROW_NOT_SIGNED) from None
