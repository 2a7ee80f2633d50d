"""HMAC-SHA256 with a prepared key agrees with the library's."""

import hmac

import pytest

from withhold.ledger.keyed_hash import hash_once, keyed_hash

COVERS = ("withhold.ledger.keyed_hash",)

MESSAGES = (b"", b"a", b"b" * 55, b"c" * 64, b"d" * 1_000)


@pytest.mark.parametrize("size", [0, 1, 32, 63, 64])
def test_it_is_hmac_with_sha256(size: int) -> None:
    key = bytes(range(1, size + 1))
    hashed = keyed_hash(key)
    for message in (*MESSAGES, *MESSAGES):  # a message leaves no trace in the next
        expected = hmac.digest(key, message, "sha256")
        assert hashed(message) == hash_once(key, message) == expected


def test_a_key_fits_in_a_block() -> None:
    with pytest.raises(ValueError, match="at most 64 bytes"):
        keyed_hash(bytes(65))
    with pytest.raises(ValueError, match="at most 64 bytes"):
        hash_once(bytes(65), b"")
