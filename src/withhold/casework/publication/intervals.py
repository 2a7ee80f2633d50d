"""The summary that closes each interval between checkpoints: how many entries of each day and kind it holds.

It is the interval's last entry and counts itself. An entry left out, or slipped in, between two checkpoints then
contradicts a commitment that the custodian signed with them; `audit_intervals` holds one against the other.
"""

from collections.abc import Mapping

from withhold.casework.checks import MACHINE
from withhold.casework.desk import Desk
from withhold.events.recorder import day_number
from withhold.ledger.counting import Tally
from withhold.model.kinds import Kind
from withhold.model.occurrences import IntervalClosed

STREAM = "ledger/intervals"


def close_interval(desk: Desk) -> None:
    """Append the summary of all that is pending, itself included; nothing if nothing is.

    Call inside `write_transaction`.
    """
    tally = Tally()
    for leaves in desk.sequencer.pending():
        tally.add(leaves)
    if not tally.total:
        return
    at = desk.now()
    tally.add_one(int(Kind.INTERVAL_CLOSED), day_number(at.date()))
    first = desk.sequencer.size()
    closed = IntervalClosed(first, first + tally.total - 1, written(tally.counts()))
    desk.recorder.record(desk.recorder.tail(STREAM), [closed], MACHINE, at)


def written(counts: Mapping[int, Mapping[int, int]]) -> dict[str, dict[str, int]]:
    """Counts as the summary's payload has them: day (since 1970-01-01) -> kind -> entries, numbers as text."""
    return {str(day): {str(kind): count for kind, count in kinds.items()} for day, kinds in counts.items()}
