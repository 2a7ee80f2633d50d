"""What was erased: the tombstones on the ledger, and the payloads that their keys sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.instance import Instance
from withhold.events.recorder import batch_label, content_label_of
from withhold.model.errors import Code, Fault
from withhold.model.identifiers import BatchDigest
from withhold.model.occurrences import Erased, ErasureProposed
from withhold.records.log.journal import Stored

STREAMS = "erasure/"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The record of one erased batch: the event, and the row that stores it with its position on the ledger."""

    stored: Stored
    erased: Erased

    @property
    def at(self) -> datetime:
        """When the second person agreed."""
        return self.stored.recorded_at

    @property
    def said(self) -> str:
        """A description for an audit and a command, for example `erased on 2031-05-04, tombstone at entry 812`."""
        return f"erased on {self.at:%Y-%m-%d}, tombstone at entry {self.stored.position}"


def stream_of_erasure(batch: BatchDigest) -> str:
    """Return the name of the stream in which a batch's erasure is proposed and agreed to."""
    return f"{STREAMS}{batch}"


def tombstone_of(instance: Instance, batch: BatchDigest) -> Tombstone | None:
    """Return the batch's tombstone, or None if it was not erased. Raises Fault if it does not have two people."""
    stored = instance.journal.stream(stream_of_erasure(batch))
    events = [instance.recorder.read_event(each) for each in stored]
    erased = next((place for place, each in enumerate(events) if isinstance(each, Erased)), None)
    if erased is None:
        return None
    proposed, agreed, event = stored[0], stored[erased], events[erased]
    assert isinstance(event, Erased)
    if not isinstance(events[0], ErasureProposed) or proposed.actor == agreed.actor:
        raise Fault(Code.ERASURE_NOT_TWO_PEOPLE)
    return Tombstone(agreed, event)


def tombstones(instance: Instance) -> dict[str, Tombstone]:
    """Return label of the destroyed key -> tombstone. Raises Fault as `tombstone_of` does."""
    found = (
        tombstone_of(instance, BatchDigest(name.removeprefix(STREAMS))) for name in instance.journal.streams(STREAMS)
    )
    return {each.erased.label: each for each in found if each is not None}


def proposed_erasures(instance: Instance) -> frozenset[str]:
    """Return the digests of batches whose erasure was proposed, agreed to or not."""
    return frozenset(name.removeprefix(STREAMS) for name in instance.journal.streams(STREAMS))


def erased_at(instance: Instance, position: int, erased: Mapping[str, Tombstone]) -> Tombstone | None:
    """Return the tombstone of what the entry at that position commits to, or None if it was not erased."""
    event, block = instance.journal.holder(position)
    if block is not None:
        return erased.get(batch_label(block.batch))
    return None if event is None else erased.get(content_label_of(event.stream, event.recorded_at))
