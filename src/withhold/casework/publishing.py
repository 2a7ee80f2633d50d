"""Putting what has happened under a published checkpoint."""

from withhold.casework.desk import Desk
from withhold.casework.intervals import close_interval
from withhold.ledger.checkpoint import Checkpoint
from withhold.ledger.note import parse_note
from withhold.records.writing import writing


def publish(desk: Desk) -> Checkpoint:
    """Close the interval: sequence everything appended so far, and publish; the checkpoint that covers it.

    When this returns, every event appended before it was called is under a checkpoint on disk. Raises StoreFailed
    where the disk refuses; then the process must stop.
    """
    with writing(desk.alias):
        close_interval(desk)
        note = desk.sequencer.sequence()
    desk.sequencer.publish(note)
    return Checkpoint.parse(parse_note(note.encode()).text)
