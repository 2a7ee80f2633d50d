"""The part of an audit that follows each stream of events from one event to the next."""

from collections.abc import Iterator, Mapping

from withhold.casework.audit.tags import Tags
from withhold.casework.erasure.erasures import Tombstone
from withhold.events.codec import Event
from withhold.events.recorder import Recorder, content_label_of, name_of
from withhold.model.cases.events import Docketed
from withhold.model.errors import Code, WithholdError
from withhold.records.log.journal import Stored
from withhold.sealing.errors import Shredded
from withhold.tlog.errors import LogError
from withhold.tlog.tree.hashing import leaf_hash


class Chain:
    """Checks events in the order of their rows. `erased` is label of a destroyed key -> tombstone.

    Each event that passes and is about a person is added to `tags`.
    """

    def __init__(self, recorder: Recorder, erased: Mapping[str, Tombstone], tags: Tags) -> None:
        self._recorder = recorder
        self._erased = erased
        self._tags = tags
        self._tins: dict[str, str] = {}
        self._tails: dict[str, tuple[int, str]] = {}
        self._leaves: set[str] = set()

    def faults(self, stored: Stored) -> Iterator[str]:
        """Yield what is wrong with one event, and with its place after the events before it."""
        version, predecessor = self._tails.get(stored.stream, (0, ""))
        leaf = leaf_hash(stored.leaf).hex()
        self._tails[stored.stream] = stored.version, leaf
        try:
            named = self._predecessor(stored)
        except (WithholdError, LogError) as fault:
            yield str(fault)
            named = None
        if stored.version != version + 1:
            yield f"follows version {version} of its stream: events are missing in between"
        elif named is not None and version and named != predecessor:
            yield "does not follow the event before it"
        elif named and named not in self._leaves:
            yield "the entry that led to it is missing from the records"
        self._leaves.add(leaf)

    def _predecessor(self, stored: Stored) -> str:
        """Return the predecessor that the event names.

        Raises WithholdError if the row is not what its leaf commits to, if its content is not what its payload names,
        or if the content is gone and no tombstone records that it was erased.
        """
        payload = self._recorder.verify(stored)
        event = self._recorder.event_of(stored, payload)
        erased = content_label_of(stored.stream, stored.recorded_at) in self._erased
        if getattr(event, "content", event) is None and not erased:
            raise Shredded(Code.SEAL_SHREDDED_UNTOLD)
        self._note(stored, event)
        return str(payload["predecessor"])

    def _note(self, stored: Stored, event: Event) -> None:
        # A case is about the person whom its first event names.
        if isinstance(event, Docketed) and event.content is not None:
            self._tins[stored.stream] = event.content.request.tin
        if stored.stream in self._tins:
            self._tags.note(self._tins[stored.stream], stored.recorded_at.date(), stored.leaf, name_of(stored))
