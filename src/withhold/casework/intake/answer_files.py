"""The files that answer an agency's batch.

They are written as a draft before the batch is recorded, and moved to their place afterwards. If the process is stopped
in between, the draft remains, and filing the same batch again finds it. A receipt can be made once the interval is
closed, so it comes later.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from withhold.casework.instance import Instance
from withhold.casework.publication.proving import batch_receipt
from withhold.model.identifiers import BatchDigest
from withhold.model.vocabulary import Outcome
from withhold.screening import FileScreened, write_outputs
from withhold.screening.passes.outputs import CURES, FINDINGS, REPORT, SUMMARY
from withhold.sealing.files import replace, sync_directory

DIRECTORY = "answers"
RECEIPT = "batch.tlog-proof"


def give_answers(instance: Instance, batch: BatchDigest, screened: FileScreened) -> None:
    """Write the draft of a batch's answer. An earlier draft of the same batch is replaced."""
    draft = _draft(instance, batch)
    if draft.exists():
        shutil.rmtree(draft)
    draft.parent.mkdir(mode=0o700, exist_ok=True)
    write_outputs(screened, draft)
    sync_directory(draft.parent)


def given_answers(instance: Instance, batch: BatchDigest) -> Mapping[str, Any] | None:
    """Return the summary of an answer that is still a draft, or None if there is none."""
    try:
        summary: Mapping[str, Any] = json.loads((_draft(instance, batch) / SUMMARY).read_bytes())
    except OSError:
        return None
    return summary


def placed_answers(instance: Instance, batch: BatchDigest) -> tuple[Mapping[str, Any], Path] | None:
    """Return the summary of an answer that is in its place, and that place. None if it is not there, or was erased."""
    place = instance.home / DIRECTORY / batch[:16]
    try:
        summary: Mapping[str, Any] = json.loads((place / SUMMARY).read_bytes())
    except OSError:
        return None
    return summary, place


def withdraw_answers(instance: Instance, batch: BatchDigest) -> None:
    """Remove the draft of an answer to a batch that was not recorded."""
    shutil.rmtree(_draft(instance, batch), ignore_errors=True)


def refused_rows(answers: Path, rows: Iterable[int]) -> frozenset[int]:
    """Return which of these rows were refused, by the answer's findings. All, if the findings cannot be read."""
    asked = list(rows)
    try:
        returned = (
            pl.scan_parquet(answers / FINDINGS, glob=False)
            .filter(pl.col("row").is_in(asked), pl.col("outcome") == Outcome.RETURNED.value)
            .select("row")
            .collect()
        )
    except (OSError, pl.exceptions.PolarsError):
        return frozenset(asked)
    return frozenset(asked) - frozenset(returned["row"])


def put_answers(instance: Instance, batch: BatchDigest, work: Path) -> Path:
    """Move the answer to its place, and remove the work directory. Returns the place."""
    draft, place = _draft(instance, batch), instance.home / DIRECTORY / batch[:16]
    draft.replace(place)
    sync_directory(place.parent)
    if work.exists():
        shutil.rmtree(work)
    return place


def add_receipt(instance: Instance, batch: BatchDigest) -> None:
    """Add the batch's receipt to its answer. Raises Conflict if the batch is not under a checkpoint yet."""
    replace(instance.home / DIRECTORY / batch[:16] / RECEIPT, batch_receipt(instance, batch).encode())


def erase_answers(instance: Instance, batch: BatchDigest) -> None:
    """Remove what an answer says about single rows, if it is there. The figures and the receipt stay."""
    place = instance.home / DIRECTORY / batch[:16]
    for name in (CURES, FINDINGS, REPORT):
        (place / name).unlink(missing_ok=True)
    if place.exists():
        sync_directory(place)


def _draft(instance: Instance, batch: BatchDigest) -> Path:
    return instance.home / DIRECTORY / f".{batch[:16]}"
