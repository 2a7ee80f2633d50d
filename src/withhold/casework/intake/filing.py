"""Filing a signed batch: answers every row, docketes the eligible rows, and puts all of it on the ledger.

The batch is screened and its entries are made in chunks, on all cores. One write then records the whole batch, or
nothing is recorded. If an intake is killed, its work so far is in the `intake` directory of the instance, and filing
the same file again uses it. A recorded batch is never recorded again. Filing it again only finishes what is left, for
example its answer. The worker publishes the batch when the interval is due.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from withhold.casework.capacity import docket_room
from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance
from withhold.casework.intake.answer_files import (
    give_answers,
    given_answers,
    placed_answers,
    put_answers,
    withdraw_answers,
)
from withhold.casework.intake.batch_passkey import is_by_passkey, statement_by_passkey, verify_by_passkey
from withhold.casework.intake.batch_signature import (
    claimed_statement,
    file_digest,
    verify_batch_signature,
)
from withhold.casework.intake.docketing import docket_rows
from withhold.casework.intake.evidence_file import (
    DIRECTORY,
    Evidence,
    discard,
    discard_draft,
    look,
    put_in_place,
    write_evidence,
)
from withhold.casework.intake.refiling import Refiled, refiled
from withhold.casework.intake.row_work import Admitted, Recorded, RowSetup, RowWork, row_work
from withhold.casework.intake.standing import standing_of
from withhold.events.day_tags import index_of
from withhold.model.batch_statement import BatchStatement
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Fault, WithholdError
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.model.kinds import Kind
from withhold.model.occurrences import BatchReceived
from withhold.model.vocabulary import Role
from withhold.records.writing import write_transaction
from withhold.screening import FileScreened, screen_file
from withhold.screening.errors import Interrupted
from withhold.screening.passes.ranks import rank_people
from withhold.screening.passes.workers import worker_pool
from withhold.screening.reading import Chunk, FileChunk, open_batch
from withhold.sealing.files import exclusive_lock, sync_directory
from withhold.sealing.keys import VerifyingKey
from withhold.tlog.errors import LogError
from withhold.tlog.tree.runs import RunTree

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0: not counted)."""

WORK = "intake"
"""The directory of the instance in which an intake keeps its work until the batch is answered."""


class FiledBefore(Conflict):
    """The file was recorded and answered before. Its identities may still be left to confirm."""

    def __init__(self, batch: BatchDigest) -> None:
        self.batch = batch
        super().__init__(Code.INTAKE_FILED_BEFORE)


@dataclass(frozen=True, slots=True)
class Filing:
    """One file that is being filed: what its signer signed, and the directory of the work on it."""

    actor: Actor
    statement: BatchStatement
    signature: bytes
    path: Path
    work: Path
    corrects: str
    """The id of the row of an earlier batch that this file of one row corrects, or ""."""
    more_follows: bool
    tell: Progress

    @property
    def batch(self) -> BatchDigest:
        """The batch's digest, which is its id."""
        return self.statement.digest


@dataclass(frozen=True, slots=True)
class Filed:
    """A batch that was filed."""

    batch: BatchDigest
    agency: AgencyId
    summary: Mapping[str, Any]
    cases: tuple[CaseId, ...]
    answers: Path
    """The directory of the agency's answer."""


def file_batch(
    instance: Instance,
    path: Path,
    signature: bytes,
    progress: Progress | None = None,
    corrects: str = "",
    *,
    more_follows: bool = False,
    signature_file: str = "",
) -> Filed:
    """File a batch: verify its signature, screen it, record every row, docket what is eligible, answer the agency.

    `signature` is the content of its signature file, by the signer's key or by passkey. `corrects` is the id of the row
    of an earlier batch that this file of one row corrects. Its case is then linked to that row. `more_follows` keeps a
    mark until `finished` is called, so that a caller who was killed meanwhile finds what is left. `signature_file` is
    the name of the signature file in a message, by default that of the batch with `.sig`.

    Either the whole batch is recorded or nothing. If an intake was stopped after it recorded the batch, this answers
    the batch, and does not record it again.

    Raises Forbidden if the signer may not file, Fault if the signature does not verify, Unreadable if the file cannot
    be read, FiledBefore if nothing is left to do, Conflict if the records changed meanwhile, Interrupted if a process
    was killed. Raises Fault too if the signature is for another log, or over other rows than the file has.
    """
    claimed = statement_by_passkey if is_by_passkey(signature) else claimed_statement
    statement = claimed(signature, signature_file or f"{path.name}.sig")
    actor = Actor(PersonId(statement.signer), Role.SIGNER, AgencyId(statement.agency))
    authorize(actor, commands.FileBatch)
    work = instance.home / WORK / statement.digest[:16]
    tell = progress or (lambda *_: None)
    filing = Filing(actor, statement, signature, path, work, corrects, more_follows, tell)
    tell("signature", 0, 0)
    _verify_filing_signature(instance, filing)
    with exclusive_lock(work.with_suffix(".lock"), Conflict(Code.INTAKE_UNDER_WAY)):
        return _file(instance, filing)


