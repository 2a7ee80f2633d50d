"""Small chunks and partitions, so that a batch of a few rows is processed like a large one."""

import pytest

from withhold.screening.passes import counting, ranks
from withhold.screening.reading import batch_file, json_lines
from withhold.screening.reading.delimited import csv_chunks as delimited
from withhold.screening.reading.workbook import confined


def cut_small(patch: pytest.MonkeyPatch, *, content: int = 1_500, rows: int = 8, partition: int = 20) -> None:
    """Make chunks of about ``content`` bytes or ``rows`` rows, and partitions of about ``partition`` rows."""
    patch.setattr(delimited, "CHUNK_BYTES", content)
    patch.setattr(json_lines, "CHUNK_BYTES", content)
    patch.setattr(batch_file, "CHUNK_ROWS", rows)
    patch.setattr(confined, "CHUNK_ROWS", rows)
    patch.setattr(counting, "_ROWS_AT_ONCE", partition)
    patch.setattr(ranks, "_ROWS_AT_ONCE", partition)
