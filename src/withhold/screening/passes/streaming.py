"""A pack applied to a batch of any size: memory stays flat, all cores work, and a killed run is taken up again.

Three passes over the chunks of the file: (1) parse, make facts, judge what each row says by itself; (2) count what
shows only in the whole, and judge that; (3) write findings and cures, in the order of the batch, as far as the docket
reaches. Between them a chunk waits on disk. It can refuse and return; it cannot approve.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl

from withhold.law.pack import RulePack
from withhold.model.errors import Unreadable
from withhold.model.standing import Standing
from withhold.screening.judging.elements import Judge
from withhold.screening.judging.summary import Masks, eligible, summarize
from withhold.screening.passes.applying import cures_of
from withhold.screening.passes.chunk_work import ChunkWork, Setup, load_work
from withhold.screening.passes.counting import count_patterns, first_repeated_reference, most_counted
from withhold.screening.passes.cure_file import HEADER
from withhold.screening.passes.spill import DIGEST_SHOWN, ChunkRef, Spill, copy_into, open_spill
from withhold.screening.passes.workers import WorkerPool, worker_pool
from withhold.screening.reading import BatchFile, Chunk, FileChunk, Malformed, Unfit, no_rows, open_batch
from withhold.screening.reading.cells import REFERENCE, REUSED
from withhold.screening.reading.chunk import CHUNK_BYTES

Progress = Callable[[str, int, int], None]
"""Called with what is being done, rows done, and rows in all (0: not known)."""


ENGINE = {"engine": f"polars {pl.__version__}"}
"""Hashes and files of another version of the engine may differ."""


@dataclass(frozen=True, slots=True)
class FileScreened:
    """What screening says of a batch file. The findings wait in the work directory: ``done`` with them removes it."""

    digest: str
    """Hex SHA-256 of the file's bytes as they were screened."""
    pack: RulePack
    summary: Mapping[str, Any]
    cures: Mapping[str, str]
    chunks: tuple[ChunkRef, ...]
    setup: Setup
    alone: bool
    """Whether it is too small to be worth a crew."""

    @property
    def spill(self) -> Spill:
        """Where the chunks wait."""
        return self.setup.spill

    def write_findings(self, file: BinaryIO) -> None:
        """Parquet, as the chunks hold them."""
        parts = [self.spill.path(each.name, "findings") for each in self.chunks]
        pl.scan_ipc(parts).sink_parquet(file, maintain_order=True)

    def write_cures(self, file: BinaryIO) -> None:
        """The chunks' lines one after the other."""
        file.write(HEADER)
        for each in self.chunks:
            copy_into(file, self.spill.path(each.name, "cures"))

    def done(self) -> None:
        """Remove what is not needed once the outputs are written."""
        self.spill.remove()


def screen_file(
    path: Path,
    pack: RulePack,
    *,
    today: date,
    work: Path,
    standing: Standing | None = None,
    as_of: str = "",
    progress: Progress | None = None,
    cores: int | None = None,
) -> FileScreened:
    """Judges every row of a batch file by the elements of ``pack``, as ``screen`` does a frame.

    ``work`` is a directory of this run's own: what a killed run left there is used where it is about the same file,
    pack and day, and about records ``as_of`` the same. Raises Unreadable, and then leaves nothing there; Interrupted
    where one of its processes was killed; OSError where ``work`` cannot be written.
    """
    began = time.perf_counter()
    tell = progress or (lambda *_: None)
    file = open_batch(path)
    cures = cures_of(Judge.of(pack, with_records=standing is not None).elements, standing)
    spill, seed = open_spill(work, {"pack": pack.reference, "today": today.isoformat(), "as_of": as_of, **ENGINE})
    setup = Setup(pack.id, today, standing, seed, spill, cures)
    alone = path.stat().st_size < 2 * CHUNK_BYTES
    try:
        with worker_pool(partial(load_work, setup), alone=alone, cores=cores) as workers:
            chunks = _read(file, workers, tell)
            tell("patterns", 0, 0)
            _require_unique_references(file, spill, chunks)
            count_patterns(spill, chunks, pack.patterns)
            counts = _answered(workers, chunks, standing, tell)
    except Unreadable:
        spill.remove()
        raise
    summary = summarize(counts, most_counted(spill, pack.patterns), pack, list(cures), time.perf_counter() - began)
    return FileScreened(file.digest, pack, summary, cures, chunks, setup, alone)


def _read(file: BatchFile, workers: WorkerPool, tell: Progress) -> tuple[ChunkRef, ...]:
    """The first pass. Raises Unreadable, for the first row at fault."""
    chunks: list[ChunkRef] = []
    rows = 0
    numbers = count()

    def task(part: FileChunk) -> tuple[str, Chunk]:
        return f"{next(numbers):06d}-{part.digest[:DIGEST_SHOWN]}", part.chunk

    try:
        for part, (name, height) in workers.in_order(file.chunks(), ChunkWork.facts, task):
            chunks.append(ChunkRef(name, rows, height))
            rows += height
            tell("screening", rows, rows * file.total // max(part.passed, 1))
    except (Malformed, Unfit) as error:
        raise file.fault(error, rows) from None
    if not rows:
        raise no_rows(file.path)
    return tuple(chunks)


def _require_unique_references(file: BatchFile, spill: Spill, chunks: tuple[ChunkRef, ...]) -> None:
    row = first_repeated_reference(spill, chunks)
    if row is not None:
        raise file.fault(Unfit(REUSED, row, REFERENCE), 0)


def _answered(workers: WorkerPool, chunks: tuple[ChunkRef, ...], standing: Standing | None, tell: Progress) -> Masks:
    """The second and third pass; how many rows fall short of what."""
    whole = sum(each.rows for each in chunks)
    rooms: list[tuple[ChunkRef, int | None]] = []
    room = None if standing is None else standing.docket_room
    for each, masks in workers.in_order(chunks, ChunkWork.judged, lambda each: (each.name, each.before)):
        rooms.append((each, room))
        room = None if room is None else max(0, room - eligible(masks))
        tell("judging", each.before + each.rows, whole)
    counts: Masks = Counter()
    for (each, _), masks in workers.in_order(rooms, ChunkWork.answered, lambda it: (it[0].name, it[0].before, it[1])):
        counts.update(masks)
        tell("answering", each.before + each.rows, whole)
    return counts
