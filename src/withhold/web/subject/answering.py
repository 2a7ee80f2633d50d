"""The text that a record subject reads about an entry, in their language. The page and the command use the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from withhold.casework.subject.accounting import Entry
from withhold.web.translations import STEPS_IN_SPANISH


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry as the record subject reads it."""

    day: str
    """ISO 8601."""
    index: int
    what: str
    who: str
    """The agency that asked, or "" if it is not known or its name is withheld for now."""


def answer_in(words: Mapping[str, str], entry: Entry) -> Answer:
    """Return the entry in the language of ``words``."""
    return Answer(entry.day.isoformat(), entry.index, _what(words, entry), entry.agency)


def _what(words: Mapping[str, str], entry: Entry) -> str:
    if entry.suspended:
        return f"{words['suspended']} {entry.suspended}."
    meaning = entry.meaning
    if words["lang"] == "es":
        meaning = STEPS_IN_SPANISH.get(entry.kind, words["other_kind"].format(kind=entry.kind))
    if entry.erased is None:
        return meaning
    return f"{meaning} {words['erased'].format(day=entry.erased.day, entry=entry.erased.tombstone)}"
