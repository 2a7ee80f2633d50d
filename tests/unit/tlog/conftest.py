"""Logs on disk, signed and cosigned by keys made from fixed seeds."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, VerifiedCheckpoint, sign_checkpoint, verify_checkpoint
from withhold.tlog.notes.cosignature import WitnessPolicy, cosign
from withhold.tlog.notes.note import Note
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.tree.building import RightEdge, extend

ORIGIN = "log.example/withhold"


@dataclass(frozen=True)
class Party:
    """Someone who signs."""

    name: str
    seed: int

    @property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(bytes([self.seed]) * 32)

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    def key(self, type: KeyType = KeyType.ED25519) -> VerifierKey:
        return VerifierKey(self.name, type, self.private.public_key().public_bytes_raw())


def check_ed25519(public_key: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        raise ValueError("does not verify") from None


@dataclass(frozen=True)
class World:
    """The log, its witnesses, and how their signatures are checked."""

    log: Party = Party(ORIGIN, 1)
    first: Party = Party("witness.example/first", 2)
    second: Party = Party("witness.example/second", 3)

    def check(self, public_key: bytes, signature: bytes, message: bytes) -> None:
        check_ed25519(public_key, signature, message)

    @property
    def witnesses(self) -> tuple[VerifierKey, VerifierKey]:
        return self.first.key(KeyType.COSIGNATURE), self.second.key(KeyType.COSIGNATURE)

    def trust(self, quorum: int = 2, **more: bool) -> LogTrust:
        return LogTrust((self.log.key(),), WitnessPolicy(self.witnesses, quorum), **more)

    def checkpoint(self, size: int, root: bytes) -> Note:
        """Signed by the log and both witnesses."""
        note = sign_checkpoint(Checkpoint(ORIGIN, size, root), self.log.key(), self.log.sign)
        first, second = self.witnesses
        return note.with_signatures(
            cosign(note.text, 1_700_000_000, first, self.first.sign),
            cosign(note.text, 1_700_000_001, second, self.second.sign),
        )


@dataclass(frozen=True)
class SmallLog:
    """A log on disk, appended to in several steps, so that stale partial tiles lie there too."""

    path: Path
    entries: list[bytes]
    note: Note
    older: list[Note]
    world: World

    @property
    def reader(self) -> DirectoryReader:
        return DirectoryReader(self.path)

    @property
    def verified(self) -> VerifiedCheckpoint:
        return verify_checkpoint(self.note.encode(), self.world.trust(), self.world.check)


@pytest.fixture(scope="session")
def world() -> World:
    return World()


@pytest.fixture
def make_log(tmp_path: Path, world: World) -> Callable[..., SmallLog]:
    def make(size: int, *steps: int) -> SmallLog:
        path = tmp_path / f"log-{size}"
        store, edge, older = DirectoryStore(path), RightEdge(), []
        entries = [b"entry %d" % number * (number % 3) for number in range(size)]
        for step in (*steps, size):
            extension = extend(edge, entries[edge.size : step])
            store.write(extension.files)
            edge = extension.edge
            older.append(world.checkpoint(edge.size, edge.root))
        store.publish("checkpoint", older[-1].encode())
        return SmallLog(path, entries, older[-1], older, world)

    return make


@pytest.fixture
def log(make_log: Callable[..., SmallLog]) -> SmallLog:
    """A log of 300 entries, with checkpoints of 7 and 256 before."""
    return make_log(300, 7, 256)
