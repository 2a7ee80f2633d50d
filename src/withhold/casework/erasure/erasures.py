"""What was erased: the tombstones on the ledger, and which payloads their keys were for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.desk import Desk
from withhold.events.recorder import batch_label, label_of
from withhold.model.errors import Fault
from withhold.model.occurrences import Erased, ErasureProposed
from withhold.records.log.journal import Stored

STREAMS = "erasure/"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One erased batch. `position` is the tombstone's place on the ledger, None until it has one."""

    stored: Stored
    erased: Erased

    @property
    def at(self) -> datetime:
        """When the second person agreed."""
        return self.stored.recorded_at

    @property
    def said(self) -> str:
        """What an audit and an accounting say of what was erased."""
        return f"erased on {self.at:%Y-%m-%d}, tombstone at entry {self.stored.position}"


def stream_of_erasure(batch: str) -> str:
    """The name of the stream in which a batch's erasure is proposed and agreed to."""
    return f"{STREAMS}{batch}"


def tombstone_of(desk: Desk, batch: str) -> Tombstone | None:
    """The batch's tombstone, if it was erased. Raises Fault if that is not on record as it must be."""
    stored = desk.journal.stream(stream_of_erasure(batch))
    happened = [desk.recorder.happening(each) for each in stored]
    erased = next((place for place, each in enumerate(happened) if isinstance(each, Erased)), None)
    if erased is None:
        return None
    proposed, agreed, event = stored[0], stored[erased], happened[erased]
    assert isinstance(event, Erased)
    if not isinstance(happened[0], ErasureProposed) or proposed.actor == agreed.actor:
        raise Fault("an erasure does not rest on two people")
    return Tombstone(agreed, event)


def tombstones(desk: Desk) -> dict[str, Tombstone]:
    """Label of the destroyed key -> tombstone. Raises Fault as `tombstone_of` does."""
    found = (tombstone_of(desk, name.removeprefix(STREAMS)) for name in desk.journal.streams(STREAMS))
    return {each.erased.label: each for each in found if each is not None}


def proposed_erasures(desk: Desk) -> frozenset[str]:
    """The digests of batches whose erasure was proposed, agreed to or not."""
    return frozenset(name.removeprefix(STREAMS) for name in desk.journal.streams(STREAMS))


def erased_at(desk: Desk, position: int, erased: Mapping[str, Tombstone]) -> Tombstone | None:
    """The tombstone of whatever the entry at that position commits to, if it was erased."""
    event, block = desk.journal.holder(position)
    if block is not None:
        return erased.get(batch_label(block.batch))
    return None if event is None else erased.get(label_of(event.stream, event.recorded_at))
