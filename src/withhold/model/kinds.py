"""The number of each kind of entry on the ledger.

The numbers are public and permanent. A new kind gets a new number. No number is reused or renamed.

A leaf does not show the kind of every entry. Whoever sees that a case was approved, or that it went no further, learns
an outcome. So every step of a case, every stay, and every step of a person's accounting has the same kind on its leaf,
`Kind.STEP`. Its own kind is in the payload, which the leaf commits to.
"""

from enum import IntEnum


class Kind(IntEnum):
    """The kind of an entry. A reader without keys can read only the public kind and the day of a leaf.

    The numbers 1, 2, 13 and 14 had kinds that no longer exist.
    """

    INTERVAL_CLOSED = 3
    LOG_KEY_CHANGED = 4
    WITNESS_CHANGED = 5
    FOUNDED = 6
    DEMONSTRATION_FOUNDED = 7
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
    STEP = 80
    GRANT_PROPOSED = 100
    KEYS_OFFERED = 101
    GRANT_APPROVED = 102
    RECOVERED = 103
    PERSON_SUSPENDED = 104
    SUSPENSION_CONFIRMED = 105
    SUSPENSION_LIFTED = 106
    TERM_SHORTENED = 107
    SAFEGUARDS_FOUND_POOR = 108
    SETTING_TIGHTENED = 109


STEPS = frozenset(
    {
        Kind.REQUEST_DOCKETED,
        Kind.IDENTITY_NOT_CONFIRMED,
        Kind.REVIEW_OPENED,
        Kind.DOSSIER_VIEWED,
        Kind.DETERMINATION_MADE,
        Kind.REQUEST_REFUSED,
        Kind.REQUEST_APPROVED,
        Kind.RELEASED,
        Kind.RETRIEVED,
        Kind.DISPOSED,
        Kind.WITHDRAWN,
        Kind.RECALLED,
        Kind.STAY_PLACED,
        Kind.STAY_LIFT_PROPOSED,
        Kind.STAY_LIFTED,
        Kind.ENTRY_CONTESTED,
        Kind.ACCOUNTING_SUSPENDED,
    }
)
"""The kinds that a leaf shows as `Kind.STEP`. They are about a case, a stay or a person's accounting."""


def public_kind(kind: int) -> int:
    """Return the number that the leaf of an entry of this kind shows."""
    return int(Kind.STEP) if kind in STEPS else kind
