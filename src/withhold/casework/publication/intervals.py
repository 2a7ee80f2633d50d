"""The summary that ends each interval between checkpoints: how many entries of each day and kind there are.

It is the interval's last entry and counts itself. If somebody removes or adds an entry between two checkpoints, the
summary that the custodian signed no longer agrees with the ledger. `audit.audit_intervals` compares them.
"""

from collections.abc import Mapping

from withhold.casework.checks import MACHINE
from withhold.casework.instance import Instance
from withhold.casework.publication.vetting import Vetting
from withhold.events.recorder import day_number
from withhold.ledger.counting import Tally
from withhold.model.errors import Code, Fault
from withhold.model.kinds import Kind
from withhold.model.occurrences import IntervalClosed
from withhold.records.log.journal import Queued

STREAM = "ledger/intervals"


def close_interval(instance: Instance, vetting: Vetting) -> list[Queued]:
    """Append the summary of what is sound among the pending entries, itself included. Returns all of these.

    If there is nothing, append nothing. Call inside `write_transaction`, and sequence what it returns there.
    """
    last = instance.journal.head(STREAM)
    if last is not None and last.position is None:
        # Each summary gets its position in the write that appends it, so somebody else appended this one.
        raise Fault(Code.LEDGER_STREAM_BROKEN)
    queue = instance.journal.queue()
    line = vetting.sound(queue)
    tally = Tally()
    for leaves in instance.sequencer.leaves(line):
        tally.add(leaves)
    if not tally.total:
        return []
    at = instance.now()
    tally.add_one(int(Kind.INTERVAL_CLOSED), day_number(at.date()))
    first = instance.sequencer.size()
    closed = IntervalClosed(first, first + tally.total - 1, written(tally.counts()))
    instance.recorder.record(instance.recorder.tail(STREAM), [closed], MACHINE, at)
    return [*line, *instance.journal.queue(queue[-1].entry_id)]


def written(counts: Mapping[int, Mapping[int, int]]) -> dict[str, dict[str, int]]:
    """Return counts as the summary's payload has them: day (since 1970-01-01) -> kind -> entries.

    Days and kinds are text there, for example `{"20786": {"3": 12}}`.
    """
    return {str(day): {str(kind): count for kind, count in kinds.items()} for day, kinds in counts.items()}
