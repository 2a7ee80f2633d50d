"""Apply a pack to a batch of any size, on all cores and with constant memory. A killed run can be resumed.

There are three passes over the chunks of the file. Between them, the chunks wait on disk.

1. Parse the chunk, make facts, and evaluate the elements that depend on one row alone.
2. Count the patterns of the whole batch, and evaluate the elements that depend on them.
3. In the order of the batch, evaluate ``docket``, and write findings and cures.

Screening can return and refuse a request. It cannot approve one.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
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
from withhold.screening.judging.alike_people import ALIKE_COLUMNS, most_alike
from withhold.screening.judging.elements import Judge
from withhold.screening.judging.file_causes import added, named_causes
from withhold.screening.judging.summary import Masks, eligible, summarize
from withhold.screening.passes.applying import cures_of
from withhold.screening.passes.chunk_work import CAUSES, ChunkWork, Setup, load_work
from withhold.screening.passes.counting import count_patterns, first_repeated_reference, most_counted
from withhold.screening.passes.cure_file import HEADER, Cure
from withhold.screening.passes.spill import DIGEST_SHOWN, ChunkRef, Spill, copy_into, open_spill
from withhold.screening.passes.workers import WorkerPool, worker_pool
from withhold.screening.reading import BatchFile, Chunk, FileChunk, Malformed, Unfit, no_rows, open_batch
from withhold.screening.reading.cells import reused
from withhold.screening.reading.chunk import CHUNK_BYTES

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the rows done, and all rows, which is 0 if their number is not known."""


ENGINE = {"engine": f"polars {pl.__version__}"}
"""Part of the context of a run, because another version of the engine may have other hashes and files."""


@dataclass(frozen=True, slots=True)
class FileScreened:
    """The result of screening a batch file. The findings are in the work directory until ``done`` removes it."""

    digest: str
    """Hex SHA-256 of the file's bytes as they were screened."""
    pack: RulePack
    summary: Mapping[str, Any]
    cures: Mapping[str, Cure]
    chunks: tuple[ChunkRef, ...]
    setup: Setup
    alone: bool
    """Whether the file is too small to start other processes for it."""

    @property
    def spill(self) -> Spill:
        """Return the work directory."""
        return self.setup.spill

    def write_findings(self, file: BinaryIO) -> None:
        """Write the findings of all chunks as Parquet."""
        _found(self.spill, self.chunks).sink_parquet(file, maintain_order=True)

    def write_cures(self, file: BinaryIO) -> None:
        """Write ``cure.csv`` from the lines of all chunks."""
        file.write(HEADER)
        for each in self.chunks:
            copy_into(file, self.spill.path(each.name, "cures"))

    def done(self) -> None:
        """Remove the work directory, once the outputs are written."""
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
    """Check every row of a batch file against the elements of ``pack``, as ``screen`` does for a frame.

    ``work`` is a directory for this run alone. What a killed run left there is used if file, pack, day and ``as_of``
    are the same. ``as_of`` identifies the state of the records. ``cores`` limits the processes.

    Raises Unreadable, and then leaves nothing in ``work``. Raises Interrupted if one of its processes was killed, and
    Unwritable or DiskFull if ``work`` cannot be written.
    """
    began = time.perf_counter()
    tell = progress or (lambda *_: None)
    file = open_batch(path)
    judge = Judge.of(pack, with_records=standing is not None)
    cures = cures_of(judge, standing)
    spill, seed = open_spill(work, {"pack": pack.reference, "today": today.isoformat(), "as_of": as_of, **ENGINE})
    setup = Setup(pack.id, today, standing, seed, spill, cures)
    alone = path.stat().st_size < 2 * CHUNK_BYTES
    try:
        with worker_pool(partial(load_work, setup), alone=alone, cores=cores) as workers:
            chunks = _read(file, workers, tell)
            tell("patterns", 0, 0)
            _require_unique_references(file, spill, chunks)
            count_patterns(spill, chunks, pack)
            counts = _answered(workers, chunks, standing, tell)
    except Unreadable:
        spill.remove()
        raise
    summary = summarize(counts, most_counted(spill, pack.patterns), judge, time.perf_counter() - began)
    summary["file_causes"] = named_causes(added(spill.get(each.name, CAUSES) for each in chunks), counts.total())
    summary["alike"] = most_alike(*_found(spill, chunks).select(pl.max(*ALIKE_COLUMNS)).collect().row(0))
    return FileScreened(file.digest, pack, summary, cures, chunks, setup, alone)


def _found(spill: Spill, chunks: Sequence[ChunkRef]) -> pl.LazyFrame:
    """Return the findings of all chunks."""
    return pl.scan_ipc([spill.path(each.name, "findings") for each in chunks])


def _read(file: BatchFile, workers: WorkerPool, tell: Progress) -> tuple[ChunkRef, ...]:
    """Make the first pass. Raises Unreadable for the first row that has a fault."""
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
        raise file.fault(reused(row), 0)


def _answered(workers: WorkerPool, chunks: tuple[ChunkRef, ...], standing: Standing | None, tell: Progress) -> Masks:
    """Make the second and third pass. Returns how many rows fail which checks."""
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
