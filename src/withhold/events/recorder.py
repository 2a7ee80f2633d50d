"""Records each step as an event, a commitment and a pending leaf, in one transaction with what the step changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count, islice

from withhold.events.acts import Signature, needs_signature
from withhold.events.codec import SALT_SIZE, Event, canonical, join, named_content, read, split
from withhold.events.keyring import Keyring
from withhold.ledger.leaf import Leaf, commit, subject_tag, verify_commitment
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Fault
from withhold.model.identifiers import BatchDigest
from withhold.model.kinds import Kind, public_kind
from withhold.model.limits import require_texts
from withhold.records.log.journal import Journal, Stored
from withhold.sealing.envelope import AtRest
from withhold.sealing.errors import Shredded
from withhold.tlog.tree.hashing import leaf_hash

Entropy = Callable[[int], bytes]
"""A function that returns that many random bytes."""

PAYLOAD_VERSION = 2
CASE = "case/"
"""The name of a case's stream is this and the case id."""
SUSPENSION = "suspension/"
"""The name of the stream of a case's suspensions is this and the case id."""
CONTEST = "contest/"
"""The name of the stream of an entry's contests is this, the first 16 digits of the batch's digest, and the index."""

_AT_ONCE = 8
"""Tags in one query. A person has few events on one day."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Stream:
    """The end of a stream: its name, how many events it has, and the leaf hash of the last one, in hex.

    `predecessor` goes into the next event, so that an event whose row was removed leaves a visible gap. For the first
    event of a stream it is the leaf hash of the event that led to it, or "". For example, the first event of a case
    names the leaf of the batch that the case came from.
    """

    name: str
    version: int
    predecessor: str


class Recorder:
    """Turns events into stored rows, encrypted, and reads such rows. Call `record` inside `write_transaction`."""

    def __init__(
        self,
        journal: Journal,
        at_rest: AtRest,
        keyring: Keyring,
        entropy: Entropy,
        row_tags: Callable[[int], Callable[[bytes], bool]],
    ) -> None:
        self._journal = journal
        self._at_rest = at_rest
        self._keyring = keyring
        self._entropy = entropy
        self._row_tags = row_tags

    def tail(self, name: str, led_by: str = "") -> Stream:
        """Return the end of a stream. `led_by` is the predecessor of the first event, if the stream has none yet."""
        head = self._journal.head(name)
        if head is None:
            return Stream(name, 0, led_by)
        return Stream(name, head.version, leaf_hash(head.leaf).hex())

    def record(
        self,
        stream: Stream,
        events: Sequence[Event],
        actor: Actor,
        at: datetime,
        tin: str = "",
        *,
        signature: Signature | None = None,
        salt: bytes | None = None,
    ) -> Stream:
        """Append the events in order and return the stream's new end.

        `tin` is the canonical TIN of the record subject. It is "" if the events are about none, and then the tags are
        random. `signature` is the verified signature of the act that makes the first event, and `salt` the salt of its
        content (32 bytes), whose digest was signed. Every other content gets a new salt.

        Raises Fault if the first event needs a signature, Conflict if another process appended first, or if a text is
        longer than its limit (`model.limits`).
        """
        for event in events:
            require_texts(event)
            if needs_signature(event) and signature is None:
                raise Fault(Code.ACT_NOT_SIGNED)
            stream = self._record_one(stream, event, actor, at, tin, signature, salt or self._entropy(SALT_SIZE))
            signature = salt = None
        return stream

    def _record_one(
        self,
        stream: Stream,
        event: Event,
        actor: Actor,
        at: datetime,
        tin: str,
        signature: Signature | None,
        salt: bytes,
    ) -> Stream:
        version = stream.version + 1
        permanent, content = split(event, salt)
        signed = {} if signature is None else {"signed": signature}
        payload = canonical(
            {
                **signed,
                "v": PAYLOAD_VERSION,
                "stream": stream.name,
                "version": version,
                "kind": int(event.kind),
                "at": at.isoformat(),
                "actor": actor.person,
                "role": actor.role.value,
                "agency": actor.agency,
                "predecessor": stream.predecessor,
                "event": permanent,
            }
        )
        opening = self._entropy(32)
        leaf_tag = self.free_tag(tin, at.date())
        shown = public_kind(event.kind)
        committed = commit(opening, shown, payload)
        leaf = Leaf(shown, day_number(at.date()), leaf_tag, committed).encode()
        context = f"{stream.name}#{version}".encode()
        label, content_label = label_of(at), content_label_of(stream.name, at)
        self._journal.append(
            Stored(
                stream=stream.name,
                version=version,
                kind=int(event.kind),
                recorded_at=at,
                actor=actor.person,
                role=actor.role.value,
                payload=self._at_rest.seal(payload, b"payload " + context, label=label),
                content=content and self._at_rest.seal(content, b"content " + context, label=content_label),
                opening=self._at_rest.seal(opening, b"opening " + context, label=label),
                leaf=leaf,
                tag=leaf_tag,
            )
        )
        return Stream(stream.name, version, leaf_hash(leaf).hex())

    def free_tag(self, tin: str, day: date) -> bytes:
        """Return the first of the person's tags for the day that no entry has yet. If `tin` is "", a random one."""
        if not tin:
            return self._entropy(32)
        key = self._keyring.subject_key(tin, day.year)
        number = day_number(day)
        # A batch may have thousands of rows about one person. Their tags are in memory, so they are passed over first.
        of_row = self._row_tags(number)
        left = (tag for nth in count() if not of_row(tag := subject_tag(key, number, nth)))
        while candidates := list(islice(left, _AT_ONCE)):
            taken = self._journal.tags_taken(candidates)
            for candidate in candidates:
                if candidate not in taken:
                    return candidate
        raise AssertionError("unreachable: there is always another tag")

    def read_event(self, stored: Stored) -> Event:
        """Return the event in a stored row. Its content is None if it was erased.

        Raises Fault if the payload is not an event of the row's kind, or the content is not the one that it names.
        """
        return self.event_of(stored, self.payload(stored))

    def event_of(self, stored: Stored, payload: dict[str, object]) -> Event:
        """Return the event in a stored row whose payload was read before. See `read_event`."""
        permanent = payload.get("event")
        return join(stored.kind, permanent, self._content(stored, permanent))

    def content_digest(self, stored: Stored) -> str:
        """Return the hex digest by which the row's payload names its content. Raises Fault if it names none."""
        digest = named_content(self.payload(stored).get("event"))
        if digest is None:
            raise Fault(Code.PAYLOAD_ANOTHER_SHAPE)
        return digest

    def payload(self, stored: Stored) -> dict[str, object]:
        """Return the row's payload, decrypted and parsed.

        Raises Fault if it does not decrypt, is not canonical or has another version.
        """
        return _read(self.payload_bytes(stored))

    def _content(self, stored: Stored, permanent: object) -> bytes | None:
        """Return the row's content. None if it has none, or if the key that sealed it was destroyed.

        Raises Fault if there is none although the payload names one, or if it does not open. The content of a case
        opens with the key of its batch only, so that erasing the batch takes it.
        """
        if stored.content is None:
            if named_content(permanent) is not None:
                raise Fault(Code.PAYLOAD_CONTENT_MISSING)
            return None
        if not self._at_rest.sealed_under(stored.content, content_label_of(stored.stream, stored.recorded_at)):
            raise Fault(Code.PAYLOAD_CONTENT_DIFFERS)
        try:
            return self._at_rest.open(stored.content, f"content {stored.stream}#{stored.version}".encode())
        except Shredded:
            return None

    def payload_bytes(self, stored: Stored) -> bytes:
        """Return the bytes of the row's payload, which its leaf commits to. Raises Fault if it does not decrypt."""
        return self._at_rest.open(stored.payload, f"payload {stored.stream}#{stored.version}".encode())

    def opening(self, stored: Stored) -> bytes:
        """Return the row's opening (32 bytes). Raises Fault if it does not decrypt."""
        return self._at_rest.open(stored.opening, f"opening {stored.stream}#{stored.version}".encode())

    def proven_kind(self, stored: Stored) -> Kind:
        """Return the kind that the row's payload names, once the row is verified.

        A leaf shows only the public kind, and anybody with the database could change the row's own column. Raises as
        `verify` does.
        """
        self.verify(stored)
        return Kind(stored.kind)

    def verify(self, stored: Stored) -> dict[str, object]:
        """Return the row's payload if its leaf commits to it and to the opening, and its columns agree with both.

        Raises Fault if they do not agree, and ProofFails if the leaf commits to something else.
        """
        leaf = Leaf.parse(stored.leaf)
        day = day_number(stored.recorded_at.date())
        if (leaf.kind, leaf.tag, leaf.day) != (public_kind(stored.kind), stored.tag, day):
            raise Fault(Code.RECORDS_ROW_DIFFERS)
        payload = self.payload_bytes(stored)
        verify_commitment(leaf, self.opening(stored), payload)
        members = _read(payload)
        columns = {
            "stream": stored.stream,
            "version": stored.version,
            "kind": stored.kind,
            "at": stored.recorded_at.isoformat(),
            "actor": stored.actor,
            "role": stored.role,
        }
        for name, value in columns.items():
            if members.get(name) != value:
                raise Fault(Code.RECORDS_COLUMN_DIFFERS, column=name)
        return members


