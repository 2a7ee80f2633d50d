"""Read a batch in one of four formats. All give the same rows, or one error that names the fault and its place."""

from pathlib import Path

import polars as pl

from withhold.model.errors import Code, Unreadable
from withhold.screening.naming import shown_path
from withhold.screening.reading.batch_file import BatchFile, FileChunk, open_batch
from withhold.screening.reading.cells import check_references
from withhold.screening.reading.chunk import Chunk, Unfit
from withhold.screening.reading.delimited.quoting import Malformed
from withhold.screening.reading.kind import NAMES
from withhold.screening.reading.parsing import parse

__all__ = ["NAMES", "BatchFile", "Chunk", "FileChunk", "Malformed", "Unfit", "open_batch", "parse", "read_batch"]


def read_batch(path: Path) -> pl.DataFrame:
    """Return a whole batch: exactly ``COLUMNS``, in that order, as String. An empty cell is "".

    The batch must fit in memory. `passes.streaming` takes any. The format follows from the file's content, and its
    extension must agree. Raises Unreadable with file, row and column, but never with a cell's content.
    """
    file, frames, rows = open_batch(path), [], 0
    try:
        for part in file.chunks():
            frames.append(parse(part.chunk))
            rows += frames[-1].height
        if not rows:
            raise no_rows(path)
        frame = pl.concat(frames)
        rows = 0
        check_references(frame["request_ref"])
    except (Malformed, Unfit) as error:
        raise file.fault(error, rows) from None
    return frame


def no_rows(path: Path) -> Unreadable:
    """Return the error for a batch without rows."""
    return Unreadable(Code.BATCH_NO_ROWS, file=shown_path(path))
