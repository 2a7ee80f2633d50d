"""What a witness is asked and what it answers: the protocol, without its transport (C2SP tlog-witness.md).

The order of the checks is the specification's, by the status that each is answered with:

1. 400: the request has the one form that `AddCheckpoint.encode` gives;
2. 404: the checkpoint is of a log that the witness knows;
3. 403: the log signed it;
4. 400: the old size is not above the checkpoint's;
5. 409: the old size is that of the latest checkpoint which the witness cosigned;
6. 422: the proof leads from there to this checkpoint; if the sizes are the same, so are the roots, and a log without
   entries has the empty root.

1 to 3 need no state (`admit`); 4 to 6 (`Head.extended`) are one step with storing the new head: see `witness.store`.
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
"""A checkpoint with a hundred signatures and a proof of 63 hashes fit in a fifth of it."""
MAX_ANSWER_BYTES = 20_000
SIZE_TYPE = "text/x.tlog.size"
"""The content type of an answer that names the size which the witness knows."""
_MAX_PROOF = 63


class Refused(LogError):
    """The witness does not cosign. ``status`` is HTTP's; ``known`` the size that it has cosigned, for a 409."""

    def __init__(self, status: int, reason: str, known: int | None = None) -> None:
        self.status, self.known = status, known
        super().__init__(reason)


class Forked(Refused):
    """The refused checkpoint and the one cosigned before prove together that the log has signed two histories."""


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request, as it stands in the text. Nothing in it is verified before `admit`."""

    old: int
    """The size of the checkpoint that the witness cosigned last, as the sender knows it."""
    proof: tuple[bytes, ...]
    note: Note

    def encode(self) -> bytes:
        """The request's body."""
        lines = (f"old {self.old}", *map(to_base64, self.proof))
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.note.encode()

    @classmethod
    def parse(cls, data: bytes) -> "AddCheckpoint":
        """Read a body. Raises Malformed."""
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
    """A request whose checkpoint a known log has signed. What is left to hold it against is the witness's state."""

    old: int
    proof: tuple[bytes, ...]
    verified: VerifiedCheckpoint


def admit(data: bytes, logs: Mapping[str, LogTrust], check: SignatureCheck) -> Submission:
    """Steps 1 to 3. ``logs`` are those that the witness knows, by origin. Raises Refused."""
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
    """The latest checkpoint of one log that a witness cosigned; of a log it never cosigned, the empty one."""

    size: int = 0
    root: bytes = EMPTY_ROOT

    def extended(self, submission: Submission) -> "Head":
        """Steps 4 to 6: the head once the witness has cosigned the submission.

        Raises Refused; Forked if the submission proves a fork, whatever else is wrong with it.
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
        """Whether anyone can see from this head and the submission that the log has signed two histories.

        A proof that merely fails shows nothing: anyone can send nonsense with an honest log's checkpoint.
        """
        new = submission.verified.checkpoint
        if new.size == self.size:
            return new.root != self.root
        try:
            return proven_old_root(self.size, new.size, new.root, submission.proof) != self.root
        except ProofFails:
            return False


def parse_size(data: bytes) -> int:
    """The size that a 409 names. Raises Malformed."""
    text = data.decode("ascii", "replace")
    if not text.endswith("\n"):
        raise Malformed("answer: no newline at the end")
    return from_decimal(text[:-1], "answer: size")


def parse_cosignature(data: bytes, note: Note, key: VerifierKey, check: SignatureCheck) -> NoteSignature:
    """The line of an answer by which the witness ``key`` cosigned the note, verified.

    Lines by other keys are ignored. Raises Malformed, or ProofFails where there is no line by that key, or one that
    does not verify.
    """
    lines = data.decode("utf-8", "replace").split("\n")
    if len(data) > MAX_ANSWER_BYTES or lines.pop() != "":
        raise Malformed("answer: longer than any can be, or no newline at the end")
    own = [line for line in map(parse_signature, lines) if line.by(key)]
    verify_cosignatures(Note(note.text, tuple(own)), (key,), check)
    if not own:
        raise ProofFails(f"answer: no cosignature by {key.name}")
    return own[0]
