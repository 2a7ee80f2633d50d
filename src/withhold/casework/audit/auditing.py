"""The audit: recomputes every event's commitment from the records and compares it with the ledger.

The steps have the same numbers in the code:

1. The log itself verifies: checkpoint, tiles and bundles (`tlog.verify`).
2. Every event row decrypts, is what its leaf commits to, and agrees with its own columns. It does not have to decrypt
   if a tombstone on the ledger records that it was erased.
3. The versions of every stream are 1, 2, 3 and so on. Each event names the leaf before it, or the one that led to its
   stream.
4. Every row's leaf is on the ledger at its position.
5. Every batch's evidence file and leaves file are the ones that its event names. The commitment of each row recomputes.
6. Every entry about a person has a tag by which that person finds it.
7. The intervals between checkpoints cover the ledger without a gap or an overlap. Each has as many entries of each day
   and kind as its summary commits to. Its steps have the order of its seed, and its padding is the seed's.
8. Exactly one row, one place in a batch, or one interval's padding accounts for each position of the ledger.
9. The index of cases, the people and the stays agree with the events.

A finding names the event or file and what is wrong with it, and repeats nothing of the content. For example, a row
whose column was edited is named by its number, stream, version and kind. What is appended and not published yet is
listed as pending. It is not a finding, and the audit does not publish it. A row that waits for its position and does
not verify is set aside: the worker never publishes it (`publication.vetting`), and it is a finding.

An audit writes nothing, and reads one unchanging view of the records (`records.reading`). So it can run while others
work, and on a read-only copy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from withhold.casework.audit.audit_intervals import AuditedInterval, audit_intervals
from withhold.casework.audit.batches import audit_batches, placed_batches
from withhold.casework.audit.chain import Chain
from withhold.casework.audit.ledger import AuditedLedger, Progress
from withhold.casework.audit.projections import audit_projections
from withhold.casework.audit.tags import Tags
from withhold.casework.erasure.erasures import STREAMS, Tombstone, tombstones
from withhold.casework.instance import Instance
from withhold.events.recorder import name_of
from withhold.model.errors import WithholdError
from withhold.records.log.journal import Stored
from withhold.records.reading import reading
from withhold.tlog.errors import LogError
from withhold.tlog.stores.reading import TileReader


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the place, and what is wrong there."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit read and found. If there are no findings, every check passed.

    `erased` lists what was erased on purpose, with its tombstone. `kinds` is kind -> number of entries on the ledger,
    and number of those for which the records account. `newer` is the number of entries that the records have and the
    audited copy of the log does not have.
    """

    events: int
    rows: int
    entries: int
    findings: tuple[Finding, ...]
    erased: tuple[str, ...] = ()
    intervals: tuple[AuditedInterval, ...] = ()
    kinds: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    newer: int = 0
    pending: tuple[str, ...] = ()
    """The events and batches that are appended and not on the published ledger yet."""


def audit(instance: Instance, progress: Progress | None = None, copy: TileReader | None = None) -> Audited:
    """Audit a whole instance, against its own log or a `copy` of the log that is kept or served elsewhere.

    Continues after a finding, so the result has all of them. Raises TemporarilyUnable if the records cannot be read.
    """
    report = progress or (lambda *_: None)
    ledger = AuditedLedger(instance, report, copy)
    with reading(instance.alias):
        return _audit(instance, report, ledger)


