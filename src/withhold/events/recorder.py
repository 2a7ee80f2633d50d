"""Every step becomes an event, a commitment and a pending leaf, in the one write that makes it true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count

from withhold.events.codec import Event, canonical, event_from, read
from withhold.events.keyring import Keyring
from withhold.ledger.leaf import Leaf, commit, subject_tag, verify_commitment
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Fault
from withhold.model.limits import require_texts
from withhold.records.log.journal import Journal, Stored
from withhold.sealing.envelope import Vault
from withhold.tlog.tree.hashing import leaf_hash

Entropy = Callable[[int], bytes]
"""That many bytes from the operating system's generator."""

PAYLOAD_VERSION = 1
CASE = "case/"
"""What the names of cases' streams begin with."""

_AT_ONCE = 8
"""Tags that are looked for in one query: a day brings a person few entries."""
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Stream:
    """Where an event is appended: the stream's name, how many events it has, and the leaf that comes before.

    `predecessor` is the hex leaf hash of the event before it (for a stream's first event, of whatever led to it,
    or ""), so that a leaf whose record was removed shows as a gap.
    """

    name: str
    version: int
    predecessor: str


class Recorder:
    """Turns happenings into stored events. Call inside `write_transaction`."""

    def __init__(
        self,
        journal: Journal,
        vault: Vault,
        keyring: Keyring,
        entropy: Entropy,
        tag_on_ledger: Callable[[int, bytes], bool],
    ) -> None:
        self._journal = journal
        self._vault = vault
        self._keyring = keyring
        self._entropy = entropy
        self._tag_on_ledger = tag_on_ledger

    def tail(self, name: str, led_by: str = "") -> Stream:
        """The end of a stream; `led_by` is the leaf hash that leads to a stream not begun yet."""
        head = self._journal.head(name)
        if head is None:
            return Stream(name, 0, led_by)
        return Stream(name, head.version, leaf_hash(head.leaf).hex())

    def record(self, stream: Stream, happenings: Sequence[Event], actor: Actor, at: datetime, tin: str = "") -> Stream:
        """Append the happenings in order; the stream's new end.

        `tin` is the canonical TIN of the record subject, or "" for nobody: then the tag is random. Raises
        Conflict if somebody else appended first, or a text is over its limit (`model.limits`).
        """
        for happening in happenings:
            require_texts(happening)
            stream = self._record_one(stream, happening, actor, at, tin)
        return stream

    def _record_one(self, stream: Stream, happening: Event, actor: Actor, at: datetime, tin: str) -> Stream:
        version = stream.version + 1
        payload = canonical(
            {
                "v": PAYLOAD_VERSION,
                "stream": stream.name,
                "version": version,
                "kind": int(happening.kind),
                "at": at.isoformat(),
                "actor": actor.person,
                "role": actor.role.value,
                "agency": actor.agency,
                "predecessor": stream.predecessor,
                "event": happening,
            }
        )
        opening = self._entropy(32)
        leaf_tag = self.free_tag(tin, at.date())
        committed = commit(opening, int(happening.kind), payload)
        leaf = Leaf(int(happening.kind), day_number(at.date()), leaf_tag, committed).encode()
        context = f"{stream.name}#{version}".encode()
        label = label_of(stream.name, at)
        self._journal.append(
            Stored(
                stream=stream.name,
                version=version,
                kind=int(happening.kind),
                recorded_at=at,
                actor=actor.person,
                role=actor.role.value,
                payload=self._vault.seal(payload, b"payload " + context, label=label),
                opening=self._vault.seal(opening, b"opening " + context, label=label),
                leaf=leaf,
                tag=leaf_tag,
            )
        )
        return Stream(stream.name, version, leaf_hash(leaf).hex())

    def free_tag(self, tin: str, day: date) -> bytes:
        """The first of the person's tags for the day that no entry carries yet; a random one for nobody."""
        if not tin:
            return self._entropy(32)
        key = self._keyring.subject_key(tin, day.year)
        number = day_number(day)
        for start in count(0, _AT_ONCE):
            candidates = [subject_tag(key, number, nth) for nth in range(start, start + _AT_ONCE)]
            taken = self._journal.tags_taken(candidates)
            for candidate in candidates:
                if candidate not in taken and not self._tag_on_ledger(number, candidate):
                    return candidate
        raise AssertionError("unreachable: there is always another tag")

    def happening(self, stored: Stored) -> Event:
        """The event that a stored row holds. Raises Fault if the row cannot be read as what it says it is."""
        return event_from(stored.kind, self.payload(stored)["event"])

    def payload(self, stored: Stored) -> dict[str, object]:
        """The row's payload, decrypted. Raises Fault if it does not decrypt or is not canonical."""
        return read(self.payload_bytes(stored))

    def payload_bytes(self, stored: Stored) -> bytes:
        """The row's payload as committed to. Raises Fault if it does not decrypt."""
        return self._vault.open(stored.payload, f"payload {stored.stream}#{stored.version}".encode())

    def opening(self, stored: Stored) -> bytes:
        """The row's opening. Raises Fault if it does not decrypt."""
        return self._vault.open(stored.opening, f"opening {stored.stream}#{stored.version}".encode())

    def verify(self, stored: Stored) -> None:
        """Raise Fault unless the row's payload and opening are what its leaf commits to, and agree with its columns."""
        leaf = Leaf.parse(stored.leaf)
        day = day_number(stored.recorded_at.date())
        if (leaf.kind, leaf.tag, leaf.day) != (stored.kind, stored.tag, day):
            raise Fault("the row is not what its leaf says")
        payload = self.payload_bytes(stored)
        verify_commitment(leaf, self.opening(stored), payload)
        said = read(payload)
        columns = {
            "stream": stored.stream,
            "version": stored.version,
            "kind": stored.kind,
            "at": stored.recorded_at.isoformat(),
            "actor": stored.actor,
            "role": stored.role,
        }
        for name, value in columns.items():
            if said.get(name) != value:
                raise Fault(f"column {name} is not what the payload says")


def label_of(stream: str, at: datetime) -> str:
    """The label of the data key that seals a stream's events.

    What a batch brings about is sealed under the batch's own key, so that it can be erased without the rest; what is
    about no record subject, under its month's, which is never destroyed.
    """
    if stream.startswith(CASE):
        return batch_label(stream.removeprefix(CASE).rpartition("-")[0])
    return f"events-{at:%Y-%m}"


def batch_label(batch: str) -> str:
    """The label of the data key that seals a batch's evidence and its cases; `batch` is its digest, or its start."""
    return f"batch-{batch[:16]}"


def day_number(day: date) -> int:
    """Days since 1970-01-01, as a leaf counts them."""
    return day.toordinal() - _EPOCH
