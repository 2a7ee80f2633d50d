"""The ledger as an audit reads it: verified once, and each of its positions compared with the records.

It is read before the records are. So whatever is on it is in the records too, unless the records are older than the
log. What the records have in addition is pending: it is appended, or has its position, and is not published yet.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from withhold.casework.instance import Instance
from withhold.casework.publication.proving import without_quorum
from withhold.model.errors import WithholdError
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import LogError
from withhold.tlog.stores.reading import TileReader
from withhold.tlog.verify import verify_log

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is in all (0: not counted)."""


class AuditedLedger:
    """The entries of a log, and which of them a record accounts for.

    A `copy` is a log that is kept or served elsewhere. For a copy, later records are counted in `newer` and are not at
    fault.
    """

    def __init__(self, instance: Instance, progress: Progress, copy: TileReader | None = None) -> None:
        self.entries: list[bytes] = []
        self.fault = ""
        """Why the log does not verify, or "". If it does not, `entries` ends where reading failed."""
        self.newer = 0
        self.pending: list[str] = []
        """The names of what the records have and the published log does not have yet."""
        self._committed: int | None = None
        self._queue: frozenset[int | str] | None = None
        self._instance = instance
        self.is_copy = copy is not None
        self._read(instance, progress, copy or instance.sequencer.store)
        self._accounted = bytearray(len(self.entries))

    def _read(self, instance: Instance, progress: Progress, reader: TileReader) -> None:
        def keep(_first: int, entries: Sequence[bytes]) -> None:
            self.entries.extend(entries)

        try:
            verify_log(
                reader,
                without_quorum(instance.trust),
                check_ed25519,
                entries=keep,
                progress=lambda done, of: progress("ledger", done, of),
            )
        except (WithholdError, LogError) as fault:
            self.fault = str(fault)

    def faults(self, key: int | str, first: int | None, leaves: Sequence[bytes], name: str) -> Iterator[str]:
        """Compare a record's leaves with the ledger from position `first` on, and mark the positions as accounted for.

        Yields what is wrong. `key` is an event's id or a batch's digest. `first` is None if it has no position yet.
        """
        if first is None:
            # A record whose entry does not wait for a position would never be published, so it is not pending.
            if self.is_copy or key in self._waiting():
                self._wait(len(leaves), name)
            else:
                yield "has no place on the ledger"
            return
        for place, leaf in enumerate(leaves, first):
            if place >= len(self.entries):
                rest = first + len(leaves) - place
                if self.is_copy or first + len(leaves) <= self._size():
                    self._wait(rest, name)
                else:
                    yield f"its place {place} is beyond the ledger"
                return
            self._accounted[place] += self._accounted[place] < 2
            if self.entries[place] != leaf:
                yield f"is not what the ledger has at {place}"

    def add_padding(self, positions: Iterable[int]) -> None:
        """Mark positions that an interval's seed accounts for."""
        for place in positions:
            self._accounted[place] += self._accounted[place] < 2

    def is_published(self, position: int | None) -> bool:
        """Return whether the entry at this position is on the log that was read."""
        return position is not None and position < len(self.entries)

    def behind(self) -> Iterator[str]:
        """Yield what is wrong if the records are older than their own log."""
        if not self.is_copy and not self.fault and len(self.entries) > self._size():
            yield (
                f"has {len(self.entries):,} entries and the records know of {self._size():,}: "
                "the records are older than what was published"
            )

    def _size(self) -> int:
        """Return how many entries have a position according to the records, published or not."""
        if self._committed is None:
            self._committed = self._instance.sequencer.size()
        return self._committed

    def _waiting(self) -> frozenset[int | str]:
        if self._queue is None:
            self._queue = self._instance.journal.waiting()
        return self._queue

    def _wait(self, count: int, name: str) -> None:
        if self.is_copy:
            self.newer += count
        elif count:
            self.pending.append(name if count == 1 else f"{name}: {count:,} entries")

    def unaccounted(self) -> Iterator[tuple[int, str]]:
        """Yield every position for which not exactly one record accounts, and what is wrong there."""
        for place, count in enumerate(self._accounted):
            if count != 1:
                yield place, "no record accounts for it" if count == 0 else "more than one record claims it"

    def totals(self) -> dict[int, tuple[int, int]]:
        """Return kind -> number of entries on the ledger, and number of those for which the records account."""
        there: Counter[int] = Counter(entry[1] for entry in self.entries if len(entry) > 1)
        known: Counter[int] = Counter(
            entry[1] for entry, count in zip(self.entries, self._accounted, strict=True) if count and len(entry) > 1
        )
        return {kind: (there[kind], known[kind]) for kind in sorted(there)}
