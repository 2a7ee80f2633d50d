"""Verification of a whole log, from its files alone.

The steps have the same numbers in the code:

1. The checkpoint is in canonical form and is of this log. The log has signed it, and a quorum of witnesses has cosigned
   it.
2. Every bundle that the checkpoint requires exists and is well-formed. The hash of each entry is in the tile of level
   0.
3. Every tile above exists, and each hash in it is the root of the tile below.
4. Partial forms of a tile or bundle, if there are any, have the same content as far as they go.
5. The root over all entries is the checkpoint's.
6. If an older checkpoint is given, the log has signed it, and its root is the root over its number of entries.

The tiles are built again from the entries, in order, and compared byte by byte. The memory this takes does not depend
on the size of the log. The caller obtains the keys from a source it trusts. It keeps the checkpoint, to pass it as the
older one next time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from withhold.tlog.errors import ProofFails, TileMissing
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, VerifiedCheckpoint, verify_checkpoint
from withhold.tlog.notes.cosignature import NO_WITNESSES
from withhold.tlog.notes.vkey import SignatureCheck
from withhold.tlog.stores.reading import TileReader, fetch_entries, fetch_hashes, read_edge
from withhold.tlog.tree.building import Builder, RightEdge
from withhold.tlog.tree.hashing import HASH_SIZE
from withhold.tlog.tree.subtrees import subtree_root
from withhold.tlog.tree.tiles import WIDTH, Tile, pack, tile_at, unpack

Progress = Callable[[int, int], None]
"""(number of entries verified, number of entries in the log)."""

Entries = Callable[[int, Sequence[bytes]], None]
"""(index of the first entry, entries), called in the order of the log."""


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """The checkpoints that were verified, the latest and the older one, and the number of files that were compared."""

    head: VerifiedCheckpoint
    older: VerifiedCheckpoint | None
    files: int
    """Tiles and bundles that were compared, including partial ones."""


def verify_log(
    reader: TileReader,
    trust: LogTrust,
    check: SignatureCheck,
    *,
    since: bytes | None = None,
    progress: Progress | None = None,
    entries: Entries | None = None,
) -> VerifiedLog:
    """Verify every entry and tile that the log's checkpoint covers. The steps are described above.

    ``since`` is an older checkpoint note. It needs no cosignatures. ``entries`` is called with the entries as they are
    read: do not rely on them before `verify_log` returns. Raises ProofFails, which names the file and what is wrong
    with it, or LogUnreachable.
    """
    head = _verify_head(reader.checkpoint(), trust, check)  # 1
    older = None if since is None else _verify_older(since, trust, check, head.checkpoint)  # 6
    walk = _Walk(reader, head.checkpoint, progress, entries)
    if older is not None:
        walk.to(older.checkpoint.size)
    older_root = walk.root
    walk.to(head.checkpoint.size)  # 2, 3, 4
    walk.finish()
    _require_root(walk.root, head.checkpoint, "checkpoint")  # 5
    if older is not None:
        _require_root(older_root, older.checkpoint, "older checkpoint")  # 6
    return VerifiedLog(head, older, walk.files)


def _verify_head(note: bytes, trust: LogTrust, check: SignatureCheck) -> VerifiedCheckpoint:
    try:
        return verify_checkpoint(note, trust, check)
    except ProofFails as fault:
        raise ProofFails(f"checkpoint: {str(fault).removeprefix('checkpoint: ')}") from None


def _verify_older(since: bytes, trust: LogTrust, check: SignatureCheck, head: Checkpoint) -> VerifiedCheckpoint:
    try:
        older = verify_checkpoint(since, replace(trust, witnesses=NO_WITNESSES, refuse_unknown=False), check)
    except ProofFails as fault:
        raise ProofFails(f"older checkpoint: {fault}") from None
    if older.checkpoint.size > head.size:
        raise ProofFails(f"checkpoint: the log has {head.size} entries, the older checkpoint {older.checkpoint.size}")
    return older


def _require_root(root: bytes, checkpoint: Checkpoint, name: str) -> None:
    if root != checkpoint.root:
        raise ProofFails(f"{name}: its root is not that of the first {checkpoint.size} entries of the log")


class _Walk:
    """Reads the bundles in order, builds the tiles from them, and compares each with the stored one."""

    def __init__(
        self, reader: TileReader, head: Checkpoint, progress: Progress | None, entries: Entries | None
    ) -> None:
        self._reader, self._size, self._head_root = reader, head.size, head.root
        self._progress, self._entries = progress, entries
        self._builder = Builder(RightEdge())
        self._at = 0
        self._rest: list[bytes] = []
        self._bundle = b""
        self.files = 0

    @property
    def root(self) -> bytes:
        """The root over the entries so far."""
        return self._builder.edge.root

    def to(self, size: int) -> None:
        """Continue until ``size`` entries have been read."""
        while self._at < size:
            if not self._rest:
                self._rest = fetch_entries(self._reader, tile_at(None, self._at // WIDTH, self._size))  # 2
            run, self._rest = self._rest[: size - self._at], self._rest[size - self._at :]
            if self._entries is not None:
                self._entries(self._at, run)
            self._at += len(run)
            for tile, content in self._builder.add(run):
                self._compare(tile, content)
            if self._progress is not None:
                self._progress(self._at, self._size)

    def finish(self) -> None:
        """Compare the tiles at the right edge, which are not full."""
        for tile, content in self._builder.edge.files():
            self._compare(tile, content)

    def _compare(self, tile: Tile, built: bytes) -> None:
        """Compare a tile with the stored one. A bundle is kept until its tile of level 0, which comes next."""
        self.files += 1
        if tile.level is None:
            self._bundle = built
            return
        stored = fetch_hashes(self._reader, tile)
        if stored != built:
            raise ProofFails(self._blame(tile, built, stored))  # 2, 3
        self._compare_partials(tile, built)  # 4
        if tile.level == 0:
            self._compare_partials(replace(tile, level=None), self._bundle)  # 4

    def _compare_partials(self, tile: Tile, built: bytes) -> None:
        """Compare partial forms: an old one must begin the tile, and one ahead of the checkpoint begins with it."""
        for width in self._reader.partial_widths(tile):
            partial = replace(tile, width=width)
            if width == tile.width:
                continue
            try:
                stored = self._reader.read(partial)
            except TileMissing:
                continue  # it went since it was listed: the tile has filled
            self.files += 1
            if width > tile.width:
                same = stored.startswith(built)
            elif tile.level is None:
                same = stored == pack(unpack(built, tile.width)[:width])
            else:
                same = stored == built[: width * HASH_SIZE]
            if not same:
                raise ProofFails(f"{partial.path}: differs from {tile.path}")

    def _blame(self, tile: Tile, built: bytes, stored: bytes) -> str:
        """Return which of two files that disagree is wrong, if the hashes above them show it."""
        pairs = range(0, len(built), HASH_SIZE)
        place = next(at for at in pairs if built[at : at + HASH_SIZE] != stored[at : at + HASH_SIZE]) // HASH_SIZE
        if tile.level:
            below = Tile(tile.level - 1, tile.index * WIDTH + place)
            return f"{tile.path}: hash {place} is not the root of {below.path}"
        bundle = replace(tile, level=None)
        if self._leads_up(tile, stored):
            return f"{bundle.path}: entry {place} does not have its hash in {tile.path}"
        if self._leads_up(tile, built):
            return f"{tile.path}: hash {place} is not that of its entry in {bundle.path}"
        return f"{bundle.path} and {tile.path}: entry {place} and its hash differ, and neither leads to the root"

    def _leads_up(self, tile: Tile, hashes: bytes) -> bool:
        """Return whether a level 0 tile with these hashes agrees with the tile above it."""
        if tile.is_full:
            place = tile.index % WIDTH * HASH_SIZE
            above = fetch_hashes(self._reader, tile_at(1, tile.index // WIDTH, self._size))
            return subtree_root(hashes) == above[place : place + HASH_SIZE]
        edge = read_edge(self._reader, self._size)
        return replace(edge, levels=(hashes, *edge.levels[1:])).root == self._head_root
