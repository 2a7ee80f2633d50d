"""The witness protocol without its transport: every answer, in the specification's order."""

from dataclasses import dataclass

import pytest

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.canonical import to_base64
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, sign_checkpoint
from withhold.tlog.notes.cosignature import cosign
from withhold.tlog.notes.note import Note, NoteSignature
from withhold.tlog.stores.proofs import consistency_proof
from withhold.tlog.tree.hashing import EMPTY_ROOT
from withhold.tlog.witnesses.protocol import (
    MAX_REQUEST_BYTES,
    AddCheckpoint,
    Head,
    Refused,
    admit,
    parse_cosignature,
    parse_size,
)

COVERS = (
    "withhold.tlog.notes.canonical",
    "withhold.tlog.notes.cosignature",
    "withhold.tlog.stores.proofs",
    "withhold.tlog.tree.hashing",
    "withhold.tlog.witnesses.protocol",
)

SIZES = (0, 1, 3, 7, 256, 300)


@dataclass(frozen=True)
class Grown:
    """A log and its checkpoint at each of SIZES, signed by the log alone."""

    log: object
    notes: dict[int, Note]
    roots: dict[int, bytes]

    def request(self, old: int, new: int, **changed) -> AddCheckpoint:
        proof = tuple(consistency_proof(self.log.reader, old, new)) if old <= new else ()
        return AddCheckpoint(**{"old": old, "proof": proof, "note": self.notes[new], **changed})

    def head(self, size: int) -> Head:
        return Head(size, self.roots[size])


@pytest.fixture
def grown(make_log, world) -> Grown:
    log = make_log(SIZES[-1], *SIZES[1:-1])
    notes = {0: sign_checkpoint(Checkpoint(world.log.name, 0, EMPTY_ROOT), world.log.key(), world.log.sign)}
    for note in log.older:
        head = Checkpoint.parse(note.text)
        notes[head.size] = Note(note.text, note.signatures[:1])
    return Grown(log, notes, {size: Checkpoint.parse(note.text).root for size, note in notes.items()})


@pytest.fixture
def logs(world) -> dict[str, LogTrust]:
    return {world.log.name: LogTrust((world.log.key(),))}


@pytest.fixture
def answer(world, logs):
    """What a witness in a state does with a request: the new head, or the status and the size it names."""

    def answer(head: Head, request: AddCheckpoint | bytes) -> Head | tuple[int, int | None]:
        body = request if isinstance(request, bytes) else request.encode()
        try:
            return head.extended(admit(body, logs, world.check))
        except Refused as refused:
            return refused.status, refused.known

    return answer


def test_what_extends_the_head_moves_it(grown: Grown, answer) -> None:
    for old in SIZES:
        for new in SIZES:
            if old <= new:
                assert answer(grown.head(old), grown.request(old, new)) == grown.head(new)


def test_a_log_that_was_never_cosigned_begins_at_nothing(grown: Grown, answer) -> None:
    assert Head() == grown.head(0)
    assert answer(Head(), grown.request(0, 300)) == grown.head(300)
    assert answer(Head(), grown.request(0, 300, proof=(bytes(32),))) == (422, None)


def test_the_same_again_is_cosigned_again(grown: Grown, answer) -> None:
    assert answer(grown.head(7), grown.request(7, 7)) == grown.head(7)


def test_a_wrong_old_size_is_told_the_right_one(grown: Grown, answer) -> None:
    assert answer(grown.head(7), grown.request(3, 300)) == (409, 7)
    assert answer(grown.head(7), grown.request(0, 300)) == (409, 7)
    assert answer(grown.head(7), grown.request(256, 300)) == (409, 7)
    assert answer(Head(), grown.request(3, 7)) == (409, 0)


def test_a_rollback_is_refused_whatever_it_says_of_the_old_size(grown: Grown, answer) -> None:
    assert answer(grown.head(300), grown.request(300, 7)) == (400, None)
    assert answer(grown.head(300), grown.request(7, 7)) == (409, 300)
    assert answer(grown.head(300), grown.request(0, 7)) == (409, 300)


