"""Appends to the table of events, and reads from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import TruncDate

from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import BatchDigest, PersonId
from withhold.records.models import Block, Entry, Event

_CHUNK = 2000
"""Rows in memory at once."""
_STREAMS = 200
"""Streams in memory at once."""


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of the table. `content` is None if the event has none. An erasure leaves the row as it is.

    `position` is the index of its leaf in the ledger, and None until it is sequenced.
    """

    stream: str
    version: int
    kind: int
    recorded_at: datetime
    actor: PersonId
    role: str
    payload: bytes
    content: bytes | None
    opening: bytes
    leaf: bytes
    tag: bytes
    event_id: int = 0
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Queued:
    """An event, or the row leaves of one batch, that waits for its position. Exactly one of the two is there."""

    entry_id: int
    event: Stored | None
    block: Block | None

    @property
    def size(self) -> int:
        """The number of its leaves."""
        return 1 if self.block is None else self.block.count


class Journal:
    """The events of one instance. Append inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def append(self, stored: Stored) -> int:
        """Insert the event and its pending ledger entry, and return the event's id.

        The event is durable when the surrounding `write_transaction` returns. Raises Conflict if another event has
        that version of the stream. For example, two processes read a case at version 7, and both append version 8.
        """
        columns = {name: getattr(stored, name) for name in Stored.__slots__ if name not in ("event_id", "position")}
        try:
            event = Event.objects.using(self._alias).create(**columns)
        except IntegrityError:
            raise Conflict(Code.CASE_CHANGED_MEANWHILE) from None
        Entry.objects.using(self._alias).create(event=event)
        return event.id

    def last_recorded_at(self) -> datetime | None:
        """Return when the event that was appended last was recorded. None if there is none."""
        return Event.objects.using(self._alias).order_by("-id").values_list("recorded_at", flat=True).first()

    def append_block(self, batch: BatchDigest, path: str, count: int, digest: str) -> None:
        """Queue a batch's row leaves for the ledger.

        They are in the file at `path`, relative to the instance's directory. `digest` is its SHA-256 in hex.
        """
        block = Block.objects.using(self._alias).create(batch=batch, path=path, count=count, digest=digest)
        Entry.objects.using(self._alias).create(block=block)

    def block(self, batch: BatchDigest) -> Block | None:
        """Return the block of a batch's row leaves, with its entry. None if there is none."""
        return Block.objects.using(self._alias).filter(batch=batch).select_related("entry").first()

    def queue(self, after: int = 0) -> list[Queued]:
        """Return everything that waits for its position, in order of its rows.

        `after` leaves out the entries up to that id.
        """
        entries = Entry.objects.using(self._alias).filter(first__isnull=True, id__gt=after)
        return [
            Queued(entry.id, None if entry.event is None else _stored(entry.event), entry.block)
            for entry in entries.select_related("event", "block").order_by("id")
        ]

    def at_version(self, name: str, version: int) -> Stored | None:
        """Return the event that has this version of a stream. None if there is none."""
        rows = Event.objects.using(self._alias).filter(stream=name, version=version).select_related("entry")
        row = rows.first()
        return None if row is None else _stored(row)

    def stream(self, name: str) -> list[Stored]:
        """Return every event of a stream, in order of version."""
        rows = Event.objects.using(self._alias).filter(stream=name).select_related("entry").order_by("version")
        return [_stored(row) for row in rows]

    def head(self, name: str) -> Stored | None:
        """Return the latest event of a stream. None if there is none."""
        rows = Event.objects.using(self._alias).filter(stream=name).select_related("entry").order_by("-version")
        row = rows.first()
        return None if row is None else _stored(row)

    def list_all(self) -> Iterator[Stored]:
        """Yield every event, in the order in which they were appended. They are read in chunks."""
        rows = Event.objects.using(self._alias).select_related("entry")
        return map(_stored, _in_chunks(rows))

    def waiting(self) -> frozenset[int | str]:
        """Return what is not sequenced yet: the ids of events, and the digests of batches with row leaves."""
        # Everything that waits is sequenced together. An entry without a position that comes before an entry with one
        # is not waiting. Somebody removed its position, and the audit reports it.
        entries = Entry.objects.using(self._alias)
        placed = entries.filter(first__isnull=False).aggregate(last=Max("id"))["last"]
        waiting = entries.filter(first__isnull=True) if placed is None else entries.filter(id__gt=placed)
        return frozenset(
            batch if event is None else event for event, batch in waiting.values_list("event_id", "block_id")
        )

    def holder(self, position: int) -> tuple[Stored | None, Block | None]:
        """Return the event or the block of row leaves whose leaf has that position in the ledger.

        Both are None if no leaf has it.
        """
        placed = Entry.objects.using(self._alias).filter(first__lte=position).order_by("-first")
        entry = placed.select_related("event", "block").first()
        if entry is None or entry.first is None:
            return None, None
        if entry.block is not None and position < entry.first + entry.block.count:
            return None, entry.block
        if entry.event is not None and position == entry.first:
            return _stored(entry.event), None
        return None, None

    def tags_taken(self, tags: Sequence[bytes]) -> frozenset[bytes]:
        """Return those of the tags that an event already has."""
        rows = Event.objects.using(self._alias).filter(tag__in=tags)
        return frozenset(map(bytes, rows.values_list("tag", flat=True)))

    def last(self, other_than: int = 0) -> int:
        """Return the id of the latest event, or of the latest that is not of the kind `other_than`. 0 if none."""
        rows = Event.objects.using(self._alias).exclude(kind=other_than).order_by("-id")
        return rows.values_list("id", flat=True).first() or 0

    def tags_after(self, event_id: int) -> Iterator[bytes]:
        """Yield the tags of the events after that one."""
        rows = Event.objects.using(self._alias).only("tag")
        return (bytes(row.tag) for row in _in_chunks(rows, event_id))

    def tags_since(self, start: datetime) -> Iterator[bytes]:
        """Yield the tags of the events recorded at `start` or later. It is fast if `start` is recent."""
        # The search goes back from the latest event.
        before = Event.objects.using(self._alias).filter(recorded_at__lt=start).order_by("-id")
        return self.tags_after(before.values_list("id", flat=True).first() or 0)

    def count(self, kind: int, actor: PersonId, since: datetime) -> int:
        """Return how many events of a kind an actor caused since then."""
        rows = Event.objects.using(self._alias).filter(kind=kind, actor=actor, recorded_at__gte=since)
        return rows.count()

    def done_in(self, kind: int, actor: PersonId, streams: Sequence[str]) -> dict[str, datetime]:
        """Return stream → when the actor last caused an event of that kind in it, for those of the streams with one."""
        rows = Event.objects.using(self._alias).filter(stream__in=streams, kind=kind, actor=actor).order_by("id")
        return dict(rows.values_list("stream", "recorded_at"))

    def latest(self, kind: int, actor: PersonId, limit: int) -> list[tuple[str, datetime]]:
        """Return (stream, time) of the latest events of a kind that an actor caused, latest first."""
        rows = Event.objects.using(self._alias).filter(kind=kind, actor=actor).order_by("-recorded_at")
        return list(rows.values_list("stream", "recorded_at")[:limit])

    def counts_by_day(self, since: datetime) -> list[tuple[date, int, int]]:
        """Return (day, kind, number of events) since then, in order of day and kind."""
        rows = Event.objects.using(self._alias).filter(recorded_at__gte=since).annotate(day=TruncDate("recorded_at"))
        counted = rows.values("day", "kind").annotate(events=Count("id")).order_by("day", "kind")
        return list(counted.values_list("day", "kind", "events"))

    def streams(self, prefix: str) -> list[str]:
        """Return the names of the streams that begin with `prefix`, oldest first."""
        rows = Event.objects.using(self._alias).filter(stream__startswith=prefix, version=1)
        return list(rows.order_by("id").values_list("stream", flat=True))

    def histories(self, prefix: str) -> Iterator[dict[str, list[Stored]]]:
        """Yield stream → every event of it, in order of version, for the streams that begin with `prefix`.

        The oldest stream comes first. Each dict has some of the streams, so that not all of them are in memory.
        """
        names = self.streams(prefix)
        for start in range(0, len(names), _STREAMS):
            found: dict[str, list[Stored]] = {name: [] for name in names[start : start + _STREAMS]}
            rows = Event.objects.using(self._alias).filter(stream__in=found).select_related("entry")
            for row in rows.order_by("version"):
                found[row.stream].append(_stored(row))
            yield found


def _in_chunks(rows: QuerySet[Event], after: int | None = None) -> Iterator[Event]:
    """Yield the rows in order of their ids, from the first, or those with an id above `after`.

    One chunk at a time is in memory.
    """
    rows = rows.order_by("id")
    # Each chunk is a query. A cursor on the server would not survive a pooler that gives every statement another
    # connection. No least id is assumed: an event to which somebody gave a negative id must not escape the audit.
    while chunk := list((rows if after is None else rows.filter(id__gt=after))[:_CHUNK]):
        yield from chunk
        after = chunk[-1].id


def _stored(row: Event) -> Stored:
    entry = getattr(row, "entry", None)  # absent only if somebody removed it, which the audit reports
    return Stored(
        row.stream,
        row.version,
        row.kind,
        row.recorded_at,
        row.actor,
        row.role,
        bytes(row.payload),
        None if row.content is None else bytes(row.content),
        bytes(row.opening),
        bytes(row.leaf),
        bytes(row.tag),
        row.id,
        None if entry is None else entry.first,
    )
