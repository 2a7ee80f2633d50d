"""Asking one witness for its cosignature, over HTTP or HTTPS (C2SP tlog-witness).

Nothing that it answers is trusted.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from urllib.request import Request

from withhold.tlog.errors import HistoryDisputed, Malformed, NotCosigned, ProofFails
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.cosignature import format_time, stated_time
from withhold.tlog.notes.note import Note, NoteSignature
from withhold.tlog.notes.vkey import KeyType, SignatureCheck, VerifierKey
from withhold.tlog.stores.deadline import Deadline, Stop
from withhold.tlog.stores.resolving import HostNames
from withhold.tlog.stores.timed_web import FAULTS, direct_opener, in_words, reason_of
from withhold.tlog.witnesses.protocol import MAX_ANSWER_BYTES, AddCheckpoint, parse_cosignature, parse_size

ProveConsistency = Callable[[int, int], Sequence[bytes]]
"""(old size, new size) → the proof that the log of the new size extends that of the old size."""

_SCHEMES = ("http", "https")
_QUESTIONS = 4
"""How many requests are made at most. A witness names the size that it knows, and others may ask it meanwhile."""
SKEW = 600
"""Seconds that the time of a new cosignature may differ from the time of this machine."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness: its verifier key, and the URL prefix of its requests."""

    key: VerifierKey
    url: str

    def __post_init__(self) -> None:
        """Raise ValueError on a key of another type, or a URL that is not plain http or https."""
        if self.key.type is not KeyType.COSIGNATURE:
            raise ValueError("a witness key has the type cosignature (4)")
        parts = urlsplit(self.url)
        plain = not (parts.query or parts.fragment or "@" in parts.netloc or parts.port == 0)
        if parts.scheme not in _SCHEMES or not parts.hostname or not plain or not self.url.isprintable():
            raise ValueError("a witness is asked under a URL prefix of http or https, without a password or query")


class KnowsMore(HistoryDisputed):
    """The witness has cosigned a larger log. This log has grown meanwhile, or it was restored from an old copy."""

    def __init__(self, witness: str, size: int) -> None:
        self.witness, self.size = witness, size
        super().__init__(f"witness {witness} has cosigned a larger log, of {size} entries: this one is older")


@dataclass(frozen=True, slots=True)
class Answer:
    """A witness's answer to one request: the HTTP status, and the body."""

    status: int
    body: bytes


Send = Callable[[Witness, bytes, Deadline, HostNames], Answer]
"""(witness, body, deadline, host names) → its answer to one request. Raises NotCosigned if there is none."""


def ask(
    witness: Witness,
    note: Note,
    prove: ProveConsistency,
    check: SignatureCheck,
    *,
    known: int = 0,
    deadline: float = 10.0,
    stop: Stop | None = None,
    clock: Callable[[], float] = time.time,
    send: Send | None = None,
) -> NoteSignature:
    """Return the verified cosignature of a witness on a checkpoint that the log has signed.

    ``known`` is the size that the witness is expected to have cosigned last. If it is wrong, the witness answers with
    the right size, and is asked again. ``deadline`` is in seconds, for all requests together, and ``stop`` ends them
    earlier. ``clock`` returns the time in seconds since 1970-01-01 UTC. A cosignature whose time differs from it by
    more than SKEW seconds does not count. ``send`` makes each request. It is `post` if it is None.

    Raises NotCosigned. Raises KnowsMore or HistoryDisputed if the witness has cosigned another history than this log's.
    Raises what ``prove`` raises.
    """
    size = Checkpoint.parse(note.text).size
    limit = Deadline(deadline, stop=stop)
    names, send = HostNames(), send or post
    known = known if known <= size else 0
    for _ in range(_QUESTIONS):
        body = AddCheckpoint(known, tuple(prove(known, size)), note).encode()
        answer = send(witness, body, limit, names)
        if answer.status == 200:
            return _cosignature(witness, answer, note, check, clock())
        known = _next_question(witness, answer, known, size)
    raise NotCosigned(f"witness {witness.key.name}: names another size each time it is asked")


def _cosignature(witness: Witness, answer: Answer, note: Note, check: SignatureCheck, now: float) -> NoteSignature:
    try:
        line = parse_cosignature(answer.body, note, witness.key, check)
    except ProofFails as fault:
        raise NotCosigned(f"witness {witness.key.name}: {fault}") from None
    if not stated_time(line):
        raise NotCosigned(f"witness {witness.key.name}: its cosignature states no time")
    if abs(stated_time(line) - now) > SKEW:
        raise NotCosigned(
            f"witness {witness.key.name}: its cosignature states {format_time(stated_time(line))}, more than {SKEW} "
            "seconds from this machine's time; check both clocks"
        )
    return line


def _next_question(witness: Witness, answer: Answer, asked: int, size: int) -> int:
    """Return the size for the next request, after an answer that is not a cosignature."""
    name = witness.key.name
    if answer.status == 422:
        raise HistoryDisputed(f"witness {name} has cosigned {asked} entries that this log does not extend")
    if answer.status != 409:
        raise NotCosigned(f"witness {name}: answers {answer.status}")
    try:
        known = parse_size(answer.body)
    except Malformed as fault:
        raise NotCosigned(f"witness {name}: {fault}") from None
    if known > size:
        raise KnowsMore(name, known)
    if known != asked:
        return known
    if asked == size:
        raise HistoryDisputed(f"witness {name} has cosigned another root for {size} entries")
    raise NotCosigned(f"witness {name}: answers 409 with the size that it was asked with")


def post(witness: Witness, body: bytes, limit: Deadline, names: HostNames) -> Answer:
    """One request and its answer, whatever its status.

    Redirects are not followed. A request must not be sent to another place than the configured one.
    """
    name = witness.key.name
    url = f"{witness.url.rstrip('/')}/add-checkpoint"
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    request = Request(url, body, headers, method="POST")  # noqa: S310 - scheme checked above
    try:
        with direct_opener(limit, names).open(request) as answer:
            found = Answer(answer.status, answer.read(MAX_ANSWER_BYTES + 1))
    except FAULTS as fault:
        raise NotCosigned(f"witness {name}: no answer ({in_words(reason_of(fault))})") from None
    if len(found.body) > MAX_ANSWER_BYTES:
        raise NotCosigned(f"witness {name}: its answer is longer than any is")
    return found
