"""The requests to a witness and its answers, without the transport (C2SP tlog-witness).

The checks have the order of the specification. Each has the status that a failure is answered with:

1. 400: the request has the one form that `AddCheckpoint.encode` gives.
2. 404: the witness knows the log.
3. 403: the log has signed the checkpoint.
4. 400: the old size is at most the checkpoint's.
5. 409: the old size is the size of the latest checkpoint that the witness cosigned.
6. 422: the proof leads from there to this checkpoint. If the sizes are the same, the roots are too. An empty log has
   the empty root.

Checks 1 to 3 need no state (`admit`). Checks 4 to 6 do (`Head.extended`): the witness must make them and store the new
head in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from withhold.tlog.errors import LogError, Malformed, ProofFails
from withhold.tlog.notes.canonical import from_decimal, hash_from_base64, to_base64
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, VerifiedCheckpoint, verify_checkpoint
from withhold.tlog.notes.cosignature import verify_cosignatures
from withhold.tlog.notes.note import Note, NoteSignature, parse_note, parse_signature
from withhold.tlog.notes.vkey import SignatureCheck, VerifierKey
from withhold.tlog.tree.consistency import proven_old_root, verify_consistency
from withhold.tlog.tree.hashing import EMPTY_ROOT

MAX_REQUEST_BYTES = 100_000
"""Bytes. A checkpoint with 100 signatures and a proof of 63 hashes needs about a fifth of it."""
MAX_ANSWER_BYTES = 20_000
SIZE_TYPE = "text/x.tlog.size"
"""The content type of an answer with the size that the witness knows."""
_MAX_PROOF = 63


class Refused(LogError):
    """The witness does not cosign. ``status`` is HTTP's. With 409, ``known`` is the size that it has cosigned."""

    def __init__(self, status: int, reason: str, known: int | None = None) -> None:
        self.status, self.known = status, known
        super().__init__(reason)


class Forked(Refused):
    """The checkpoint and the one that was cosigned before prove together that the log has signed two histories."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """The content of a request. Nothing in it is verified before `admit`."""

    old: int
    """The size of the checkpoint that the witness cosigned last, as far as the sender knows."""
    proof: tuple[bytes, ...]
    note: Note

    def encode(self) -> bytes:
        """Return the body of the request."""
        lines = (f"old {self.old}", *map(to_base64, self.proof))
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.note.encode()

    @classmethod
    def parse(cls, data: bytes) -> "AddCheckpoint":
        """Read the body of a request. Raises Malformed."""
        if len(data) > MAX_REQUEST_BYTES:
            raise Malformed("request: longer than any can be")
        head, gap, note = data.partition(b"\n\n")
        if not gap or not head.isascii():
            raise Malformed("request: no blank line before the checkpoint, or not ASCII up to it")
        first, *proof = head.decode().split("\n")
        if not first.startswith("old "):
            raise Malformed("request: does not begin with the old size")
        if len(proof) > _MAX_PROOF:
            raise Malformed("request: more hashes than any proof has")
        old = from_decimal(first.removeprefix("old "), "request: old size")
        return cls(old, tuple(hash_from_base64(line, "request: proof") for line in proof), parse_note(note))


@dataclass(frozen=True, slots=True)
class Submission:
    """A request whose checkpoint is signed by a known log. Its proof is not checked yet."""

    old: int
    proof: tuple[bytes, ...]
    verified: VerifiedCheckpoint


def admit(data: bytes, logs: Mapping[str, LogTrust], check: SignatureCheck) -> Submission:
    """Make checks 1 to 3. ``logs`` are those that the witness knows, by origin. Raises Refused."""
    try:
        request = AddCheckpoint.parse(data)
        origin = Checkpoint.parse(request.note.text).origin
    except Malformed as fault:
        raise Refused(400, str(fault)) from None
    trust = logs.get(origin)
    if trust is None:
        raise Refused(404, "the checkpoint is of a log that this witness does not know")
    try:
        verified = verify_checkpoint(request.note.encode(), trust, check)
    except ProofFails:
        raise Refused(403, "the checkpoint is not signed by its log") from None
    return Submission(request.old, request.proof, verified)


@dataclass(frozen=True, slots=True)
class Head:
    """The latest checkpoint of one log that a witness cosigned. The default is the empty log."""

    size: int = 0
    root: bytes = EMPTY_ROOT

    def extended(self, submission: Submission) -> "Head":
        """Make checks 4 to 6, and return the head after the witness has cosigned the submission.

        Raises Refused, or Forked if the submission proves a fork, even if something else is wrong with it too.
        """
        old, new = submission.old, submission.verified.checkpoint
        refused = Forked if self._is_forked_by(submission) else Refused
        if old > new.size:
            raise refused(400, f"the old size, {old}, is above the checkpoint's, {new.size}")
        if old != self.size:
            raise refused(409, f"the latest checkpoint cosigned has {self.size} entries", self.size)
        try:
            verify_consistency(old, self.root, new.size, new.root, submission.proof)
        except ProofFails as fault:
            raise refused(422, str(fault)) from None
        return Head(new.size, new.root)

    def _is_forked_by(self, submission: Submission) -> bool:
        """Return whether this head and the submission prove to anyone that the log has signed two histories.

        A proof that is merely wrong shows nothing. Anyone can send one with the checkpoint of an honest log.
        """
        new = submission.verified.checkpoint
        if new.size == self.size:
            return new.root != self.root
        try:
            return proven_old_root(self.size, new.size, new.root, submission.proof) != self.root
        except ProofFails:
            return False


def parse_size(data: bytes) -> int:
    """Return the size in an answer with status 409. Raises Malformed."""
    text = data.decode("ascii", "replace")
    if not text.endswith("\n"):
        raise Malformed("answer: no newline at the end")
    return from_decimal(text[:-1], "answer: size")


def parse_cosignature(data: bytes, note: Note, key: VerifierKey, check: SignatureCheck) -> NoteSignature:
    """Return the line of an answer by which the witness ``key`` has cosigned the note, verified.

    Lines by other keys are ignored. Raises Malformed. Raises ProofFails if there is no line by that key, or if it is
    wrong.
    """
    lines = data.decode("utf-8", "replace").split("\n")
    if len(data) > MAX_ANSWER_BYTES or lines.pop() != "":
        raise Malformed("answer: longer than any can be, or no newline at the end")
    own = [line for line in map(parse_signature, lines) if line.by(key)]
    verify_cosignatures(Note(note.text, tuple(own)), (key,), check)
    if not own:
        raise ProofFails(f"answer: no cosignature by {key.name}")
    return own[0]
