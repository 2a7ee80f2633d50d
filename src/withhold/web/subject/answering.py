"""The text that a record subject reads about an entry, in their language. The page and the command use the same."""

from dataclasses import dataclass

from withhold.casework.subject.accounting import Entry
from withhold.web.translations import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry as the record subject reads it."""

    day: str
    """ISO 8601."""
    index: int
    what: str
    who: str
    """The agency that asked, or "" if it is not known or its name is withheld for now."""


def answer_in(words: Words, entry: Entry) -> Answer:
    """Return the entry in the language of ``words``."""
    return Answer(entry.day.isoformat(), entry.index, _what(words, entry), entry.agency)


def _what(words: Words, entry: Entry) -> str:
    if entry.suspended:
        return f"{words['suspended']} {entry.suspended}."
    meaning = words.step(entry.kind)
    if entry.erased is None:
        return meaning
    return f"{meaning} {words.filled('erased', day=str(entry.erased.day), entry=str(entry.erased.tombstone))}"
