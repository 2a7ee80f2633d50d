"""The evidence file of a batch: every row returned or refused at screening, with what its leaf commits to.

A row that goes no further is one leaf, and stands here and not in the database. The file is Parquet, sealed by the
vault under a data key of its own, so that destroying that key erases the batch's openings and nothing else.
Columns: ``row`` (from 1), ``outcome``, ``payload`` (canonical JSON), ``opening`` and ``leaf``, in order of row.

The files of a batch wait in a draft until the write that records the batch puts them in place, or they go: a batch
that is not recorded leaves none, and one that is filed twice at once does not write over its own.
"""

import io
import json
import shutil
import tempfile
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from withhold.casework.batch_signature import file_digest
from withhold.casework.day_tags import index_of, indexed, write_index
from withhold.casework.desk import Desk
from withhold.casework.recording import PAYLOAD_VERSION, batch_label, day_number
from withhold.ledger.leaf import KEY_SIZE, LEAF_SIZE, commit, encode_leaf, subject_tag
from withhold.model.errors import Conflict
from withhold.model.kinds import Kind
from withhold.model.request import COLUMNS
from withhold.model.words import Outcome
from withhold.sealing.files import replace, sync_directory
from withhold.sealing.sealed_file import open_file, seal_file

DIRECTORY = "evidence"
KINDS = {Outcome.RETURNED.value: Kind.ROW_RETURNED, Outcome.REFUSED.value: Kind.ROW_REFUSED}
_SCHEMA = {"row": pl.UInt32, "outcome": pl.String, "payload": pl.Binary, "opening": pl.Binary, "leaf": pl.Binary}

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


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
    draft: Path
    """The directory in which the files wait."""
    numbered: Numbered


def write_evidence(
    desk: Desk, batch: str, at: datetime, held_back: pl.DataFrame, progress: Progress | None = None
) -> Evidence:
    """Write a draft of the evidence, the leaves and the tag index of a batch's rows that go no further.

    `held_back` has `row`, `outcome`, `deficiencies`, `subject` (canonical TIN or "") and the columns of a batch.
    Durable on return. Then either `put_in_place` or `discard` it.
    """
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=desk.home / DIRECTORY))
    try:
        return _draft(desk, batch, at, held_back, progress, draft)
    except BaseException:
        shutil.rmtree(draft)
        raise


def _draft(
    desk: Desk, batch: str, at: datetime, held_back: pl.DataFrame, progress: Progress | None, draft: Path
) -> Evidence:
    day = day_number(at.date())
    event, indexes = desk.journal.last(), desk.day_tags.of(day)
    rows = list(_rows(desk, batch, at, held_back, progress))
    evidence, leaves = (f"{batch[:16]}.{suffix}" for suffix in ("parquet.sealed", "leaves"))
    _seal(desk, batch, pl.DataFrame(rows, schema=_SCHEMA, orient="row"), draft / evidence)
    replace(draft / leaves, b"".join(leaf for *_, leaf in rows))
    index = index_of(leaf[6:38] for *_, leaf in rows)
    write_index(draft, batch, day, index)
    return Evidence(
        path=f"{DIRECTORY}/{evidence}",
        digest=file_digest(draft / evidence),
        leaves_path=f"{DIRECTORY}/{leaves}",
        leaves_digest=file_digest(draft / leaves),
        count=len(rows),
        draft=draft,
        numbered=Numbered(day, index, event, indexes),
    )


def put_in_place(desk: Desk, evidence: Evidence) -> None:
    """Give the files their places. Call inside the write that records the batch, as its last step.

    Raises Conflict where an entry since has taken a tag that the draft gives out too: two entries about a person
    never carry the same one, or they could be linked.
    """
    given = evidence.numbered
    taken = any(indexed(given.index, tag) for tag in desk.journal.tags_after(given.event))
    if taken or desk.day_tags.meet(desk.day_tags.of(given.day) - given.indexes, given.index):
        raise Conflict("the records changed while this was screened; file it again")
    for path in evidence.draft.iterdir():
        path.replace(desk.home / DIRECTORY / path.name)
    sync_directory(desk.home / DIRECTORY)


def discard(evidence: Evidence) -> None:
    """Remove what is left of a draft."""
    shutil.rmtree(evidence.draft)


def _rows(
    desk: Desk, batch: str, at: datetime, held_back: pl.DataFrame, progress: Progress | None
) -> Iterator[tuple[int, str, bytes, bytes, bytes]]:
    day = day_number(at.date())
    tag_of = _Tags(desk, day, at.year)
    frame = {"v": PAYLOAD_VERSION, "batch": batch, "at": at.isoformat()}
    columns = held_back.select("row", "outcome", "deficiencies", "subject", *COLUMNS)
    for number, (row, outcome, deficiencies, subject, *cells) in enumerate(columns.iter_rows(), 1):
        request = dict(zip(COLUMNS, cells, strict=True))
        payload = _canonical(
            {**frame, "row": row, "outcome": outcome, "deficiencies": deficiencies, "request": request}
        )
        opening = desk.entropy(KEY_SIZE)
        kind = KINDS[outcome]
        leaf = encode_leaf(kind, day, tag_of(subject), commit(opening, kind, payload))
        yield row, outcome, payload, opening, leaf
        if progress is not None and number % 1000 == 0:
            progress(number, held_back.height)


def _canonical(value: dict[str, object]) -> bytes:
    """RFC 8785 for values of ASCII keys, text, lists and whole numbers: ten times as fast, the same bytes (tested)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class _Tags:
    """Free tags for the rows of one batch, on one day."""

    def __init__(self, desk: Desk, day: int, year: int) -> None:
        self._desk, self._day, self._year = desk, day, year
        self._next: dict[str, int] = {}
        # Most days begin with nothing taken; then a million look-ups need not be made.
        self._fresh = not desk.day_tags.of(day)

    def __call__(self, subject: str) -> bytes:
        if not subject:
            return self._desk.entropy(KEY_SIZE)
        key = self._desk.keyring.subject_key(subject, self._year)
        nth = self._next.get(subject, 0)
        while self._taken(tag := subject_tag(key, self._day, nth)):
            nth += 1
        self._next[subject] = nth + 1
        return tag

    def _taken(self, tag: bytes) -> bool:
        if not self._fresh and self._desk.day_tags.taken(self._day, tag):
            return True
        return self._desk.journal.tag_taken(tag)


def _seal(desk: Desk, batch: str, rows: pl.DataFrame, target: Path) -> None:
    plain = io.BytesIO()
    rows.write_parquet(plain, compression="zstd")
    plain.seek(0)
    seal_file(desk.vault, plain, target, _context(batch), label=batch_label(batch))


def _context(batch: str) -> bytes:
    return f"evidence {batch}".encode()


def read_evidence(desk: Desk, batch: str, path: str) -> pl.DataFrame:
    """The rows of a batch's evidence file. Raises Fault where it was altered or its key was destroyed."""
    plain = io.BytesIO()
    open_file(desk.vault, desk.home / path, plain, _context(batch))
    plain.seek(0)
    return pl.read_parquet(plain)


def read_leaves(home: Path, path: str) -> list[bytes]:
    """The leaves of a batch's rows, in order."""
    content = (home / path).read_bytes()
    return [content[at : at + LEAF_SIZE] for at in range(0, len(content), LEAF_SIZE)]
