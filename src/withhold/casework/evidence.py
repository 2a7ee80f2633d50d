"""The evidence file of a batch: every row returned or refused at screening, with what its leaf commits to.

A row that goes no further is one leaf, and stands here and not in the database. The file is Parquet, sealed by the
vault under a data key of its own, so that destroying that key erases the batch's openings and nothing else.
Columns: ``row`` (from 1), ``outcome``, ``payload`` (canonical JSON), ``opening`` and ``leaf``, in order of row.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from withhold.casework.batch_signature import file_digest
from withhold.casework.desk import Desk
from withhold.casework.recording import PAYLOAD_VERSION, batch_label, day_number
from withhold.ledger.leaf import KEY_SIZE, LEAF_SIZE, commit, encode_leaf, subject_tag
from withhold.model.kinds import Kind
from withhold.model.request import COLUMNS
from withhold.model.words import Outcome
from withhold.sealing.files import replace
from withhold.sealing.sealed_file import open_file, seal_file

DIRECTORY = "evidence"
KINDS = {Outcome.RETURNED.value: Kind.ROW_RETURNED, Outcome.REFUSED.value: Kind.ROW_REFUSED}
_SCHEMA = {"row": pl.UInt32, "outcome": pl.String, "payload": pl.Binary, "opening": pl.Binary, "leaf": pl.Binary}

Progress = Callable[[int, int], None]
"""Called with rows done and rows in all."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written. Paths are relative to the home, digests hex SHA-256 of the files as they lie there."""

    path: str
    digest: str
    leaves_path: str
    leaves_digest: str
    count: int


def write_evidence(
    desk: Desk, batch: str, at: datetime, held_back: pl.DataFrame, progress: Progress | None = None
) -> Evidence:
    """Write the evidence, the leaves and the tag index of a batch's rows that go no further.

    `held_back` has `row`, `outcome`, `deficiencies`, `subject` (canonical TIN or "") and the columns of a batch.
    Durable on return.
    """
    (desk.home / DIRECTORY).mkdir(exist_ok=True)
    rows = list(_rows(desk, batch, at, held_back, progress))
    evidence, leaves = (f"{DIRECTORY}/{batch[:16]}.{suffix}" for suffix in ("parquet.sealed", "leaves"))
    _seal(desk, batch, pl.DataFrame(rows, schema=_SCHEMA, orient="row"), desk.home / evidence)
    replace(desk.home / leaves, b"".join(leaf for *_, leaf in rows))
    desk.day_tags.add(batch, day_number(at.date()), (leaf[6:38] for *_, leaf in rows))
    digests = [file_digest(desk.home / path) for path in (evidence, leaves)]
    return Evidence(evidence, digests[0], leaves, digests[1], len(rows))


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
        self._fresh = not desk.day_tags.any_of(day)

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
