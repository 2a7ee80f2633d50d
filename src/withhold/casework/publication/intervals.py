"""Closing an interval: puts what waits into its order, adds padding, and appends the summary that ends the interval.

A clock closes intervals, and no use case does. So the moment at which something is published tells nobody what
happened. An interval is `LENGTH` long, also if nothing happened in it. A demonstration closes one every second, if
there is anything in it, and adds no padding.

These are the entries of an interval, in order:

1. What has a public kind of its own, in order of its rows: acts of offices and batches. The rows of a batch stay
   together.
2. The steps, which include the padding, shuffled (`ledger.interval_order`). Each day of the interval has a multiple of
   16 of them, and at least 16. So an outsider can link no two steps by their order, and cannot see whether there were
   any.
3. The summary: how many entries of each day and public kind there are, itself included, and the seed from which order
   and padding follow.

If somebody removes or adds an entry between two checkpoints, the summary that the custodian signed no longer agrees
with the ledger. `audit.audit_intervals` compares them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from withhold.casework.checks import MACHINE
from withhold.casework.instance import Instance
from withhold.casework.publication.vetting import Vetting
from withhold.events.recorder import day_number
from withhold.ledger.counting import Tally
from withhold.ledger.interval_order import SEED_SIZE, lacking, padding, shuffled
from withhold.ledger.leaf import Leaf
from withhold.model.errors import Code, Fault
from withhold.model.kinds import Kind
from withhold.model.occurrences import IntervalClosed
from withhold.records.log.journal import Queued

STREAM = "ledger/intervals"
LENGTH = timedelta(minutes=5)
SHORT = timedelta(seconds=1)
"""The length of an interval in a demonstration."""

Line = Sequence[Queued | bytes]
"""What is sequenced, in order: rows, and entries of padding."""


def interval_due(instance: Instance) -> bool:
    """Return whether the interval that is open is as long as an interval gets, and has something to publish."""
    if instance.demonstration and not instance.journal.queue():
        return False
    last = instance.journal.head(STREAM)
    if last is None:
        return True
    # A clock that was set back makes it due at once: waiting until the old time comes again would stop the log.
    return not last.recorded_at <= instance.now() < last.recorded_at + (SHORT if instance.demonstration else LENGTH)


def close_interval(instance: Instance, vetting: Vetting, at: datetime, *, empty: bool = False) -> Line:
    """Append the summary of what is sound among the pending entries, and return all entries of the interval, in order.

    If nothing waits, append nothing, unless an `empty` interval is to have padding. Call inside `write_transaction`,
    and sequence what it returns there. Raises Fault if somebody else appended a summary.
    """
    last = instance.journal.head(STREAM)
    if last is not None and last.position is None:
        # Each summary gets its position in the write that appends it.
        raise Fault(Code.LEDGER_STREAM_BROKEN)
    queue = instance.journal.queue()
    sound = vetting.sound(queue)
    if not sound and not empty:
        return []
    seed = instance.entropy(SEED_SIZE)
    steps = {each.event.leaf: each for each in sound if each.event is not None and _is_step(each)}
    added = _padding_of(instance, sound, at)
    order = shuffled(seed, [*steps, *padding(seed, Kind.STEP, added)])
    others: Line = [each for each in sound if not _is_step(each)]
    line = [*others, *(steps.get(entry, entry) for entry in order)]
    tally = Tally()
    for leaves in instance.sequencer.leaves(line):
        tally.add(leaves)
    tally.add_one(int(Kind.INTERVAL_CLOSED), day_number(at.date()))
    first = instance.sequencer.size()
    closed = IntervalClosed(
        first, first + tally.total - 1, written(tally.counts()), seed.hex(), {str(day): n for day, n in added.items()}
    )
    instance.recorder.record(instance.recorder.tail(STREAM), [closed], MACHINE, at)
    return [*line, *instance.journal.queue(queue[-1].entry_id if queue else 0)]


def size_when_closed(instance: Instance, vetting: Vetting, at: datetime, events: int) -> int:
    """Return the size of the log if the interval is closed at that time, with that many more events of offices.

    Call inside the write that appends the events and closes the interval.
    """
    sound = vetting.sound(instance.journal.queue())
    return (
        instance.sequencer.size()
        + sum(each.size for each in sound)
        + sum(_padding_of(instance, sound, at).values())
        + events
        + 1
    )


def _padding_of(instance: Instance, sound: Sequence[Queued], at: datetime) -> dict[int, int]:
    """Return day -> how many entries of padding an interval of these rows gets. None in a demonstration."""
    if instance.demonstration:
        return {}
    by_day = Counter(Leaf.parse(each.event.leaf).day for each in sound if each.event is not None and _is_step(each))
    last, closing = instance.journal.head(STREAM), day_number(at.date())
    opened = closing if last is None else day_number(last.recorded_at.date())
    days = {*range(opened, closing), closing, *by_day}
    return {day: lacking(by_day[day]) for day in sorted(days)}


def _is_step(each: Queued) -> bool:
    return each.event is not None and Leaf.parse(each.event.leaf).kind == Kind.STEP


def written(counts: Mapping[int, Mapping[int, int]]) -> dict[str, dict[str, int]]:
    """Return counts as the summary's payload has them: day (since 1970-01-01) -> kind -> entries.

    Days and kinds are text there, for example `{"20786": {"3": 12}}`.
    """
    return {str(day): {str(kind): count for kind, count in kinds.items()} for day, kinds in counts.items()}
