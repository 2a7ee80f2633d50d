"""What an implementation not ours computed and signed (sumdb.json says which), read, recomputed and verified."""

import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from withhold.model.errors import Fault
from withhold.tlog.errors import ProofFails
from withhold.tlog.notes.canonical import hash_from_base64
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, sign_checkpoint, verify_checkpoint
from withhold.tlog.notes.note import parse_note, sign_note, verify_note
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.stores.proofs import consistency_proof, inclusion_path
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.consistency import verify_consistency
from withhold.tlog.tree.hashing import leaf_hash
from withhold.tlog.tree.inclusion import verify_inclusion
from withhold.tlog.tree.tiles import Tile

COVERS = (
    "withhold.tlog.notes.canonical",
    "withhold.tlog.stores.proofs",
    "withhold.tlog.tree.consistency",
    "withhold.tlog.tree.hashing",
    "withhold.tlog.tree.inclusion",
)

VECTORS = json.loads((Path(__file__).parent / "sumdb.json").read_text())
ROOTS = {int(size): hash_from_base64(root, "root") for size, root in VECTORS["roots"].items()}
LARGEST = max(ROOTS)


def check(public_key: bytes, signature: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        raise Fault("does not verify") from None


def entry(index: int) -> bytes:
    return b"entry %d" % index


class Growing:
    """Every tile that a log had at the sizes of the vectors, in memory."""

    def __init__(self) -> None:
        self.tiles: dict[Tile, bytes] = {}
        self.roots: dict[int, bytes] = {}
        edge = RightEdge()
        for size in sorted(ROOTS):
            extension = extend(edge, [entry(index) for index in range(edge.size, size)])
            edge = extension.edge
            self.tiles.update(extension.files)
            self.roots[size] = edge.root

    def read(self, tile: Tile) -> bytes:
        return self.tiles[tile]


@pytest.fixture(scope="module")
def log() -> Growing:
    return Growing()


def hashes(texts: list[str]) -> list[bytes]:
    return [hash_from_base64(text, "hash") for text in texts]


def test_roots(log: Growing):
    assert log.roots == ROOTS


@pytest.mark.parametrize("case", VECTORS["inclusion"], ids=lambda case: f"{case['index']}-{case['size']}")
def test_inclusion(log: Growing, case):
    index, size, path = case["index"], case["size"], hashes(case["path"])
    verify_inclusion(leaf_hash(entry(index)), index, size, ROOTS[size], path)
    assert inclusion_path(log, index, size) == path


@pytest.mark.parametrize("case", VECTORS["consistency"], ids=lambda case: f"{case['old']}-{case['new']}")
def test_consistency(log: Growing, case):
    old, new, proof = case["old"], case["new"], hashes(case["proof"])
    old_root = ROOTS.get(old) or extend(RightEdge(), [entry(index) for index in range(old)]).edge.root
    verify_consistency(old, old_root, new, ROOTS[new], proof)
    assert consistency_proof(log, old, new) == proof


@pytest.mark.parametrize(("tile", "path"), VECTORS["tile_paths"].items())
def test_tile_paths(tile: str, path: str):
    level, index, width = map(int, tile.split("/"))
    named = Tile(None if level < 0 else level, index, width).path
    assert named.replace("tile/entries/", "tile/data/") == path.replace("tile/8/", "tile/")


class TestNotes:
    private = Ed25519PrivateKey.from_private_bytes(bytes([VECTORS["note"]["seed_bytes"]]) * 32)
    key = VerifierKey.parse(VECTORS["note"]["vkey"])
    other = VerifierKey.parse(VECTORS["note"]["other_vkey"])

    def test_verifier_keys(self):
        assert str(self.key) == VECTORS["note"]["vkey"]
        assert self.key.public_key == self.private.public_key().public_bytes_raw()

    def test_a_checkpoint_signed_by_two(self):
        data = VECTORS["note"]["checkpoint"].encode()
        verified = verify_checkpoint(data, LogTrust((self.key,)), check)
        assert verified.checkpoint == Checkpoint(self.key.name, 600, ROOTS[600])
        assert verified.note.encode() == data
        verify_note(verified.note, [self.key, self.other], check)

    def test_our_signature_is_the_same_line(self):
        note = parse_note(VECTORS["note"]["checkpoint"].encode())
        ours = sign_checkpoint(Checkpoint(self.key.name, 600, ROOTS[600]), self.key, self.private.sign)
        assert ours.signatures == note.signatures[:1]

    def test_a_text_of_several_paragraphs(self):
        note = parse_note(VECTORS["note"]["text_note"].encode())
        verify_note(note, [self.key], check)
        assert sign_note(note.text, self.key, self.private.sign) == note.signatures[0]
        with pytest.raises(ProofFails):
            verify_note(note, [self.other], check)