def _audit(instance: Instance, report: Progress, ledger: AuditedLedger) -> Audited:
    findings = list(_of_log(ledger))  # 1
    erased = _erased(instance, ledger, findings)
    tags = Tags(instance.keyring)
    chain = Chain(instance.recorder, erased, tags)
    events = 0
    for events, stored in enumerate(instance.journal.list_all(), 1):
        report("events", events, 0)
        faults = tuple(chain.faults(stored))  # 2, 3
        findings += (Finding(name_of(stored), what) for what in faults)
        if faults and stored.position is None:
            findings.append(Finding(name_of(stored), "is set aside: it gets no place on the ledger as it is"))
        else:
            findings += _placed(ledger, stored)  # 4
    rows = 0
    for batch in audit_batches(instance, ledger, erased, tags):  # 5
        rows += batch.rows
        findings += (Finding(batch.name, what) for what in batch.faults)
        report("rows", rows, 0)
    findings += _hidden(tags, erased)  # 6
    intervals = _intervals(instance, ledger)  # 7
    findings += _unaccounted(ledger)  # 8
    findings += (Finding(each.name, what) for each in intervals for what in each.faults)
    findings += (Finding(where, what) for where, what in audit_projections(instance, erased))  # 9
    return Audited(
        events,
        rows,
        len(ledger.entries),
        tuple(findings),
        tuple(_describe(each) for each in erased.values() if each.stored.position is not None),
        intervals,
        ledger.totals(),
        ledger.newer,
        tuple(ledger.pending),
    )


def fsck(instance: Instance, progress: Progress | None = None) -> Audited:
    """Compare the log with the records: steps 1, 4 and 8 of an audit.

    It opens no payload but those of the intervals, which account for the padding.
    """
    ledger = AuditedLedger(instance, progress or (lambda *_: None))
    with reading(instance.alias):
        findings = list(_of_log(ledger))
        events = rows = 0
        for stored in instance.journal.list_all():
            events += 1
            findings += _placed(ledger, stored)
        for batch in placed_batches(instance, ledger):
            rows += batch.rows
            findings += (Finding(batch.name, what) for what in batch.faults)
        _intervals(instance, ledger)
    findings += _unaccounted(ledger)
    return Audited(events, rows, len(ledger.entries), tuple(findings), pending=tuple(ledger.pending))


def _intervals(instance: Instance, ledger: AuditedLedger) -> tuple[AuditedInterval, ...]:
    """Return the intervals, and mark the positions of their padding as accounted for."""
    intervals = tuple(audit_intervals(instance, ledger.entries))
    for each in intervals:
        ledger.add_padding(each.padding)
    return intervals


def _of_log(ledger: AuditedLedger) -> Iterator[Finding]:
    if ledger.fault:
        yield Finding("ledger", ledger.fault)
    yield from (Finding("ledger", what) for what in ledger.behind())


def _placed(ledger: AuditedLedger, stored: Stored) -> Iterator[Finding]:
    name = name_of(stored)
    yield from (Finding(name, what) for what in ledger.faults(stored.event_id, stored.position, [stored.leaf], name))


def _hidden(tags: Tags, erased: Mapping[str, Tombstone]) -> Iterator[Finding]:
    for where in tags.hidden(sum(each.erased.entries for each in erased.values())):
        yield Finding(where, "its person would not find it by their accounting code")


def _unaccounted(ledger: AuditedLedger) -> Iterator[Finding]:
    for place, what in ledger.unaccounted():
        yield Finding(f"ledger position {place}", what)


def _erased(instance: Instance, ledger: AuditedLedger, findings: list[Finding]) -> dict[str, Tombstone]:
    """Return what was erased, by the label of its key. Adds a finding if a key and its tombstone do not fit.

    Until the tombstone is published the key must exist. After that it must be destroyed. Opening the instance for work
    finishes an erasure that was interrupted in between.
    """
    try:
        erased = tombstones(instance)
    except (WithholdError, LogError) as fault:
        findings.append(Finding(STREAMS.rstrip("/"), str(fault)))
        return {}
    for label, each in erased.items():
        published, destroyed = ledger.is_published(each.stored.position), instance.at_rest.destroyed(label)
        if published and not destroyed:
            what = f"{each.said}, but its key was not destroyed as it must be"
            findings.append(Finding(f"batch {each.erased.batch[:16]}", what))
        if destroyed and not published and not ledger.is_copy:
            what = "its key was destroyed before its tombstone was published"
            findings.append(Finding(f"batch {each.erased.batch[:16]}", what))
    return erased


def _describe(each: Tombstone) -> str:
    return f"batch {each.erased.batch[:16]}: {each.said} ({each.erased.entries:,} entries)"
