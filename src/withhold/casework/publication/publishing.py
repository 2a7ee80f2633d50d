"""Putting what has happened under a published checkpoint, cosigned by the ledger's witnesses."""

from withhold.casework.desk import Desk
from withhold.casework.publication.intervals import close_interval
from withhold.casework.publication.witnesses import cosign_by_witnesses
from withhold.records.writing import write_transaction
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import parse_note


def publish(desk: Desk) -> Checkpoint:
    """Close the interval: sequence everything appended so far, and publish; the checkpoint that covers it.

    When this returns, every event appended before it was called is under a checkpoint on disk, with the cosignatures
    that the witnesses gave in time; who was late is asked again the next time. The witnesses are asked after the
    commit, and before publishing, so that no lock waits for the network.

    Raises StoreFailed if the disk refuses; then the process must stop. Raises HistoryDisputed, once the checkpoint
    is published, if a witness has cosigned another history of this log: then the records were put back to an older
    state, or somebody else signs with the log's key, or the witness lies. Stop and find out which.
    """
    with write_transaction(desk.alias):
        close_interval(desk)
        note = desk.sequencer.sequence()
    return publish_note(desk, note)


def publish_note(desk: Desk, note: str) -> Checkpoint:
    """Have a committed checkpoint cosigned, and publish it. Raises as `publish` does."""
    cosigned = cosign_by_witnesses(desk, note)
    desk.sequencer.publish(cosigned.note.encode().decode())
    cosigned.hold()
    return Checkpoint.parse(parse_note(note.encode()).text)
