"""Signed notes: a text, and signature lines below it (C2SP signed-note)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.canonical import from_base64, to_base64
from withhold.tlog.notes.vkey import KeyType, Sign, SignatureCheck, VerifierKey, check_key_name

MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 100
_DASH = "\u2014 "
_MIN_SIGNATURE = 5
"""Bytes: a key id of four and something signed."""


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line, not verified."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """The line, newline included."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.signature)}\n"

    def by(self, key: VerifierKey) -> bool:
        """Return whether the line has the name and the id of this key."""
        return self.name == key.name and self.key_id == key.key_id


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signature lines. Nothing in it is verified before `verify_note`."""

    text: str
    signatures: tuple[NoteSignature, ...] = ()

    def encode(self) -> bytes:
        """Return the bytes of the note."""
        return (self.text + "\n" + "".join(map(str, self.signatures))).encode()

    def with_signatures(self, *more: NoteSignature) -> "Note":
        """Return the note with further signature lines at the end. Lines that it already has are not repeated."""
        return replace(self, signatures=tuple(dict.fromkeys((*self.signatures, *more))))


def parse_note(data: bytes) -> Note:
    """Read a note of at most 1 MB and 100 signatures.

    Raises Malformed if it is not in the one form that `Note.encode` writes.
    """
    if len(data) > MAX_NOTE_BYTES:
        raise Malformed("note: longer than 1 MB")
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise Malformed("note: not UTF-8") from None
    if any(c < " " and c != "\n" for c in whole):
        raise Malformed("note: holds a control character")
    text, gap, lines = whole.rpartition("\n\n")
    if not gap or not lines.endswith("\n"):
        raise Malformed("note: no blank line before the signatures, or no newline at the end")
    rows = lines[:-1].split("\n")
    if len(rows) > MAX_SIGNATURES:
        raise Malformed("note: more than 100 signatures")
    return Note(text + "\n", tuple(parse_signature(row) for row in rows))


def parse_signature(line: str) -> NoteSignature:
    """Read one signature line, without its newline. Raises Malformed."""
    if not line.startswith(_DASH):
        raise Malformed("note: a signature line does not begin with an em dash and a space")
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    check_key_name(name)
    data = from_base64(encoded, "note: a signature")
    if len(data) < _MIN_SIGNATURE:
        raise Malformed("note: a signature is too short")
    return NoteSignature(name, data[:4], data[4:])


def sign_note(text: str, key: VerifierKey, sign: Sign) -> NoteSignature:
    """Return the line by which ``key`` signs a text that ends in a newline. A witness uses `cosign` instead.

    Raises ValueError if the key is not an Ed25519 note key, or the text has no newline at the end.
    """
    if key.type is not KeyType.ED25519 or not text.endswith("\n"):
        raise ValueError("a note is signed by an Ed25519 key, over a text that ends in a newline")
    return NoteSignature(key.name, key.key_id, sign(text.encode()))


def verify_note(note: Note, keys: Iterable[VerifierKey], check: SignatureCheck) -> None:
    """Check each line that has the name and id of one of ``keys``, which are of type Ed25519. At least one must.

    Other lines are ignored, as the specification requires. One wrong signature by a known key rejects the whole note.
    Raises ProofFails.
    """
    known = tuple(keys)
    found = False
    for line in note.signatures:
        for key in filter(line.by, known):
            check_signature(key, line.signature, note.text.encode(), check)
            found = True
    if not found:
        raise ProofFails("note: not signed by a key that was given")


def check_signature(key: VerifierKey, signature: bytes, message: bytes, check: SignatureCheck) -> None:
    """Raise ProofFails, naming the key, if its signature over the message is wrong."""
    try:
        check(key.public_key, signature, message)
    except ValueError:
        raise ProofFails(f"signature by {key.name}: does not verify") from None
