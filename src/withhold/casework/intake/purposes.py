"""The purpose of a request as the accounting counts it: the kind of proceeding, if it is one of the four.

What an agency wrote besides is not repeated.
"""

from collections import Counter

import polars as pl

from withhold.model.vocabulary import Proceeding

NOT_STATED = "not stated"
_KNOWN = frozenset(Proceeding)


def purpose_of(proceeding: str) -> str:
    """The purpose of one request."""
    folded = proceeding.strip().lower()
    return folded if folded in _KNOWN else NOT_STATED


def purposes_of(proceedings: pl.Series) -> dict[str, int]:
    """Purpose -> requests, of a column as the agency wrote it (String)."""
    counted: Counter[str] = Counter()
    for proceeding, count in proceedings.value_counts(name="count").iter_rows():
        counted[purpose_of(proceeding or "")] += count
    return dict(counted)
