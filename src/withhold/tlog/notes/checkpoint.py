"""Checkpoints: the size and root of a log at one time (C2SP tlog-checkpoint).

The log signs them, and witnesses cosign them.
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
"""Only `verify_checkpoint` uses it. No VerifiedCheckpoint can be made without it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The content of a checkpoint: the name of the log, the number of entries, their root, and any further lines."""

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
        """Read the text of a note that `parse_note` returned. Raises Malformed."""
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
    """What a verifier knows of a log beforehand: its keys and its witnesses.

    The name of the keys is the origin of the log, as C2SP recommends. If there are several keys, a signature by one of
    them is enough.

    ``retired`` are keys that the log signed with before. Each counts up to the size at which it was retired. Its
    signature on a larger checkpoint is a fault, because somebody still signs with a key that the log has retired.

    With ``refuse_unknown``, a signature line by an unknown key is a fault. The specification requires that such lines
    are ignored. The option is for a verifier that leaves no byte of a checkpoint unchecked.
    """

    keys: tuple[VerifierKey, ...]
    witnesses: WitnessPolicy = NO_WITNESSES
    refuse_unknown: bool = False
    retired: tuple[RetiredKey, ...] = ()
    stated: tuple[VerifierKey, ...] = ()
    """Keys of witnesses that only the log itself names. Their cosignatures must verify, but do not count."""

    def __post_init__(self) -> None:
        """Raise ValueError on no key, keys of different names or of another type, or a log that is its own witness.

        Also raises it if a key is listed twice when some are retired: it would count if it must not.
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
        """Return the keys whose signatures count on a checkpoint of that size."""
        return (*self.keys, *(each.key for each in self.retired if size <= each.end))


@final
@dataclass(frozen=True, slots=True)
class VerifiedCheckpoint:
    """A checkpoint whose log signature and quorum of witnesses were verified. Only `verify_checkpoint` makes one."""

    checkpoint: Checkpoint
    note: Note
    cosignatures: tuple[Cosignature, ...]
    made_by: InitVar[object]

    def __post_init__(self, made_by: object) -> None:
        """Raise TypeError if it is not made by `verify_checkpoint`."""
        if made_by is not _VERIFIER:
            raise TypeError("a VerifiedCheckpoint comes from verify_checkpoint only")

    def __init_subclass__(cls, **rest: Any) -> None:
        raise TypeError("VerifiedCheckpoint has no kinds")


def sign_checkpoint(checkpoint: Checkpoint, key: VerifierKey, sign: Sign) -> Note:
    """Return the checkpoint as a note with the signature of the log.

    Never sign two checkpoints of which neither extends the other. The caller keeps the latest one, and locks the log
    while it signs the next.
    """
    return Note(checkpoint.text, (sign_note(checkpoint.text, key, sign),))


def verify_checkpoint(data: bytes, trust: LogTrust, check: SignatureCheck) -> VerifiedCheckpoint:
    """Return a checkpoint after checks of its form, origin, signature and quorum. Raises ProofFails or Malformed."""
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
