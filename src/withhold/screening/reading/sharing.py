"""One copy of a text that a million rows repeat."""

import polars as pl

from withhold.screening.distinct import distinct

_ROWS_WORTH_IT = 100_000
_BYTES_INLINE = 12
"""A text of up to so many bytes is stored in the row itself; there is nothing to share."""
_SAMPLE = 2_000


def shared(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame in less memory: in a file of boilerplate most of what was read is the same few texts."""
    if frame.height < _ROWS_WORTH_IT:
        return frame
    for place, column in enumerate(frame):
        if _repeats(column.head(_SAMPLE)):
            frame.replace_column(place, distinct(column).column(column.name))
    return frame


def _repeats(sample: pl.Series) -> bool:
    longest = sample.str.len_bytes().max()
    return isinstance(longest, int) and longest > _BYTES_INLINE and sample.n_unique() < _SAMPLE // 20
