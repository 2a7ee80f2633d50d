import copy
from dataclasses import replace

import pytest

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.proven import ProvenInclusion, prove
from withhold.tlog.receipt import Receipt, make_receipt, verify_receipt
from withhold.tlog.stores.proofs import consistency_proof, inclusion_path
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.consistency import verify_consistency
from withhold.tlog.tree.hashing import leaf_hash

COVERS = (
    "withhold.tlog.notes.proven",
    "withhold.tlog.receipt",
    "withhold.tlog.stores.proofs",
    "withhold.tlog.tree.consistency",
    "withhold.tlog.tree.hashing",
)

SIZES = [1, 2, 255, 256, 257, 600]


@pytest.mark.parametrize("size", SIZES)
def test_paths_from_tiles_are_proven(make_log, size: int):
    log = make_log(size)
    for index in {0, size // 2, size - 1}:
        proven = prove(log.entries[index], index, inclusion_path(log.reader, index, size), log.verified)
        assert (proven.index, proven.size, proven.root) == (index, size, log.verified.checkpoint.root)
        assert proven.leaf_hash == leaf_hash(log.entries[index])
        assert proven.origin == "log.example/withhold"
        assert proven.witnesses == ("witness.example/first", "witness.example/second")


@pytest.mark.parametrize("new", SIZES)
def test_consistency_proofs_from_tiles_verify(make_log, new: int):
    log = make_log(new)
    new_root = log.verified.checkpoint.root
    for old in {0, 1, new // 2, new - 1, new}:
        old_root = extend(RightEdge(), log.entries[:old]).edge.root
        verify_consistency(old, old_root, new, new_root, consistency_proof(log.reader, old, new))


def test_a_path_in_the_log_as_it_was(make_log):
    log = make_log(600, 300)
    assert inclusion_path(log.reader, 299, 300) == inclusion_path(make_log(300).reader, 299, 300)


def test_a_few_reads_are_enough(make_log):
    log = make_log(66_000)

    class Counting:
        reads = 0

        def read(self, tile):
            self.reads += 1
            return log.reader.read(tile)

    for proof in (lambda r: inclusion_path(r, 33_333, 66_000), lambda r: consistency_proof(r, 33_333, 66_000)):
        counting = Counting()
        proof(counting)
        assert counting.reads <= 6


def test_an_inclusion_is_not_proven_of_another_entry(make_log):
    log = make_log(10)
    with pytest.raises(ProofFails):
        prove(b"another", 3, inclusion_path(log.reader, 3, 10), log.verified)


def test_only_prove_makes_a_proven_inclusion(make_log):
    log = make_log(10)
    proven = prove(log.entries[3], 3, inclusion_path(log.reader, 3, 10), log.verified)
    fields = (proven.leaf_hash, 3, 10, proven.root, proven.origin, proven.witnesses)
    with pytest.raises(TypeError, match="prove only"):
        ProvenInclusion(*fields, made_by=object())
    with pytest.raises(TypeError):
        ProvenInclusion(*fields)
    with pytest.raises((TypeError, ValueError)):
        replace(proven, index=4)
    with pytest.raises(TypeError, match="no kinds"):
        type("Forged", (ProvenInclusion,), {})
    assert copy.deepcopy(proven) == proven


@pytest.mark.parametrize("size", SIZES)
def test_a_receipt_verifies_with_no_log_at_hand(make_log, world, size: int):
    log = make_log(size)
    for index in {0, size // 2, size - 1}:
        receipt = make_receipt(log.reader, index, log.verified)
        data = receipt.encode()
        assert Receipt.parse(data) == receipt
        for entry in (None, log.entries[index]):
            assert verify_receipt(data, world.trust(), world.check, entry).index == index


BITS = (0, 3, 5)


# `make test` changes one of the bits of each byte, another of them from byte to byte, and `make trials` changes all.
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bits", [1, pytest.param(len(BITS), marks=pytest.mark.trial)])
def test_any_byte_of_a_receipt(make_log, world, size: int, bits: int):
    log = make_log(size)
    trust = world.trust(quorum=1, refuse_unknown=True)
    data = make_receipt(log.reader, size // 2, log.verified).encode()
    for place in range(len(data)):
        for turn in range(bits):
            bit = BITS[(place + turn + SIZES.index(size)) % len(BITS)]
            changed = data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
            with pytest.raises(ProofFails):
                verify_receipt(changed, trust, world.check)


def test_the_form_is_that_of_the_specification():
    receipt = Receipt(5, (bytes(32), bytes([1]) * 32), b"the checkpoint\n", b"extra")
    zeros, ones = "A" * 43 + "=", "AQEB" * 10 + "AQE="
    assert receipt.encode().decode() == (
        f"c2sp.org/tlog-proof@v1\nextra ZXh0cmE=\nindex 5\n{zeros}\n{ones}\n\nthe checkpoint\n"
    )
    assert Receipt.parse(receipt.encode()) == receipt
    without = replace(receipt, extra=None, path=())
    assert without.encode() == b"c2sp.org/tlog-proof@v1\nindex 5\n\nthe checkpoint\n"
    assert Receipt.parse(without.encode()) == without


def test_an_empty_extra_is_not_none():
    receipt = Receipt(0, (), b"x\n", b"")
    assert Receipt.parse(receipt.encode()) == receipt


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "does not begin"),
        (b"c2sp.org/tlog-proof@v2\nindex 0\n\nx", "does not begin"),
        (b"c2sp.org/tlog-proof@v1\nindex 0\n", "holds no checkpoint"),
        (b"c2sp.org/tlog-proof@v1\n\nx", "no index"),
        (b"c2sp.org/tlog-proof@v1\nextra AA==\n\nx", "no index"),
        (b"c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\nx", "path: not base64"),
        (b"c2sp.org/tlog-proof@v1\nindex 00\n\nx", "index: not a decimal"),
        (b"c2sp.org/tlog-proof@v1\nextra AB==\nindex 0\n\nx", "extra: not the canonical"),
        (b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nx", "path: not a hash"),
        (b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\nx", "more hashes"),
        (b"c2sp.org/tlog-proof@v1\nindex 0\n\xff\n\nx", "not ASCII"),
        (b"x" * 2_000_001, "longer"),
    ],
)
def test_malformed_receipts(data: bytes, why: str):
    with pytest.raises(Malformed, match=why):
        Receipt.parse(data)


def test_a_receipt_needs_its_entry_and_no_other(make_log, world):
    log = make_log(10)
    receipt = make_receipt(log.reader, 3, log.verified)
    bare = replace(receipt, extra=None).encode()
    assert verify_receipt(bare, world.trust(), world.check, log.entries[3]).index == 3
    with pytest.raises(ProofFails, match="contains no entry"):
        verify_receipt(bare, world.trust(), world.check)
    with pytest.raises(ProofFails, match="does not lead to the root"):
        verify_receipt(receipt.encode(), world.trust(), world.check, b"another")
    of_another_tool = replace(receipt, extra=b"not the entry").encode()
    assert verify_receipt(of_another_tool, world.trust(), world.check, log.entries[3]).index == 3
    with pytest.raises(ProofFails, match="does not lead to the root"):
        verify_receipt(of_another_tool, world.trust(), world.check)
    with pytest.raises(ProofFails, match="does not lead to the root"):
        verify_receipt(bare, world.trust(), world.check, b"another")


def test_no_receipt_for_an_entry_that_is_not_there(make_log):
    log = make_log(10)
    with pytest.raises(ProofFails, match="entry 10 is not in a log of 10"):
        make_receipt(log.reader, 10, log.verified)
