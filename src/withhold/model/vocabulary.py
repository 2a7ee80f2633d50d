"""Enumerations of the words that requests, events and permissions share."""

from enum import StrEnum


class Outcome(StrEnum):
    """The result of screening for one row."""

    ELIGIBLE = "eligible"
    RETURNED = "returned"
    """Curable. Every deficiency is named with its cure, and the agency may send a new request."""
    REFUSED = "refused"
    """Final."""


class Proceeding(StrEnum):
    """The kind of matter that a request is for."""

    INVESTIGATION = "investigation"
    JUDICIAL = "judicial"
    ADMINISTRATIVE = "administrative"
    GRAND_JURY = "grand_jury"


class Role(StrEnum):
    """The roles. An accreditation is for one role."""

    SIGNER = "signer"
    OFFICIAL = "named_official"
    OFFICER = "disclosure_officer"
    COUNSEL = "disclosure_counsel"
    STEWARD = "steward"
    INSPECTOR = "inspector"
    SUBJECT = "record_subject"
    MACHINE = "machine"
    """Rules and jobs. They may refuse. They can never release."""


class IdentityOutcome(StrEnum):
    """The result of corroboration. Anything but CONFIRMED means no disclosure."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    AMBIGUOUS = "ambiguous"


class Factor(StrEnum):
    """How one identity factor compares with the register. Reviewers see this, and never the register's value.

    For example, a date of birth `DIFFERS` if the request and the register have different dates.
    """

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"