def test_two_roots_of_one_size_cannot_be_processed(grown: Grown, answer) -> None:
    fork = Head(7, bytes(32))
    assert answer(fork, grown.request(7, 7)) == (422, None)
    assert answer(Head(0, EMPTY_ROOT), _fork(grown, 0)) == (422, None)
    assert answer(fork, grown.request(7, 7, proof=(bytes(32),))) == (422, None)


def test_a_forked_history_does_not_extend(grown: Grown, answer) -> None:
    assert answer(Head(7, bytes(32)), grown.request(7, 300)) == (422, None)
    assert answer(grown.head(256), grown.request(256, 300, proof=())) == (422, None)
    proof = grown.request(256, 300).proof
    for place in range(len(proof)):
        broken = (*proof[:place], bytes(32), *proof[place + 1 :])
        assert answer(grown.head(256), grown.request(256, 300, proof=broken)) == (422, None)


def _fork(grown: Grown, size: int) -> AddCheckpoint:
    """A checkpoint of that size with another root, signed by the log all the same."""
    world = grown.log.world
    note = sign_checkpoint(Checkpoint(world.log.name, size, bytes(32)), world.log.key(), world.log.sign)
    return AddCheckpoint(size, (), note)


def test_an_unknown_log_comes_before_its_signature_and_that_before_the_sizes(grown: Grown, world, answer) -> None:
    other = sign_checkpoint(Checkpoint("other.example", 7, bytes(32)), world.log.key(), world.log.sign)
    assert answer(Head(), AddCheckpoint(9, (), other)) == (404, None)
    text = grown.notes[7].text
    stranger = Note(text, (NoteSignature("stranger.example", b"abcd", bytes(64)),))
    assert answer(Head(), AddCheckpoint(9, (), stranger)) == (403, None)
    claimed = Note(text, (NoteSignature(world.log.name, world.log.key().key_id, bytes(64)),))
    assert answer(Head(), AddCheckpoint(9, (), claimed)) == (403, None)
    assert answer(Head(), AddCheckpoint(9, (), grown.notes[7])) == (400, None)


def test_signatures_by_others_are_ignored(grown: Grown, world, answer) -> None:
    cosigned = grown.notes[7].with_signatures(
        cosign(grown.notes[7].text, 5, world.witnesses[0], world.first.sign),
        NoteSignature("stranger.example", b"abcd", bytes(64)),
    )
    assert answer(Head(), AddCheckpoint(0, (), cosigned)) == grown.head(7)


def test_extension_lines_are_no_hindrance(grown: Grown, world, answer) -> None:
    head = Checkpoint(world.log.name, 7, grown.roots[7], ("an extension",))
    note = sign_checkpoint(head, world.log.key(), world.log.sign)
    assert answer(grown.head(3), grown.request(3, 7, note=note)) == grown.head(7)


def test_a_request_has_one_form(grown: Grown) -> None:
    for old, new in ((0, 1), (3, 300), (300, 300)):
        request = grown.request(old, new)
        assert AddCheckpoint.parse(request.encode()) == request
        assert AddCheckpoint.parse(request.encode()).encode() == request.encode()


