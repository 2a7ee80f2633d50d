"""Logs of random entries on disk, and what hashing them costs at least."""

import hmac
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from withhold.ledger.leaf import LEAF_SIZE
from withhold.sealing.keys import SigningKey, ed25519_sign
from withhold.sealing.keytext import Use
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, sign_checkpoint
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.stores.storing import CHECKPOINT
from withhold.tlog.tree.building import Builder, RightEdge

KEY = SigningKey(Use.LOG, "bench.example/log", bytes(range(32)))
VKEY = VerifierKey(KEY.name, KeyType.ED25519, KEY.public.raw)
TRUST = LogTrust((VKEY,))
_RUN = 100_000


def leaves(count: int) -> list[bytes]:
    """Entries of a leaf's size."""
    data = os.urandom(LEAF_SIZE * count)
    return [data[at : at + LEAF_SIZE] for at in range(0, len(data), LEAF_SIZE)]


def note(edge: RightEdge) -> bytes:
    """The signed checkpoint of a log."""
    return sign_checkpoint(Checkpoint(VKEY.name, edge.size, edge.root), VKEY, ed25519_sign(KEY)).encode()


@contextmanager
def scratch(parent: Path | None) -> Iterator[Path]:
    """A directory that is gone in the end."""
    path = Path(tempfile.mkdtemp(prefix="withhold-bench-", dir=parent))
    try:
        yield path
    finally:
        shutil.rmtree(path)


def write_log(path: Path, size: int) -> float:
    """Write a durable log of that many random entries. Returns the seconds, including the time to make the entries."""
    began, store, builder = time.perf_counter(), DirectoryStore(path), Builder(RightEdge())
    for first in range(0, size, _RUN):
        store.write(builder.add(leaves(min(_RUN, size - first))))
    store.write(builder.edge.files())
    store.publish(CHECKPOINT, note(builder.edge), size)
    return time.perf_counter() - began


def hashing(entries: Sequence[bytes]) -> float:
    """Seconds for the hashes of a tree over these entries and nothing else: a leaf and a node hash for each."""
    prefixed = [b"\0" + entry for entry in entries]
    pair = b"\1" + bytes(64)
    began = time.perf_counter()
    for each in prefixed:
        sha256(each).digest()
    for _ in prefixed:
        sha256(pair).digest()
    return time.perf_counter() - began


def keyed_hashing(count: int) -> float:
    """Seconds for the two HMACs that a leaf takes to make, tag and commitment, and nothing else."""
    key, message = bytes(32), bytes(64)
    began = time.perf_counter()
    for _ in range(2 * count):
        hmac.digest(key, message, "sha256")
    return time.perf_counter() - began


def median(run: Callable[[], float], times: int) -> float:
    """Return the median of several runs. The best one would mean little, because each run has an fsync."""
    return sorted(run() for _ in range(times))[times // 2]
