"""Receipts: proof that an entry is in the log, as one text that can be verified offline (C2SP tlog-proof)."""

from dataclasses import dataclass

from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.canonical import from_base64, from_decimal, hash_from_base64, to_base64
from withhold.tlog.notes.checkpoint import LogTrust, VerifiedCheckpoint, verify_checkpoint
from withhold.tlog.notes.note import MAX_NOTE_BYTES
from withhold.tlog.notes.proven import ProvenInclusion, prove
from withhold.tlog.notes.vkey import SignatureCheck
from withhold.tlog.stores.proofs import inclusion_path
from withhold.tlog.stores.reading import TileReader, fetch_entries
from withhold.tlog.tree.tiles import WIDTH, tile_at

_HEADER = "c2sp.org/tlog-proof@v1"
_MAX_PATH = 63
_MAX_RECEIPT = 2 * MAX_NOTE_BYTES
"""Bytes: a checkpoint, 63 hashes, and extra data, which other tools may use in their own way."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The content of a receipt. Nothing in it is verified before `verify_receipt`.

    ``path`` are the hashes from the sibling of the entry upward, and ``checkpoint`` the bytes of a checkpoint note.
    ``extra`` is any data. `make_receipt` puts the entry there, so that the receipt is enough by itself. The entry needs
    no signature, because it must hash to the leaf.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def encode(self) -> bytes:
        """Return the text."""
        lines = [_HEADER]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines.extend(map(to_base64, self.path))
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.checkpoint

    @classmethod
    def parse(cls, data: bytes) -> "Receipt":
        """Read the text. The checkpoint in it is not parsed. Raises Malformed."""
        if len(data) > _MAX_RECEIPT:
            raise Malformed("receipt: longer than any can be")
        proof, gap, checkpoint = data.partition(b"\n\n")
        try:
            header, *lines = proof.decode("ascii").split("\n")
        except UnicodeDecodeError:
            raise Malformed("receipt: not ASCII before the checkpoint") from None
        if header != _HEADER or not gap:
            raise Malformed(f"receipt: does not begin with {_HEADER}, or holds no checkpoint")
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = from_base64(lines.pop(0).removeprefix("extra "), "receipt: extra")
        if not lines or not lines[0].startswith("index "):
            raise Malformed("receipt: no index where it belongs")
        index = from_decimal(lines.pop(0).removeprefix("index "), "receipt: index")
        if len(lines) > _MAX_PATH:
            raise Malformed("receipt: more hashes than any path has")
        return cls(index, tuple(hash_from_base64(line, "receipt: path") for line in lines), checkpoint, extra)


def make_receipt(reader: TileReader, index: int, verified: VerifiedCheckpoint) -> Receipt:
    """Return a receipt for entry ``index`` under a verified checkpoint, with the entry as its extra data.

    The entry and its path are read from the log, and the proof is checked. Raises ProofFails, and the errors of
    `TileReader.read`.
    """
    size = verified.checkpoint.size
    path = inclusion_path(reader, index, size)
    entry = fetch_entries(reader, tile_at(None, index // WIDTH, size))[index % WIDTH]
    prove(entry, index, path, verified)
    return Receipt(index, tuple(path), verified.note.encode(), entry)


def verify_receipt(data: bytes, trust: LogTrust, check: SignatureCheck, entry: bytes | None = None) -> ProvenInclusion:
    """Verify a receipt offline, with the keys in ``trust``, and return what it proves.

    ``entry`` may be left out if the receipt contains it as its extra data, as those of `make_receipt` do. In receipts
    of other tools the extra data may be anything: pass the entry, and the extra data is ignored. Raises ProofFails or
    Malformed.
    """
    receipt = Receipt.parse(data)
    if entry is None:
        entry = receipt.extra
    if entry is None:
        raise ProofFails("receipt: contains no entry; give the entry's bytes as well")
    verified = verify_checkpoint(receipt.checkpoint, trust, check)
    return prove(entry, receipt.index, receipt.path, verified)
