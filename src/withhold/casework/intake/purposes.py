"""The purpose of a request as the annual report counts it: the kind of proceeding, or `not stated`.

For example, `Grand jury` in the file is not one of the kinds, and counts as not stated. So the report never repeats
free text of an agency.
"""

from collections import Counter

import polars as pl

from withhold.model.vocabulary import Proceeding

NOT_STATED = "not stated"
_KNOWN = frozenset(Proceeding)


def purpose_of(proceeding: str) -> str:
    """Return the purpose of one request, given its cell `proceeding`."""
    folded = proceeding.strip().lower()
    return folded if folded in _KNOWN else NOT_STATED


def purposes_of(proceedings: pl.Series) -> dict[str, int]:
    """Return purpose -> number of requests, given the column `proceeding` as the agency wrote it (String)."""
    counted: Counter[str] = Counter()
    for proceeding, count in proceedings.value_counts(name="count").iter_rows():
        counted[purpose_of(proceeding or "")] += count
    return dict(counted)