H = to_base64(bytes(32))
MALFORMED = {
    "empty": b"",
    "nothing but a blank line": b"\n\n",
    "no old size": f"{H}\n\n".encode(),
    "no blank line": b"old 3\n",
    "another word": b"new 3\n\n",
    "no space": b"old3\n\n",
    "two spaces": b"old  3\n\n",
    "leading zero": b"old 03\n\n",
    "negative": b"old -1\n\n",
    "plus": b"old +1\n\n",
    "too large": b"old 9223372036854775808\n\n",
    "carriage return": b"old 3\r\n\n",
    "not ASCII": "old ٣\n\n".encode(),
    "not UTF-8": b"old 3\xff\n\n",
    "hash too short": f"old 3\n{to_base64(bytes(31))}\n\n".encode(),
    "hash not base64": b"old 3\n!\n\n",
    "hash not canonical": f"old 3\n{H[:-2]}B=\n\n".encode(),
    "hash with a space": f"old 3\n{H} \n\n".encode(),
    "64 hashes": ("old 3\n" + f"{H}\n" * 64 + "\n").encode(),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_any_other_form_is_a_bad_request(grown: Grown, answer, name: str) -> None:
    assert answer(Head(), MALFORMED[name] + grown.notes[7].encode()) == (400, None)


def test_63_hashes_are_a_proof_that_merely_fails(grown: Grown, answer) -> None:
    assert answer(grown.head(3), grown.request(3, 7, proof=(bytes(32),) * 63)) == (422, None)


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"log.example/withhold\n7\n",
        b"log.example/withhold\n7\n\n\xe2\x80\x94 log.example/withhold AAAAAAAA\n",
        b"log.example/withhold\n07\n" + H.encode() + b"\n\n\xe2\x80\x94 log.example/withhold AAAAAAAA\n",
        b"log.example/withhold\n7\n" + H.encode() + b"\n\n- log.example/withhold AAAAAAAA\n",
        b"log.example/withhold\n7\n" + H.encode() + b"\n\n\xe2\x80\x94 log.example/withhold AAAAAAAA",
        b"log.example/withhold\n7\n" + H.encode() + b"\n\n" + b"\xe2\x80\x94 log.example/withhold AAAAAAAA\n" * 101,
    ],
)
def test_a_malformed_checkpoint_is_a_bad_request(answer, note: bytes) -> None:
    assert answer(Head(), b"old 0\n\n" + note) == (400, None)


def test_an_oversized_request_is_a_bad_request(grown: Grown, answer) -> None:
    assert answer(Head(), grown.request(0, 7).encode() + b"x" * MAX_REQUEST_BYTES) == (400, None)


def test_no_reason_repeats_what_was_sent(grown: Grown, logs, world) -> None:
    secret = b"old 0\n\nsecret\n7\n" + H.encode() + b"\n\n\xe2\x80\x94 secret AAAAAAAA\n"
    with pytest.raises(Refused) as refused:
        admit(secret, logs, world.check)
    assert "secret" not in str(refused.value)


def test_the_size_in_an_answer() -> None:
    assert parse_size(b"0\n") == 0
    assert parse_size(b"20852014\n") == 20852014


@pytest.mark.parametrize("body", [b"", b"7", b"\n", b"07\n", b"7\n\n", b"-7\n", b"7 \n", b"\xff\n", b"9" * 40 + b"\n"])
def test_an_answer_without_a_size(body: bytes) -> None:
    with pytest.raises(Malformed):
        parse_size(body)


@pytest.fixture
def cosigned(grown: Grown, world):
    """A note, and a witness's answer to it."""
    note = grown.notes[7]
    return note, str(cosign(note.text, 1_700_000_000, world.witnesses[0], world.first.sign)).encode()


def test_an_answer_is_verified_and_others_lines_are_ignored(cosigned, world) -> None:
    note, line = cosigned
    second = str(cosign(note.text, 1_700_000_000, world.witnesses[1], world.second.sign)).encode()
    for body in (line, second + line, line + second):
        found = parse_cosignature(body, note, world.witnesses[0], world.check)
        assert str(found).encode() == line


def test_an_answer_that_does_not_cosign(cosigned, world, grown: Grown) -> None:
    note, line = cosigned
    key = world.witnesses[0]
    other = str(cosign(grown.notes[300].text, 1, key, world.first.sign)).encode()
    forged = str(cosign(note.text, 1, key, world.second.sign)).encode()
    plain = str(NoteSignature(key.name, key.key_id, world.first.sign(note.text.encode()))).encode()
    second = str(cosign(note.text, 1, world.witnesses[1], world.second.sign)).encode()
    for body in (
        b"",
        b"\n",
        line[:-1],
        line + b"\n",
        b"nonsense\n",
        line * 300,
        other,
        forged,
        plain,
        second,
        line + forged,
    ):
        with pytest.raises(ProofFails):
            parse_cosignature(body, note, key, world.check)
