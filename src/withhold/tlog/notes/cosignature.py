"""Witness cosignatures, version 1: which witness saw a checkpoint, and when (C2SP tlog-cosignature)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from withhold.tlog.errors import Malformed, QuorumMissing
from withhold.tlog.notes.canonical import LARGEST
from withhold.tlog.notes.note import Note, NoteSignature, check_signature
from withhold.tlog.notes.vkey import KeyType, Sign, SignatureCheck, VerifierKey

_PAYLOAD_SIZE = 8 + 64
"""The time, a uint64, and an Ed25519 signature."""
_YEAR_10000 = 253_402_300_800
"""The first second that a datetime cannot express."""


@dataclass(frozen=True, slots=True)
class WitnessPolicy:
    """The witnesses whose cosignatures count, and how many of them must have cosigned."""

    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def __post_init__(self) -> None:
        """Raise ValueError on a key of another type, a key that is listed twice, or a quorum that cannot be met.

        With one key under two names, one witness would count as two.
        """
        if any(key.type is not KeyType.COSIGNATURE for key in self.witnesses):
            raise ValueError("a witness key has the type cosignature (4)")
        if len({key.public_key for key in self.witnesses}) < len(self.witnesses):
            raise ValueError("a witness is named twice")
        if not 0 <= self.quorum <= len(self.witnesses):
            raise ValueError(f"a quorum of {self.quorum} cannot be met by {len(self.witnesses)} witnesses")


NO_WITNESSES = WitnessPolicy()
"""For a log without witnesses. Its operator can then show different histories to different people."""


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified cosignature: the witness, and the time that it states (seconds since 1970-01-01 UTC)."""

    witness: str
    time: int

    @property
    def when(self) -> str:
        """The time in ISO 8601, as `format_time` writes it."""
        return format_time(self.time)


def format_time(seconds: int) -> str:
    """Return a time (seconds since 1970-01-01 UTC) in ISO 8601, or in seconds if it is after the year 9999.

    A witness may state any time up to 2^63 - 1.
    """
    if not 0 <= seconds < _YEAR_10000:
        return f"a time after the year 9999 ({seconds} seconds since 1970-01-01 UTC)"
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def cosigned_message(text: str, time: int) -> bytes:
    """Return the bytes that a witness signs: a header line, a line with the time, and the text of the checkpoint."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, time: int, key: VerifierKey, sign: Sign) -> NoteSignature:
    """Return the line by which a witness cosigns the text of a checkpoint at ``time`` (seconds since 1970-01-01 UTC).

    Before that, the caller verifies the checkpoint's signature and its consistency with the latest one that it
    cosigned, and stores it durably. Raises ValueError on a key of another type, or a time out of range.
    """
    if key.type is not KeyType.COSIGNATURE or not 1 <= time <= LARGEST:
        raise ValueError("a cosignature takes a cosignature key and a time from 1 to 2^63 - 1")
    return NoteSignature(key.name, key.key_id, time.to_bytes(8, "big") + sign(cosigned_message(text, time)))


def stated_time(line: NoteSignature) -> int:
    """Return the time that a cosignature states. It is not verified."""
    return int.from_bytes(line.signature[:8], "big")


def verify_cosignatures(note: Note, witnesses: Iterable[VerifierKey], check: SignatureCheck) -> list[Cosignature]:
    """Return one cosignature for each of ``witnesses`` that has any: the one with the latest time.

    Lines by others are ignored. One wrong signature by a known witness rejects the note. Raises ProofFails or
    Malformed.
    """
    found: list[Cosignature] = []
    for key in witnesses:
        times = [_verify_line(line, key, note.text, check) for line in note.signatures if line.by(key)]
        if times:
            found.append(Cosignature(key.name, max(times)))
    return found


def _verify_line(line: NoteSignature, key: VerifierKey, text: str, check: SignatureCheck) -> int:
    if len(line.signature) != _PAYLOAD_SIZE:
        raise Malformed(f"cosignature by {key.name}: not 72 bytes long")
    time = stated_time(line)
    if time > LARGEST:
        raise Malformed(f"cosignature by {key.name}: the time is larger than 2^63 - 1")
    check_signature(key, line.signature[8:], cosigned_message(text, time), check)
    return time


def verify_quorum(note: Note, policy: WitnessPolicy, check: SignatureCheck) -> tuple[Cosignature, ...]:
    """Return the cosignatures that count. Raises ProofFails, or QuorumMissing if there are too few."""
    counted = verify_cosignatures(note, policy.witnesses, check)
    if len(counted) < policy.quorum:
        raise QuorumMissing(f"cosignatures: {len(counted)} of the {policy.quorum} witnesses required")
    return tuple(counted)
