"""The tables.

`happened` is the accounting and is append-only; `known` is derived from it and can be rebuilt; `accounts`
is what the pages need for a while and then forget.
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
    "Review",
    "Session",
    "Stay",
    "Upload",
    "UsedChallenge",
    "UsedKey",
]
