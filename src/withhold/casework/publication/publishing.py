"""Publishes what was appended, under a checkpoint that the ledger's witnesses cosign.

The worker does that when an interval is due. Use cases append events and do not publish them.
"""

from withhold.casework.instance import Instance
from withhold.casework.publication.intervals import close_interval, interval_due
from withhold.casework.publication.vetting import Vetting
from withhold.casework.publication.witnesses import cosign_by_witnesses
from withhold.records.writing import write_transaction
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import parse_note


def publish_if_due(instance: Instance) -> bool:
    """Close the interval if it is due, and publish it. Returns whether the log has grown. Raises as `publish` does."""
    if not interval_due(instance):
        return False
    size = instance.sequencer.size()
    return publish(instance, empty=not instance.demonstration).size > size


def publish(instance: Instance, *, empty: bool = False) -> Checkpoint:
    """Close the interval now: sequence everything appended so far, and publish. Returns the checkpoint that covers it.

    When this returns, every event appended before the call is under a checkpoint on disk, except those that do not
    verify (`vetting`). If nothing waits, the log stays as it is, unless an `empty` interval is to have padding. The
    checkpoint has the cosignatures that came in time. A witness that was late is asked again at the next publication.
    The witnesses are asked after the commit and before the publication, so that no lock waits for the network.

    Raises StoreFailed if the storage fails, and the process must then stop. Raises HistoryDisputed, after the
    checkpoint is published, if a witness has cosigned another history of this log. Then the records were restored to an
    older state, or somebody else signs with the log's key, or the witness is wrong. Stop, and find out which it is.
    """
    vetting = Vetting(instance)
    vetting.look()
    with write_transaction(instance.alias):
        note = instance.sequencer.sequence(close_interval(instance, vetting, instance.now(), empty=empty))
    return publish_note(instance, note)


def publish_note(instance: Instance, note: str) -> Checkpoint:
    """Have a committed checkpoint cosigned, publish it, and return it. Raises as `publish` does."""
    cosigned = cosign_by_witnesses(instance, note)
    instance.sequencer.publish(cosigned.note.encode().decode())
    cosigned.require_undisputed()
    return Checkpoint.parse(parse_note(note.encode()).text)