def name_of(stored: Stored) -> str:
    """Return the name of an event in a finding: its number, stream, version and kind."""
    try:
        kind = Kind(stored.kind).name.lower()
    except ValueError:
        kind = f"kind {stored.kind}"
    return f"event {stored.event_id} ({stored.stream} #{stored.version}, {kind})"


def _read(payload: bytes) -> dict[str, object]:
    members = read(payload)
    if members.get("v") != PAYLOAD_VERSION:
        raise Fault(Code.PAYLOAD_ANOTHER_VERSION, version=PAYLOAD_VERSION)
    return members


def label_of(at: datetime) -> str:
    """Return the label of the data key that encrypts the payloads and openings of a month. It is never destroyed.

    For example, the label for June 2026 is ``events-2026-06``.
    """
    return f"events-{at:%Y-%m}"


def content_label_of(stream: str, at: datetime) -> str:
    """Return the label of the data key that encrypts the contents of a stream's events.

    The content of what belongs to a case or a row is encrypted under the key of its batch, so that a batch can be
    erased and nothing else. Any other content is encrypted under the key of its month.
    """
    prefix, _, rest = stream.partition("/")
    return batch_label(BatchDigest(rest)) if f"{prefix}/" in (CASE, SUSPENSION, CONTEST) else label_of(at)


def batch_label(batch: BatchDigest) -> str:
    """Return the label of the data key that encrypts a batch's evidence and the contents of its cases.

    `batch` is the digest of the batch's file in hex, or at least its first 16 digits.
    """
    return f"batch-{batch[:16]}"


def day_number(day: date) -> int:
    """Return the number of days since 1970-01-01, which is the day of a leaf."""
    return day.toordinal() - _EPOCH
