"""The evidence file of a batch: every row returned or refused at screening, with what its leaf commits to.

A row that goes no further is one leaf. It is stored here and not in the database. The file is a sequence of parts. Each
part is a Parquet file preceded by its length (8 bytes, big-endian). Its columns are ``row`` (from 1), ``outcome``,
``payload`` (canonical JSON), ``opening`` and ``leaf``. Rows are in order within a part and over all parts. One part at
a time is in memory, whatever the size of the batch.

The file is sealed under the data key of the batch, which also seals the events of the batch's cases. Destroying that
key erases what the batch's entries commit to, and nothing of any other batch.

The files of a batch are a draft until the write that records the batch moves them to their places. If the batch is not
recorded, they are removed. One process at a time files a batch (`filing`), so no other process touches the draft.
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

from withhold.casework.instance import Instance
from withhold.casework.intake.batch_signature import file_digest
from withhold.casework.intake.row_work import Recorded
from withhold.events.day_tags import indexed, joined, write_index
from withhold.events.recorder import batch_label, day_number
from withhold.ledger.leaf import LEAF_SIZE
from withhold.model.errors import Code, Conflict, Fault
from withhold.model.identifiers import BatchDigest
from withhold.sealing.files import atomic_write, sync_directory
from withhold.sealing.sealed_file import opened_chunks, seal_file

DIRECTORY = "evidence"
_LENGTH = 8
_LEAVES = LEAF_SIZE << 16


@dataclass(frozen=True, slots=True)
class Numbered:
    """The tags that a draft gives out, and what tags there were before: see `TagSnapshot`."""

    day: int
    index: "array[int]"
    event: int
    indexes: frozenset[Path]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The draft of a batch's files. Paths are the final ones, relative to the instance. Digests are hex SHA-256."""

    path: str
    digest: str
    leaves_path: str
    leaves_digest: str
    count: int
    purposes: Mapping[str, int]
    """Purpose -> rows."""
    draft: Path
    """The directory in which the files are until they are moved to their places."""
    numbered: Numbered


@dataclass(frozen=True, slots=True)
class TagSnapshot:
    """The tags that existed before a draft gave out any: the number of the latest event, and the day's indexes."""

    event: int
    indexes: frozenset[Path]


def look(instance: Instance, at: datetime) -> TagSnapshot:
    """Return a snapshot of the tags. Take it before tags are given out: `put_in_place` compares what came since."""
    return TagSnapshot(instance.journal.last(), instance.day_tags.of(day_number(at.date())))


def write_evidence(
    instance: Instance, batch: BatchDigest, at: datetime, looked: TagSnapshot, pieces: Iterable[Recorded]
) -> Evidence:
    """Write a draft of the evidence, the leaves and the tag index of a batch's rows that go no further.

    `pieces` are the results of the batch's chunks, in order. The files are durable on return. Then call either
    `put_in_place` or `discard`.
    """
    draft = instance.home / DIRECTORY / f".draft-{batch[:16]}"
    if draft.exists():  # left over from an intake that was killed
        shutil.rmtree(draft)
    draft.mkdir(mode=0o700)
    try:
        return _draft(instance, batch, at, looked, pieces, draft)
    except BaseException:
        shutil.rmtree(draft)
        raise


def _draft(
    instance: Instance, batch: BatchDigest, at: datetime, looked: TagSnapshot, pieces: Iterable[Recorded], draft: Path
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
        seal_file(instance.at_rest, source, draft / evidence, _context(batch), label=batch_label(batch))
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
    """A readable file whose content comes from an iterator, as it is read."""

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


def put_in_place(instance: Instance, evidence: Evidence) -> None:
    """Move the files to their places. Call inside the write that records the batch, as its last step.

    Raises Conflict if an entry recorded since has a tag that the draft gives out too. Two entries about a person must
    never have the same tag, or anybody could link them.
    """
    given = evidence.numbered
    taken = any(indexed(given.index, tag) for tag in instance.journal.tags_after(given.event))
    if taken or instance.day_tags.meet(instance.day_tags.of(given.day) - given.indexes, given.index):
        raise Conflict(Code.INTAKE_RECORDS_CHANGED)
    for path in evidence.draft.iterdir():
        path.replace(instance.home / DIRECTORY / path.name)
    sync_directory(instance.home / DIRECTORY)


def discard_draft(instance: Instance, batch: BatchDigest) -> None:
    """Remove the draft of a batch whose intake was killed and will not be continued."""
    shutil.rmtree(instance.home / DIRECTORY / f".draft-{batch[:16]}", ignore_errors=True)


def discard(evidence: Evidence) -> None:
    """Remove what is left of a draft after its files were moved, or all of it."""
    shutil.rmtree(evidence.draft)


def _context(batch: BatchDigest) -> bytes:
    return f"evidence {batch}".encode()


def read_evidence(instance: Instance, batch: BatchDigest, path: str) -> Iterator[pl.DataFrame]:
    """Yield the rows of a batch's evidence file, a part at a time.

    Raises Fault if the file was altered, and Shredded, a Fault too, if its key was destroyed.
    """
    buffer = bytearray()
    for chunk in opened_chunks(instance.at_rest, instance.home / path, _context(batch)):
        buffer += chunk
        while len(buffer) >= _LENGTH and len(buffer) >= (end := _LENGTH + int.from_bytes(buffer[:_LENGTH], "big")):
            yield pl.read_parquet(io.BytesIO(buffer[_LENGTH:end]))
            del buffer[:end]
    if buffer:
        raise Fault(Code.EVIDENCE_CUT_SHORT, file=str(path))


def evidence_rows(instance: Instance, batch: BatchDigest, path: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield these columns of each row, in order. Raises as `read_evidence` does."""
    for part in read_evidence(instance, batch, path):
        yield from part.select(columns).iter_rows()


def read_leaves(home: Path, path: str) -> Iterator[list[bytes]]:
    """Yield the leaves of a batch's rows, in order, at most 65,536 at a time."""
    with (home / path).open("rb") as file:
        while content := file.read(_LEAVES):
            yield [content[at : at + LEAF_SIZE] for at in range(0, len(content), LEAF_SIZE)]