def _file(instance: Instance, filing: Filing) -> Filed:
    if instance.batches.get(filing.batch) is not None:
        return _finished(instance, filing)
    if instance.batches.name_taken(filing.batch):
        raise Conflict(Code.INTAKE_DIGEST_TAKEN)
    at = instance.now()
    screened = _screened(instance, filing, at)
    if filing.more_follows:
        _mark(instance, filing.batch).touch(mode=0o600)
        sync_directory(filing.work.parent)
    try:
        cases = _entered(instance, filing, screened, at)
    except Interrupted:
        raise
    except (WithholdError, LogError):  # this batch will not be recorded, so nothing of it may remain
        withdraw_answers(instance, filing.batch)
        shutil.rmtree(filing.work)
        _mark(instance, filing.batch).unlink(missing_ok=True)
        raise
    return _answered(instance, filing, screened.summary, cases)


def _entered(instance: Instance, filing: Filing, screened: FileScreened, at: datetime) -> tuple[CaseId, ...]:
    """Make the batch's entries, write its answer, and record it. Returns the ids of its cases."""
    evidence, admitted = _entries(instance, filing, screened, at)
    try:
        filing.tell("answer", 0, 0)
        give_answers(instance, filing.batch, screened)
        again = refiled(instance, filing.actor.agency, filing.corrects, admitted)
        return _record(instance, filing, screened, evidence, admitted, again, at)
    finally:
        discard(evidence)


def _verify_filing_signature(instance: Instance, filing: Filing) -> None:
    person = require_accredited(instance, filing.actor)
    if filing.statement.log != instance.trust.origin:
        raise Fault(Code.INTAKE_ANOTHER_LOG, origin=instance.trust.origin)
    if is_by_passkey(filing.signature):
        verify_by_passkey(instance, filing.signature, filing.statement)
    else:
        key = VerifyingKey.parse(person.keys["signing"], "accreditation")
        verify_batch_signature(filing.signature, filing.statement, key)
    if file_digest(filing.path) != filing.batch:
        raise Fault(Code.INTAKE_NOT_THE_SIGNED_FILE, file=filing.path.name)


def _screened(instance: Instance, filing: Filing, at: datetime) -> FileScreened:
    signer, agency = filing.actor.person, filing.actor.agency
    screened = screen_file(
        filing.path,
        instance.pack,
        today=at.date(),
        work=filing.work,
        standing=standing_of(instance, agency, signer),
        as_of=f"{agency} {signer} {instance.journal.last(other_than=Kind.INTERVAL_CLOSED)}",
        progress=filing.tell,
    )
    if screened.digest != filing.batch:
        raise Fault(Code.INTAKE_FILE_CHANGED)
    more: dict[str, Any] = {"batch": filing.batch}
    if instance.demonstration:
        more["demonstration"] = True
    return replace(screened, summary={**screened.summary, **more})


def _entries(
    instance: Instance, filing: Filing, screened: FileScreened, at: datetime
) -> tuple[Evidence, list[Admitted]]:
    """Return the draft of the batch's evidence, and the rows that go to the docket."""
    filing.tell("entries", 0, screened.summary["rows"])
    looked = look(instance, at)
    setup = RowSetup(
        screening=screened.setup,
        batch=filing.batch,
        at=at,
        master=instance.keyring.master(at.year),
        entropy=instance.entropy,
        directory=instance.home / DIRECTORY,
        given=_given_today(instance, at),
        partitions=rank_people(screened.spill, screened.chunks),
    )
    admitted: list[Admitted] = []
    tree = RunTree()
    with worker_pool(partial(row_work, setup), alone=screened.alone) as workers:
        chunks = _recorded_chunks(workers.in_order, filing, screened, admitted, tree)
        evidence = write_evidence(instance, filing.batch, at, looked, chunks)
    paths = (tuple(each.hex() for each in tree.path(row.row - 1)) for row in admitted)
    return evidence, [replace(row, path=path) for row, path in zip(admitted, paths, strict=True)]


def _recorded_chunks(
    in_order: Callable[..., Iterator[tuple[FileChunk, Recorded]]],
    filing: Filing,
    screened: FileScreened,
    admitted: list[Admitted],
    tree: RunTree,
) -> Iterator[Recorded]:
    """Yield the result of each chunk, in order. Add its eligible rows to `admitted`, and all of its rows to `tree`.

    Raises Fault if the file changed, or at its end if its rows are not those that were signed.
    """
    file, refs, done = open_batch(filing.path), iter(screened.chunks), 0

    def task(read: FileChunk) -> tuple[str, int, Chunk]:
        ref = next(refs, None)
        if ref is None or not ref.matches(read.digest):
            raise Fault(Code.INTAKE_FILE_CHANGED)
        return ref.name, ref.before, read.chunk

    for (_, recorded), ref in zip(in_order(file.chunks(), RowWork.recorded, task), screened.chunks, strict=True):
        admitted += recorded.admitted
        tree.add(ref.rows, recorded.nodes)
        done += ref.rows
        filing.tell("entries", done, screened.summary["rows"])
        yield recorded
    signed = filing.statement.file
    if (tree.size, tree.root.hex()) != (signed.rows, signed.root):
        raise Fault(Code.INTAKE_ROWS_NOT_SIGNED)


