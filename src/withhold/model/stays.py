"""What a stay covers, how it was placed, and what it stops."""

from dataclasses import dataclass
from enum import StrEnum


class StayScope(StrEnum):
    """What a stay covers."""

    EVERYTHING = "everything"
    AGENCY = "agency"
    OFFICIAL = "official"
    CASE = "case"
    SUBJECT = "subject"
    """A person, by SSN or ITIN."""


class Channel(StrEnum):
    """Where a stay was placed from."""

    PAGES = "pages"
    """By somebody who signed in with a passkey."""
    CONSOLE = "console"
    """On the custodian's machine, by an operator whom the command names. No passkey was asked for."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The open cases that a stay stops now, and how many of them are approved and not handed over yet."""

    cases: int
    releases: int

    def __str__(self) -> str:
        """For example: 3 cases, 2 approved releases."""
        return f"{_count(self.cases, 'case')}, {_count(self.releases, 'approved release')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
