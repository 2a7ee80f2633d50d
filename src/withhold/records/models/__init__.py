"""The tables. `happened` is the accounting and is append-only; `known` is derived from it and can be rebuilt."""

from withhold.records.models.happened import Block, Entry, Event, LogState
from withhold.records.models.known import (
    Agency,
    Batch,
    CaseIndex,
    IdentityAttempt,
    Passkey,
    PatternUse,
    Person,
    Stay,
)

__all__ = [
    "Agency",
    "Batch",
    "Block",
    "CaseIndex",
    "Entry",
    "Event",
    "IdentityAttempt",
    "LogState",
    "Passkey",
    "PatternUse",
    "Person",
    "Stay",
]
