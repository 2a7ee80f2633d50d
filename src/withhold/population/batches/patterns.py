"""Rows that are deficient because of other rows, and rows that do not meet several elements.

For example, a row whose reason is sound, but has the same text as the reasons of many others.
"""

import re

from withhold.population.batches.flaws import (
    ADDRESS,
    BOILERPLATE,
    DUPLICATE,
    ENGAGEMENT,
    FLAWS,
    REASON,
    Flaw,
    placeholder,
)
from withhold.population.batches.request_writer import RequestWriter
from withhold.population.batches.truth import Case, Row, Shortfall, deficient
from withhold.population.people.addresses import Hand
from withhold.population.people.households import Person, Record

LITIGATED_REASON = (
    "The agency is conducting criminal investigations of persons who remain in the country and "
    "the address is relevant to locating the subject of case {number}."
)
"""One text for all, with the number of the case merged in."""

CROWD = 30
"""The least number of rows for one official in the share `engagement`. It is above the default ceiling of a pack."""

GROUP = 4
"""The least number of people with one reason in the share `boilerplate`. A pack allows one less by default."""


class Patterns:
    """Writes the rows whose truth depends on the batch. It is given the number of rows of each pattern."""

    def __init__(self, writer: RequestWriter, engagement: int, boilerplate: int) -> None:
        self._writer = writer
        self._litigated = writer.officials.fresh()
        self._crowded = _spread(engagement, CROWD)
        self._shared = _spread(boilerplate, GROUP)
        self._crowds: dict[int, str] = {}
        self._texts: dict[int, str] = {}
        self._sound: list[Case] = []

    def of_batch(self, share: str) -> Case:
        """Return a row of a share that depends on other rows, or that does not meet several elements."""
        makers = {
            "litigated": self.litigated,
            "litigated_addressed": self.litigated_addressed,
            "engagement": self.engagement,
            "boilerplate": self.boilerplate,
            "several": self.several,
            "duplicate": self.duplicate,
        }
        return makers[share](share)

    def litigated(self, share: str) -> Case:
        """Return a row of the litigated file: one official, one reason, and a placeholder beside a real ZIP."""
        return self._mass(share, with_address=False)

    def litigated_addressed(self, share: str) -> Case:
        """Return a row of the litigated file whose address is a real one. All its other deficiencies remain."""
        return self._mass(share, with_address=True)

    def engagement(self, share: str) -> Case:
        """Return a row whose only deficiency is that its official is named in too many rows."""
        row, records = self._requested()
        crowd = self._crowded.pop()
        official = self._crowds.get(crowd) or self._crowds.setdefault(crowd, self._writer.officials.fresh())
        row["official_id"] = official
        return Case(row, deficient(share, [ENGAGEMENT]), records)

    def boilerplate(self, share: str) -> Case:
        """Return a row whose only deficiency is its reason, which others have too if names and numbers are masked."""
        group = self._shared.pop()
        text = self._texts.get(group) or self._texts.setdefault(group, self._writer.reasons.next())
        row, records = self._requested(text)
        row["reason"] = _merged(text, row, self._writer)
        self._writer.assigned(row)
        return Case(row, deficient(share, [BOILERPLATE]), records)

    def flawed(self, flaw: Flaw) -> Case:
        """Return a row spoiled in one way."""
        return self._spoiled(flaw.share, [flaw])

    def several(self, share: str) -> Case:
        """Return a row spoiled in two to five ways, each under another element."""
        rng = self._writer.rng
        wanted = rng.randrange(2, 6)
        flaws: dict[str, Flaw] = {}
        while len(flaws) < wanted:
            flaw = rng.choice(FLAWS)
            flaws.setdefault(flaw.shortfall.element, flaw)
        return self._spoiled(share, list(flaws.values()))

    def remember(self, case: Case) -> None:
        """Keep a sound row, so that a later row may ask for the same person in the same matter again."""
        self._sound.append(case)

    @property
    def can_duplicate(self) -> bool:
        """Whether a sound row has come already."""
        return bool(self._sound)

    def duplicate(self, share: str) -> Case:
        """Return a request for the person and matter of an earlier row, written a little differently."""
        rng = self._writer.rng
        row = dict(rng.choice(self._sound).row)
        row["tin"] = self._writer.written_tin(row["tin"].replace("-", ""))
        row["case_number"] = rng.choice((row["case_number"], row["case_number"].lower()))
        row["reason"] = rng.choice((row["reason"], self._writer.reasons.next()))
        return Case(self._writer.assigned(row), deficient(share, [DUPLICATE]))

    def _mass(self, share: str, *, with_address: bool) -> Case:
        writer = self._writer
        row, records = self._requested(LITIGATED_REASON)
        shortfalls: list[Shortfall] = [
            ENGAGEMENT,
            REASON,
            BOILERPLATE,
        ]  # it gives no facts about this person
        row["official_id"] = self._litigated
        row["reason"] = LITIGATED_REASON.format(number=row["case_number"].partition("-")[2])
        if not with_address:
            placeholder(row, writer)
            shortfalls.append(ADDRESS)
        if writer.rng.random() < 0.05:
            extra = writer.rng.choice(EXTRAS)
            extra.change(row, writer)
            shortfalls.append(extra.shortfall)
        records = records if writer.rng.random() < 0.5 else ()
        return Case(row, deficient(share, shortfalls), records)

    def _spoiled(self, share: str, flaws: list[Flaw]) -> Case:
        row, records = self._requested()
        if not any(flaw.shortfall.element == "official" for flaw in flaws):
            self._writer.assigned(row)
        for flaw in flaws:
            flaw.change(row, self._writer)
        return Case(row, deficient(share, [flaw.shortfall for flaw in flaws]), records)

    def _requested(self, text: str = "") -> tuple[Row, tuple[Record, ...]]:
        """Return a request that lacks only an official, and the records that would confirm its person."""
        # A name that is a word of the text would be masked in the text too, so the truth would be open to argument.
        writer = self._writer
        words = set(re.findall("[A-Z]+", text.upper()))
        while (person := writer.people.person()) and not words.isdisjoint(_name_words(person)):
            pass
        record = writer.people.record(person)
        hand = writer.rng.choice((Hand.AGENCY, Hand.AGENCY, Hand.REGISTER))
        return writer.request(person, record.current, hand), (record,)


EXTRAS = tuple(flaw for flaw in FLAWS if flaw.share in {"periods", "sole_use", "tin", "birth_date", "statute_civil"})
"""Additional deficiencies of rows of the litigated file."""


def _name_words(person: Person) -> set[str]:
    names = f"{person.first_name} {person.middle_name} {person.last_name}".split()
    return {*names, *(f"{name}S" for name in names)}


def _merged(text: str, row: Row, writer: RequestWriter) -> str:
    """Return the text as a mail merge writes it for one person. A mask removes all that differs between people."""
    name = f"{row['first_name']} {row['last_name']}"
    return writer.rng.choice(
        (
            f"{name}: {text}",
            f"{row['date_of_birth']}, {name}: {text}",
            f"{name}, {row['date_of_birth']}: {text.upper()}",
            f"{row['last_name']}  {text}",
        )
    )


def _spread(rows: int, least: int) -> list[int]:
    """Return ``rows`` numbers. Each occurs at least ``least`` times. For example, 4 and 2 give [0, 1, 0, 1]."""
    return [n % max(1, rows // least) for n in range(rows)]
