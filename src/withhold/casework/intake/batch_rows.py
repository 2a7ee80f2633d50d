"""The rows of a batch file: how many there are, and the root over them, which the signer signs.

Signer and custodian use the same strict reader, so they find the same rows or the same fault.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from withhold.casework.intake.row_payloads import request_texts
from withhold.model.batch_statement import BatchRows
from withhold.model.identifiers import BatchDigest
from withhold.screening.passes.workers import worker_pool
from withhold.screening.reading import Chunk, FileChunk, Malformed, Unfit, no_rows, open_batch, parse
from withhold.screening.reading.chunk import CHUNK_BYTES
from withhold.tlog.tree.runs import RunTree
from withhold.tlog.tree.subtrees import leaf_hashes

_AT_ONCE = 8_192
"""Rows that are turned into Python objects at once."""


class RowHashing:
    """The work on one chunk, in any process."""

    def hashed(self, chunk: Chunk) -> bytes:
        """Return the leaf hash of each row, 32 bytes each. Raises as `parse` does."""
        return row_hashes(request_texts(parse(chunk)))


def row_hashes(texts: pl.Series) -> bytes:
    """Return the leaf hashes, 32 bytes each, of rows as `request_texts` returns them."""
    rows = texts.cast(pl.Binary)
    return b"".join(leaf_hashes(rows.slice(at, _AT_ONCE).to_list()) for at in range(0, len(rows), _AT_ONCE))


def rows_of(path: Path, progress: Callable[[str, int, int], None] | None = None, *, alone: bool = False) -> BatchRows:
    """Read a whole batch file, and return its digest, the number of its rows and the root over them.

    `alone` reads a large file in this process only. Raises Unreadable as intake does, for example for a file with
    another column, and Interrupted if a process was killed.
    """
    tell, file, tree = progress or (lambda *_: None), open_batch(path), RunTree()
    small = path.stat().st_size < 2 * CHUNK_BYTES
    with worker_pool(RowHashing, alone=alone or small) as workers:
        try:
            for part, hashes in workers.in_order(file.chunks(), RowHashing.hashed, _chunk_of):
                tree.append(hashes)
                tell("reading", tree.size, tree.size * file.total // max(part.passed, 1))
        except (Malformed, Unfit) as error:
            raise file.fault(error, tree.size) from None
    if not tree.size:
        raise no_rows(path)
    return BatchRows(BatchDigest(file.digest), tree.size, tree.root.hex())


def _chunk_of(part: FileChunk) -> tuple[Chunk]:
    return (part.chunk,)
