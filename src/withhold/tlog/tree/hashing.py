"""The hashes of RFC 6962 § 2.1, over SHA-256. Their first byte differs, so that no leaf can be presented as a node."""

from hashlib import sha256

HASH_SIZE = 32
"""Bytes in a hash."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a log with no entries."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry: SHA-256(00 ‖ entry)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()
