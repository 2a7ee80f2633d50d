import pytest

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.note import MAX_SIGNATURES, Note, NoteSignature, parse_note, sign_note, verify_note
from withhold.tlog.notes.vkey import KeyType

COVERS = ("withhold.tlog.notes.note", "withhold.tlog.notes.vkey")

TEXT = "Quis custodiet\n\nipsos custodes?\n"


def signed(world) -> Note:
    return Note(TEXT, (sign_note(TEXT, world.log.key(), world.log.sign),))


def test_signed_parsed_verified(world):
    note = signed(world)
    data = note.encode()
    assert data.startswith(TEXT.encode() + "\n— log.example/withhold ".encode())
    assert parse_note(data) == note
    verify_note(parse_note(data), [world.log.key()], world.check)


def test_a_line_is_added_once(world):
    note = signed(world)
    assert note.with_signatures(*note.signatures) == note


def test_unknown_lines_are_ignored_even_with_the_name_or_the_id_of_a_known_key(world):
    note = signed(world)
    line = note.signatures[0]
    strangers = (
        NoteSignature(line.name, b"\1\2\3\4", line.signature),
        NoteSignature("another.example", line.key_id, b"anything"),
    )
    verify_note(note.with_signatures(*strangers), [world.log.key()], world.check)


def test_a_known_key_with_a_bad_signature_rejects_the_note_whatever_else_is_there(world):
    note = signed(world)
    line = note.signatures[0]
    bad = NoteSignature(line.name, line.key_id, bytes(64))
    with pytest.raises(ProofFails, match=r"log\.example/withhold: does not verify"):
        verify_note(note.with_signatures(bad), [world.log.key()], world.check)


def test_a_note_needs_a_known_signature(world):
    with pytest.raises(ProofFails, match="not signed by a key that was given"):
        verify_note(signed(world), [world.first.key()], world.check)


def test_another_text_does_not_verify(world):
    with pytest.raises(ProofFails, match="does not verify"):
        verify_note(Note("Another.\n", signed(world).signatures), [world.log.key()], world.check)


def test_only_an_ed25519_key_signs_and_only_a_text_that_ends(world):
    with pytest.raises(ValueError, match="Ed25519"):
        sign_note(TEXT, world.log.key(KeyType.COSIGNATURE), world.log.sign)
    with pytest.raises(ValueError, match="newline"):
        sign_note("no end", world.log.key(), world.log.sign)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no blank line"),
        (b"text\n", "no blank line"),
        (b"text\n\n", "no newline at the end"),
        ("text\n\n— a AAAAAAA=".encode(), "no newline at the end"),
        ("text\n\n— a AAAAAAA=\nmore\n".encode(), "em dash"),
        (b"text\n\n- a AAAAAAA=\n", "em dash"),
        ("text\n\n—a AAAAAAA=\n".encode(), "em dash"),
        ("text\n\n— AAAAAAA=\n".encode(), "base64|too short"),
        ("text\n\n—  AAAAAAA=\n".encode(), "key name"),
        ("text\n\n— a  AAAAAAA=\n".encode(), "base64"),
        ("text\n\n— a+b AAAAAAA=\n".encode(), "key name"),
        ("text\n\n— a AAAAAAA\n".encode(), "base64"),
        ("text\n\n— a AAAAAAB=\n".encode(), "canonical"),
        ("text\n\n— a AAAAAA==\n".encode(), "too short"),
        ("text\r\n\n— a AAAAAAA=\n".encode(), "control character"),
        ("text\0\n\n— a AAAAAAA=\n".encode(), "control character"),
        (b"text\xff\n\n", "UTF-8"),
        (b"text\xed\xa0\x80\n\n", "UTF-8"),
        (b"a" * 1_000_001, "1 MB"),
        (("text\n\n" + "— a AAAAAAA=\n" * (MAX_SIGNATURES + 1)).encode(), "more than 100"),
    ],
)
def test_malformed(data: bytes, why: str):
    with pytest.raises(Malformed, match=why):
        parse_note(data)


def test_a_hundred_signatures_are_taken():
    note = parse_note(("text\n\n" + "— a AAAAAAA=\n" * MAX_SIGNATURES).encode())
    assert len(note.signatures) == MAX_SIGNATURES
