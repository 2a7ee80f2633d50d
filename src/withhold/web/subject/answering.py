"""What a record subject reads about an entry, in their language. Page and command answer with the same words."""

from collections.abc import Mapping
from dataclasses import dataclass

from withhold.casework.subject.accounting import Entry
from withhold.web.translations import STEPS_IN_SPANISH


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry as it is read."""

    day: str
    """ISO 8601."""
    index: int
    what: str
    who: str
    """The agency that asked; "" if that is not known, or not told yet."""


def answer_in(words: Mapping[str, str], entry: Entry) -> Answer:
    """The entry in the language of the words."""
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
