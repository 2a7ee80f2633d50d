"""The three steps for one chunk of a batch, in any process: facts and early elements, late elements, answers.

Between the steps, a chunk waits as Arrow files in the work directory (`spill`). Nothing of it stays in memory.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from withhold.law.pack import Measure, RulePack
from withhold.law.registry import pack as rule_pack
from withhold.model.cases.request import COLUMNS
from withhold.model.standing import Standing
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.frame.derived import Known
from withhold.screening.frame.from_records import with_standing
from withhold.screening.judging.elements import DOCKET_FULL, MASKS, Judge, Split, findings, joined
from withhold.screening.judging.file_causes import count_causes
from withhold.screening.judging.summary import Masks, counted_masks
from withhold.screening.passes.cure_file import Cure, write_cures
from withhold.screening.passes.patterns import Keys, columns_of
from withhold.screening.passes.spill import Spill
from withhold.screening.reading import Chunk, parse

CAUSES = "causes"
"""How many rows of a chunk have each cause of `judging.file_causes`."""
REFERENCE_KEY = "key:request_ref"
TIN = "number:tin"
"""The exact TIN as a number (UInt32), or ``NOBODY`` if there is none."""
NOBODY = 0


_split: dict[tuple[str, bool], Split] = {}
"""Cached by pack and by whether records are given. The columns of the canonical frame are the same for every batch."""


@dataclass(frozen=True)
class Setup:
    """Everything that the work on a chunk needs to know. Every process gets it once."""

    pack: str
    today: date
    standing: Standing | None
    seed: int
    """The seed of the keys by which rows are compared. It is random, and the same for the whole run."""
    spill: Spill
    cures: dict[str, Cure] = field(default_factory=dict)


@dataclass(frozen=True)
class ChunkWork:
    """The steps for the chunks of one batch."""

    setup: Setup
    known: Known = field(default_factory=Known)

    @cached_property
    def pack(self) -> RulePack:
        """Return the rule pack that is applied."""
        return rule_pack(self.setup.pack)

    @cached_property
    def judge(self) -> Judge:
        """Return its elements."""
        return Judge.of(self.pack, with_records=self.setup.standing is not None)

    @cached_property
    def keys(self) -> Keys:
        """Return the keys of its patterns."""
        return Keys.of(self.pack.patterns)

    @cached_property
    def split(self) -> Split:
        """Return which of its elements depend on one row alone."""
        known = self.pack.reference, self.judge.with_records
        if known not in _split:  # an empty canonical frame shows the columns
            none = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
            _split[known] = self.judge.split(self.canonical(none).schema)
        return _split[known]

    def canonical(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the canonical frame of some rows, with the columns from the records if those are given."""
        facts = canonical_frame(frame, self.pack, self.setup.today, self.known)
        return facts if self.setup.standing is None else with_standing(facts, self.setup.standing, self.pack.patterns)

    def facts(self, content: str, chunk: Chunk) -> tuple[str, int]:
        """Parse a chunk, evaluate the early elements, and write to disk what the later steps need.

        ``content`` identifies the chunk by its place and digest. Returns the chunk's name for the later steps, and its
        number of rows. If an earlier run wrote it already, nothing is done. Raises Malformed and Unfit, as ``parse``
        does.
        """
        found = self.setup.spill.name_of(f"{content}-", "facts")
        if found is not None:
            return found, int(found.rpartition("-")[2])
        frame = parse(chunk)
        facts = self.canonical(frame)
        masks = self.judge.masks(facts, self.split.early)
        reference = pl.col("request_ref").str.strip_chars().hash(self.setup.seed) | pl.lit(1, pl.UInt64)
        alike = [pattern for pattern in self.pack.patterns if pattern.measure is Measure.ALIKE]
        texts = [pattern.key[0] for pattern in alike]
        if self.setup.standing is not None:
            texts += [pattern.recent_percent_column for pattern in alike if pattern.recent]
        kept = facts.select(
            *dict.fromkeys((*self.split.needed, *texts)),
            *self.keys.expressions(self.setup.seed),
            frame["request_ref"].alias("reference"),
            pl.col("tin").cast(pl.UInt32, strict=False).fill_null(NOBODY).alias(TIN),
        ).with_columns(*masks.get_columns(), frame.select(reference.alias(REFERENCE_KEY)).to_series())
        name = f"{content}-{facts.height}"
        self.setup.spill.put(name, CAUSES, count_causes(frame))
        self.setup.spill.put(name, "facts", kept)
        return name, facts.height

    def judged(self, name: str, rows_before: int) -> Masks:
        """Evaluate the late elements, except ``docket``, for a chunk. Returns how many rows fail which checks."""
        facts = self.setup.spill.get(name, "facts")
        row = pl.int_range(rows_before + 1, rows_before + facts.height + 1, dtype=pl.UInt32, eager=True).alias("row")
        columns: list[pl.Series] = []
        for pattern in self.pack.patterns:
            rows = pl.DataFrame([row, facts[self.keys.key(pattern)].alias("key")])
            columns += columns_of(pattern, rows, self.setup.spill.counts(pattern.name))
        late = facts.with_columns(*columns, pl.lit(value=False).alias(DOCKET_FULL))
        masks = joined(facts.select(*MASKS), self.judge.masks(late, self.split.late))
        masks = masks.with_columns(self.judge.alike(late).get_columns())
        self.setup.spill.put(name, "masks", masks)
        return counted_masks(masks)

    def answered(self, name: str, rows_before: int, room: int | None) -> Masks:
        """Write a chunk's findings and cures. Returns how many rows fail which checks, ``docket`` included.

        ``room`` is how many eligible rows the docket still takes. With None, ``docket`` is not evaluated.
        """
        masks = self.setup.spill.get(name, "masks")
        if room is not None:
            masks = self.judge.limit_to_docket(masks, room)
        references = self.setup.spill.get(name, "facts", "reference").select(request_ref="reference")
        rows = references.with_row_index("row", offset=rows_before + 1)
        found = findings(rows, masks, self.judge)
        self.setup.spill.put(name, "findings", found)
        with self.setup.spill.create(name, "cures") as file:
            write_cures(found, self.setup.cures, file)
        return counted_masks(masks)


def load_work(setup: Setup) -> ChunkWork:
    """Return the work of a process, with its pack loaded."""
    work = ChunkWork(setup)
    assert work.split  # loads the pack
    return work
