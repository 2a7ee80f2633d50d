"""Checkpoints: a log's size and root at one moment, signed by the log and cosigned by witnesses.

C2SP tlog-checkpoint.md.
"""

from dataclasses import InitVar, dataclass
from typing import Any, final

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.canonical import from_decimal, hash_from_base64, to_base64
from withhold.tlog.notes.cosignature import NO_WITNESSES, Cosignature, WitnessPolicy, verify_cosignatures, verify_quorum
from withhold.tlog.notes.key_list import RetiredKey
from withhold.tlog.notes.note import Note, parse_note, sign_note, verify_note
from withhold.tlog.notes.vkey import KeyType, Sign, SignatureCheck, VerifierKey

_VERIFIER = object()
"""Held by `verify_checkpoint` alone; without it no VerifiedCheckpoint can be made."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the log's name, the number of entries, their root, and any further lines."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The signed text."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a note that came through `parse_note`. Raises Malformed."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() != "" or "" in lines:
            raise Malformed("checkpoint: not three or more lines, none of them empty")
        origin, size, root, *extensions = lines
        return cls(
            origin,
            from_decimal(size, "checkpoint: size"),
            hash_from_base64(root, "checkpoint: root"),
            tuple(extensions),
        )


@dataclass(frozen=True, slots=True)
class LogTrust:
    """What a verifier holds of a log beforehand: its keys, and its witnesses.

    The origin is the key's name, as C2SP recommends. Where several keys are given, one signature of theirs suffices.
    ``retired`` are keys that the log signed with before: each counts up to the size at which it ended, and on a larger
    checkpoint its signature is a fault, since whoever made it has a key that the log has given up. With
    ``refuse_unknown`` a signature line by nobody known is a fault too: that leaves the notes specification, which has
    such lines ignored, but it lets no byte of a checkpoint go unchecked.
    """

    keys: tuple[VerifierKey, ...]
    witnesses: WitnessPolicy = NO_WITNESSES
    refuse_unknown: bool = False
    retired: tuple[RetiredKey, ...] = ()
    stated: tuple[VerifierKey, ...] = ()
    """Keys of witnesses that nobody but the log vouches for: their cosignatures must verify, and count for nothing."""

    def __post_init__(self) -> None:
        """Raise ValueError on no key, keys of several origins or of another type, or a log that is its own witness.

        Also on a key that is listed as retired beside others: it would count where it must not.
        """
        every = (*self.keys, *(each.key for each in self.retired))
        if not self.keys or len({key.name for key in every}) != 1:
            raise ValueError("a log has keys of exactly one name, its origin")
        if any(key.type is not KeyType.ED25519 for key in every):
            raise ValueError("a log key has the type Ed25519 (1)")
        own = {key.public_key for key in every}
        if self.retired and len(own) < len(every):
            raise ValueError("a log key is listed twice")
        if any(key.public_key in own for key in self.witnesses.witnesses):
            raise ValueError("a log cannot be its own witness")

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.keys[0].name

    def keys_at(self, size: int) -> tuple[VerifierKey, ...]:
        """The keys whose signatures count on a checkpoint of that size."""
        return (*self.keys, *(each.key for each in self.retired if size <= each.end))


@final
@dataclass(frozen=True, slots=True)
class VerifiedCheckpoint:
    """A checkpoint whose log signature and witness quorum were verified. Only `verify_checkpoint` makes one."""

    checkpoint: Checkpoint
    note: Note
    cosignatures: tuple[Cosignature, ...]
    made_by: InitVar[object]

    def __post_init__(self, made_by: object) -> None:
        """Raise TypeError for anyone but the verifier."""
        if made_by is not _VERIFIER:
            raise TypeError("a VerifiedCheckpoint comes from verify_checkpoint only")

    def __init_subclass__(cls, **rest: Any) -> None:
        raise TypeError("VerifiedCheckpoint has no kinds")


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> Note:
    """The checkpoint as a note with the log's signature.

    Never sign two checkpoints of which neither extends the other: the caller holds the lock and the latest one.
    """
    return Note(checkpoint.text, (sign_note(checkpoint.text, key, sign),))


def verify_checkpoint(data: bytes, trust: LogTrust, check: SignatureCheck) -> VerifiedCheckpoint:
    """Check a checkpoint note's form, origin, log signature and witness quorum. Raises ProofFails or Malformed."""
    note = parse_note(data)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != trust.origin:
        raise ProofFails("checkpoint: of another log than the key is for")
    _refuse_retired(note, checkpoint.size, trust)
    verify_note(note, trust.keys_at(checkpoint.size), check)
    cosignatures = verify_quorum(note, trust.witnesses, check)
    verify_cosignatures(note, trust.stated, check)
    if trust.refuse_unknown:
        _refuse_unknown(note, checkpoint.size, trust)
    return VerifiedCheckpoint(checkpoint, note, cosignatures, _VERIFIER)


def _refuse_retired(note: Note, size: int, trust: LogTrust) -> None:
    for retired in trust.retired:
        if size > retired.end and any(line.by(retired.key) for line in note.signatures):
            raise ProofFails(f"checkpoint: of {size} entries, signed by a key that the log gave up at {retired.end}")


def _refuse_unknown(note: Note, size: int, trust: LogTrust) -> None:
    known = (*trust.keys_at(size), *trust.witnesses.witnesses, *trust.stated)
    for number, line in enumerate(note.signatures, start=1):
        if not any(line.by(key) for key in known):
            raise ProofFails(f"checkpoint: signature line {number} is by no key that was given")
