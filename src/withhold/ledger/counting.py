"""Counting entries by day and kind: what a leaf says in clear, and what an interval's summary commits to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from withhold.ledger.leaf import LEAF_SIZE
from withhold.tlog.errors import Malformed

_CLEAR = slice(1, 6)
"""Where a leaf says its kind and its day."""


@dataclass(slots=True)
class Tally:
    """Counts runs of entries as they pass. ``total`` is how many there were."""

    total: int = 0
    _counted: Counter[bytes] = field(default_factory=Counter)

    def add(self, entries: Sequence[bytes]) -> None:
        """Count a run of entries. Raises Malformed where one is as long as no leaf is."""
        if not set(map(len, entries)) <= {LEAF_SIZE}:
            raise Malformed("entry: not a leaf of version 1")
        self.total += len(entries)
        self._counted.update(entry[_CLEAR] for entry in entries)

    def add_one(self, kind: int, day: int) -> None:
        """Count an entry of that kind and day (since 1970-01-01) that is yet to be made."""
        self.total += 1
        self._counted[kind.to_bytes(1, "big") + day.to_bytes(4, "big")] += 1

    def counts(self) -> dict[int, dict[int, int]]:
        """Day (since 1970-01-01) -> kind -> entries, in order of both."""
        counts: dict[int, dict[int, int]] = {}
        for clear in sorted(self._counted, key=lambda clear: (clear[1:], clear[0])):
            counts.setdefault(int.from_bytes(clear[1:], "big"), {})[clear[0]] = self._counted[clear]
        return counts
