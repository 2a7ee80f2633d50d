"""A log in memory for the tests of a witness. It grows, forks and signs as a test needs."""

from collections.abc import Sequence

from withhold.sealing.keys import SigningKey, ed25519_sign
from withhold.sealing.keytext import Use
from withhold.tlog.notes.checkpoint import Checkpoint, sign_checkpoint
from withhold.tlog.notes.note import Note
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.consistency import consistency_ranges
from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.subtrees import leaf_hashes, tree_root
from withhold.tlog.witnesses.protocol import AddCheckpoint


class GrowingLog:
    """A log with the history `entries`. A log with other entries and the same `signing` key is a fork of it."""

    def __init__(self, origin: str = "log.example/w", signing: SigningKey | None = None, word: str = "entry") -> None:
        self.signing = signing or SigningKey.generate(Use.LOG, origin)
        self.key = VerifierKey(origin, KeyType.ED25519, self.signing.public.raw)
        self._word = word

    def fork(self) -> "GrowingLog":
        """The same log with another history from its first entry on."""
        return GrowingLog(self.key.name, self.signing, "other" if self._word == "entry" else "entry")

    def hashes(self, size: int) -> bytes:
        return leaf_hashes([f"{self._word} {number}".encode() for number in range(size)])

    def note(self, size: int) -> Note:
        """The signed checkpoint at that size."""
        edge = extend(RightEdge(), [f"{self._word} {number}".encode() for number in range(size)]).edge
        return sign_checkpoint(Checkpoint(self.key.name, size, edge.root), self.key, ed25519_sign(self.signing))

    def proof(self, old: int, new: int) -> list[bytes]:
        hashes = self.hashes(new)
        return [tree_root(hashes[start * HASH_SIZE : end * HASH_SIZE]) for start, end in consistency_ranges(old, new)]

    def request(self, old: int, new: int, proof: Sequence[bytes] | None = None) -> bytes:
        """The body of an ``add-checkpoint`` request."""
        return AddCheckpoint(old, tuple(self.proof(old, new) if proof is None else proof), self.note(new)).encode()
