"""The part of an audit that compares each interval's summary with the leaves on the ledger.

Intervals must cover the ledger from its first entry to its last, without a gap or an overlap. Each must end with its
summary, and the summary must count exactly the entries of the interval. Its steps must be together before the summary,
in the order of the interval's seed. Those that are the seed's padding have no record.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from withhold.casework.instance import Instance
from withhold.casework.publication.intervals import STREAM, written
from withhold.ledger.counting import Tally
from withhold.ledger.interval_order import padding, without_padding
from withhold.model.errors import WithholdError
from withhold.model.kinds import Kind
from withhold.model.occurrences import IntervalClosed
from withhold.records.log.journal import Stored
from withhold.tlog.errors import LogError, Malformed, ProofFails


@dataclass(frozen=True, slots=True)
class AuditedInterval:
    """One interval as its summary describes it, and what is wrong with it. `counts` is day -> kind -> entries."""

    number: int
    first: int
    last: int
    counts: Mapping[str, Mapping[str, int]]
    faults: tuple[str, ...]
    padding: tuple[int, ...] = ()
    """The positions that are padding, by the interval's seed."""

    @property
    def name(self) -> str:
        """The name in a finding, for example `interval 3 (entries 17 to 40)`."""
        return f"interval {self.number} (entries {self.first} to {self.last})"


def audit_intervals(instance: Instance, entries: Sequence[bytes]) -> Iterator[AuditedInterval]:
    """Yield every interval within these entries, which are the ledger's, and then the entries that none covers."""
    expected = 0
    number = 0
    for stored in instance.journal.stream(STREAM):
        if stored.position is None or stored.position >= len(entries):
            break  # pending, or newer than this copy of the ledger
        try:
            closed = instance.recorder.read_event(stored)
        except (WithholdError, LogError):
            continue  # the audit of events has a finding for it, and the gap that it leaves shows below
        assert isinstance(closed, IntervalClosed)
        number += 1
        faults = tuple(_faults(stored, closed, expected, entries))
        padding = tuple(_padding(closed, entries))
        yield AuditedInterval(number, closed.first, closed.last, closed.counts, faults, padding)
        expected = closed.last + 1
    if expected != len(entries):
        rest = ("no interval's summary counts them",)
        yield AuditedInterval(number + 1, expected, len(entries) - 1, {}, rest)


def _faults(stored: Stored, closed: IntervalClosed, expected: int, entries: Sequence[bytes]) -> Iterator[str]:
    if closed.first != expected:
        what = "leaves out" if closed.first > expected else "counts again"
        yield f"begins at {closed.first}, and the one before ends at {expected - 1}: it {what} entries in between"
    if stored.position != closed.last:
        yield f"its summary is not at its end, but at {stored.position}"
    try:
        counted = Tally()
        counted.add(entries[closed.first : closed.last + 1])
    except Malformed as fault:
        yield str(fault)
        return
    yield from _differences(closed.counts, written(counted.counts()))
    steps = [entry for entry in entries[closed.first : closed.last] if entry[1] == Kind.STEP]
    if steps != entries[closed.last - len(steps) : closed.last]:
        yield "its steps are not together before its summary"
    try:
        without_padding(bytes.fromhex(closed.seed), Kind.STEP, _added(closed), steps)
    except (ProofFails, ValueError) as fault:
        yield str(fault)


def _padding(closed: IntervalClosed, entries: Sequence[bytes]) -> Iterator[int]:
    try:
        made = set(padding(bytes.fromhex(closed.seed), Kind.STEP, _added(closed)))
    except (ValueError, OverflowError):
        return
    yield from (place for place in range(closed.first, min(closed.last, len(entries))) if entries[place] in made)


def _added(closed: IntervalClosed) -> dict[int, int]:
    """Return day -> entries of padding. Raises ValueError if the interval is too short for them."""
    if not 0 <= sum(map(abs, closed.padding.values())) <= closed.last - closed.first:
        raise ValueError("its summary names more padding than it has entries")
    return {int(day): count for day, count in closed.padding.items()}


def _differences(stated: Mapping[str, Mapping[str, int]], counted: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    for day in sorted(stated.keys() | counted.keys(), key=int):
        states, has = stated.get(day, {}), counted.get(day, {})
        for kind in sorted(states.keys() | has.keys(), key=int):
            if states.get(kind, 0) != has.get(kind, 0):
                yield f"day {day}, kind {kind}: commits to {states.get(kind, 0)}, the ledger has {has.get(kind, 0)}"
