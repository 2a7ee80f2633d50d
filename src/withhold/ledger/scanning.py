"""Finding a person's entries in a copy of the log, with their accounting code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.leaf import KEY_SIZE, Leaf, require_leaves, subject_tag
from withhold.tlog.stores.reading import TileReader, fetch_entries
from withhold.tlog.tree.tiles import WIDTH, tile_at

_EPOCH = date(1970, 1, 1).toordinal()
GAP = 32
"""How many numbers of a day may be missing or late before an entry of that day is no longer found."""


@dataclass(frozen=True, slots=True)
class Found:
    """A person's entry: its index in the log, its day (days since 1970-01-01), and its kind."""

    index: int
    day: int
    kind: int


class Scanner:
    """Finds the tags of one person in entries that are given in the order of the log.

    A person's entries of a day are numbered 0, 1, …. The scanner searches for the first ``gap`` numbers of each day of
    the year, and for ``gap`` more after the last one that it found.
    """

    def __init__(self, code: AccountingCode, gap: int = GAP) -> None:
        self._key, self._gap = code.subject_key, gap
        first = date(code.year, 1, 1).toordinal() - _EPOCH
        after = date(code.year, 12, 31).toordinal() - _EPOCH + 1
        self._wanted: dict[bytes, tuple[int, int]] = {}
        self._tags_known = dict.fromkeys(range(first, after), 0)
        for day in self._tags_known:
            self._add_tags(day, gap)

    def find(self, first: int, entries: Sequence[bytes]) -> list[Found]:
        """Return the person's entries among ``entries``, of which the first has the index ``first``.

        Raises as `require_leaves` does.
        """
        require_leaves(entries)
        tags = [entry[6 : 6 + KEY_SIZE] for entry in entries]
        if self._wanted.keys().isdisjoint(tags):
            return []
        return [found for at, entry in enumerate(entries, first) if (found := self._one(at, Leaf.parse(entry)))]

    def _one(self, index: int, leaf: Leaf) -> Found | None:
        day, nth = self._wanted.get(leaf.tag, (-1, 0))
        if day != leaf.day:
            return None
        self._add_tags(day, nth + 1 + self._gap)
        return Found(index, day, leaf.kind)

    def _add_tags(self, day: int, upto: int) -> None:
        for nth in range(self._tags_known[day], upto):
            self._wanted[subject_tag(self._key, day, nth)] = day, nth
        self._tags_known[day] = max(self._tags_known[day], upto)


def scan(code: AccountingCode, reader: TileReader, size: int) -> Iterator[Found]:
    """Yield every entry about the person in the first ``size`` entries of a log.

    The log is not verified. To verify it in the same pass, call `Scanner.find` with the entries that `verify_log`
    reads. Raises Malformed if the log contains an entry that is not a leaf, and the errors of `TileReader.read`.
    """
    scanner = Scanner(code)
    for number in range(-(-size // WIDTH)):
        entries = fetch_entries(reader, tile_at(None, number, size))
        yield from scanner.find(number * WIDTH, entries)
