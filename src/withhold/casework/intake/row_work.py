"""What intake does to one piece of a batch, in whatever process: evidence, leaves and tags of the rows held back.

The rows that are eligible come back as they are, for the docket: never more than review can take.
"""

import io
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from withhold.casework.intake.purposes import purposes_of
from withhold.casework.intake.row_payloads import payloads
from withhold.events.day_tags import DayTags, index_of, indexed
from withhold.events.recorder import day_number
from withhold.ledger.leaf import KEY_SIZE, commit, encode_leaf, subject_key, subject_tag
from withhold.model.cases.request import COLUMNS, Request
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Outcome
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.passes.piece_work import NOBODY, TIN, PieceWork, Setup, begun
from withhold.screening.passes.ranks import ranks_of
from withhold.screening.reading import Piece, parse

KINDS = {Outcome.RETURNED.value: Kind.ROW_RETURNED, Outcome.REFUSED.value: Kind.ROW_REFUSED}
FACTS = ("tin", "case_key")
"""What the docket needs of the canonical frame, besides the keys of patterns that the records count."""


@dataclass(frozen=True)
class RowSetup:
    """All that the work needs to know; goes to every process once. Holds the year's master key: never written."""

    screening: Setup
    batch: str
    at: datetime
    master: bytes
    entropy: Callable[[int], bytes]
    directory: Path
    """Where the indexes of the day's tags lie."""
    given: bytes
    """The first 8 bytes of the tags that the day's other entries carry, sorted, as an index has them."""
    shares: int
    """Of ``ranks``."""


@dataclass(frozen=True)
class Admitted:
    """An eligible row: what its case begins with."""

    row: int
    request: Request
    tin: str
    case_key: str
    keys: Mapping[str, str]
    """Pattern -> its key, for each that the records count; "" if it has none."""


@dataclass(frozen=True)
class Recorded:
    """What a piece comes to."""

    evidence: bytes
    """Parquet: see ``evidence``; empty where no row was held back."""
    leaves: bytes
    index: "array[int]"
    """Of its tags: see ``day_tags``."""
    purposes: Mapping[str, int]
    """Purpose -> its rows, admitted or not: what the annual report counts."""
    admitted: tuple[Admitted, ...]


@dataclass(frozen=True)
class RowWork:
    """The step, for one batch."""

    setup: RowSetup
    pieces: PieceWork = field(repr=False)

    def recorded(self, name: str, before: int, piece: Piece) -> Recorded:
        """Make the entries of a piece's rows: its findings wait in the work directory."""
        rows, spill = parse(piece), self.pieces.setup.spill
        found = spill.get(name, "findings").select("row", "outcome", "deficiencies")
        tins = spill.get(name, "facts").select(TIN)
        whole = pl.concat([found, tins, rows], how="horizontal")
        eligible = whole["outcome"] == Outcome.ELIGIBLE.value
        admitted = self._admitted(whole.filter(eligible)) if eligible.any() else ()
        ranks = ranks_of(spill, self.setup.shares, before + 1, before + rows.height)
        return self._entries(whole.filter(~eligible), ranks, purposes_of(rows["proceeding"]), admitted)

    def _entries(
        self, rows: pl.DataFrame, ranks: dict[int, int], purposes: Mapping[str, int], admitted: tuple[Admitted, ...]
    ) -> Recorded:
        if not rows.height:
            return Recorded(b"", b"", array("Q"), purposes, admitted)
        written = payloads(self.setup.batch, self.setup.at.isoformat(), rows)
        drawn = self.setup.entropy(KEY_SIZE * rows.height)
        openings = [drawn[at : at + KEY_SIZE] for at in range(0, len(drawn), KEY_SIZE)]
        tags = self._tags(rows, ranks)
        leaves = [
            encode_leaf(kind, self._day, tag, commit(opening, kind, payload.encode()))
            for kind, tag, opening, payload in zip(
                [KINDS[outcome] for outcome in rows["outcome"]], tags, openings, written, strict=True
            )
        ]
        frame = rows.select("row", "outcome").with_columns(
            written.cast(pl.Binary).alias("payload"),
            pl.Series("opening", openings, dtype=pl.Binary),
            pl.Series("leaf", leaves, dtype=pl.Binary),
        )
        evidence = io.BytesIO()
        frame.write_parquet(evidence, compression="zstd", compression_level=1)
        return Recorded(evidence.getvalue(), b"".join(leaves), index_of(tags), purposes, admitted)

    def _tags(self, rows: pl.DataFrame, ranks: dict[int, int]) -> list[bytes]:
        """A free tag for each row: the person's next of the day; a random one for nobody."""
        fresh = not self.setup.given and not self._indexes
        reached: dict[int, tuple[int, int]] = {}
        tags = []
        for row, number in rows.select("row", TIN).iter_rows():
            if number == NOBODY:
                tags.append(self.setup.entropy(KEY_SIZE))
                continue
            key, rank = subject_key(self.setup.master, f"{number:09d}"), ranks.get(row, 0)
            if fresh:
                tags.append(subject_tag(key, self._day, rank))
                continue
            # A person's rows come in order of their ranks: each goes on where the one before came to.
            start, passed = reached.get(number, (0, 0))
            nth, tag = self._free(key, start, rank - passed)
            reached[number] = nth + 1, rank + 1
            tags.append(tag)
        return tags

    def _free(self, key: bytes, start: int, over: int) -> tuple[int, bytes]:
        """The first number from `start` whose tag none of the day's other entries carries, `over` such passed over."""
        nth = start
        while True:
            tag = subject_tag(key, self._day, nth)
            if not self._carried(tag):
                if not over:
                    return nth, tag
                over -= 1
            nth += 1

    def _carried(self, tag: bytes) -> bool:
        return indexed(self._given, tag) or (self._indexes and self._day_tags.taken(self._day, tag))

    @cached_property
    def _given(self) -> "array[int]":
        given = array("Q")
        given.frombytes(self.setup.given)
        return given

    @cached_property
    def _day_tags(self) -> DayTags:
        return DayTags(self.setup.directory)

    @cached_property
    def _indexes(self) -> bool:
        return bool(self._day_tags.of(self._day))

    @cached_property
    def _day(self) -> int:
        return day_number(self.setup.at.date())

    def _admitted(self, rows: pl.DataFrame) -> tuple[Admitted, ...]:
        pack, setup = self.pieces.pack, self.pieces.setup
        counted = [(pattern.name, pattern.key[0]) for pattern in pack.patterns if pattern.recent]
        facts = pack.facts_for([column for _, column in counted])
        canonical = canonical_frame(rows.select(COLUMNS), pack, setup.today, self.pieces.known, facts)
        keys = canonical.select(pl.col(column).alias(name) for name, column in counted).iter_rows(named=True)
        numbers = rows["row"].to_list()
        requests = (Request(**dict(zip(COLUMNS, cells, strict=True))) for cells in rows.select(COLUMNS).iter_rows())
        return tuple(
            Admitted(row, request, tin, case_key, given)
            for row, request, (tin, case_key), given in zip(
                numbers, requests, canonical.select(FACTS).iter_rows(), keys, strict=True
            )
        )


def row_work(setup: RowSetup) -> RowWork:
    """The work of a process, its pack loaded."""
    return RowWork(setup, begun(setup.screening))