def _given_today(instance: Instance, at: datetime) -> bytes:
    return index_of(instance.journal.tags_since(datetime.combine(at.date(), time(), at.tzinfo))).tobytes()


def _record(
    instance: Instance,
    filing: Filing,
    screened: FileScreened,
    evidence: Evidence,
    admitted: list[Admitted],
    again: Refiled | None,
    at: datetime,
) -> tuple[CaseId, ...]:
    received = _received(instance, filing, screened.summary, evidence)
    with write_transaction(instance.alias):
        require_accredited(instance, filing.actor)
        if _changed(instance, filing, screened) or docket_room(instance) < len(admitted):
            raise Conflict(Code.INTAKE_RECORDS_CHANGED)
        stream = instance.recorder.tail(f"batch/{filing.batch}")
        stream = instance.recorder.record(stream, [received], filing.actor, at)
        instance.batches.add(received, evidence.path, evidence.purposes, at)
        if evidence.count:
            instance.journal.append_block(filing.batch, evidence.leaves_path, evidence.count, evidence.leaves_digest)
        with instance.day_tags.reserved(evidence.numbered.index):
            cases = docket_rows(instance, received, stream.predecessor, at, admitted, filing.corrects)
        if again is not None:
            instance.batches.refiled(again.corrected, received.agency, again.returned_at, again.changes)
        put_in_place(instance, evidence)
    return cases


def _changed(instance: Instance, filing: Filing, screened: FileScreened) -> bool:
    """Return whether another batch of the agency was recorded meanwhile, so that screening did not count it."""
    standing = screened.setup.standing
    assert standing is not None  # intake screens against the records
    filed = instance.batches.filed_by(filing.actor.agency)
    return instance.batches.name_taken(filing.batch) or filed != standing.batches_filed


def _received(instance: Instance, filing: Filing, summary: Mapping[str, Any], evidence: Evidence) -> BatchReceived:
    return BatchReceived(
        agency=filing.actor.agency,
        signer=filing.actor.person,
        digest=filing.batch,
        signature=filing.signature.decode(),
        pack=instance.pack.reference,
        evidence=evidence.digest,
        leaves=evidence.leaves_digest,
        rows=summary["rows"],
        returned=summary["returned"],
        refused=summary["refused"],
        docketed=summary["eligible"],
        root=filing.statement.file.root,
    )


def _finished(instance: Instance, filing: Filing) -> Filed:
    """Finish an intake that was stopped after its batch was recorded. Raises FiledBefore if nothing is left to do."""
    summary = given_answers(instance, filing.batch)
    if summary is None:
        raise FiledBefore(filing.batch)
    return _answered(instance, filing, summary, _cases_of(instance, filing.batch))


def filed_earlier(instance: Instance, batch: BatchDigest) -> Filed:
    """Return a batch that was filed before, as `file_batch` returned it. Raises Conflict if its answer was erased."""
    filed = instance.batches.get(batch)
    placed = placed_answers(instance, batch)
    if filed is None or placed is None:
        raise Conflict(Code.INTAKE_FILED_AND_ERASED)
    summary, answers = placed
    return Filed(batch, filed.agency, summary, _cases_of(instance, batch), answers)


def unfinished(instance: Instance, batch: BatchDigest) -> bool:
    """Return whether a caller that filed the batch with `more_follows` was stopped before it called `finished`."""
    return _mark(instance, batch).exists()


def finished(instance: Instance, batch: BatchDigest) -> None:
    """Remove the mark of `more_follows`: the caller has done what it does after the filing."""
    _mark(instance, batch).unlink(missing_ok=True)


def _mark(instance: Instance, batch: BatchDigest) -> Path:
    return instance.home / WORK / f"{batch[:16]}.unfinished"


def abandon(instance: Instance, batch: BatchDigest) -> None:
    """Remove from the disk what is left of an intake that nobody will continue. A recorded batch stays."""
    lock = (instance.home / WORK / batch[:16]).with_suffix(".lock")
    with exclusive_lock(lock, Conflict(Code.INTAKE_UNDER_WAY)):
        if instance.batches.get(batch) is None:
            withdraw_answers(instance, batch)
            discard_draft(instance, batch)
            shutil.rmtree(instance.home / WORK / batch[:16], ignore_errors=True)


def _cases_of(instance: Instance, batch: BatchDigest) -> tuple[CaseId, ...]:
    return tuple(CaseId(case.case_id) for case in instance.cases.of_batch(batch))


def _answered(instance: Instance, filing: Filing, summary: Mapping[str, Any], cases: tuple[CaseId, ...]) -> Filed:
    answers = put_answers(instance, filing.batch, filing.work)
    return Filed(filing.batch, filing.actor.agency, summary, cases, answers)
