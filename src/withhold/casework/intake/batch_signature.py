"""A signer's signature over a batch: a signed note (C2SP signed-note) over a `BatchStatement`."""

import hashlib
from pathlib import Path

from withhold.model.batch_statement import BatchStatement, statement_in
from withhold.model.errors import Code, Fault, Unreadable
from withhold.screening.reading.opening import opened
from withhold.sealing.keys import SigningKey, VerifyingKey, check_ed25519, ed25519_sign
from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.note import Note, parse_note, sign_note, verify_note
from withhold.tlog.notes.vkey import KeyType, VerifierKey

_CHUNK = 1 << 20


def sign_batch(statement: BatchStatement, key: SigningKey) -> bytes:
    """Return the content of the signature file."""
    signed = sign_note(statement.text(), _verifier(key.public), ed25519_sign(key))
    return Note(statement.text(), (signed,)).encode()


def claimed_statement(signature: bytes, file: str) -> BatchStatement:
    """Return what a signature file claims. Nothing in it is verified yet. Raises Unreadable, naming `file`."""
    try:
        text = parse_note(signature).text
    except Malformed as fault:
        raise Unreadable(Code.SIGNATURE_NOT_A_NOTE, file=file, problem=str(fault)) from None
    return statement_in(text, file)


def verify_batch_signature(signature: bytes, statement: BatchStatement, key: VerifyingKey) -> None:
    """Raise Fault unless the signature file has exactly this statement, signed with this key."""
    try:
        note = parse_note(signature)
        if note.text != statement.text():
            raise Fault(Code.INTAKE_ANOTHER_STATEMENT)
        verify_note(note, (_verifier(key),), check_ed25519)
    except ProofFails as fault:
        raise Fault(Code.INTAKE_SIGNATURE_FAILS, problem=str(fault)) from None


def file_digest(path: Path) -> str:
    """Return the hex SHA-256 of a regular file.

    Raises Unreadable for a link, a pipe or a device, and if the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with opened(path) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except Unreadable as fault:
        raise fault.in_file(path.name) from None
    except OSError as error:
        problem = error.strerror or type(error).__name__
        raise Unreadable(Code.FILE_UNREADABLE, file=path.name, problem=problem) from None
    return digest.hexdigest()


def _verifier(key: VerifyingKey) -> VerifierKey:
    return VerifierKey(key.name, KeyType.ED25519, key.raw)
