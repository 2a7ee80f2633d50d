"""The closed vocabularies, in the field's standard terms."""

from enum import StrEnum


class Outcome(StrEnum):
    """What screening says of one row."""

    ELIGIBLE = "eligible"
    RETURNED = "returned"
    """Curable: every deficiency is named with its cure; a new request may follow."""
    REFUSED = "refused"
    """Final."""


class Proceeding(StrEnum):
    """The kind of matter a request is for."""

    INVESTIGATION = "investigation"
    JUDICIAL = "judicial"
    ADMINISTRATIVE = "administrative"
    GRAND_JURY = "grand_jury"


class Role(StrEnum):
    """Who may act. A person holds one role in a case."""

    SIGNER = "signer"
    OFFICIAL = "named_official"
    CLERK = "intake_clerk"
    OFFICER = "disclosure_officer"
    COUNSEL = "disclosure_counsel"
    STEWARD = "steward"
    INSPECTOR = "inspector"
    SUBJECT = "record_subject"
    MACHINE = "machine"
    """Rules and jobs. They may refuse; nothing that releases is ever theirs."""


class IdentityOutcome(StrEnum):
    """What corroboration says. Anything but CONFIRMED means no disclosure."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    AMBIGUOUS = "ambiguous"


class Factor(StrEnum):
    """One identity factor as a reviewer sees it; the register's values never show."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"
