"""What a stay covers, how it was placed, and what it stops."""

from dataclasses import dataclass
from enum import StrEnum


class StayScope(StrEnum):
    """The kinds of things that a stay can cover."""

    EVERYTHING = "everything"
    AGENCY = "agency"
    OFFICIAL = "official"
    CASE = "case"
    SUBJECT = "subject"
    """A person, by SSN or ITIN."""


class Channel(StrEnum):
    """The way in which a stay was placed."""

    PAGES = "pages"
    """By somebody who signed in with a passkey."""
    CONSOLE = "console"
    """On the custodian's machine, by an operator whose id the command names. No passkey was required."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Counts of the open cases that a stay stops now. ``releases`` are those that are approved and not handed over."""

    cases: int
    releases: int

    def __str__(self) -> str:
        """Return both counts in words, for example ``3 cases, 2 approved releases``."""
        return f"{_count(self.cases, 'case')}, {_count(self.releases, 'approved release')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
