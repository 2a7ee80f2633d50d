"""The part of an audit that checks each entry's tag for the person whom the entry is about.

A person finds an entry by its tag, with their accounting code. A tag that is not theirs, or that their scan would not
reach, hides the entry from them although every other check passes.
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
    """Collects the entries about each person, and then finds those that the person would not find."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._entries: dict[tuple[str, date], list[tuple[bytes, str]]] = {}

    def note(self, tin: str, day: date, leaf: bytes, where: str) -> None:
        """Add an entry of that day about the person with this TIN, as the request has it.

        `where` is the name of the entry in a finding. An entry whose TIN is impossible is about nobody and is ignored.
        """
        canonical = canonical_tin(tin)
        if canonical is not None:
            self._entries.setdefault((canonical, day), []).append((leaf[_TAG], where))

    def hidden(self, erased: int) -> Iterator[str]:
        """Yield the name of each entry that its person would not find.

        `erased` is how many entries were erased. Each of them may have used a number of any person and day, because
        nobody can read any more whom it was about. So the search goes that many numbers further.
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
