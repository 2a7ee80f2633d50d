"""What intake does with one chunk of a batch, in any process: it makes the entries of the returned and refused rows.

An entry is a leaf with its tag, and its row of evidence. The eligible rows are returned as they are, for the docket.
Screening admits no more of them than review can take.
"""

import io
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

import polars as pl

from withhold.casework.intake.batch_rows import row_hashes
from withhold.casework.intake.purposes import purposes_of
from withhold.casework.intake.row_payloads import payloads, request_texts
from withhold.events.day_tags import PREFIX, DayTags, index_of
from withhold.events.recorder import day_number
from withhold.ledger.leaf import KEY_SIZE, commit, encode_leaf, subject_keys, subject_tag
from withhold.model.cases.request import COLUMNS, Request
from withhold.model.identifiers import BatchDigest
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Outcome
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.passes.chunk_work import NOBODY, TIN, ChunkWork, Setup, load_work
from withhold.screening.passes.ranks import ranks_of
from withhold.screening.reading import Chunk, parse
from withhold.tlog.tree.runs import Node, run_nodes

KINDS = {Outcome.RETURNED.value: Kind.ROW_RETURNED, Outcome.REFUSED.value: Kind.ROW_REFUSED}
FACTS = ("tin", "case_key")
"""Columns of the canonical frame that the docket needs, in addition to the keys of patterns that the records count."""


@dataclass(frozen=True)
class RowSetup:
    """The parameters of the work. Each process gets them once. Never written to disk: they contain the master key."""

    screening: Setup
    batch: BatchDigest
    at: datetime
    master: bytes
    entropy: Callable[[int], bytes]
    directory: Path
    """The directory of the indexes of the day's tags."""
    given: bytes
    """The first 8 bytes of the tags of the day's other entries, sorted, in the format of an index (`day_tags`)."""
    partitions: int
    """The number of partitions in which the ranks were written (`screening.passes.ranks`)."""


@dataclass(frozen=True)
class Admitted:
    """An eligible row, with what its case needs."""

    row: int
    request: Request
    tin: str
    case_key: str
    marks: tuple[str, ...]
    """Ids of the pack's marks that apply to it."""
    keys: Mapping[str, str]
    """Pattern -> the row's key, for each pattern that the records count. "" if the row has none."""
    path: tuple[str, ...] = ()
    """The hex hashes of its inclusion path to the root of the whole file, once all chunks were read."""


@dataclass(frozen=True)
class Recorded:
    """The result of one chunk."""

    evidence: bytes
    """A part of the evidence file, as Parquet (`evidence_file`). Empty if no row was returned or refused."""
    leaves: bytes
    index: "array[int]"
    """The index of its tags (`day_tags`)."""
    purposes: Mapping[str, int]
    """Purpose -> number of rows, eligible or not, for the annual report."""
    admitted: tuple[Admitted, ...]
    nodes: Mapping[Node, bytes]
    """The nodes of the tree over the file's rows that this chunk's rows determine, with those that `admitted` need."""


