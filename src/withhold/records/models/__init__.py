"""The tables.

- `happened` has the events, which are append-only, and their positions in the ledger.
- `known` has the projections. They are derived from the events and can be rebuilt.
- `accounts` has what the pages need for a limited time, for example sessions.
"""

from withhold.records.models.accounts import Enrollment, Session, Upload, UsedChallenge
from withhold.records.models.happened import Block, Entry, Event, LogState
from withhold.records.models.known import (
    Agency,
    Batch,
    CaseIndex,
    IdentityAttempt,
    Passkey,
    PatternUse,
    Person,
    Refiling,
    Review,
    Stay,
    UsedKey,
)

__all__ = [
    "Agency",
    "Batch",
    "Block",
    "CaseIndex",
    "Enrollment",
    "Entry",
    "Event",
    "IdentityAttempt",
    "LogState",
    "Passkey",
    "PatternUse",
    "Person",
    "Refiling",
    "Review",
    "Session",
    "Stay",
    "Upload",
    "UsedChallenge",
    "UsedKey",
]
