"""Counts the requests of a batch by their purpose, as the annual report needs them.

For example, `Grand jury` in the file is not one of the kinds of proceeding, and counts as not stated.
"""

from collections import Counter

import polars as pl

from withhold.model.cases.request import purpose_of


def purposes_of(proceedings: pl.Series) -> dict[str, int]:
    """Return purpose -> number of requests, given the column `proceeding` as the agency wrote it (String)."""
    counted: Counter[str] = Counter()
    for proceeding, count in proceedings.value_counts(name="count").iter_rows():
        counted[purpose_of(proceeding or "")] += count
    return dict(counted)
