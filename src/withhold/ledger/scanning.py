"""Finding one person's entries in a copy of the log, by their accounting code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.leaf import KEY_SIZE, LEAF_SIZE, Leaf, subject_tag
from withhold.tlog.stores.reading import TileReader, fetch_entries
from withhold.tlog.tree.tiles import WIDTH, tile_at

_EPOCH = date(1970, 1, 1).toordinal()
GAP = 32
"""How many numbers of a day may be missing, or come late, before an entry of that day is no longer found."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry about the person: its place in the log, the day (since 1970-01-01), and what kind of step it was."""

    index: int
    day: int
    kind: int


class Scanner:
    """Looks for one person's tags in runs of entries, given in the order of the log.

    A day's entries of a person are numbered 0, 1, …; the scanner knows the tags of the first ``gap`` numbers of each
    day of the year, and of ``gap`` more beyond the last it met.
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
        """The person's entries in a run that begins at index ``first``.

        Raises Malformed on an entry as long as no leaf is.
        """
        if set(map(len, entries)) == {LEAF_SIZE}:
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
    """Every entry about the person in the first ``size`` entries of a log.

    The log is not verified on the way: give `Scanner.find` to `verify_log` to do both in one pass. Raises Malformed
    where the log holds something else than leaves, and as `TileReader.read` does.
    """
    scanner = Scanner(code)
    for number in range(-(-size // WIDTH)):
        entries = fetch_entries(reader, tile_at(None, number, size))
        yield from scanner.find(number * WIDTH, entries)
