"""The number of each kind of entry on the ledger.

The numbers are public and permanent. A new kind gets a new number. No number is reused or renamed.
"""

from enum import IntEnum


class Kind(IntEnum):
    """The kind of an entry. A reader without keys can read only the kind and the day of a leaf.

    The numbers 13 and 14 had kinds that no longer exist.
    """

    HOME_OPENED = 1
    DEMONSTRATION_OPENED = 2
    INTERVAL_CLOSED = 3
    LOG_KEY_CHANGED = 4
    WITNESS_CHANGED = 5
    BATCH_RECEIVED = 10
    ROW_RETURNED = 11
    ROW_REFUSED = 12
    REQUEST_DOCKETED = 20
    IDENTITY_NOT_CONFIRMED = 21
    REVIEW_OPENED = 22
    DOSSIER_VIEWED = 23
    DETERMINATION_MADE = 24
    REQUEST_REFUSED = 25
    REQUEST_APPROVED = 26
    RELEASED = 30
    RETRIEVED = 31
    DISPOSED = 32
    WITHDRAWN = 33
    RECALLED = 34
    STAY_PLACED = 40
    STAY_LIFT_PROPOSED = 41
    STAY_LIFTED = 42
    AGENCY_ACCREDITED = 50
    PERSON_ACCREDITED = 51
    ACCREDITATION_REVOKED = 52
    SAFEGUARDS_ASSESSED = 53
    ENROLLMENT_OPENED = 54
    PASSKEY_REGISTERED = 55
    RECOVERY_PROPOSED = 56
    SIGNED_IN = 57
    TERM_CHANGED = 58
    ERASURE_PROPOSED = 60
    ERASED = 61
    ENTRY_CONTESTED = 70
    ACCOUNTING_SUSPENDED = 71
