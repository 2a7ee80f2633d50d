"""Taking in a signed batch: every row answered, the sound ones docketed, all of it on the ledger."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from withhold.casework.batch_signature import (
    BatchStatement,
    claimed_statement,
    file_digest,
    verify_batch_signature,
)
from withhold.casework.checks import accredited
from withhold.casework.desk import Desk
from withhold.casework.docketing import docket_rows
from withhold.casework.dossier import pack_text
from withhold.casework.evidence import Evidence, discard, put_in_place, write_evidence
from withhold.casework.publishing import publish
from withhold.casework.standing import docket_room, standing_of
from withhold.model import commands
from withhold.model.errors import Conflict, Fault
from withhold.model.occurrences import BatchReceived
from withhold.model.permissions import Actor, authorise
from withhold.model.words import Outcome, Role
from withhold.records.writing import writing
from withhold.screening import Screened, read_batch, screen
from withhold.sealing.keys import VerifyingKey

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0: not counted)."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A batch taken in."""

    batch: str
    agency: str
    summary: Mapping[str, Any]
    screened: Screened
    cases: tuple[str, ...]


def file_batch(desk: Desk, path: Path, signature: bytes, progress: Progress | None = None) -> Filed:
    """File a batch: verify its signature, screen it, record every row, docket what is eligible.

    `signature` is the content of its signature file. Nothing is recorded unless all of it is. Raises Forbidden
    where the signer may not file, Fault where the signature does not hold, Unreadable where the file cannot be
    read, Conflict where it was filed before or the records changed meanwhile.
    """
    tell = progress or (lambda *_: None)
    statement = claimed_statement(signature, f"{path.name}.sig")
    actor = Actor(statement.signer, Role.SIGNER, statement.agency)
    authorise(actor, commands.FileBatch)
    _hold_signature(desk, actor, statement, signature, path)
    if desk.batches.found(statement.digest) is not None:
        raise Conflict("this file was filed before; a corrected request goes in a new file")
    if desk.batches.name_taken(statement.digest):
        raise Conflict("this file's digest begins as another's does; file it again with a row in another place")
    tell("reading", 0, 0)
    rows = read_batch(path)
    if file_digest(path) != statement.digest:
        raise Fault("the file changed while it was read")
    at = desk.now()
    screened = screen(
        rows,
        desk.pack,
        today=at.date(),
        standing=standing_of(desk, statement.agency, statement.signer),
        progress=lambda stage: tell(f"screening: {stage}", 0, 0),
    )
    if desk.configuration.demonstration:
        screened = replace(screened, summary={**screened.summary, "demonstration": True})
    evidence = write_evidence(
        desk, statement.digest, at, _held_back(rows, screened), lambda done, of: tell("recording", done, of)
    )
    try:
        cases = _record(desk, actor, statement, signature, at, rows, screened, evidence)
    finally:
        discard(evidence)
    tell("publishing", 0, 0)
    publish(desk)
    return Filed(statement.digest, statement.agency, screened.summary, screened, cases)


def _hold_signature(desk: Desk, actor: Actor, statement: BatchStatement, signature: bytes, path: Path) -> None:
    person = accredited(desk, actor)
    key = VerifyingKey.parse(person.keys["signing"], "accreditation")
    verify_batch_signature(signature, statement, key)
    if file_digest(path) != statement.digest:
        raise Fault(f"{path.name}: is not the file that was signed")


def _held_back(rows: pl.DataFrame, screened: Screened) -> pl.DataFrame:
    judged = screened.findings.select("row", "outcome", "deficiencies")
    joined = pl.concat([judged, screened.facts.select(pl.col("tin").alias("subject")), rows], how="horizontal")
    return joined.filter(pl.col("outcome") != Outcome.ELIGIBLE.value)


def _record(
    desk: Desk,
    actor: Actor,
    statement: BatchStatement,
    signature: bytes,
    at: datetime,
    rows: pl.DataFrame,
    screened: Screened,
    evidence: Evidence,
) -> tuple[str, ...]:
    eligible = screened.findings.filter(pl.col("outcome") == Outcome.ELIGIBLE.value)["row"].to_list()
    received = _received(desk, statement, signature, screened, evidence)
    with writing(desk.alias):
        accredited(desk, actor)
        if desk.batches.name_taken(statement.digest) or docket_room(desk) < len(eligible):
            raise Conflict("the records changed while this was screened; file it again")
        stream = desk.recorder.tail(f"batch/{statement.digest}")
        stream = desk.recorder.record(stream, [received], actor, at)
        desk.batches.add(received, evidence.path, at)
        if evidence.count:
            desk.journal.append_block(statement.digest, evidence.leaves_path, evidence.count, evidence.leaves_digest)
        with desk.day_tags.reserved(evidence.numbered.index):
            cases = docket_rows(desk, received, stream.predecessor, at, rows, screened, eligible)
        put_in_place(desk, evidence)
    return cases


def _received(
    desk: Desk, statement: BatchStatement, signature: bytes, screened: Screened, evidence: Evidence
) -> BatchReceived:
    return BatchReceived(
        agency=statement.agency,
        signer=statement.signer,
        digest=statement.digest,
        signature=signature.decode(),
        pack=pack_text(desk.pack),
        evidence=evidence.digest,
        leaves=evidence.leaves_digest,
        rows=screened.summary["rows"],
        returned=screened.summary["returned"],
        refused=screened.summary["refused"],
        docketed=screened.summary["eligible"],
    )
