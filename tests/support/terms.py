"""Who of an accreditation is in force on a day, for the tests that judge a sample without records."""

from datetime import date

from withhold.model.people.accreditation import Official, Signer


def in_force(accredited: Signer | Official, day: date) -> bool:
    """Whether the term includes that day. Both ends are part of it."""
    return accredited.term.covers(day)
