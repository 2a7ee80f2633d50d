"""The evidence file of a batch: every row returned or refused at screening, with what its leaf commits to.

A row that goes no further is one leaf, and stands here and not in the database. The file is a run of parts, each a
Parquet file preceded by its length (8 bytes, big-endian), sealed by the vault under a data key of its own, so that
destroying that key erases the batch's openings and nothing else. Columns of a part: ``row`` (from 1), ``outcome``,
``payload`` (canonical JSON), ``opening`` and ``leaf``, in order of row; so do the parts follow each other. However
large the batch, one part is in memory at a time.

The files of a batch wait in a draft until the write that records the batch puts them in place, or they go: a batch
that is not recorded leaves none. One process at a time takes in a batch (`intake`), so that the draft is its own.
"""

import io
import shutil
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from withhold.casework.desk import Desk
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.intake.row_work import Recorded
from withhold.events.day_tags import indexed, joined, write_index
from withhold.events.recorder import batch_label, day_number
from withhold.ledger.leaf import LEAF_SIZE
from withhold.model.errors import Conflict, Fault
from withhold.sealing.files import atomic_write, sync_directory
from withhold.sealing.sealed_file import opened_chunks, seal_file

DIRECTORY = "evidence"
_LENGTH = 8
_LEAVES = LEAF_SIZE << 16


@dataclass(frozen=True, slots=True)
class Numbered:
    """The tags given out, and what there was to look at when that began."""

    day: int
    index: "array[int]"
    event: int
    indexes: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written. Paths are where the files go, relative to the home; digests are hex SHA-256 of the files."""

    path: str
    digest: str
    leaves_path: str
    leaves_digest: str
    count: int
    purposes: Mapping[str, int]
    """Purpose -> rows."""
    draft: Path
    """The directory in which the files wait."""
    numbered: Numbered


@dataclass(frozen=True, slots=True)
class TagSnapshot:
    """What tags there were before any was given out: the latest event, and the indexes of the day."""

    event: int
    indexes: frozenset[Path]


def look(desk: Desk, at: datetime) -> TagSnapshot:
    """To be taken before tags are given out; `put_in_place` holds against what came since."""
    return TagSnapshot(desk.journal.last(), desk.day_tags.of(day_number(at.date())))


def write_evidence(desk: Desk, batch: str, at: datetime, looked: TagSnapshot, pieces: Iterable[Recorded]) -> Evidence:
    """Write a draft of the evidence, the leaves and the tag index of a batch's rows that go no further.

    `pieces` are what its pieces come to, in order. Durable on return. Then either `put_in_place` or `discard` it.
    """
    draft = desk.home / DIRECTORY / f".draft-{batch[:16]}"
    if draft.exists():  # of an intake that was killed
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    try:
        return _draft(desk, batch, at, looked, pieces, draft)
    except BaseException:
        shutil.rmtree(draft)
        raise


def _draft(
    desk: Desk, batch: str, at: datetime, looked: TagSnapshot, pieces: Iterable[Recorded], draft: Path
) -> Evidence:
    day = day_number(at.date())
    evidence, leaves = (f"{batch[:16]}.{suffix}" for suffix in ("parts.sealed", "leaves"))
    indexes: list[array[int]] = []
    purposes: Counter[str] = Counter()
    with atomic_write(draft / leaves) as file:

        def parts() -> Iterator[bytes]:
            for piece in pieces:
                file.write(piece.leaves)
                indexes.append(piece.index)
                purposes.update(piece.purposes)
                if piece.evidence:
                    yield len(piece.evidence).to_bytes(_LENGTH, "big") + piece.evidence

        source = io.BufferedReader(_Pulled(parts()), 1 << 20)
        seal_file(desk.vault, source, draft / evidence, _context(batch), label=batch_label(batch))
    index = joined(indexes)
    write_index(draft, batch, day, index)
    return Evidence(
        path=f"{DIRECTORY}/{evidence}",
        digest=file_digest(draft / evidence),
        leaves_path=f"{DIRECTORY}/{leaves}",
        leaves_digest=file_digest(draft / leaves),
        count=len(index),
        purposes=dict(purposes),
        draft=draft,
        numbered=Numbered(day, index, looked.event, looked.indexes),
    )


class _Pulled(io.RawIOBase):
    """A file of what an iterator gives, made as it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(next(self._parts, b""))
        taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


def put_in_place(desk: Desk, evidence: Evidence) -> None:
    """Give the files their places. Call inside the write that records the batch, as its last step.

    Raises Conflict if an entry since has taken a tag that the draft gives out too: two entries about a person
    never carry the same one, or they could be linked.
    """
    given = evidence.numbered
    taken = any(indexed(given.index, tag) for tag in desk.journal.tags_after(given.event))
    if taken or desk.day_tags.meet(desk.day_tags.of(given.day) - given.indexes, given.index):
        raise Conflict("the records changed while this was screened; file it again")
    for path in evidence.draft.iterdir():
        path.replace(desk.home / DIRECTORY / path.name)
    sync_directory(desk.home / DIRECTORY)


def discard_draft(desk: Desk, batch: str) -> None:
    """Remove the draft of a batch whose intake was killed and is not taken up again."""
    shutil.rmtree(desk.home / DIRECTORY / f".draft-{batch[:16]}", ignore_errors=True)


def discard(evidence: Evidence) -> None:
    """Remove what is left of a draft."""
    shutil.rmtree(evidence.draft)


def _context(batch: str) -> bytes:
    return f"evidence {batch}".encode()


def read_evidence(desk: Desk, batch: str, path: str) -> Iterator[pl.DataFrame]:
    """The rows of a batch's evidence file, a part at a time. Raises Fault if it was altered or its key destroyed."""
    held = bytearray()
    for piece in opened_chunks(desk.vault, desk.home / path, _context(batch)):
        held += piece
        while len(held) >= _LENGTH and len(held) >= (end := _LENGTH + int.from_bytes(held[:_LENGTH], "big")):
            yield pl.read_parquet(io.BytesIO(held[_LENGTH:end]))
            del held[:end]
    if held:
        raise Fault(f"{path} ends within a part")


def evidence_rows(desk: Desk, batch: str, path: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of each row, in order; raises as `read_evidence` does."""
    for part in read_evidence(desk, batch, path):
        yield from part.select(columns).iter_rows()


def read_leaves(home: Path, path: str) -> Iterator[list[bytes]]:
    """The leaves of a batch's rows, in order, some at a time."""
    with (home / path).open("rb") as file:
        while content := file.read(_LEAVES):
            yield [content[at : at + LEAF_SIZE] for at in range(0, len(content), LEAF_SIZE)]
