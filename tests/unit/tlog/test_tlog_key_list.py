"""A log that changes its key: what its list of keys says, and which signatures then count where."""

from dataclasses import replace

import pytest

from withhold.tlog.errors import NotReadable, ProofFails
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, verify_checkpoint
from withhold.tlog.notes.cosignature import WitnessPolicy
from withhold.tlog.notes.key_list import KeyList, RetiredKey
from withhold.tlog.notes.note import Note, sign_note
from withhold.tlog.notes.vkey import KeyType

COVERS = ("withhold.tlog.notes.cosignature", "withhold.tlog.notes.key_list")

END = 42


@pytest.fixture
def new(world):
    return replace(world.log, seed=9)


@pytest.fixture
def keys(world, new) -> KeyList:
    return KeyList(world.log.key()).changed_to(new.key(), END)


@pytest.fixture
def trust(keys) -> LogTrust:
    return LogTrust((keys.current,), retired=keys.retired)


def note(size: int, *parties) -> Note:
    text = Checkpoint("log.example/withhold", size, bytes(32)).text
    return Note(text, tuple(sign_note(text, each.key(), each.sign) for each in parties))


def test_a_single_key_is_a_list_of_one(world):
    assert KeyList.parse(f"{world.log.key()}\n") == KeyList(world.log.key())
    assert KeyList.parse(str(world.log.key())).encode() == f"{world.log.key()}\n"


def test_the_list_there_and_back(world, new, keys):
    assert keys.encode() == f"{new.key()}\n{world.log.key()} {END}\n"
    assert KeyList.parse(keys.encode()) == keys
    newest = replace(world.log, seed=10)
    again = keys.changed_to(newest.key(), 99)
    assert again.retired == (RetiredKey(new.key(), 99), RetiredKey(world.log.key(), END))
    assert KeyList.parse(again.encode()) == again


@pytest.mark.parametrize("line", ["", "{old}", "{old} ", "{old} 042", "{old} -1", "{old}  42", "42", "{old} 42 43"])
def test_a_line_that_says_no_end_or_no_key_is_refused(world, new, line: str):
    text = f"{new.key()}\n{line.format(old=world.log.key())}\n{world.log.key()} 1\n"
    with pytest.raises(NotReadable, match="verifier key"):
        KeyList.parse(text)


def test_old_checkpoints_verify_by_the_retired_key_and_new_ones_by_the_new(world, new, trust):
    for size, parties in ((1, [world.log]), (END, [world.log]), (END, [new, world.log]), (END + 1, [new])):
        assert verify_checkpoint(note(size, *parties).encode(), trust, world.check).checkpoint.size == size


def test_a_retired_key_signs_nothing_larger_than_its_end(world, new, trust):
    for parties in ([world.log], [new, world.log]):
        with pytest.raises(ProofFails, match="gave up at 42"):
            verify_checkpoint(note(END + 1, *parties).encode(), trust, world.check)


def test_a_false_signature_by_the_retired_key_rejects_an_old_checkpoint(world, new, trust):
    signed = note(END, new)
    forged = signed.with_signatures(note(END - 1, world.log).signatures[0])
    with pytest.raises(ProofFails, match="does not verify"):
        verify_checkpoint(forged.encode(), trust, world.check)


def test_a_verifier_who_refuses_the_unknown_knows_the_retired_key(world, new, trust):
    strict = replace(trust, refuse_unknown=True)
    verify_checkpoint(note(END, new, world.log).encode(), strict, world.check)
    with pytest.raises(ProofFails, match="no key that was given"):
        verify_checkpoint(note(END, new, replace(world.log, seed=11)).encode(), strict, world.check)


def test_without_the_list_the_crossover_satisfies_holders_of_either_key(world, new):
    for party in (world.log, new):
        verify_checkpoint(note(END, new, world.log).encode(), LogTrust((party.key(),)), world.check)


def test_a_list_of_keys_that_do_not_go_together_is_refused(world, new):
    old = world.log.key()
    with pytest.raises(ValueError, match="exactly one name"):
        LogTrust((new.key(),), retired=(RetiredKey(world.first.key(), 1),))
    with pytest.raises(ValueError, match="exactly one name"):
        LogTrust((), retired=(RetiredKey(old, 1),))
    with pytest.raises(ValueError, match="type Ed25519"):
        LogTrust((new.key(),), retired=(RetiredKey(replace(old, type=KeyType.COSIGNATURE), 1),))
    with pytest.raises(ValueError, match="listed twice"):
        LogTrust((old,), retired=(RetiredKey(old, 1),))
    witness = replace(old, name="witness.example/first", type=KeyType.COSIGNATURE)
    with pytest.raises(ValueError, match="own witness"):
        LogTrust((new.key(),), WitnessPolicy((witness,), 1), retired=(RetiredKey(old, 1),))