@dataclass(frozen=True)
class RowWork:
    """The work on the chunks of one batch, in one process."""

    setup: RowSetup
    chunk_work: ChunkWork = field(repr=False)

    def recorded(self, name: str, before: int, chunk: Chunk) -> Recorded:
        """Return the entries of a chunk's rows. Screening left the chunk's findings in the work directory.

        `name` is the name of the chunk there, and `before` is the number of rows before it.
        """
        # Its digest is that of the chunk that was screened.
        rows, spill = parse(chunk, checked=True), self.chunk_work.setup.spill
        found = spill.get(name, "findings").select("row", "outcome", "deficiencies", "checks", "marks")
        tins = spill.get(name, "facts", TIN)
        texts = request_texts(rows)
        whole = pl.concat([found, tins, rows, texts.to_frame()], how="horizontal")
        eligible = whole["outcome"] == Outcome.ELIGIBLE.value
        admitted = self._admitted(whole.filter(eligible)) if eligible.any() else ()
        ranks = ranks_of(spill, self.setup.partitions, before + 1, before + rows.height)
        nodes = run_nodes(before, row_hashes(texts), [each.row - 1 for each in admitted])
        return self._entries(whole.filter(~eligible), ranks, purposes_of(rows["proceeding"]), admitted, nodes)

    def _entries(
        self,
        rows: pl.DataFrame,
        ranks: dict[int, int],
        purposes: Mapping[str, int],
        admitted: tuple[Admitted, ...],
        nodes: Mapping[Node, bytes],
    ) -> Recorded:
        if not rows.height:
            return Recorded(b"", b"", array("Q"), purposes, admitted, nodes)
        written = payloads(self.setup.batch, self.setup.at.isoformat(), rows)
        drawn = self.setup.entropy(KEY_SIZE * rows.height)
        openings = [drawn[at : at + KEY_SIZE] for at in range(0, len(drawn), KEY_SIZE)]
        tags = self._tags(rows, ranks)
        payload_bytes = written.cast(pl.Binary)
        kinds = rows["outcome"].replace_strict(KINDS, return_dtype=pl.UInt8)
        day = self._day
        leaves = [
            encode_leaf(kind, day, tag, commit(opening, kind, payload))
            for kind, tag, opening, payload in zip(
                kinds.to_list(), tags, openings, payload_bytes.to_list(), strict=True
            )
        ]
        frame = rows.select("row", "outcome").with_columns(
            payload_bytes.alias("payload"),
            pl.Series("opening", openings, dtype=pl.Binary),
            pl.Series("leaf", leaves, dtype=pl.Binary),
        )
        evidence = io.BytesIO()
        frame.write_parquet(evidence, compression="zstd", compression_level=1)
        return Recorded(evidence.getvalue(), b"".join(leaves), index_of(tags), purposes, admitted, nodes)

    def _tags(self, rows: pl.DataFrame, ranks: dict[int, int]) -> list[bytes]:
        """Return a free tag for each row: the next one of its person and day, or a random one if it is about nobody."""
        reached: dict[int, tuple[int, int]] = {}
        tags, day, key_of = [], self._day, self._key_of
        free = not self.setup.given and not self._indexes
        taken = self._taken
        for row, number in zip(rows["row"].to_list(), rows[TIN].to_list(), strict=True):
            if number == NOBODY:
                tags.append(self.setup.entropy(KEY_SIZE))
                continue
            key, rank = key_of(f"{number:09d}"), ranks.get(row, 0)
            tag = subject_tag(key, day, rank)
            # Nearly every row is the only one about its person on that day.
            if not free and (rank or taken(tag)):
                # A person's rows come in the order of their ranks, so each search begins where the one before ended.
                start, passed = reached.get(number, (0, 0))
                nth, tag = self._free(key, start, rank - passed)
                reached[number] = nth + 1, rank + 1
            tags.append(tag)
        return tags

    def _free(self, key: bytes, start: int, over: int) -> tuple[int, bytes]:
        """Return the first free number from `start` and its tag, after passing over `over` free numbers.

        A number is free if no other entry of the day has its tag.
        """
        nth = start
        while True:
            tag = subject_tag(key, self._day, nth)
            if not self._taken(tag):
                if not over:
                    return nth, tag
                over -= 1
            nth += 1

    def _taken(self, tag: bytes) -> bool:
        return tag[:PREFIX] in self._given or (self._indexes and self._in_files(tag))

    @cached_property
    def _key_of(self) -> Callable[[str], bytes]:
        return subject_keys(self.setup.master)

    @cached_property
    def _given(self) -> frozenset[bytes]:
        """The beginnings of the tags of the day's other entries."""
        given = array("Q")
        given.frombytes(self.setup.given)
        return frozenset(each.to_bytes(PREFIX, "big") for each in given)

    @cached_property
    def _day_tags(self) -> DayTags:
        return DayTags(self.setup.directory)

    @cached_property
    def _indexes(self) -> bool:
        return bool(self._day_tags.of(self._day))

    @cached_property
    def _in_files(self) -> Callable[[bytes], bool]:
        return self._day_tags.taken_on(self._day)

    @cached_property
    def _day(self) -> int:
        return day_number(self.setup.at.date())

    def _admitted(self, rows: pl.DataFrame) -> tuple[Admitted, ...]:
        pack, setup = self.chunk_work.pack, self.chunk_work.setup
        counted = [(pattern.name, pattern.key[0]) for pattern in pack.patterns if pattern.recent]
        facts = pack.facts_for([column for _, column in counted])
        canonical = canonical_frame(rows.select(COLUMNS), pack, setup.today, self.chunk_work.known, facts)
        keys = canonical.select(pl.col(column).alias(name) for name, column in counted).iter_rows(named=True)
        numbers = rows["row"].to_list()
        requests = (Request(**dict(zip(COLUMNS, cells, strict=True))) for cells in rows.select(COLUMNS).iter_rows())
        return tuple(
            Admitted(row, request, tin, case_key, tuple(marks), given)
            for row, request, (tin, case_key), marks, given in zip(
                numbers, requests, canonical.select(FACTS).iter_rows(), rows["marks"], keys, strict=True
            )
        )


def row_work(setup: RowSetup) -> RowWork:
    """Return the work of one process, with its pack loaded."""
    return RowWork(setup, load_work(setup.screening))
