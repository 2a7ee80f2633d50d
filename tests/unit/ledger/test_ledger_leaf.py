import hashlib
import hmac

import pytest

from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.counting import Tally
from withhold.ledger.leaf import (
    COMMITMENT_KEY,
    AnotherFormat,
    Leaf,
    commit,
    encode_leaf,
    subject_key,
    subject_tag,
    verify_commitment,
)
from withhold.ledger.log_errors import error_of_log
from withhold.ledger.scanning import Scanner
from withhold.model.errors import Code
from withhold.tlog.errors import Malformed, ProofFails

COVERS = ("withhold.ledger.leaf",)

OPENING = bytes(range(32))
CODE = AccountingCode(2026, bytes(32))
TAG, COMMITMENT = b"t" * 32, b"c" * 32


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """RFC 2104, from its definition."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in block) + message).digest()
    return hashlib.sha256(bytes(b ^ 0x5C for b in block) + inner).digest()


def test_the_layout_byte_for_byte():
    entry = Leaf(11, 20_000, TAG, COMMITMENT).encode()
    assert entry == b"\x02\x0b\x00\x00\x4e\x20" + TAG + COMMITMENT
    assert entry == encode_leaf(11, 20_000, TAG, COMMITMENT)
    assert len(entry) == 70
    assert Leaf.parse(entry) == Leaf(11, 20_000, TAG, COMMITMENT)


@pytest.mark.parametrize(("kind", "day"), [(1, 0), (255, 2**32 - 1)])
def test_the_ends_of_the_ranges(kind: int, day: int):
    leaf = Leaf(kind, day, TAG, COMMITMENT)
    assert Leaf.parse(leaf.encode()) == leaf


@pytest.mark.parametrize(
    ("kind", "day", "tag", "commitment"),
    [
        (0, 1, TAG, COMMITMENT),
        (256, 1, TAG, COMMITMENT),
        (1, -1, TAG, COMMITMENT),
        (1, 2**32, TAG, COMMITMENT),
        (1, 1, TAG[1:], COMMITMENT),
        (1, 1, TAG, COMMITMENT + b"c"),
    ],
)
def test_what_no_leaf_can_hold(kind: int, day: int, tag: bytes, commitment: bytes):
    with pytest.raises(ValueError, match="a leaf's"):
        Leaf(kind, day, tag, commitment)


def test_what_is_no_leaf():
    entry = Leaf(11, 20_000, TAG, COMMITMENT).encode()
    for other in (b"", entry[:-1], entry + b"x", b"\x03" + entry[1:], b"\x02\x00" + entry[2:]):
        with pytest.raises(Malformed, match="not a leaf of version 2"):
            Leaf.parse(other)


def test_a_leaf_of_version_1_is_refused_by_its_version():
    old = b"\x01" + Leaf(11, 20_000, TAG, COMMITMENT).encode()[1:]
    for read in (Leaf.parse, lambda entry: Tally().add([entry]), lambda entry: Scanner(CODE).find(0, [entry])):
        with pytest.raises(AnotherFormat, match="version 1"):
            read(old)
    assert error_of_log(AnotherFormat("")).code == Code.LEDGER_ANOTHER_FORMAT


def test_a_commitment_by_its_definition():
    payload = b'{"a":1}'
    expected = hmac_sha256(COMMITMENT_KEY, OPENING + b"\x0b" + b"\x00\x00\x00\x07" + payload)
    assert commit(OPENING, 11, payload) == expected
    assert hmac.new(COMMITMENT_KEY, b"", "sha256").digest() == hmac_sha256(COMMITMENT_KEY, b"")


def test_a_commitment_binds_kind_opening_and_payload():
    leaf = Leaf(11, 20_000, TAG, commit(OPENING, 11, b"payload"))
    verify_commitment(leaf, OPENING, b"payload")
    for other, opening, payload in [
        (leaf, OPENING, b"payloae"),
        (leaf, bytes(32), b"payload"),
        (Leaf(12, 20_000, TAG, leaf.commitment), OPENING, b"payload"),
    ]:
        with pytest.raises(ProofFails, match="commits to"):
            verify_commitment(other, opening, payload)


def test_an_opening_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        commit(bytes(31), 1, b"")


def test_keys_and_tags_by_their_definition():
    master = b"m" * 32
    key = subject_key(master, "987654320")
    assert key == hmac_sha256(master, b"987654320")
    assert subject_tag(key, 20_000, 3) == hmac_sha256(key, b"\x00\x00\x4e\x20\x00\x00\x00\x03")


@pytest.mark.parametrize("tin", ["", "98765432", "9876543210", "987-65-4320", "98765432x", "٩٨٧٦٥٤٣٢٠"])
def test_a_subject_key_takes_a_canonical_tin_only(tin: str):
    with pytest.raises(ValueError, match="nine digits") as raised:
        subject_key(bytes(32), tin)
    assert not tin or tin not in str(raised.value)


def test_a_master_key_has_32_bytes():
    with pytest.raises(ValueError, match="master key"):
        subject_key(bytes(31), "987654320")
