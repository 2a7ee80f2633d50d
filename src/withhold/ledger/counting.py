"""Counts of entries by day and kind, which are the readable parts of a leaf.

The summary of an interval commits to such counts.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from withhold.ledger.leaf import require_leaves

_CLEAR = slice(1, 6)
"""The bytes of a leaf that are its kind and its day."""


@dataclass(slots=True)
class Tally:
    """Counts entries. ``total`` is how many there were."""

    total: int = 0
    _counted: Counter[bytes] = field(default_factory=Counter)

    def add(self, entries: Sequence[bytes]) -> None:
        """Count entries. Raises as `require_leaves` does."""
        require_leaves(entries)
        self.total += len(entries)
        self._counted.update(entry[_CLEAR] for entry in entries)

    def add_one(self, kind: int, day: int) -> None:
        """Count an entry of that kind and day (days since 1970-01-01) that does not exist yet."""
        self.total += 1
        self._counted[kind.to_bytes(1, "big") + day.to_bytes(4, "big")] += 1

    def counts(self) -> dict[int, dict[int, int]]:
        """Return day (days since 1970-01-01) → kind → number of entries, in order of both."""
        counts: dict[int, dict[int, int]] = {}
        for clear in sorted(self._counted, key=lambda clear: (clear[1:], clear[0])):
            counts.setdefault(int.from_bytes(clear[1:], "big"), {})[clear[0]] = self._counted[clear]
        return counts
