"""Erasing a batch: what it says about people, after the retention period of the accounting has ended.

The key that seals the batch's evidence and the contents of its cases is destroyed. What the tables and the answer to
the agency have of them is removed. What is kept is the payload of each event, and with it the accounting, the audit,
the figures and the outcome of each case. The entries stay, and the ledger stays valid. An erasure takes two people in
two roles. The tombstone, an entry on the ledger, records what was erased, why, when and by whom, so it differs from
tampering.

The order of steps, so that a crash leaves nothing half erased:

1. The second person's agreement is recorded as the tombstone.
2. The tombstone is published, and proven under a checkpoint that the witnesses cosigned.
3. The tables and the answer are erased, and the database is written anew, so that no free page of it has them.
4. The key is destroyed. If a crash prevents step 3 or 4, opening the instance does it.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from withhold.casework.checks import require_accredited
from withhold.casework.erasure.erasures import Tombstone, stream_of_erasure, tombstone_of, tombstones
from withhold.casework.instance import Instance, case_id_of, stream_of
from withhold.casework.intake.answer_files import erase_answers
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.publication.proving import latest_checkpoint, prove_logged
from withhold.casework.publication.publishing import publish
from withhold.casework.stays.placing import Stayed, require_no_stay
from withhold.events.codec import read
from withhold.events.recorder import batch_label
from withhold.identity.tins import canonical_tin
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Fault, TemporarilyUnable
from withhold.model.given_reasons import required_reason
from withhold.model.identifiers import BatchDigest, CaseId
from withhold.model.kinds import Kind
from withhold.model.occurrences import Erased, ErasureProposed
from withhold.records.database import compact
from withhold.records.log.journal import Stored
from withhold.records.models import Batch
from withhold.records.projections.erased_batches import counted_people, erase_batch
from withhold.records.projections.stays import AGENCY, OFFICIAL, SUBJECT
from withhold.records.writing import write_transaction

_ENDED = frozenset({State.NOT_CONFIRMED, State.REFUSED, State.DISPOSED, State.WITHDRAWN, State.RECALLED})
"""States after which nothing more happens to a case. A case recalled after the hand-over still awaits its disposal."""


def propose_erasure(instance: Instance, actor: Actor, batch: BatchDigest, reason: str) -> None:
    """Propose to erase a batch, given its digest. This is the step of the first of two people.

    Raises Forbidden, Stayed under a stay, or Conflict. Conflict means that there is no such batch, no reason is given,
    its retention period has not ended, one of its cases has not ended, or it was proposed or erased already.
    """
    authorize(actor, commands.ProposeErasure)
    reason = required_reason(reason, "an erasure")
    require_accredited(instance, actor)
    about = _about(instance, batch)
    with write_transaction(instance.alias):
        require_accredited(instance, actor)
        stream = instance.recorder.tail(stream_of_erasure(batch))
        if stream.version:
            raise Conflict(Code.ERASURE_PROPOSED_BEFORE)
        require_erasable(instance, batch, about)
        instance.recorder.record(stream, [ErasureProposed(batch, reason)], actor, instance.now())


def confirm_erasure(instance: Instance, actor: Actor, batch: BatchDigest) -> Tombstone:
    """Agree to erase a batch, as the second person. Returns its tombstone, and the batch is then erased.

    Raises as `propose_erasure` does, and Conflict if nobody proposed it, if the same person did, or if the witnesses
    have not cosigned the tombstone yet. In the last case, opening the instance finishes the erasure later.
    """
    authorize(actor, commands.ConfirmErasure)
    require_accredited(instance, actor)
    about = _about(instance, batch)
    with write_transaction(instance.alias):
        require_accredited(instance, actor)
        stored = instance.journal.stream(stream_of_erasure(batch))
        proposed = None if not stored else instance.recorder.read_event(stored[0])
        if not isinstance(proposed, ErasureProposed):
            raise Conflict(Code.ERASURE_NOT_PROPOSED)
        if stored[0].actor == actor.person:
            raise Conflict(Code.ERASURE_SECOND_PERSON)
        cases = require_erasable(instance, batch, about)
        found = instance.batches.get(batch)
        assert found is not None
        before = (each.erased.batch for each in tombstones(instance).values())
        erased = Erased(
            batch=batch,
            label=batch_label(batch),
            reason=proposed.reason,
            proposed_by=stored[0].actor,
            entries=_entries(instance, batch, cases),
            counted=counted_people(instance.alias, found, before),
        )
        instance.recorder.record(instance.recorder.tail(stream_of_erasure(batch)), [erased], actor, instance.now())
    publish(instance)
    finish_erasures(instance)
    tombstone = tombstone_of(instance, batch)
    assert tombstone is not None
    return tombstone


def erasable(instance: Instance, before: date) -> list[BatchDigest]:
    """Return the digests of all batches filed before that day (UTC) that may be erased now, oldest first."""
    found = []
    for batch in instance.batches.list_all():
        if batch.filed_at.date() < before:
            with suppress(Conflict):
                require_erasable(instance, batch.digest, _about(instance, batch.digest))
                found.append(batch.digest)
    return found


def batch_named(instance: Instance, text: str) -> BatchDigest:
    """Return the digest of the batch whose digest begins with this text, of 16 hex digits or more. Raises Conflict."""
    found = [each.digest for each in instance.batches.list_all() if each.digest.startswith(text)]
    if len(text) < 16 or len(found) != 1:
        raise Conflict(Code.BATCH_DIGEST_UNKNOWN)
    return found[0]


def unfinished_erasures(instance: Instance) -> list[Tombstone]:
    """Return the tombstones whose key still exists. Raises Fault if an erasure does not have two people."""
    return [each for label, each in tombstones(instance).items() if not instance.at_rest.destroyed(label)]


def finish_erasures(instance: Instance) -> None:
    """Erase every batch whose tombstone is proven to be on the ledger, and destroy its key.

    Raises Conflict if the witnesses have not cosigned a tombstone yet, Fault or ProofFails if a proof does not verify,
    TemporarilyUnable if the database cannot be written anew now, for example because the disk is full.
    """
    for tombstone in unfinished_erasures(instance):
        prove_logged(instance, tombstone.stored, latest_checkpoint(instance))
        _erase_tables(instance, tombstone)
        erase_answers(instance, tombstone.erased.batch)
        compact(instance.alias)
        with suppress(Conflict):  # no key of that label was ever made, or another process has destroyed it
            instance.at_rest.destroy(tombstone.erased.label)


def _erase_tables(instance: Instance, tombstone: Tombstone) -> None:
    batch = instance.batches.get(tombstone.erased.batch)
    if batch is None:
        raise Conflict(Code.BATCH_UNKNOWN)
    cases = [case_id_of(batch.digest, each.row) for each in instance.cases.of_batch(batch.digest)]
    heads = [instance.journal.head(stream_of(each)) for each in cases]
    latest = max([batch.filed_at, *(each.recorded_at for each in heads if each is not None)])
    with write_transaction(instance.alias):
        erase_batch(instance.alias, batch, tombstone.erased.counted, latest)


def resume_erasures(instance: Instance) -> None:
    """Finish the erasures that an earlier process could not finish, if they can be finished now. Raises StoreFailed."""
    with suppress(Conflict, Fault, TemporarilyUnable):  # `withhold audit` names what still prevents it
        if unfinished_erasures(instance):
            publish(instance)
            finish_erasures(instance)


def require_erasable(instance: Instance, digest: BatchDigest, about: "_About | None") -> list[str]:
    """Return the streams of the batch's cases. Raises Conflict unless the batch may be erased now, Stayed under a stay.

    `about` is read from the evidence before the write, because that can take long. The evidence never changes.
    """
    batch = instance.batches.get(digest)
    if batch is None:
        raise Conflict(Code.BATCH_UNKNOWN)
    if tombstone_of(instance, digest) is not None:
        raise Conflict(Code.BATCH_ERASED_BEFORE)
    if instance.stays.covers([(AGENCY, batch.agency)]):
        raise Stayed(Code.STAY_BLOCKS_ERASURE)
    cases = [case_id_of(digest, each.row) for each in instance.cases.of_batch(digest)]
    latest = batch.filed_at
    for case_id in cases:
        latest = max(latest, _require_ended(instance, case_id))
    if instance.now() < _kept_until(instance, latest):
        raise Conflict(Code.BATCH_KEPT_UNTIL, day=f"{_kept_until(instance, latest):%Y-%m-%d}")
    _require_rows_unstayed(instance, about)
    return [stream_of(each) for each in cases]


def _require_ended(instance: Instance, case_id: CaseId) -> datetime:
    """Return when the case's last event happened. Raises Conflict if it has not ended, Stayed if a stay covers it."""
    case = instance.case(case_id)
    require_no_stay(instance, case)
    stored = instance.journal.stream(stream_of(case_id))
    at_large = case.state is State.RECALLED and any(each.kind == Kind.RETRIEVED for each in stored)
    if case.state not in _ENDED or at_large:
        raise Conflict(Code.BATCH_CASE_OPEN, case=case_id)
    return stored[-1].recorded_at


