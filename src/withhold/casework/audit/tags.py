"""The part of an audit that holds each entry's tag against the person it is about.

A tag is how a person finds the entry by their accounting code. One that is not theirs, or that their scan would not
reach, hides the entry from them while everything else about it holds.
"""

from collections.abc import Iterator
from datetime import date

from withhold.events.keyring import Keyring
from withhold.events.recorder import day_number
from withhold.identity.tins import canonical_tin
from withhold.ledger.leaf import KEY_SIZE, subject_tag
from withhold.ledger.scanning import GAP
from withhold.model.errors import Unreadable

_TAG = slice(6, 6 + KEY_SIZE)


class Tags:
    """Collects the entries about each person, then says which of them that person would not find."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._entries: dict[tuple[str, date], list[tuple[bytes, str]]] = {}

    def note(self, tin: str, day: date, leaf: bytes, where: str) -> None:
        """An entry of that day about the person with this TIN, as the request has it.

        One with an impossible TIN is nobody's.
        """
        canonical = canonical_tin(tin)
        if canonical is not None:
            self._entries.setdefault((canonical, day), []).append((leaf[_TAG], where))

    def hidden(self, erased: int) -> Iterator[str]:
        """Where the entries stand that their person would not find.

        `erased` is how many entries were erased: they may have taken numbers of a person and day, and say no more
        whose they were.
        """
        for (tin, day), noted in self._entries.items():
            missing = dict(noted)
            try:
                key = self._keyring.subject_key(tin, day.year)
            except Unreadable:  # the year's master key is gone, so no code of that year finds anything
                yield from missing.values()
                continue
            for nth in range(len(noted) + GAP + erased):
                if not missing:
                    break
                missing.pop(subject_tag(key, day_number(day), nth), None)
            yield from missing.values()
