import copy
from dataclasses import replace

import pytest

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.checkpoint import (
    Checkpoint,
    LogTrust,
    VerifiedCheckpoint,
    sign_checkpoint,
    verify_checkpoint,
)
from withhold.tlog.notes.cosignature import WitnessPolicy, cosign, cosigned_message, verify_cosignatures
from withhold.tlog.notes.note import Note, NoteSignature
from withhold.tlog.notes.vkey import KeyType, VerifierKey

COVERS = ("withhold.tlog.notes.cosignature",)

HEAD = Checkpoint("log.example/withhold", 42, bytes(range(32)))


def test_text_there_and_back():
    assert HEAD.text == "log.example/withhold\n42\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    for head in (HEAD, replace(HEAD, size=0), replace(HEAD, extensions=("one", "two words"))):
        assert Checkpoint.parse(head.text) == head


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "log\n1\n",
        HEAD.text[:-1],
        HEAD.text + "\n",
        "\n" + HEAD.text,
        HEAD.text.replace("\n42\n", "\n042\n"),
        HEAD.text.replace("\n42\n", "\n+42\n"),
        HEAD.text.replace("\n42\n", "\n42 \n"),
        HEAD.text.replace("\n42\n", "\n9223372036854775808\n"),
        HEAD.text.replace("Hh8=", "Hh9="),
        HEAD.text.replace("Hh8=", "Hh8"),
        HEAD.text.replace("AAEC", ""),
    ],
)
def test_malformed(text: str):
    with pytest.raises(Malformed, match=r"^checkpoint"):
        Checkpoint.parse(text)


def test_verified_with_its_cosignatures(world):
    note = world.checkpoint(HEAD.size, HEAD.root)
    verified = verify_checkpoint(note.encode(), world.trust(), world.check)
    assert (verified.checkpoint, verified.note) == (HEAD, note)
    assert [(c.witness, c.time) for c in verified.cosignatures] == [
        ("witness.example/first", 1_700_000_000),
        ("witness.example/second", 1_700_000_001),
    ]


def test_the_quorum_counts_witnesses_not_lines(world):
    first, _ = world.witnesses
    note = sign_checkpoint(HEAD, world.log.key(), world.log.sign)
    twice = note.with_signatures(*(cosign(note.text, time, first, world.first.sign) for time in (5, 9, 7)))
    verified = verify_checkpoint(twice.encode(), world.trust(quorum=1), world.check)
    assert [c.time for c in verified.cosignatures] == [9]
    with pytest.raises(ProofFails, match="1 of the 2 witnesses"):
        verify_checkpoint(twice.encode(), world.trust(quorum=2), world.check)


def test_a_known_witness_with_a_bad_cosignature_rejects_even_beyond_the_quorum(world):
    note = world.checkpoint(HEAD.size, HEAD.root)
    first, _ = world.witnesses
    good = note.signatures[1].signature
    for bad, why in [
        (bytes(8) + good[8:], "does not verify"),
        (good[:-1], "72 bytes"),
        (b"\xff" + good[1:], "larger than"),
    ]:
        line = NoteSignature(first.name, first.key_id, bad)
        with pytest.raises(ProofFails, match=f"witness.example/first.*{why}"):
            verify_checkpoint(note.with_signatures(line).encode(), world.trust(quorum=0), world.check)


def test_a_witness_signs_the_time_it_states(world):
    assert cosigned_message("a\n0\nb\n", 1679315147) == b"cosignature/v1\ntime 1679315147\na\n0\nb\n"


def test_a_cosignature_takes_a_cosignature_key_and_a_time(world):
    for key, time in [(world.first.key(), 1), (world.witnesses[0], -1), (world.witnesses[0], 2**63)]:
        with pytest.raises(ValueError, match="cosignature key"):
            cosign(HEAD.text, time, key, world.first.sign)


def test_no_cosignature_is_found_where_there_is_none(world):
    assert verify_cosignatures(Note(HEAD.text), world.witnesses, world.check) == []


def test_another_log(world):
    other = sign_checkpoint(replace(HEAD, origin="log.example/other"), world.log.key(), world.log.sign)
    with pytest.raises(ProofFails, match="another log"):
        verify_checkpoint(other.encode(), world.trust(quorum=0), world.check)


def test_unsigned_by_the_log(world):
    note = world.checkpoint(HEAD.size, HEAD.root)
    cosigned_only = Note(note.text, note.signatures[1:])
    with pytest.raises(ProofFails, match="not signed"):
        verify_checkpoint(cosigned_only.encode(), world.trust(), world.check)


def test_unknown_lines_are_ignored_unless_they_are_to_be_refused(world):
    note = world.checkpoint(HEAD.size, HEAD.root).with_signatures(NoteSignature("who.example", b"1234", b"x"))
    verify_checkpoint(note.encode(), world.trust(), world.check)
    with pytest.raises(ProofFails, match="signature line 4"):
        verify_checkpoint(note.encode(), world.trust(refuse_unknown=True), world.check)


def test_nothing_unknown_to_refuse(world):
    note = world.checkpoint(HEAD.size, HEAD.root)
    verify_checkpoint(note.encode(), world.trust(refuse_unknown=True), world.check)


def test_after_a_change_of_key_either_will_do(world):
    new = VerifierKey(world.log.name, KeyType.ED25519, world.second.key().public_key)
    trust = LogTrust((new, world.log.key()))
    note = sign_checkpoint(HEAD, world.log.key(), world.log.sign)
    assert verify_checkpoint(note.encode(), trust, world.check).checkpoint == HEAD


def test_trust_that_cannot_be_meant(world):
    first, second = world.witnesses
    log = world.log.key()
    for keys in [(), (log, world.first.key()), (first,)]:
        with pytest.raises(ValueError, match="log"):
            LogTrust(keys)
    with pytest.raises(ValueError, match="own witness"):
        LogTrust((log,), WitnessPolicy((world.log.key(KeyType.COSIGNATURE),), 1))
    for keys, quorum, why in [
        ((log,), 0, "type"),
        ((first, VerifierKey("witness.example/alias", KeyType.COSIGNATURE, first.public_key)), 2, "twice"),
        ((first, second), 3, "quorum"),
        ((first,), -1, "quorum"),
    ]:
        with pytest.raises(ValueError, match=why):
            WitnessPolicy(keys, quorum)


def test_only_the_verifier_makes_a_verified_checkpoint(world):
    note = world.checkpoint(HEAD.size, HEAD.root)
    with pytest.raises(TypeError, match="verify_checkpoint only"):
        VerifiedCheckpoint(HEAD, note, (), object())
    verified = verify_checkpoint(note.encode(), world.trust(), world.check)
    with pytest.raises((TypeError, ValueError)):
        replace(verified, checkpoint=replace(HEAD, size=43))
    with pytest.raises(TypeError, match="no kinds"):
        type("Forged", (VerifiedCheckpoint,), {})
    assert copy.deepcopy(verified) == verified