def _kept_until(instance: Instance, latest: datetime) -> datetime:
    """Return until when a batch must be kept whose last event was at `latest`."""
    years = max(instance.configuration.retention_years, instance.pack.parameters.retention_years)
    try:
        return latest.replace(year=latest.year + years)
    except ValueError:  # the last event was on a February 29, and the year has none
        return latest.replace(year=latest.year + years, month=3, day=1)


@dataclass(frozen=True, slots=True)
class _About:
    """The people in the rows that never became a case: keyed hashes of record subjects, and ids of officials."""

    subjects: frozenset[str]
    officials: frozenset[str]


def _about(instance: Instance, digest: BatchDigest) -> _About | None:
    """Return whom the batch's rows name, read from its whole evidence. None if no stay could cover one of them."""
    batch = instance.batches.get(digest)
    if batch is None or not _stays_reach(instance):
        return None
    if batch.rows == batch.docketed or instance.at_rest.destroyed(batch_label(digest)):
        return _About(frozenset(), frozenset())
    subjects, officials = set(), set()
    for request in _requests(instance, batch):
        officials.add(request["official_id"])
        tin = canonical_tin(request["tin"])
        if tin is not None:
            subjects.add(instance.keyring.subject(tin).hex())
    return _About(frozenset(subjects), frozenset(officials))


def _stays_reach(instance: Instance) -> bool:
    return bool(instance.stays.values(SUBJECT) or instance.stays.values(OFFICIAL))


def _require_rows_unstayed(instance: Instance, about: _About | None) -> None:
    """Raise Stayed if a stay on a person or an official covers a row that never became a case."""
    if about is None:
        if _stays_reach(instance):
            raise Conflict(Code.STAY_PLACED_MEANWHILE)
        return
    if about.subjects & set(instance.stays.values(SUBJECT)) or about.officials & set(instance.stays.values(OFFICIAL)):
        raise Stayed(Code.STAY_BLOCKS_ERASURE)


def _requests(instance: Instance, batch: Batch) -> Iterator[dict[str, str]]:
    for (payload,) in evidence_rows(instance, batch.digest, batch.evidence_path, "payload"):
        yield read(payload)["request"]


def _entries(instance: Instance, batch: BatchDigest, cases: list[str]) -> int:
    """Return how many entries of the ledger are about the batch's rows and cases."""
    block = instance.journal.block(batch)
    events: list[Stored] = [each for stream in cases for each in instance.journal.stream(stream)]
    return len(events) + (0 if block is None else block.count)
