"""Makes a sample: rows of every share in mixed order, the register behind them, and bystanders in it."""

from collections.abc import Iterator
from datetime import date
from random import Random

import polars as pl

from withhold.population.batches.accreditation import sample_accreditation
from withhold.population.batches.confirmed_cases import CONFIRMED
from withhold.population.batches.flaws import FLAWS
from withhold.population.batches.negative_cases import NEGATIVE
from withhold.population.batches.patterns import Patterns
from withhold.population.batches.request_writer import COLUMNS, RequestWriter
from withhold.population.batches.sample import Progress, Sample
from withhold.population.batches.shares import SOUND, apportion
from withhold.population.batches.truth import Case, Expected
from withhold.population.people.register import RegisterRow, by_number, register_frame, register_rows

BYSTANDERS = 0.15
"""Households that nobody asks about, for each row of the batch."""

CHUNK = 20_000
"""Rows that are Python objects at once, before they go into a frame."""

TRUTH_COLUMNS = ("row", "request_ref", "expected", "why", "share", "screening", "screening_why", "record_id")


def make_sample(rows: int, seed: int, *, today: date, progress: Progress | None = None) -> Sample:
    """Make a batch of ``rows`` rows and all that goes with it, as of ``today``.

    The same arguments give the same sample. The shares are `shares.PER_MILLE`. Raises ValueError for less than one row.
    """
    if rows < 1:
        raise ValueError("a sample has at least one row")
    writer = RequestWriter(Random(f"withhold sample {seed}"), today)  # noqa: S311
    collected = _Collected(rows, today, progress or (lambda _done, _all: None))
    for case in _cases(writer, apportion(rows)):
        collected.add(case)
    for _ in range(max(1, int(rows * BYSTANDERS))):
        collected.add_records(register_rows(writer.people.household()))
    batch, truth, register = collected.frames()
    return Sample(register, batch, truth, sample_accreditation(writer.officials, today))


def _cases(writer: RequestWriter, counts: dict[str, int]) -> Iterator[Case]:
    """Yield the cases in mixed order, each duplicate at some place after the row that it repeats."""
    patterns = Patterns(writer, counts.get("engagement", 0), counts.get("boilerplate", 0))
    flaws = {flaw.share: flaw for flaw in FLAWS}
    order = [share for share, count in counts.items() for _ in range(count)]
    writer.rng.shuffle(order)
    too_early = 0
    for share in order:
        if share == "duplicate" and not patterns.can_duplicate:
            too_early += 1
            continue
        if share in flaws:
            yield patterns.flawed(flaws[share])
            continue
        case = _case(writer, patterns, share)
        yield case
        if share == SOUND:
            patterns.remember(case)
            while too_early:
                too_early -= 1
                yield patterns.duplicate("duplicate")


def _case(writer: RequestWriter, patterns: Patterns, share: str) -> Case:
    maker = CONFIRMED.get(share) or NEGATIVE.get(share)
    return maker(writer, share) if maker else patterns.of_batch(share)


class _Collected:
    """Collects cases and returns frames. At most `CHUNK` rows are Python objects at once."""

    def __init__(self, rows: int, today: date, progress: Progress) -> None:
        self._rows, self._year, self._progress = rows, today.year, progress
        self._count = 0
        self._batch: list[tuple[str, ...]] = []
        self._truth: list[tuple[int | str, ...]] = []
        self._register: list[RegisterRow] = []
        self._frames: tuple[list[pl.DataFrame], ...] = ([], [], [])

    def add(self, case: Case) -> None:
        self._count += 1
        reference = f"BEX-{self._year}-{self._count:07d}"
        case.row["request_ref"] = reference
        truth = case.truth
        self._batch.append(tuple(case.row[column] for column in COLUMNS))
        self._truth.append(
            (
                self._count,
                reference,
                truth.expected.value,
                truth.why,
                truth.share,
                truth.screening.value,
                truth.screening_why,
                case.records[0].record_id if truth.expected is Expected.CONFIRMED else "",
            )
        )
        self.add_records(register_rows(case.records))
        if len(self._batch) == CHUNK:
            self._flush()

    def add_records(self, rows: Iterator[RegisterRow]) -> None:
        self._register.extend(rows)
        if len(self._register) >= 2 * CHUNK:
            self._flush()

    def frames(self) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
        self._flush()
        batch, truth, register = (pl.concat(frames, rechunk=True) for frames in self._frames)
        return batch, truth, by_number(register)

    def _flush(self) -> None:
        batch = pl.DataFrame(self._batch, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")
        schema = {name: pl.UInt32 if name == "row" else pl.String for name in TRUTH_COLUMNS}
        truth = pl.DataFrame(self._truth, schema=schema, orient="row")
        new = (batch, truth, register_frame(self._register))
        for frames, frame in zip(self._frames, new, strict=True):
            frames.append(frame)
        self._batch.clear()
        self._truth.clear()
        self._register.clear()
        self._progress(min(self._count, self._rows), self._rows)
